"""Develop images of cells or galaxies into numbers, reproducibly."""

# Written by `python -m napari_darkroom.engine.stubs`; do not edit.

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, overload

import pandas as pd
from numpy.typing import NDArray

from napari_darkroom.batch.verify import verify as verify
from napari_darkroom.core.annotations import Boundary as Boundary
from napari_darkroom.core.annotations import ClassesArray as ClassesArray
from napari_darkroom.core.annotations import FloatImageArray as FloatImageArray
from napari_darkroom.core.annotations import GridArray as GridArray
from napari_darkroom.core.annotations import ImageArray as ImageArray
from napari_darkroom.core.annotations import Interval as Interval
from napari_darkroom.core.annotations import LabelsArray as LabelsArray
from napari_darkroom.core.annotations import Length as Length
from napari_darkroom.core.annotations import MaskArray as MaskArray
from napari_darkroom.core.annotations import NewLabelsArray as NewLabelsArray
from napari_darkroom.core.annotations import SameArray as SameArray
from napari_darkroom.core.annotations import Size as Size
from napari_darkroom.core.annotations import Spacing as Spacing
from napari_darkroom.core.calibration import Calibration as Calibration
from napari_darkroom.core.columns import Column as Column
from napari_darkroom.core.declaration import operation as operation
from napari_darkroom.core.errors import DarkroomError as DarkroomError
from napari_darkroom.core.points import Points as Points
from napari_darkroom.core.shapes import Shapes as Shapes
from napari_darkroom.core.values import Image as Image
from napari_darkroom.core.values import Labels as Labels
from napari_darkroom.core.values import Mask as Mask
from napari_darkroom.core.values import Table as Table
from napari_darkroom.engine.files import read as read
from napari_darkroom.engine.traced import run as run
from napari_darkroom.plugin.apply import apply as apply
from napari_darkroom.plugin.session import Session as Session
from napari_darkroom.recipe.model import Recipe as Recipe
from napari_darkroom.recipe.writing import write as write

__version__: str
PUBLIC: Mapping[str, str]

_Array: TypeAlias = NDArray[Any]
_Length: TypeAlias = float | str | Sequence[float]
_Interval: TypeAlias = str | tuple[int | None, int | None]
# A napari layer: this file does not know napari.
_Layer: TypeAlias = Any


class _Background:
    @overload
    def subtract_tophat(
        self,
        image: _Array,
        *,
        radius: _Length = '25 pixel',
        light_background: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep what is brighter than its surroundings and narrower than a disk.

        Takes a background away that changes slowly: uneven light, haze, a vignette.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        radius : length
            Radius of the disk (ball): larger than the objects, smaller than the background's
            structure.
        light_background : bool
            Take dark objects on a light background; they come out bright.

        Returns
        -------
        image : array of float
            The image minus its opening; with `light_background` its closing minus the image.

        Notes
        -----
        What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing.

        Formula::

            flattened = image − opening(image)
            light background: closing(image) − image

        Equivalent without missing pixels, within 1e-6::

            import numpy as np
            from skimage.morphology import black_tophat, white_tophat

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            disk = sum(i**2 / max(r, 1) ** 2 for i, r in zip(grid, radius)) <= 1
            tophat = black_tophat if light_background else white_tophat
            image = tophat(image.astype(float), disk, mode="ignore")

        References
        ----------
        White and black top hat: Meyer, in Quantitative Analysis of Microstructures, 1978.
        ``scipy.ndimage.white_tophat`` with the same footprint, save at the edges.
        """

    @overload
    def subtract_tophat(
        self,
        image: Image | _Layer,
        *,
        radius: _Length = '25 pixel',
        light_background: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


background: _Background


class _Color:
    @overload
    def to_gray(
        self,
        image: _Array,
        *,
        weights: Literal['rec709', 'rec601', 'mean', 'red', 'green', 'blue'] = 'rec709',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Turn colours into grey values on the same scale.

        Parameters
        ----------
        image : array, last axis of length 3 or 4
            The RGB or RGBA image; alpha has no say.
        weights : str
            ``rec709``: 0.2125 R + 0.7154 G + 0.0721 B, as scikit-image. ``rec601``: 0.299 R +
            0.587 G + 0.114 B, as Pillow and OpenCV. ``mean``, or one channel by its name.

        Returns
        -------
        image : array of float
            Grey values from 0 to 255 for an 8-bit image; nothing is rescaled.

        Notes
        -----
        Formula::

            gray = w₁ · red + w₂ · green + w₃ · blue
            w₁ + w₂ + w₃ = 1

        Equivalent within 1e-6::

            import numpy as np

            rows = {"rec709": (0.2125, 0.7154, 0.0721), "rec601": (0.299, 0.587, 0.114)}
            rows |= {"mean": (1 / 3,) * 3, "red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1)}
            image = image[..., :3] @ np.array(rows[weights])

        References
        ----------
        ITU-R BT.709 (with the weights of ``skimage.color.rgb2gray``) and BT.601.
        """

    @overload
    def to_gray(
        self,
        image: Image | _Layer,
        *,
        weights: Literal['rec709', 'rec601', 'mean', 'red', 'green', 'blue'] = 'rec709',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


color: _Color


class _Filters:
    @overload
    def gaussian(
        self,
        image: _Array,
        *,
        sigma: _Length = '1 pixel',
        mode: Literal['reflect', 'mirror', 'nearest', 'wrap', 'constant'] = 'reflect',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Blur with a Gaussian kernel.

        Takes noise away, and makes edges softer: a good first step before a threshold.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        sigma : length
            Width of the blur, as the standard deviation of the kernel: what is smaller fades. The
            kernel is cut off at 4 sigma.
        mode : str
            What lies outside of the image: ``reflect`` (dcba|abcd), ``mirror`` (dcb|abcd),
            ``nearest`` (aaa|abcd), ``wrap`` (bcd|abcd) or ``constant`` (zeros).

        Returns
        -------
        image : array of float
            The blurred image on the scale of the input.

        Notes
        -----
        Missing pixels (NaN) have no weight and stay missing.

        Formula::

            blurred(x) = Σᵢ w(i) · image(x + i)
            w(i) ∝ exp(−i² / 2σ²),  Σᵢ w(i) = 1
            |i| ≤ 4σ,  σ = sigma

        Equivalent without missing pixels, within 1e-5::

            from scipy.ndimage import gaussian_filter

            image = gaussian_filter(image.astype(float), sigma, mode=mode)

        References
        ----------
        The same as ``scipy.ndimage.gaussian_filter``, in the precision of the result.

        Examples
        --------
        >>> import numpy as np
        >>> spot = np.zeros((5, 5)); spot[2, 2] = 1
        >>> gaussian(spot, sigma=0.5).round(3)[2]
        array([0.   , 0.084, 0.619, 0.084, 0.   ])
        """

    @overload
    def gaussian(
        self,
        image: Image | _Layer,
        *,
        sigma: _Length = '1 pixel',
        mode: Literal['reflect', 'mirror', 'nearest', 'wrap', 'constant'] = 'reflect',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


    @overload
    def median(
        self,
        image: _Array,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'square'] = 'disk',
        mode: Literal['reflect', 'mirror', 'nearest', 'wrap', 'constant'] = 'reflect',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Replace each pixel by the median of its neighbourhood; removes specks, keeps edges.

        Takes the noise of single hot or dark pixels away.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        radius : length
            How far the neighbourhood reaches from its centre.
        shape : str
            ``disk`` (ball, ellipse) or ``square`` (box).
        mode : str
            What lies outside of the image: ``reflect`` (dcba|abcd), ``mirror`` (dcb|abcd),
            ``nearest`` (aaa|abcd), ``wrap`` (bcd|abcd) or ``constant`` (zeros).

        Returns
        -------
        result : array
            Of the pixel type of the input.

        Notes
        -----
        Missing pixels (NaN) have no say and stay missing.

        Formula::

            smoothed(x) = median of image(x + i)
            disk: Σ (i / radius)² ≤ 1
            square: |i| ≤ radius along each axis

        Equivalent without missing pixels::

            import numpy as np
            from scipy.ndimage import median_filter

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            disk = sum(i**2 / max(r, 1) ** 2 for i, r in zip(grid, radius)) <= 1
            footprint = disk if shape == "disk" else np.ones_like(disk)
            result = median_filter(image, footprint=footprint, mode=mode)

        References
        ----------
        ``scipy.ndimage.median_filter`` with the same footprint and mode.
        """

    @overload
    def median(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'square'] = 'disk',
        mode: Literal['reflect', 'mirror', 'nearest', 'wrap', 'constant'] = 'reflect',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def unsharp_mask(
        self,
        image: _Array,
        *,
        sigma: _Length = '2 pixel',
        amount: float = 1.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Sharpen by adding what a Gaussian blur takes away.

        Edges and small details stand out more, and so does noise.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        sigma : length
            Standard deviation of the blur: the size of the details that are sharpened.
        amount : float
            How much of what the blur takes away is added: 0 changes nothing, 1 adds all of it once.

        Returns
        -------
        image : array of float
            The sharpened image on the scale of the input; it may go beyond its range.

        Notes
        -----
        Missing pixels (NaN) have no weight and stay missing. ImageJ's weight w stands for
        amount = w / (1 − w).

        Formula::

            sharpened = image + amount · (image − blurred)
            blurred: Gaussian blur with σ = sigma

        Equivalent without missing pixels, within 1e-5::

            from scipy.ndimage import gaussian_filter

            values = image.astype(float)
            image = values + amount * (values - gaussian_filter(values, sigma))

        References
        ----------
        ``skimage.filters.unsharp_mask`` with preserve_range.
        """

    @overload
    def unsharp_mask(
        self,
        image: Image | _Layer,
        *,
        sigma: _Length = '2 pixel',
        amount: float = 1.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


filters: _Filters


class _Geometry:
    @overload
    def crop(
        self,
        image: _Array,
        *,
        x: _Interval | None = None,
        y: _Interval | None = None,
        z: _Interval | None = None,
        t: _Interval | None = None,
        c: _Interval | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep a part of an image.

        Parameters
        ----------
        image : Image, Labels or Mask
            What is cut.
        x, y, z, t, c : interval, optional
            First index that is kept and first that is not, counted from 0; none keeps all. One end
            may be open; a negative index counts from the end.

        Returns
        -------
        image : Image, Labels or Mask
            The part, which stays at its place in the world.

        Raises
        ------
        ParameterError
            If an axis does not exist or nothing would be left.

        Notes
        -----
        Formula::

            cropped(x) = image(start + x)
            0 ≤ x < stop − start

        Equivalent for the axes y and x (and z)::

            ranges = [z, y, x][-image.ndim :]
            result = image[tuple(slice(*ends) if ends else slice(None) for ends in ranges)]
        """

    @overload
    def crop(
        self,
        image: Image | Labels | Mask | _Layer,
        *,
        x: _Interval | None = None,
        y: _Interval | None = None,
        z: _Interval | None = None,
        t: _Interval | None = None,
        c: _Interval | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Labels | Mask: ...


    @overload
    def resize(
        self,
        image: _Array,
        *,
        factor: float = 0.5,
        factor_z: float = 1.0,
        interpolation: Literal['nearest', 'linear', 'cubic'] = 'linear',
        antialias: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Change the number of pixels; the objects keep their physical size and place.

        Parameters
        ----------
        image : Image, Labels or Mask
            What is resized. Labels and masks always take the nearest pixel.
        factor : float
            Size along y and x: 0.5 makes half as many pixels an axis, 2 twice as many.
        factor_z : float
            Size along z: 0.5 makes half as many planes, 2 twice as many.
        interpolation : str
            ``nearest``, ``linear`` or ``cubic`` between the centres of pixels.
        antialias : bool
            Where the image shrinks, average the area that a new pixel covers (but not with
            ``nearest``); else fine structure turns into false patterns.

        Returns
        -------
        image : Image, Labels or Mask
            Of the pixel type of the input, lengths rounded to whole pixels (at least 1); integers
            are rounded and saturated.

        Notes
        -----
        Missing pixels (NaN) have no weight; a new pixel is missing where more than half of its
        weight is.

        Formula::

            resized(x) = image((x + ½) / factor − ½)
            between pixels: the nearest, or a mean of
            2 (linear) or 4 (cubic) along each axis
            antialias: the mean over 1 / factor pixels

        Equivalent for a plane of an image of 8 or 16 bits or of floats, within 0.004::

            import cv2

            height, width = (max(int(n * factor + 0.5), 1) for n in image.shape)
            flags = {"linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC}
            flag = cv2.INTER_AREA if antialias and factor < 1 else flags.get(interpolation)
            flag = cv2.INTER_NEAREST_EXACT if interpolation == "nearest" else flag
            result = cv2.resize(image, (width, height), interpolation=flag)

        References
        ----------
        ``cv2.resize``: linear, cubic (a = −0.75), area; pixel centres stay aligned.
        """

    @overload
    def resize(
        self,
        image: Image | Labels | Mask | _Layer,
        *,
        factor: float = 0.5,
        factor_z: float = 1.0,
        interpolation: Literal['nearest', 'linear', 'cubic'] = 'linear',
        antialias: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Labels | Mask: ...


    @overload
    def set_pixel_size(
        self,
        image: _Array,
        *,
        pixel_size: _Length = '1 um',
        z_step: _Length | None = None,
        frame_interval: _Length | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Say how large a pixel is, where the file does not.

        Parameters
        ----------
        image : Image, Labels or Mask
            What is calibrated; its pixels stay as they are.
        pixel_size : physical length
            Distance between neighbouring pixels along y and x, ``0.325 um``; two numbers
            (``0.3, 0.4 um``) where they differ: y, then x.
        z_step : physical length, optional
            Distance between planes; none keeps it.
        frame_interval : time, optional
            Time between frames, ``30 s``; none keeps it.

        Returns
        -------
        image : Image, Labels or Mask
            The same pixels. The place of a part that was cut out before keeps its distance from the
            origin in pixels.

        Notes
        -----
        Formula::

            position = pixel_size · index + origin

        Equivalent for y and x of an image at the origin::

            import numpy as np

            result = image  # the pixels stay as they are
            size_y, size_x = pixel_size[0], pixel_size[-1]
            y = size_y * np.arange(image.shape[-2])  # where each row lies
            x = size_x * np.arange(image.shape[-1])  # where each column lies
        """

    @overload
    def set_pixel_size(
        self,
        image: Image | Labels | Mask | _Layer,
        *,
        pixel_size: _Length = '1 um',
        z_step: _Length | None = None,
        frame_interval: _Length | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Labels | Mask: ...


geometry: _Geometry


class _Intensity:
    @overload
    def invert(
        self,
        image: _Array,
        *,
        maximum: float | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make dark what is bright, and bright what is dark.

        Parameters
        ----------
        image : Image or Mask
            The image or mask. The alpha of an RGBA image is kept.
        maximum : float, optional
            The result is maximum − image. By default an integer image swaps the ends of its type's
            range (255 − image for 8 bits) and a float image its own smallest and largest value. A mask
            has no maximum: true and false swap.

        Returns
        -------
        image : Image or Mask
            Of the pixel type of the input; missing pixels (NaN) stay missing.

        Notes
        -----
        Formula::

            inverted = maximum − image
            maximum, if none is given: lowest + highest

        Equivalent without missing pixels, within 1e-6::

            if maximum is None and image.dtype.kind == "f":
                maximum = image.min() + image.max()
            swap = maximum is None or image.dtype == bool
            result = ~image if swap else maximum - image
        """

    @overload
    def invert(
        self,
        image: Image | Mask | _Layer,
        *,
        maximum: float | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def rescale(
        self,
        image: _Array,
        *,
        low_percentile: float = 0.0,
        high_percentile: float = 100.0,
        minimum: float = 0.0,
        maximum: float = 1.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Stretch the values between two percentiles to a range.

        With 1 and 99 as percentiles a few very dark or bright pixels do not set the contrast.

        Parameters
        ----------
        image : array
            The image.
        low_percentile : float
            The value at this percentile becomes `minimum`; what is lower does too.
        high_percentile : float
            The value at this percentile becomes `maximum`; what is higher does too.
        minimum : float
            Smallest value of the result.
        maximum : float
            Largest value of the result.

        Returns
        -------
        image : array of float
            The stretched image, which no longer is on the scale of the input: measure on the input.

        Notes
        -----
        The percentiles are those of all time points, planes and channels together; walk over an
        axis (``over``) to treat its entries one by one. Missing and infinite pixels have no say;
        missing ones stay missing. An image of one value becomes `minimum`.

        Formula::

            share = (image − low) / (high − low)
            cut off below 0 and above 1
            rescaled = minimum + (maximum − minimum) · share
            low, high: values at the two percentiles

        Equivalent without missing pixels, within 1e-6::

            import numpy as np

            low, high = np.percentile(image, [low_percentile, high_percentile])
            share = np.clip((image - low) / (high - low), 0, 1)
            image = minimum + (maximum - minimum) * share

        References
        ----------
        ``skimage.exposure.rescale_intensity`` with the percentiles as in_range.
        """

    @overload
    def rescale(
        self,
        image: Image | _Layer,
        *,
        low_percentile: float = 0.0,
        high_percentile: float = 100.0,
        minimum: float = 0.0,
        maximum: float = 1.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


intensity: _Intensity


class _Labels:
    @overload
    def clear_border(
        self,
        labels: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Remove objects that touch the edge of the image.

        They are cut off, so that neither their size nor their shape is known.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.

        Returns
        -------
        result : array of int
            The label image; the objects that are kept keep their numbers.

        Notes
        -----
        In a volume the first and last plane are edges too; choose planes to look at each plane
        alone.

        Formula::

            objects(x) = 0 if labels(x) is met on the edge
            objects(x) = labels(x) else

        Equivalent::

            from skimage.segmentation import clear_border

            result = clear_border(labels)

        References
        ----------
        ``skimage.segmentation.clear_border``, for which each number is one object here.
        """

    @overload
    def clear_border(
        self,
        labels: Labels | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def combine(
        self,
        labels: _Array,
        other: _Array,
        *,
        on_top: Literal['first', 'second'] = 'second',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Put the objects of two label images into one.

        Large and small objects that were found in two ways, or what was drawn over what was found.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The first objects.
        other : array of int, of the same shape
            The second objects.
        on_top : {"first", "second"}
            Which ones keep their pixels where two overlap; the others lose them.

        Returns
        -------
        labels : array of int32
            All objects of which a pixel is left, numbered anew: 1, 2, … for those of the first in the
            order of their numbers, then on for those of the second.

        Notes
        -----
        Objects of the same number in both are two objects. What is covered as a whole is gone.

        Formula::

            combined(x) = number of second(x), where it is an object and on top, or first(x) is none
            combined(x) = number of first(x) else

        Equivalent::

            import numpy as np
            from skimage.segmentation import relabel_sequential

            one, two = (relabel_sequential(a)[0].astype(np.int64) for a in (labels, other))
            two = np.where(two > 0, two + one.max(), 0)
            low, top = (two, one) if on_top == "first" else (one, two)
            labels = relabel_sequential(np.where(top > 0, top, low))[0]
        """

    @overload
    def combine(
        self,
        labels: Labels | _Layer,
        other: Labels | _Layer,
        *,
        on_top: Literal['first', 'second'] = 'second',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def correct(
        self,
        labels: _Array,
        corrections: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[_Array, pd.DataFrame]:
        """Apply corrections that were painted by hand, to the objects that still match.

        Parameters
        ----------
        labels : Labels
            The label image, which may have changed since it was painted on.
        corrections : Labels
            A first axis ``edit`` of length 2 (before and after), then the axes of the labels. It holds
            the touched objects, whole, as they were and as they were painted, and 0 elsewhere; it may
            be a part of the image, placed by its calibration.

        Returns
        -------
        labels : Labels
            The corrected label image. It keeps the pixel type, unless a number does not fit into it;
            then it is the next larger type of integers.
        changes : Table
            One row a change, and whether it was applied.

        Raises
        ------
        InputError
            If the corrections do not lie on the pixels of the labels, or a number is negative.

        Notes
        -----
        An object is the one that it was if the pixels that both have are at least half of those that
        either has. Each frame is treated alone: the same number at another time is another object.

        - *removed*: the whole object goes, also where it has grown since.
        - *merged*: the whole of one object gets the number of another.
        - *split*: a part of an object gets a new number, where the object still is.
        - *added*: a new object on background. It is not applied where an object that is half the same
          lies already, or where others lie on more than half of it.
        - *reshaped*: pixels are added on background, and taken from the objects that they were
          taken from.

        What no longer matches is not applied and stays as it is. A new object whose number is taken
        gets the next free one. On the labels that were painted on the result is what was painted.

        Formula::

            result(x) = after(x) where before(x) ≠ after(x) and labels(x) is what before(x) was
            result(x) = labels(x) elsewhere

        Equivalent for the labels that were painted on, and corrections of their size::

            import numpy as np

            before, after = corrections
            labels = np.where(before != after, after, labels)
        """

    @overload
    def correct(
        self,
        labels: Labels | _Layer,
        corrections: Labels | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[Labels, pd.DataFrame]: ...


    @overload
    def expand(
        self,
        labels: _Array,
        *,
        distance: _Length = '5 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make objects larger by a distance, and stop where two of them meet.

        From nuclei to what about their cells would be, where no stain shows the cells.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        distance : length
            How far an object grows, from pixel centre to pixel centre.

        Returns
        -------
        result : array of int
            The label image; the objects keep their numbers and all of their pixels.

        Notes
        -----
        Background within the distance goes to the nearest object; of several as near to that of the
        lowest number. Distances are straight and exact, and measured in the unit of `distance`: a
        physical one is right in anisotropic voxels too.

        Formula::

            expanded(x) = labels(y), y the object pixel nearest to x,
            if Σ ((x − y) / distance)² ≤ 1
            expanded(x) = 0 else

        Equivalent but for ties, within 0.05::

            from skimage.segmentation import expand_labels

            steps = [max(distance) / max(d, 0.5) for d in distance]
            result = expand_labels(labels, max(distance), spacing=steps)

        References
        ----------
        ``skimage.segmentation.expand_labels``; CellProfiler, module ExpandOrShrinkObjects.
        T. Saito and J. Toriwaki, Pattern Recognition 27 (1994) 1551–1565.
        """

    @overload
    def expand(
        self,
        labels: Labels | _Layer,
        *,
        distance: _Length = '5 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def fill_holes(
        self,
        labels: _Array,
        *,
        max_size: float | str | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Fill the holes of each object with its own number.

        A gap between several objects is no hole, and stays.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        max_size : size, optional
            The largest hole that is filled: pixels, or an area or volume such as ``20 um^2``; none
            fills all.

        Returns
        -------
        result : array of int
            The objects with their holes: pieces of background that share edges (in 3-D faces) with
            one object alone, and do not reach the edge of the image.

        Notes
        -----
        A hole of exactly `max_size` is filled. A hole in which another object lies is a gap between
        the two; it stays.

        Formula::

            gap(x) = the background joined to x by shared edges
            filled(x) = k if k is the one object beside gap(x),
            which ends within the image and is ≤ max_size
            filled(x) = labels(x) else

        Equivalent::

            import numpy as np
            from scipy.ndimage import binary_dilation
            from skimage.measure import label

            outside = np.pad(labels.astype(np.int64), 1, constant_values=-1)
            gaps, most = label(outside == 0, connectivity=1), np.inf if max_size is None else max_size
            for k in range(1, gaps.max() + 1):
                around = np.unique(outside[binary_dilation(gaps == k) & (gaps != k)])
                outside[gaps == k] = around[0] * (len(around) == 1 and np.sum(gaps == k) <= most)
            result = np.maximum(outside, 0)[(slice(1, -1),) * labels.ndim]

        References
        ----------
        CellProfiler, module FillObjects; ``scipy.ndimage.binary_fill_holes`` of each object, where no
        object lies in another's hole.
        """

    @overload
    def fill_holes(
        self,
        labels: Labels | _Layer,
        *,
        max_size: float | str | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def filter(
        self,
        labels: _Array,
        measurements: pd.DataFrame,
        *,
        column: str = 'area',
        lower: float | None = None,
        upper: float | None = None,
        keep: Literal['inside', 'outside'] = 'inside',
        unmeasured: Literal['remove', 'keep', 'refuse'] = 'remove',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep or remove objects by a column of the table that was measured of them.

        Leave out debris by its area, dead cells by their brightness, clumps by their solidity.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        measurements : Table
            A row for each object: its number in the column ``label``, and its frame.
        column : str
            The column that decides.
        lower : float, optional
            The smallest value of the range; none leaves it open.
        upper : float, optional
            The largest value of the range; none leaves it open.
        keep : {"inside", "outside"}
            Whether the objects inside of the range are kept, or those outside.
        unmeasured : {"remove", "keep", "refuse"}
            What becomes of an object that has no row in the table, or no value in the column: it is
            removed, kept, or nothing is done and the object is named.

        Returns
        -------
        labels : Labels
            The label image; the objects that are kept keep their numbers.

        Raises
        ------
        InputError
            If there is no such column, the table does not tell the frame or has several rows for one
            object, or an object is unmeasured and that is refused.
        ParameterError
            If `lower` is above `upper`.

        Notes
        -----
        Both ends belong to the range. A row whose object is not in the label image has no say: the
        table may be that of more objects.

        Formula::

            labels(x) = labels(x) if lower ≤ measurement(labels(x)) ≤ upper
            labels(x) = 0 else

        Equivalent for one frame, in which each object has a row::

            import numpy as np

            value = measurements.set_index("label", drop=False)[column]
            low = -np.inf if lower is None else lower
            high = np.inf if upper is None else upper
            kept = value.index[value.between(low, high) == (keep == "inside")]
            labels = np.where(np.isin(labels, kept), labels, 0)
        """

    @overload
    def filter(
        self,
        labels: Labels | _Layer,
        measurements: Table | _Layer,
        *,
        column: str = 'area',
        lower: float | None = None,
        upper: float | None = None,
        keep: Literal['inside', 'outside'] = 'inside',
        unmeasured: Literal['remove', 'keep', 'refuse'] = 'remove',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def filter_by_size(
        self,
        labels: _Array,
        *,
        min_size: float | str = '64 pixel',
        max_size: float | str | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep the objects that are neither too small nor too large.

        Leaves out debris below, and clumps of several objects above.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        min_size : size
            The smallest size that is kept: pixels, or an area or volume such as ``20 um^2``.
        max_size : size, optional
            The largest size that is kept; none leaves it open.

        Returns
        -------
        result : array of int
            The label image; the objects that are kept keep their numbers.

        Raises
        ------
        ParameterError
            If `min_size` is above `max_size`.

        Notes
        -----
        Both ends belong to the range. An object is all pixels of one number, also where they do not
        touch.

        Formula::

            size(k) = number of x with labels(x) = k
            objects(x) = labels(x) if min_size ≤ its size ≤ max_size
            objects(x) = 0 else

        Equivalent::

            import numpy as np

            size = np.bincount(labels.ravel())[labels]
            kept = (size >= min_size) & (size <= (np.inf if max_size is None else max_size))
            result = np.where(kept, labels, 0)

        References
        ----------
        ``skimage.morphology.remove_small_objects``; CellProfiler, module FilterObjects.
        """

    @overload
    def filter_by_size(
        self,
        labels: Labels | _Layer,
        *,
        min_size: float | str = '64 pixel',
        max_size: float | str | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def from_points(
        self,
        image: _Array,
        points: _Array | pd.DataFrame,
        *,
        radius: _Length = '0 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make a round object around every point.

        Parameters
        ----------
        image : Image, Labels or Mask
            Gives the pixels; their values have no say.
        points : Points
            The centres of the objects.
        radius : length
            Of each disc (ball in 3-D); 0 marks the one pixel that the point lies in.

        Returns
        -------
        labels : Labels
            The first point has the number 1, the second 2, and so on; 0 is background.

        Raises
        ------
        InputError
            If the points spread along an axis that the image does not have.
        UnitError
            If one has a pixel size and the other none.

        Notes
        -----
        An object holds the pixels whose centres lie within `radius` of its point, and the pixel in
        which the point lies. Where two overlap the first wins. A point outside of the image has no
        object, and its number is left out, so that a number always tells the row of its point.

        Points without a place along z or time are in every plane and at every time.

        Formula::

            labels(x) = the first k with |x − p_k| ≤ radius, 0 where there is none

        Equivalent for points in the centres of pixels::

            import numpy as np
            from scipy.spatial import KDTree

            radius = np.maximum(radius, 1e-6)
            pixels = np.argwhere(np.ones(image.shape)) / radius
            near = KDTree(points / radius).query_ball_point(pixels, 1 + 1e-9)
            labels = np.reshape([min(k, default=-1) + 1 for k in near], image.shape)
        """

    @overload
    def from_points(
        self,
        image: Image | Labels | Mask | _Layer,
        points: Points | _Layer,
        *,
        radius: _Length = '0 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def keep_largest(
        self,
        labels: _Array,
        *,
        n: int = 1,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep the largest object, or the few largest.

        For what there is one of: the tissue on a slide, the embryo in a field, the galaxy in a frame.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        n : int
            How many objects are kept, in each frame.

        Returns
        -------
        result : array of int
            The label image; the objects that are kept keep their numbers.

        Notes
        -----
        Of objects of the same size the one of the lower number comes first. An object is all pixels
        of one number, also where they do not touch.

        Formula::

            size(k) = number of x with labels(x) = k
            objects(x) = labels(x) if fewer than n objects
            are larger than it, or as large and of a lower number
            objects(x) = 0 else

        Equivalent::

            import numpy as np

            size = np.bincount(labels.ravel())
            size[0] = 0
            largest = np.argsort(-size, kind="stable")[:n]
            result = np.where(np.isin(labels, largest), labels, 0)

        References
        ----------
        MorphoLibJ, Keep Largest Label.
        """

    @overload
    def keep_largest(
        self,
        labels: Labels | _Layer,
        *,
        n: int = 1,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def merge_touching(
        self,
        labels: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make one object of all that touch each other.

        For objects that were cut into too many, and for the colony that touching cells are.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        diagonal : bool
            Whether objects that meet at a corner (or, in 3-D, an edge) touch too.

        Returns
        -------
        result : array of int
            The merged objects; each has the lowest number of those that it was made of.

        Notes
        -----
        An object is all pixels of one number: where two pieces of it lie apart, what touches the one
        is merged with what touches the other.

        Formula::

            merged(x) = lowest number that is reached from labels(x)
            by going from an object to one that touches it, any number of times

        Equivalent::

            import numpy as np
            from scipy.ndimage import generate_binary_structure, label, minimum

            near = generate_binary_structure(labels.ndim, labels.ndim if diagonal else 1)
            (pieces, n), result = label(labels > 0, near), labels
            for same in [pieces, labels] * len(np.unique(labels)):
                lowest = minimum(result, same, np.arange(same.max() + 1)).astype(labels.dtype)
                result = lowest[same]

        References
        ----------
        CellProfiler, module SplitOrMergeObjects.
        """

    @overload
    def merge_touching(
        self,
        labels: Labels | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def outlines(
        self,
        labels: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep of each object the pixels at its border.

        To draw objects over an image, or to measure their rim alone.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.

        Returns
        -------
        result : array of int
            The pixels of an object that share an edge (in 3-D a face) with background or another
            object; they keep its number. `mask.from_labels` makes a mask of them.

        Notes
        -----
        What lies outside of the image has no say: an object that is cut by the edge is open there.

        Formula::

            outlines(x) = labels(x) if labels(y) ≠ labels(x)
            for some y beside x
            outlines(x) = 0 else

        Equivalent::

            import numpy as np
            from skimage.segmentation import find_boundaries

            result = np.where(find_boundaries(labels, connectivity=1, mode="inner"), labels, 0)

        References
        ----------
        ``skimage.segmentation.find_boundaries``.
        """

    @overload
    def outlines(
        self,
        labels: Labels | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def relabel(
        self,
        labels: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Give the objects the numbers from 1 without gaps, in the order that they have.

        After objects were removed, so that the largest number is how many there are.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.

        Returns
        -------
        labels : array of int32
            The same objects: the lowest number becomes 1, the next one 2, and so on.

        Notes
        -----
        Each time point and channel begins at 1, so that objects followed through time lose their
        common number. Tables that were measured before name the old numbers.

        Formula::

            relabeled(x) = number of objects k ≤ labels(x)

        Equivalent::

            from skimage.segmentation import relabel_sequential

            labels = relabel_sequential(labels)[0]

        References
        ----------
        ``skimage.segmentation.relabel_sequential``.
        """

    @overload
    def relabel(
        self,
        labels: Labels | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def remove_small(
        self,
        labels: _Array,
        *,
        min_size: float | str = '64 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Remove objects that are smaller than a size.

        Takes debris and noise away that a threshold has let through.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        min_size : size
            The smallest size that is kept: pixels, or an area or volume such as ``20 um^2``.

        Returns
        -------
        result : array of int
            The label image; the objects that are kept keep their numbers.

        Notes
        -----
        An object of exactly `min_size` is kept. An object is all pixels of one number, also
        where they do not touch.

        Formula::

            size(k) = number of x with labels(x) = k
            objects(x) = labels(x) if its size ≥ min_size
            objects(x) = 0 else

        Equivalent::

            import numpy as np

            size = np.bincount(labels.ravel())  # size[k]: how many pixels have the number k
            result = np.where(size[labels] >= min_size, labels, 0)
        """

    @overload
    def remove_small(
        self,
        labels: Labels | _Layer,
        *,
        min_size: float | str = '64 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def shrink(
        self,
        labels: _Array,
        *,
        distance: _Length = '1 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make objects smaller by a distance, also where they touch each other.

        Leaves out the blurred rim of objects before they are measured, or puts a gap between
        neighbours.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        distance : length
            How much is taken away, from pixel centre to pixel centre.

        Returns
        -------
        result : array of int
            The pixels of each object that have nothing else within the distance. What is left keeps
            its number; an object that is too small for it is gone.

        Notes
        -----
        Distances are straight and exact. What lies outside of the image has no say: an object is not
        shrunk from the edge.

        Formula::

            shrunk(x) = 0 if labels(y) ≠ labels(x) for some y
            with Σ ((x − y) / distance)² ≤ 1
            shrunk(x) = labels(x) else

        Equivalent::

            import numpy as np
            from scipy.ndimage import maximum_filter, minimum_filter

            grid = np.mgrid[tuple(slice(-int(d), int(d) + 1) for d in distance)]
            near = sum(i**2 / max(d, 0.5) ** 2 for i, d in zip(grid, distance)) <= 1 + 1e-9
            low, high = minimum_filter(labels, footprint=near), maximum_filter(labels, footprint=near)
            result = np.where(low == high, labels, 0)

        References
        ----------
        CellProfiler, module ExpandOrShrinkObjects.
        """

    @overload
    def shrink(
        self,
        labels: Labels | _Layer,
        *,
        distance: _Length = '1 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def smooth(
        self,
        labels: _Array,
        *,
        radius: _Length = '3 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Smooth the outlines of objects: spurs go, notches are filled, and none are merged.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        radius : length
            Of the disc (ball in 3-D) around each pixel; details narrower than this go.

        Returns
        -------
        result : array of int
            The label image: each pixel has the number of more than half of the pixels in its disc,
            and keeps its own where none has so many. An object that is too small for it is gone.

        Notes
        -----
        It is the median of each object taken alone: no two of them can have more than half of a
        disc, so they never claim the same pixel. What lies outside of the image has no say.

        Formula::

            smooth(x) = k if more than half of the labels(y)
            with Σ ((x − y) / radius)² ≤ 1 are k, background too
            smooth(x) = labels(x) if there is no such k

        Equivalent::

            import numpy as np
            from scipy.ndimage import convolve

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            disk = (sum(i**2 / max(r, 0.5) ** 2 for i, r in zip(grid, radius)) <= 1 + 1e-9) * 1
            half = convolve(np.ones(labels.shape, int), disk, mode="constant") / 2
            result = labels.copy()
            for k in np.unique(labels):
                result[convolve((labels == k) * 1, disk, mode="constant") > half] = k

        References
        ----------
        ``skimage.filters.rank.majority``, which gives a pixel without a majority to the most frequent
        number. R. S. Boyer and J. S. Moore, MJRTY, in Automated Reasoning (1991) 105–117.
        """

    @overload
    def smooth(
        self,
        labels: Labels | _Layer,
        *,
        radius: _Length = '3 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def split_disconnected(
        self,
        labels: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Give every connected piece of an object a number of its own.

        After something was cut through or painted out, and one number is left on two pieces.

        Parameters
        ----------
        labels : array of int, 2-D or 3-D
            The label image.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

        Returns
        -------
        labels : array of int32
            The pieces, numbered 1, 2, … in the order in which they are met row by row.

        Notes
        -----
        Objects that touch stay apart: a piece never holds two numbers.

        Formula::

            pieces(x) = pieces(y)  ⇔
            a path of neighbours of one number joins x and y

        Equivalent::

            from skimage.measure import label

            labels = label(labels, connectivity=labels.ndim if diagonal else 1)

        References
        ----------
        ``skimage.measure.label``; computed with connected-components-3d.
        """

    @overload
    def split_disconnected(
        self,
        labels: Labels | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def subtract(
        self,
        labels: _Array,
        taken: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Take objects out of others: cells without their nuclei are cytoplasm.

        Parameters
        ----------
        labels : array of int
            The objects of which something is taken.
        taken : array of int or bool, of the same shape
            Labels or a mask: wherever any of it is, is taken out.

        Returns
        -------
        result : array of int
            What is left of the objects. Each keeps its number, so that a cytoplasm has the number of
            its cell; one that lies within `taken` is gone.

        Notes
        -----
        The numbers of `taken` have no say: a nucleus is taken out of every cell that it reaches into.

        Formula::

            rest(x) = 0 where taken(x) > 0
            rest(x) = labels(x) else

        Equivalent::

            import numpy as np

            result = np.where(taken > 0, 0, labels)

        References
        ----------
        CellProfiler, module IdentifyTertiaryObjects, without shrinking the nuclei first.
        """

    @overload
    def subtract(
        self,
        labels: Labels | _Layer,
        taken: Labels | Mask | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


labels: _Labels


class _Mask:
    @overload
    def apply(
        self,
        image: _Array,
        mask: _Array,
        *,
        outside: float = 0.0,
        keep: Literal['inside', 'outside'] = 'inside',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Blank what is outside of a mask.

        Inside every pixel keeps its value, or with keep outside the other way round. `mask.crop` cuts
        the image to the mask.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image, label image or mask.
        mask : array of bool, of the same shape
            True inside.
        outside : float
            The value that blanks; ``nan`` marks pixels as missing, in a float image.
        keep : str
            Whether the image is kept ``inside`` of the mask or ``outside`` of it.

        Returns
        -------
        result : array
            Of the pixel type of the input.

        Raises
        ------
        ParameterError
            If the pixel type cannot hold `outside`.

        Notes
        -----
        Formula::

            masked(x) = image(x) if mask(x)
            masked(x) = outside else
            keep outside: the other way round

        Equivalent::

            import numpy as np

            kept = mask if keep == "inside" else ~mask
            result = np.where(kept, image, outside).astype(image.dtype)
        """

    @overload
    def apply(
        self,
        image: Image | Labels | Mask | _Layer,
        mask: Mask | _Layer,
        *,
        outside: float = 0.0,
        keep: Literal['inside', 'outside'] = 'inside',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Labels | Mask: ...


    @overload
    def border(
        self,
        mask: _Array,
        *,
        width: _Length = '3 pixel',
        side: Literal['inside', 'outside', 'both'] = 'inside',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark a band of some width along the border of a mask.

        For membranes and rims: the outermost part of the objects, or what lies just around them.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        width : length
            How far the band reaches from the border.
        side : str
            ``inside`` of the mask, ``outside`` of it, or ``both``, which is twice as wide.

        Returns
        -------
        mask : array of bool
            The pixels of the mask with background within the width, those of the background with a
            pixel of the mask within it, or both.

        Notes
        -----
        Distances are straight and exact, from pixel centre to pixel centre. What lies outside of the
        image has no say: there is no band along the edge of the image.

        Formula::

            border(x) = true  ⇔  mask(y) ≠ mask(x) for some
            y with Σ ((x − y) / width)² ≤ 1
            inside: and mask(x); outside: and not mask(x)

        Equivalent::

            import numpy as np
            from scipy.ndimage import binary_dilation

            grid = np.mgrid[tuple(slice(-int(w), int(w) + 1) for w in width)]
            near = sum(i**2 / max(w, 0.5) ** 2 for i, w in zip(grid, width)) <= 1 + 1e-9
            bands = {"inside": binary_dilation(~mask, near) & mask}
            bands["outside"] = binary_dilation(mask, near) & ~mask
            mask = bands[side] if side in bands else bands["inside"] | bands["outside"]
        """

    @overload
    def border(
        self,
        mask: Mask | _Layer,
        *,
        width: _Length = '3 pixel',
        side: Literal['inside', 'outside', 'both'] = 'inside',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def combine(
        self,
        mask: _Array,
        other: _Array,
        *,
        how: Literal['and', 'or', 'xor', 'minus'] = 'and',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make one mask of two.

        What is in both, in either, in one of them alone, or in the first alone.

        Parameters
        ----------
        mask : array of bool
            The first mask.
        other : array of bool, of the same shape
            The second mask.
        how : str
            ``and``: in both. ``or``: in either or both. ``xor``: in one of them and not the other.
            ``minus``: in the first and not the second.

        Returns
        -------
        mask : array of bool
            The combined mask.

        Notes
        -----
        Formula::

            and: mask(x) ∧ other(x)
            or: mask(x) ∨ other(x)
            xor: mask(x) ≠ other(x)
            minus: mask(x) ∧ ¬ other(x)

        Equivalent::

            ways = {"and": mask & other, "or": mask | other, "xor": mask ^ other}
            mask = ways.get(how, mask & ~other)
        """

    @overload
    def combine(
        self,
        mask: Mask | _Layer,
        other: Mask | _Layer,
        *,
        how: Literal['and', 'or', 'xor', 'minus'] = 'and',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def correct(
        self,
        mask: _Array,
        corrections: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Apply what was painted on a mask by hand, pixel by pixel.

        Parameters
        ----------
        mask : Mask
            The mask, which may have changed since it was painted on.
        corrections : Labels
            A first axis ``edit`` of length 2 (before and after), then the axes of the mask: 1 where
            something was, and 0 elsewhere. It may be a part of the image, placed by its calibration.

        Returns
        -------
        mask : Mask
            As painted where somebody painted, as it was elsewhere.

        Raises
        ------
        InputError
            If the corrections do not lie on the pixels of the mask.

        Notes
        -----
        Formula::

            result(x) = after(x) where before(x) ≠ after(x), else mask(x)

        Equivalent::

            import numpy as np

            before, after = corrections
            mask = np.where(before != after, after > 0, mask)
        """

    @overload
    def correct(
        self,
        mask: Mask | _Layer,
        corrections: Labels | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def crop(
        self,
        image: _Array,
        mask: _Array,
        *,
        margin: _Length = '0 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep the smallest box of an image that holds all of a mask.

        What lies in the box beside the mask stays as it is; `mask.apply` blanks it.

        Parameters
        ----------
        image : Image, Labels or Mask
            What is cut.
        mask : Mask
            What must be in the box; without time or channels it counts for all of them.
        margin : length
            How much more is kept on each side, as far as the image reaches.

        Returns
        -------
        image : Image, Labels or Mask
            The part, which stays at its place in the world. Where the mask holds no pixel it is the
            whole image.

        Raises
        ------
        InputError
            If the mask does not lie on the pixels of the image.

        Notes
        -----
        Time and channels are kept whole.

        Formula::

            cropped(x) = image(first + x)
            0 ≤ x ≤ last − first
            first, last: smallest, largest place in the mask

        Equivalent::

            import numpy as np

            inside = np.argwhere(mask) if mask.any() else np.argwhere(~mask)
            first = np.maximum(inside.min(axis=0) - np.array(margin, int), 0)
            last = inside.max(axis=0) + np.array(margin, int)
            result = image[tuple(slice(a, b + 1) for a, b in zip(first, last))]
        """

    @overload
    def crop(
        self,
        image: Image | Labels | Mask | _Layer,
        mask: Mask | _Layer,
        *,
        margin: _Length = '0 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Labels | Mask: ...


    @overload
    def from_labels(
        self,
        labels: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark where any object is.

        Parameters
        ----------
        labels : array of int
            The label image; 0 is background.

        Returns
        -------
        mask : array of bool
            True where the label is above 0.

        Notes
        -----
        Formula::

            mask(x) = labels(x) > 0

        Equivalent::

            mask = labels > 0
        """

    @overload
    def from_labels(
        self,
        labels: Labels | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def from_points(
        self,
        image: _Array,
        points: _Array | pd.DataFrame,
        *,
        radius: _Length = '3 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what lies within a distance of any point.

        Parameters
        ----------
        image : Image, Labels or Mask
            Gives the pixels; their values have no say.
        points : Points
            The points.
        radius : length
            Of the disc (ball in 3-D) around each; 0 marks the one pixel that the point lies in.

        Returns
        -------
        mask : Mask
            True within the radius of a point, on the pixels of the image.

        Raises
        ------
        InputError
            If the points spread along an axis that the image does not have.
        UnitError
            If one has a pixel size and the other none.

        Notes
        -----
        A pixel is marked if its centre lies within `radius` of a point, and the pixel in which the
        point lies. A point outside of the image marks nothing.

        Points without a place along z or time are in every plane and at every time.

        Formula::

            mask(x) = true  ⇔  |x − p| ≤ radius for some p

        Equivalent for points in the centres of pixels::

            import numpy as np
            from scipy.spatial import KDTree

            radius = np.maximum(radius, 1e-6)
            pixels = np.argwhere(np.ones(image.shape)) / radius
            distance, _ = KDTree(points / radius).query(pixels)
            mask = np.reshape(distance <= 1 + 1e-9, image.shape)
        """

    @overload
    def from_points(
        self,
        image: Image | Labels | Mask | _Layer,
        points: Points | _Layer,
        *,
        radius: _Length = '3 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def from_shapes(
        self,
        image: _Array,
        shapes: Sequence[tuple[str, Any]] | pd.DataFrame,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the pixels that drawn shapes cover.

        Parameters
        ----------
        image : Image, Labels or Mask
            Gives the pixels; their values have no say.
        shapes : Shapes
            Polygons, rectangles and ellipses are filled, lines and paths are one pixel wide.

        Returns
        -------
        mask : Mask
            True where a shape is, on the pixels of the image.

        Raises
        ------
        InputError
            If the shapes spread along an axis that the image does not have.
        UnitError
            If one has a pixel size and the other none.

        Notes
        -----
        A pixel is covered if its centre lies inside of a shape or on its edge; a part that a polygon
        encloses twice is a hole (even-odd rule). A line takes one pixel for every step of a pixel.
        What lies outside of the image is left out.

        Shapes without a place along z or time are in every plane and at every time; a place between
        two planes is taken as the nearer one, and a filled shape lies in the plane of its middle.

        Formula::

            mask(x) = 1 if x lies in any shape, else 0

        Equivalent for polygons, as pairs of type and vertices in pixels::

            import numpy as np
            from skimage.draw import polygon2mask

            drawn = [polygon2mask(image.shape[-2:], v[:, -2:]) for kind, v in shapes]
            mask = np.zeros(image.shape, bool) | np.any(drawn, axis=0)
        """

    @overload
    def from_shapes(
        self,
        image: Image | Labels | Mask | _Layer,
        shapes: Shapes | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def grow(
        self,
        mask: _Array,
        *,
        distance: _Length = '3 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make a mask larger, by the same distance on all sides.

        For the surroundings of objects: a rim around nuclei, a margin around what is left out.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        distance : length
            How far it grows, from pixel centre to pixel centre.

        Returns
        -------
        mask : array of bool
            The mask, and all pixels that have one of its pixels within the distance.

        Notes
        -----
        Distances are straight and exact. What lies outside of the image has no say.

        Formula::

            grown(x) = true  ⇔  mask(y) for some y
            with Σ ((x − y) / distance)² ≤ 1

        Equivalent::

            import numpy as np
            from scipy.ndimage import binary_dilation

            grid = np.mgrid[tuple(slice(-int(d), int(d) + 1) for d in distance)]
            near = sum(i**2 / max(d, 0.5) ** 2 for i, d in zip(grid, distance)) <= 1 + 1e-9
            mask = binary_dilation(mask, near)

        References
        ----------
        P. Felzenszwalb and D. Huttenlocher, Theory of Computing 8 (2012) 415–428; computed with edt.
        """

    @overload
    def grow(
        self,
        mask: Mask | _Layer,
        *,
        distance: _Length = '3 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def invert(
        self,
        mask: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what a mask leaves out, and nothing else.

        Parameters
        ----------
        mask : array of bool
            The mask.

        Returns
        -------
        mask : array of bool
            True where the mask is not.

        Notes
        -----
        Where an image was missing (NaN) its mask is false, and the inverted one is true.

        Formula::

            inverted(x) = ¬ mask(x)

        Equivalent::

            mask = ~mask
        """

    @overload
    def invert(
        self,
        mask: Mask | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def shrink(
        self,
        mask: _Array,
        *,
        distance: _Length = '3 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make a mask smaller, by the same distance on all sides.

        For the inside of objects or of a tissue, away from an edge that is not to be measured.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        distance : length
            How far it shrinks, from pixel centre to pixel centre.

        Returns
        -------
        mask : array of bool
            The pixels of the mask that have no pixel of the background within the distance.

        Notes
        -----
        Distances are straight and exact. What lies outside of the image is no background: a mask does
        not shrink from the edge of the image.

        Formula::

            shrunk(x) = true  ⇔  mask(y) for all y
            with Σ ((x − y) / distance)² ≤ 1

        Equivalent::

            import numpy as np
            from scipy.ndimage import binary_erosion

            grid = np.mgrid[tuple(slice(-int(d), int(d) + 1) for d in distance)]
            near = sum(i**2 / max(d, 0.5) ** 2 for i, d in zip(grid, distance)) <= 1 + 1e-9
            mask = binary_erosion(mask, near, border_value=1)

        References
        ----------
        P. Felzenszwalb and D. Huttenlocher, Theory of Computing 8 (2012) 415–428; computed with edt.
        """

    @overload
    def shrink(
        self,
        mask: Mask | _Layer,
        *,
        distance: _Length = '3 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


mask: _Mask


class _Measure:
    def annotate(
        self,
        table: pd.DataFrame | Table | _Layer,
        marks: pd.DataFrame | Table | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Add to a table what a person decided on its objects: accepted, rejected, of some class.

        Parameters
        ----------
        table : Table
            One row an object.
        marks : Table
            The objects that were marked: the key columns of the table, and ``verdict``, ``reason`` and
            ``class``.

        Returns
        -------
        table : Table
            The table with the columns of the marks behind its keys; empty where nothing was marked.

        Raises
        ------
        InputError
            If the marks have other keys than the table, mark an object twice, or lack a column.

        Notes
        -----
        Objects are told by their keys: by their number and, in a movie, their frame. A mark whose
        object is not there is kept with the marks, and comes back with the object. Columns of the
        same names that the table has already are replaced.

        Formula::

            table(object).verdict = marks(object).verdict, empty where there is none

        Equivalent::

            import pandas as pd

            keys = ["label"]
            names = ["verdict", "reason", "class"]
            found = table[keys].merge(marks, how="left", on=keys)[names].fillna("")
            rest = table.drop(columns=[*keys, *names], errors="ignore")
            table = pd.concat([table[keys], found, rest], axis=1)
        """


    def axis_profile(
        self,
        image: _Array | Image | _Layer,
        labels: _Array | Labels | _Layer | None = None,
        mask: _Array | Mask | _Layer | None = None,
        *,
        axis: Literal['auto', 'z', 't'] = 'auto',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how grey values change from plane to plane, or from time to time.

        Parameters
        ----------
        image : Image
            A stack or a time series, with channels or colours if it has them.
        labels : Labels, optional
            The objects, each of which has a profile of its own.
        mask : Mask, optional
            The pixels that count.
        axis : {"auto", "z", "t"}
            Depth or time; auto takes time where there is time, else depth. An image without that axis
            is one place along it.

        Returns
        -------
        table : Table
            One row a place along the axis (and frame, channel, object): how far along it that is,
            number of pixels, mean, standard deviation, smallest and largest value, and sum. An object
            has rows where it has pixels.

        Raises
        ------
        InputError
            If labels, mask and image do not lie on one grid, or a label is negative.

        Notes
        -----
        Missing pixels (NaN) are left out. Along time each frame is measured as a whole: the plane, or
        the volume.

        Formula::

            mean(z) = Σ image(x, y, z) / n(z)
            std(z) = √(Σ (image(x, y, z) − mean(z))² / n(z))

        Equivalent along z, for objects in a mask, without missing pixels, within 1e-9::

            import numpy as np
            import pandas as pd

            planes = image.reshape(-1, *image.shape[-2:]).astype(float)
            where = np.where(mask, labels, 0).reshape(planes.shape)
            pairs = [(k, z) for k in np.unique(where[where > 0]) for z in range(len(planes))]
            values = [planes[z][where[z] == k] for k, z in pairs if (where[z] == k).any()]
            table = pd.DataFrame({"mean": [v.mean() for v in values], "std": [v.std() for v in values]})

        References
        ----------
        ImageJ, Plot Z-axis Profile.
        """


    def children(
        self,
        parents: _Array | Labels | _Layer,
        children: _Array | Labels | _Layer,
        measurements: pd.DataFrame | Table | _Layer | None = None,
        *,
        statistic: Literal['mean', 'median', 'sum', 'min', 'max', 'std'] = 'mean',
        min_overlap: float = 0.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Count the smaller objects in each larger one: the spots in a nucleus, the nuclei in a tissue.

        Parameters
        ----------
        parents : Labels, 2-D or 3-D, with time
            The objects that hold others.
        children : Labels
            The objects that are counted, on the same grid.
        measurements : Table, optional
            A table of the children, as a measurement of them gave it: each of its columns of numbers
            is summed up for every parent.
        statistic : {"mean", "median", "sum", "min", "max", "std"}
            What the measurements of the children of one parent become; std is the population's (n).
        min_overlap : float
            The least share of its pixels, 0 to 1, that a child has in its parent; one with less has
            none.

        Returns
        -------
        table : Table
            One row a parent (and frame): its number, how many children it has, the share of its own
            pixels that they cover and, for each column of `measurements`, the statistic of its
            children: ``mean_area``.

        Raises
        ------
        InputError
            If the two do not lie on one grid, a label is negative, or the table has other keys than
            the children.

        Notes
        -----
        A child belongs to the parent that holds most of its pixels, of several with as many to that
        of the lowest number. A parent without children counts 0, and its statistics are missing, a
        sum too. A child that `measurements` has no row for is counted; a missing cell has no say.

        Formula::

            children of p = number of k whose parent is p
            mean = Σ measurement(k) / n   over the children k that have one

        Equivalent without measurements and with a min_overlap of 0::

            import numpy as np
            import pandas as pd

            labels, kids = np.unique(parents[parents > 0]), np.unique(children[children > 0])
            shared = [np.bincount(parents[children == k], minlength=2)[1:] for k in kids]
            parent = [n.argmax() + 1 for n in shared if n.any()]
            counts = [parent.count(p) for p in labels]
            table = pd.DataFrame({"label": labels, "num_children": counts})

        References
        ----------
        CellProfiler, module RelateObjects.
        """


    def colocalization(
        self,
        image: _Array | Image | _Layer,
        other: _Array | Image | _Layer,
        labels: _Array | Labels | _Layer | None = None,
        mask: _Array | Mask | _Layer | None = None,
        *,
        percent: float = 15.0,
        threshold_1: float | None = None,
        threshold_2: float | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how far two channels show the same places, in every object or in the whole image.

        Take Pearson or Spearman to ask whether both rise and fall together, Manders' coefficients to
        ask how much of one lies where the other is, and those with Costes' thresholds where nobody
        shall choose the thresholds by eye.

        Parameters
        ----------
        image : Image, 2-D or 3-D, with time
            The first channel. With several channels each is compared with the other image.
        other : Image
            The second channel, on the same pixels.
        labels : Labels, optional
            The objects; without them one row is for the whole image.
        mask : Mask, optional
            The pixels that count.
        percent : float
            Where no threshold is given: the share of the largest value of the object (or image) above
            which a pixel counts as stained.
        threshold_1 : float, optional
            What the first channel is to exceed, instead of `percent`.
        threshold_2 : float, optional
            What the second channel is to exceed, instead of `percent`.

        Returns
        -------
        table : Table
            One row a frame, object and pair of channels, with the definition and the source of each
            column: Pearson, slope, Spearman, overlap with k1 and k2, Manders' M1 and M2, the
            rank-weighted coefficients and Costes' thresholds with M1 and M2. No objects give no rows
            and all columns.

        Raises
        ------
        InputError
            If the inputs do not lie on one grid, one is an RGB image, or a label is negative.

        Notes
        -----
        Pixels that are missing (NaN) in one of the images are left out of both. What is not defined
        (a correlation with a constant channel, a share of nothing) is missing.

        Above a threshold means greater, not equal; CellProfiler takes equal ones in for objects. Its
        rank-weighted coefficients of objects rank the pixels of all objects together; here the ranks
        are those within each object, so that no object depends on the others. Costes' thresholds are
        searched among all values of the first channel, not in steps of 1/255; the line is found from
        pixels where one of the channels is above 0, as in CellProfiler.

        Formula::

            pearson = Σ (a − ā)(b − b̄) / √(Σ (a − ā)² Σ (b − b̄)²)
            overlap = Σ a b / √(Σ a² Σ b²), k1 = Σ a b / Σ a², k2 = Σ a b / Σ b²
            M1 = Σ a [a > T1 and b > T2] / Σ a [a > T1]
            RWC1 = Σ w a [a > T1 and b > T2] / Σ a [a > T1]
            w = 1 − |rank of a − rank of b| / number of ranks
            Costes: T2 = slope · T1 + intercept of the orthogonal regression

        Equivalent for objects without missing pixels, within 1e-9::

            import pandas as pd

            pixels = pd.DataFrame({"label": labels[mask], "a": image[mask], "b": other[mask]})
            objects = pixels.astype(float).query("label > 0").groupby("label")
            pearson = objects.apply(lambda o: o["a"].corr(o["b"]))
            spearman = objects.apply(lambda o: o["a"].rank().corr(o["b"].rank()))
            table = pd.DataFrame({"pearson": pearson, "spearman": spearman})

        References
        ----------
        E. M. M. Manders, F. J. Verbeek, J. A. Aten, Journal of Microscopy 169 (1993) 375–382.
        S. V. Costes et al., Biophysical Journal 86 (2004) 3993–4003.
        V. R. Singan et al., BMC Bioinformatics 12 (2011) 407.
        CellProfiler 4, MeasureColocalization. K. W. Dunn, M. M. Kamocka, J. H. McDonald, American
        Journal of Physiology 300 (2011) C723–C742, on which to take for which question.
        """


    def counts(
        self,
        labels: _Array | Labels | _Layer,
        regions: _Array | Labels | _Layer | None = None,
        *,
        min_overlap: float = 0.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Count the objects of each image or frame, or of each region, and how densely they lie.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects that are counted.
        regions : Labels, optional
            Regions of the same image, such as shapes drawn on it and turned into labels: each is
            counted on its own. Without them the whole image is.
        min_overlap : float
            The least share of its pixels, 0 to 1, that an object has in its region; one with less is
            not counted.

        Returns
        -------
        table : Table
            One row an image (or frame, and region): number of objects, area (in 3-D the volume),
            objects to a unit of area, share of the area that objects cover, and mean area of the
            objects counted.

        Raises
        ------
        InputError
            If the two do not lie on one grid, or a label is negative.

        Notes
        -----
        An image or region without objects has a row with 0; without any region there is no row. An
        object is counted once: in the region that holds most of its pixels, of several with as many
        in that of the lowest number. What lies outside of all regions is not counted. Objects that the
        edge of the image cuts count as whole ones; remove them first where this matters. Areas are in
        the unit of the pixel size.

        Formula::

            density = number of objects / area
            area = pixels of the region × size of a pixel
            covered share = pixels of the region with an object / pixels of the region

        Equivalent for regions and a min_overlap of 0, within 1e-9::

            import numpy as np
            import pandas as pd

            ids, kinds = np.unique(regions[regions > 0]), np.unique(labels[labels > 0])
            shared = [[np.sum((labels == k) & (regions == r)) for r in ids] for k in kinds]
            region = [ids[np.argmax(n)] for n in shared if any(n)]
            area = np.array([np.sum(regions == r) for r in ids]) * np.prod(spacing)
            table = pd.DataFrame({"region": ids, "num_objects": [region.count(r) for r in ids]})
            table["density"] = table["num_objects"] / area

        References
        ----------
        ImageJ, Analyze Particles: the columns Count and %Area of its summary, for the whole image.
        """


    def distance_to(
        self,
        labels: _Array | Labels | _Layer,
        reference: _Array | Labels | Mask | _Layer,
        *,
        inside: Literal['zero', 'negative'] = 'zero',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how far every object is from a structure: a vessel, a membrane, other cells.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        reference : Mask or Labels
            The structure, on the same grid; of a label image all objects together.
        inside : {"zero", "negative"}
            What the distance is within the structure: zero, or minus the distance to the nearest
            pixel outside of it.

        Returns
        -------
        table : Table
            One row an object (and frame): smallest, mean and largest distance of its pixels,
            distance of its centroid, and the share of its pixels that lie in the structure.

        Raises
        ------
        InputError
            If labels and reference do not lie on one grid, or a label is negative.

        Notes
        -----
        Distances are in the unit of the pixel size, between centres of pixels; where pixels are not
        square, or planes lie further apart than pixels, this is counted in. Without a structure in
        the frame the distances are missing. The centroid's is that of the point itself, which may
        lie outside of a bent object.

        Formula::

            d(x) = min |x − y| over the pixels y of the structure
            minimum, mean, maximum of d(x) over the pixels x of the object

        Equivalent, within 1e-5::

            import pandas as pd
            from scipy.ndimage import distance_transform_edt
            from skimage.measure import regionprops_table

            far = distance_transform_edt(reference == 0, sampling=spacing)
            if inside == "negative":
                far -= distance_transform_edt(reference > 0, sampling=spacing)
            names = ["label", "intensity_min", "intensity_mean", "intensity_max"]
            found = pd.DataFrame(regionprops_table(labels, far, names))
            table = found.rename(columns=lambda name: name.replace("intensity", "distance"))

        References
        ----------
        P. Felzenszwalb and D. Huttenlocher, Distance transforms of sampled functions, 2012, whose
        algorithm the library ``edt`` has.
        """


    def filter_table(
        self,
        measurements: pd.DataFrame | Table | _Layer,
        *,
        column: str = 'area',
        lower: float | None = None,
        upper: float | None = None,
        text: str | None = None,
        keep: Literal['inside', 'outside'] = 'inside',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Keep the rows of a table whose value in a column lies in a range, or is a text.

        Parameters
        ----------
        measurements : Table
            The table.
        column : str
            The column that decides.
        lower : float, optional
            The smallest value of the range; none leaves it open.
        upper : float, optional
            The largest value of the range; none leaves it open.
        text : str, optional
            The text that a cell must be, such as the name of a channel, instead of a range.
        keep : {"inside", "outside"}
            Whether the rows inside of the range (or with the text) are kept, or the others.

        Returns
        -------
        table : Table
            The rows that are kept, in their order, with all columns.

        Raises
        ------
        InputError
            If there is no such column, or it holds texts and a range is given.
        ParameterError
            If `lower` is above `upper`, or both a range and a text are given.

        Notes
        -----
        Both ends belong to the range. A row whose cell is missing is kept on neither side.

        Formula::

            rows = those with lower ≤ column ≤ upper

        Equivalent for a range::

            import numpy as np

            value = measurements[column]
            low = -np.inf if lower is None else lower
            high = np.inf if upper is None else upper
            inside = value.between(low, high)
            table = measurements[inside if keep == "inside" else ~inside & value.notna()]
        """


    def granularity(
        self,
        labels: _Array | Labels | _Layer,
        image: _Array | Image | _Layer,
        *,
        subsample: float = 0.25,
        background_subsample: float = 0.25,
        radius: int = 10,
        sizes: int = 16,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how much of every object is in grains of each size: its granular spectrum.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        image : Image
            Whose grains are measured: the same grid, with channels or colours if it has them.
        subsample : float
            How much smaller the image is made first, along each axis. Choose it so that the largest
            grains of interest are some ten pixels wide.
        background_subsample : float
            How much smaller it is made once more for the background.
        radius : int
            Radius, in pixels of the image that was made smaller twice, of what still counts as grain;
            what is wider is background and taken away.
        sizes : int
            How many sizes of grains are told apart.

        Returns
        -------
        table : Table
            One row an object (and frame): for each channel its mean intensity and, for each size from
            1 up, how much of it is lost when grains of that size go, in per cent.

        Raises
        ------
        InputError
            If labels and image do not lie on one grid, or a label is negative.

        Notes
        -----
        The whole image is opened as in ``measure.image_granularity``, which is where the steps are
        told; each result is brought back to the size of the image and its mean taken over the
        object. The first mean is that of the image itself, so that the first size also holds the
        background that was taken away, as in CellProfiler. Missing pixels (NaN) have no say.

        Formula::

            granularityₖ = 100 · (mean of gₖ₋₁ − mean of gₖ) / mean of the image
            gₖ: what is left after k openings; g₀: the image
            means over the pixels of the object

        Equivalent of the mean that the sizes are shares of, without missing pixels, within 1e-9::

            import pandas as pd
            from skimage.measure import regionprops_table

            found = pd.DataFrame(regionprops_table(labels, image, ["label", "intensity_mean"]))
            table = found.rename(columns={"intensity_mean": "granularity_mean"})

        References
        ----------
        CellProfiler, module MeasureGranularity.
        """


    def growth(
        self,
        measurements: pd.DataFrame | Table | _Layer,
        *,
        column: str = 'area',
        frame_interval: _Length | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how fast each object grows: rate, doubling time, and how well they describe it.

        Parameters
        ----------
        measurements : Table
            Measurements of a movie: one row an object and frame, with the columns label and t. An
            object has one number in all frames. A table of one row a frame, such as counts, is one
            growing whole.
        column : str
            What grows: the area, the intensity, the number of objects.
        frame_interval : time, optional
            Time between frames, ``30 s``. Without it times are in the unit of the column t, or in
            frames where that has none.

        Returns
        -------
        table : Table
            One row an object: number of frames, first and last time and value, change, relative change
            and its rate, and of exponential growth the rate, doubling time and R².

        Raises
        ------
        InputError
            If there is no column t among the keys, no such column, or it holds texts; if an object has
            two rows of one time.
        ParameterError
            If an interval is given that is not above 0, or for times that have a unit already.

        Notes
        -----
        Missing and infinite cells are left out. What has a value in one frame only has neither change
        nor rate. There is no exponential growth where a value is 0 or below. Of what shrinks the
        doubling time is negative: the time in which half is left. R² is missing for less than three
        frames, and where the value never changes.

        Formula::

            relative rate = (last − first) / (first · (time of last − time of first))
            growth rate = Σ (t − mean t) · (ln v − mean ln v) / Σ (t − mean t)²
            doubling time = ln 2 / growth rate
            R² = 1 − Σ (ln v − fit)² / Σ (ln v − mean ln v)²

        Equivalent for times in frames and objects in several frames, within 1e-9::

            import numpy as np
            import pandas as pd
            from scipy.stats import linregress

            tracks = [rows.sort_values("t") for _, rows in measurements.groupby("label")]
            fits = [linregress(one["t"], np.log(one[column])) for one in tracks]
            table = pd.DataFrame({"growth_rate": [fit.slope for fit in fits]})
            table["doubling_time"] = np.log(2) / table["growth_rate"]
            table["r_squared"] = [fit.rvalue**2 for fit in fits]

        References
        ----------
        ``scipy.stats.linregress`` of the logarithms. Exponential growth of cells: J. Monod, The growth
        of bacterial cultures, Annual Review of Microbiology 3, 1949.
        """


    def histogram(
        self,
        image: _Array | Image | _Layer,
        labels: _Array | Labels | _Layer | None = None,
        mask: _Array | Mask | _Layer | None = None,
        *,
        bins: int = 256,
        lower: float | None = None,
        upper: float | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Count how often each grey value occurs, in the whole image or in every object.

        Parameters
        ----------
        image : Image
            The image, with time, channels or colours if it has them.
        labels : Labels, optional
            The objects; without them all pixels are counted together.
        mask : Mask, optional
            The pixels that count.
        bins : int
            Number of bins of equal width, at most. In an image of whole numbers each bin holds as many
            of them as any other: one, where its values lie within `bins` of each other.
        lower : float, optional
            Where the first bin begins; by default the smallest value of the image.
        upper : float, optional
            Where the last bin ends; by default the largest value of the image.

        Returns
        -------
        table : Table
            One row a bin, for each frame, channel and object: where it begins and ends, how many
            pixels it holds and which share that is. All have the same bins.

        Raises
        ------
        InputError
            If labels, mask and image do not lie on one grid, or there would be more than 2²⁴ rows.
        ParameterError
            If `lower` is above `upper`.

        Notes
        -----
        Missing (NaN) and infinite pixels are left out. Where all values are one there is one bin; an
        image without any finite pixel gives no rows.

        Formula::

            count(k) = number of x with start(k) ≤ image(x) < end(k)
            fraction(k) = count(k) / number of x

        Equivalent for objects in a mask, over the whole range, without missing pixels::

            import numpy as np
            import pandas as pd

            low, high = float(image.min()), float(image.max())
            step = np.ceil((high - low + 1) / bins)
            whole = np.arange(low, high + 1 + step, step)
            edges = whole if image.dtype.kind in "iu" else np.linspace(low, high, bins + 1)
            objects = [image[mask & (labels == k)] for k in np.unique(labels[labels > 0])]
            table = pd.DataFrame({"count": np.ravel([np.histogram(o, edges)[0] for o in objects])})
        """


    def histogram_2d(
        self,
        image: _Array | Image | _Layer,
        other: _Array | Image | _Layer,
        mask: _Array | Mask | _Layer | None = None,
        *,
        bins: int = 64,
        lower_1: float | None = None,
        upper_1: float | None = None,
        lower_2: float | None = None,
        upper_2: float | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Count how often each pair of values of two channels occurs: the numbers of a scatter plot.

        Parameters
        ----------
        image : Image, 2-D or 3-D, with time
            The first channel. With several channels each is compared with the other image.
        other : Image
            The second channel, on the same pixels.
        mask : Mask, optional
            The pixels that count.
        bins : int
            Number of bins of equal width along each channel, at most. In an image of whole numbers
            each bin holds as many of them as any other.
        lower_1 : float, optional
            Where the first bin of the first channel begins; by default its smallest value.
        upper_1 : float, optional
            Where the last bin of the first channel ends; by default its largest value.
        lower_2 : float, optional
            Where the first bin of the second channel begins; by default its smallest value.
        upper_2 : float, optional
            Where the last bin of the second channel ends; by default its largest value.

        Returns
        -------
        table : Table
            One row a pair of bins, for each frame and pair of channels: where both begin and end, how
            many pixels they hold and which share that is.

        Raises
        ------
        InputError
            If the inputs do not lie on one grid, or one is an RGB image.
        ParameterError
            If a range begins above its end.

        Notes
        -----
        Pixels that are missing (NaN) or infinite in one of the images are left out. An image of one
        value has one bin, one without any finite pixel none.

        Formula::

            count(k, l) = number of x with image(x) in bin k and other(x) in bin l
            fraction(k, l) = count(k, l) / number of x

        Equivalent for two images in a mask, over the whole range, without missing pixels::

            import numpy as np
            import pandas as pd

            ends = [(float(v.min()), float(v.max()), v.dtype.kind in "iu") for v in (image, other)]
            step = [np.ceil((high - low + 1) / bins) for low, high, _ in ends]
            whole = [np.arange(e[0], e[1] + 1 + s, s) for e, s in zip(ends, step)]
            edges = [w if e[2] else np.linspace(e[0], e[1], bins + 1) for e, w in zip(ends, whole)]
            count = np.histogram2d(image[mask], other[mask], edges)[0]
            table = pd.DataFrame({"count": count.ravel()})
        """


    def image_granularity(
        self,
        image: _Array | Image | _Layer,
        *,
        subsample: float = 0.25,
        background_subsample: float = 0.25,
        radius: int = 10,
        sizes: int = 16,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how much of an image is in grains of each size: its granular spectrum.

        Parameters
        ----------
        image : Image, 2-D or 3-D, with time and channels
            The image.
        subsample : float
            How much smaller the image is made first, along each axis. Choose it so that the largest
            grains of interest are some ten pixels wide.
        background_subsample : float
            How much smaller it is made once more for the background.
        radius : int
            Radius, in pixels of the image that was made smaller twice, of what still counts as grain;
            what is wider is background and taken away.
        sizes : int
            How many sizes of grains are told apart.

        Returns
        -------
        table : Table
            One row a frame and channel: for each size, from 1 up, how much of the intensity is lost
            when grains of that size go, in per cent.

        Notes
        -----
        A step erodes by a cross of radius 1 and reconstructs: grains that the erosion has taken away
        altogether stay away, all others get their shape back. Along z an image is made smaller too.
        Missing pixels (NaN) have no say; without any other pixel the spectrum is missing, and of an
        image without grains it is 0.

        Formula::

            f = image made smaller, less its background, at least 0
            eₖ = erosion of eₖ₋₁ by a cross, e₀ = f
            granularityₖ = 100 · (mean of gₖ₋₁ − mean of gₖ) / mean of f
            gₖ: reconstruction of eₖ under f, g₀ = f

        Equivalent for a plane without missing pixels, within 1e-5::

            import numpy as np
            import pandas as pd
            from scipy.ndimage import affine_transform as at
            from skimage.morphology import disk, erosion, opening, reconstruction

            s, b = (np.array(image.shape) * f for f in (subsample, subsample * background_subsample))
            img = at(image * 1.0, [1 / subsample] * 2, 0, np.ceil(s).astype(int), order=1)
            low = at(img, [1 / background_subsample] * 2, 0, np.ceil(b).astype(int), order=1)
            f = (img - at(opening(low, disk(radius)), (b - 1) / (s - 1), 0, img.shape, order=1)).clip(0)
            left = reconstruction(erosion(f, disk(1)), f, footprint=disk(1))
            table = pd.DataFrame({"granularity_1": [100 - 100 * left.mean() / f.mean()]})

        References
        ----------
        CellProfiler, module MeasureGranularity. L. Vincent, Granulometries and opening trees,
        Fundamenta Informaticae 41 (2000) 57–90. P. Maragos, Pattern spectrum and multiscale shape
        representation, IEEE PAMI 11 (1989) 701–716.
        """


    def image_statistics(
        self,
        image: _Array | Image | _Layer,
        mask: _Array | Mask | _Layer | None = None,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure the grey values of a whole image, or of what a mask holds.

        Tells how bright, how sharp and how well exposed an image is: the first look at a new set.

        Parameters
        ----------
        image : Image
            The image, with time, channels or colours if it has them.
        mask : Mask, optional
            The pixels that count.

        Returns
        -------
        table : Table
            One row a frame and channel: number of pixels and of missing ones, mean, standard
            deviation, smallest and largest value, median, sum, mode, skewness, kurtosis, percentiles,
            entropy, shares of pixels at 0, below it and at both ends, a warning of saturation, and two
            measures of focus.

        Notes
        -----
        Missing pixels (NaN) are counted and left out; without any other pixel the statistics are
        missing. Infinite pixels are left out of percentiles, mode and entropy.

        Formula::

            mean = Σ image(x) / n
            std = √(Σ (image(x) − mean)² / n)
            skewness = Σ (image(x) − mean)³ / n / std³
            kurtosis = Σ (image(x) − mean)⁴ / n / std⁴ − 3
            entropy = −Σ p log₂ p
            focus_laplacian = variance of Δimage / mean²
            focus_variance = std² / mean
            n: number of pixels, p: share of each value

        Equivalent for one channel without missing pixels, within 1e-9::

            import pandas as pd
            from scipy import stats

            values = (image.ravel() if mask is None else image[mask]).astype(float)
            names = ["mean", "std", "min", "max", "sum"]
            table = pd.DataFrame({name: [getattr(values, name)()] for name in names})
            table["skewness"], table["kurtosis"] = stats.skew(values), stats.kurtosis(values)
            table["focus_variance"] = values.var() / values.mean()

        References
        ----------
        CellProfiler 4, MeasureImageQuality. J. L. Pech-Pacheco et al., International Conference on
        Pattern Recognition 3 (2000) 314–317, on the variance of the Laplacian.
        """


    def join(
        self,
        measurements: pd.DataFrame | Table | _Layer,
        others: pd.DataFrame | Table | _Layer,
        *,
        rows: Literal['first', 'both', 'all'] = 'first',
        suffix: str = '_2',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Put the columns of two tables of the same objects side by side.

        Parameters
        ----------
        measurements : Table
            The first table; its rows are named by its keys: frame and number of the object.
        others : Table
            The table whose columns are added. Its keys are among those of the first: with fewer of
            them (one row a frame, say) each of its rows goes to all that it fits.
        rows : {"first", "both", "all"}
            Which rows there are: those of the first table, those that both have, or those of either.
            Where a table has no row its cells are missing.
        suffix : str
            What is added to the name of a column that both tables have, for that of the second.

        Returns
        -------
        table : Table
            The rows in the order of the first table (then those of the second alone), with the keys,
            the columns of the first and those of the second, each with its unit and definition.

        Raises
        ------
        InputError
            If a table has no keys, its keys name a row twice, or those of the second are not among
            those of the first.
        ParameterError
            If a column of the second table has the name of another, with the suffix too.

        Notes
        -----
        Whole numbers become floats where a cell is missing; numbers that a float does not hold are
        refused then.

        Formula::

            row(k) = columns of the first at k, columns of the second at k
            k: the cells of the keys

        Equivalent for the rows of the first table::

            keys = others.attrs["keys"]
            table = measurements.merge(others, how="left", on=keys, suffixes=("", suffix))
        """


    def line_profile(
        self,
        image: _Array | Image | _Layer,
        shapes: Sequence[tuple[str, Any]] | pd.DataFrame | Shapes | _Layer,
        *,
        width: int = 1,
        interpolation: Literal['linear', 'nearest'] = 'linear',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure the grey values along drawn lines.

        Parameters
        ----------
        image : Image
            The image, with planes, time, channels or colours if it has them.
        shapes : Shapes
            Lines and paths; of polygons, rectangles and ellipses the outline is walked around once.
        width : int
            Number of pixels across the line over which is averaged.
        interpolation : {"linear", "nearest"}
            What a value between pixels is: that of the four around in proportion, or of the nearest.

        Returns
        -------
        table : Table
            One row a place on a line (and frame, plane, channel): number of the shape and of the
            place, distance from the begin, position, and the value of the image there.

        Raises
        ------
        InputError
            If a shape runs through several planes or times, or spreads along an axis that the image
            does not have.
        UnitError
            If one has a pixel size and the other none.

        Notes
        -----
        The places lie evenly along the whole line, no more than a pixel apart, both ends among them;
        where pixels are not square a pixel is the smaller side. Shapes without a place along z or time
        are measured in every plane and at every time.

        Missing pixels have no weight; a value is missing where they have most of it, or more than half
        a pixel outside of the image. What is missing across a line is left out of its mean.

        Formula::

            value(s) = Σ image(p(s) + k · n(s)) / width
            p(s): the place at the distance s, n(s): a step across
            k = −(width − 1) / 2 … (width − 1) / 2

        Equivalent for a plane and outlines that are one pixel wide, within 1e-9::

            import numpy as np
            import pandas as pd
            from scipy.ndimage import map_coordinates

            paths = [np.concatenate([corners, corners[:1]]) for _, corners in shapes]
            ends = [np.append(0, np.cumsum(np.hypot(*np.diff(p, axis=0).T))) for p in paths]
            along = [np.linspace(0, e[-1], int(np.ceil(e[-1])) + 1) for e in ends]
            at = [[np.interp(s, e, c) for c in p.T] for s, e, p in zip(along, ends, paths)]
            value = [map_coordinates(np.float64(image), p, order=interpolation == "linear") for p in at]
            table = pd.DataFrame({"value": np.concatenate(value)})

        References
        ----------
        ``skimage.measure.profile_line``, for one line on square pixels within the image.
        """


    def neighbours(
        self,
        labels: _Array | Labels | _Layer,
        *,
        distance: _Length = '1 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Count the neighbours of every object, and measure how near the nearest ones are.

        Tells crowded cells from lonely ones.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        distance : length
            How far away the nearest pixel of a neighbour may be: with 1 pixel neighbours touch along
            the side of a pixel, with 1.5 pixels a corner is enough.

        Returns
        -------
        table : Table
            One row an object (and frame): number of neighbours, share of the border that touches
            them; number of the nearest and second nearest object and the distances of their
            centroids, the angle between both; the nearest object by its edge and how far it is.

        Raises
        ------
        InputError
            If a label is negative.

        Notes
        -----
        Distances are in the unit of the pixel size, between the centres of pixels: objects that
        touch are one pixel size apart. The border of an object are its pixels with any other value
        among the eight (in 3-D 26) around them, and those at the edge of the image; it touches where
        another object is within `distance` and half a pixel. What has no neighbour has 0 as its
        number and no distance; of several at the same distance the lowest number counts.

        Formula::

            neighbours of k = number of objects j with min |x − y| ≤ distance
            touching = border pixels x of k with |x − y| ≤ distance + ½ / border pixels of k
            x in k, y in j
            nearest distance = min over j of |centroid(k) − centroid(j)|
            angle = between the ways to the nearest and to the second nearest

        Equivalent::

            import numpy as np
            import pandas as pd
            from scipy.ndimage import distance_transform_edt

            ids, shares = np.unique(labels[labels > 0]), 1 / np.maximum(distance, 0.5)
            within = [distance_transform_edt(labels != k, shares) <= 1 + 1e-9 for k in ids]
            around = [labels[near & (labels > 0)] for near in within]
            counts = [len(np.unique(one)) - 1 for one in around]
            table = pd.DataFrame({"label": ids, "num_neighbours": counts})

        References
        ----------
        CellProfiler, module MeasureObjectNeighbors.
        """


    @overload
    def overlap_scores(
        self,
        labels: _Array,
        truth: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Tell how well the objects that were found agree with those that are known.

        To choose the settings of a segmentation by an image that was outlined by hand.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects that were found.
        truth : Labels
            The objects that are true, on the same grid.

        Returns
        -------
        scores : Table
            One row a frame: how many objects there are, Dice and Jaccard of the pixels, precision,
            recall, F1 and average precision for ten thresholds of overlap, their means, the mean
            overlap of matched objects, and how many objects were split, merged, missed or added.
        matches : Table
            One row a true object: the found one that overlaps it most, how much, and whether it counts
            as found at an overlap of one half.

        Raises
        ------
        InputError
            If the two do not lie on one grid, or a label is negative.

        Notes
        -----
        The overlap (IoU) of two objects is the share of their common pixels among all pixels of both.
        At a threshold, true positives are the pairs of objects with at least this overlap. Above one
        half an object has one partner at most; where it has two of just one half, the better pair
        comes first, then the lower true and found number, and no object is used twice.

        A true object is split where two or more found ones lie for the most part in it, and a found
        one merged where two or more true ones lie for the most part in it. For the most part means
        more than half of its pixels. Missed and added are the objects without a pair at one half.
        A score of nothing is missing.

        Formula::

            iou(a, b) = |a ∩ b| / |a ∪ b|
            dice = 2 |A ∩ B| / (|A| + |B|)
            jaccard = |A ∩ B| / |A ∪ B|
            precision = TP / found, recall = TP / true
            f1 = 2 TP / (found + true)
            average_precision = TP / (found + true − TP)
            A, B: pixels of any object; TP: pairs with iou ≥ threshold

        Equivalent for one frame, within 1e-9::

            import numpy as np
            import pandas as pd

            both, either = np.sum((labels > 0) & (truth > 0)), np.sum((labels > 0) | (truth > 0))
            scores = pd.DataFrame({"jaccard": [both / either], "dice": [2 * both / (both + either)]})
            true = [truth == k for k in np.unique(truth[truth > 0])]
            found = [labels == k for k in np.unique(labels[labels > 0])]
            tp = sum((a & b).sum() / (a | b).sum() >= 0.75 for a in true for b in found)
            scores["f1_0.75"] = 2 * tp / (len(true) + len(found))

        References
        ----------
        J. C. Caicedo et al., Nature Methods 16 (2019) 1247–1253; U. Schmidt et al., MICCAI (2018)
        265–273 (the definition that ``stardist.matching`` follows).
        """

    @overload
    def overlap_scores(
        self,
        labels: Labels | _Layer,
        truth: Labels | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[pd.DataFrame, pd.DataFrame]: ...


    def parents(
        self,
        children: _Array | Labels | _Layer,
        parents: _Array | Labels | _Layer,
        *,
        min_overlap: float = 0.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Tell for each object in which larger one it lies: for a spot its nucleus or cell.

        Parameters
        ----------
        children : Labels, 2-D or 3-D, with time
            The objects that belong to others.
        parents : Labels
            The objects that they belong to, on the same grid.
        min_overlap : float
            The least share of its pixels, 0 to 1, that a child has in its parent; one with less has
            none.

        Returns
        -------
        table : Table
            One row a child (and frame): its number, its parent's (0 for none), the share of the
            child's pixels in the parent, how many parents it touches, and the distance between the
            centroids of both.

        Raises
        ------
        InputError
            If the two do not lie on one grid, or a label is negative.

        Notes
        -----
        The parent is the object that holds most pixels of the child, and of several with as many the
        one of the lowest number. Pixels outside of all parents have no say, however many they are.
        A child that lies in no parent has the parent 0, the share 0, and no distance.

        Formula::

            parent(k) = the p with most pixels x: children(x) = k and parents(x) = p
            share = number of these pixels / number of pixels of k

        Equivalent with a min_overlap of 0::

            import numpy as np
            import pandas as pd

            labels = np.unique(children[children > 0])
            shared = [np.bincount(parents[children == k], minlength=2)[1:] for k in labels]
            parent = [n.argmax() + 1 if n.any() else 0 for n in shared]
            table = pd.DataFrame({"label": labels, "parent": parent})

        References
        ----------
        CellProfiler, module RelateObjects.
        """


    def radial_distribution(
        self,
        labels: _Array | Labels | _Layer,
        image: _Array | Image | _Layer,
        cores: _Array | Labels | _Layer | None = None,
        *,
        bins: int = 4,
        start: Literal['centre', 'core centre', 'core edge'] = 'centre',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how the intensity of every object is spread from its centre to its edge.

        Tells a stain of the membrane from one that lies around the nucleus.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        image : Image
            Whose intensity is measured: the same grid, with channels or colours if it has them.
        cores : Labels, optional
            Objects within the objects, such as nuclei in cells.
        bins : int
            Number of rings, of equal width between the start and the edge.
        start : {"centre", "core centre", "core edge"}
            Where the rings begin: at the pixel of each object that is farthest from its edge, at the
            centroids of the cores, or at the edge of the cores; what lies in a core is then left out.

        Returns
        -------
        table : Table
            One row an object (and frame): for each channel and ring, counted from 1 at the centre,
            the share of the intensity, the mean over that of the object, and how unlike the
            intensities of the ring are in different directions.

        Raises
        ------
        InputError
            If the inputs do not lie on one grid, a label is negative, or there are no cores and
            `start` asks for them.

        Notes
        -----
        The way from the start to a pixel is the shortest that does not leave the object, over sides
        and corners of pixels; the way on to the edge is the distance to the nearest pixel that is
        none of the object's. Both are physical: voxels need not be cubes. The ring of a pixel is that
        of the first by the sum of the two (and a thousandth of a pixel). What lies outside of the
        image is no edge.

        Of several pixels that are as far from the edge the first counts (in CellProfiler any). An
        object that holds no start of a core begins at its own farthest pixel. Missing pixels (NaN)
        count for the rings and have no intensity. A ring without a pixel has the share 0 and no mean
        and no variation (CellProfiler gives 0); where an object has no intensity all are missing.

        Formula::

            ring(x) = ⌊bins · d(x) / (d(x) + e(x) + 0.001)⌋ + 1
            d: way from the start, e: distance to the edge
            share of a ring = Σ image(x) in it / Σ image(x) in the object
            mean of a ring = its share / the share of the pixels that lie in it
            variation = standard deviation / mean of the means of its 8 sectors

        Equivalent of the innermost ring from the own centre, within 1e-6::

            import numpy as np
            import pandas as pd
            from scipy.ndimage import distance_transform_edt
            from skimage.graph import MCP_Geometric

            edges = [distance_transform_edt(labels == k, spacing) for k in np.unique(labels) if k]
            maps = [MCP_Geometric(np.where(e > 0, 1, -1), sampling=spacing) for e in edges]
            ways = [m.find_costs(np.argwhere(e == e.max())[:1])[0] for m, e in zip(maps, edges)]
            inner = [bins * w < w + e + 0.001 * min(spacing[-2:]) for w, e in zip(ways, edges)]
            share = [image[i].sum() / image[e > 0].sum() for i, e in zip(inner, edges)]
            table = pd.DataFrame({"radial_share_1": share})

        References
        ----------
        CellProfiler, module MeasureObjectIntensityDistribution (FracAtD, MeanFrac, RadialCV).
        """


    def radial_profile(
        self,
        image: _Array | Image | _Layer,
        points: _Array | pd.DataFrame | Points | _Layer | None = None,
        *,
        radius: _Length = '20 pixel',
        rings: int = 20,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how grey values change with the distance from points.

        Parameters
        ----------
        image : Image
            The image, with planes, time, channels or colours if it has them.
        points : Points, optional
            The centres; without them the middle of the image is one.
        radius : length
            How far the outermost ring reaches; in pixels it counts those along x.
        rings : int
            Number of rings (shells in a volume) of equal width.

        Returns
        -------
        table : Table
            One row a ring (and frame, channel, point): where it begins and ends, number of pixels,
            mean, standard deviation, smallest and largest value, and sum.

        Raises
        ------
        InputError
            If the points spread along an axis that the image does not have.
        UnitError
            If one has a pixel size and the other none.

        Notes
        -----
        The distance is that of the centre of a pixel, in the unit of the pixel size, so that rings are
        round where pixels are not. A ring holds the distance at which it begins, the last one also that
        at which it ends. What lies outside of the image has no pixels, and missing ones (NaN) are left
        out. Points without a place along z are the centres of rings in every plane.

        Formula::

            mean(k) = Σ image(x) / n,  over x with k · w ≤ |x − p| < (k + 1) · w
            w = radius / rings

        Equivalent for a plane with points, within 1e-9::

            import numpy as np
            import pandas as pd

            edges = np.linspace(0, radius[-1], rings + 1)
            pixels, values = np.argwhere(np.ones(image.shape)), image.astype(float).ravel()
            away = [np.linalg.norm(pixels - point, axis=1) for point in points]
            sums = np.ravel([np.histogram(d, edges, weights=values)[0] for d in away])
            counts = np.ravel([np.histogram(d, edges)[0] for d in away])
            table = pd.DataFrame({"num_pixels": counts, "sum": sums})

        References
        ----------
        ImageJ, plugin Radial Profile by P. Baggethun.
        """


    def regions(
        self,
        labels: _Array | Labels | _Layer,
        image: _Array | Image | _Layer | None = None,
        *,
        preset: Literal['basic', 'shape', 'intensity', 'everything', 'imagej', 'cellprofiler', 'scikit_image'] = 'basic',
        also: str = '',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure size, place, shape and intensity of every object.

        The number of rows is the count of the objects: the cells or nuclei that were labelled.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects. Each number is one object in each frame.
        image : Image, optional
            Where intensities are measured: the same grid, with channels or colours if it has them.
            Labels without a pixel size take the image's.
        preset : {"basic", "shape", "intensity", "everything", "imagej", "cellprofiler", "scikit_image"}
            Which columns: the usual ones, those of shape, of intensity, all; or those of another
            program, with its names and by its definitions.
        also : str
            Names of further columns, with commas between them: "intensity_median, extent".

        Returns
        -------
        table : Table
            One row an object (and frame), in the order of the numbers, with unit and definition of
            each column: the key, and the columns that were asked for. Those of ``basic`` are label,
            number of pixels, area (volume), bounding box, centroid, position in the world where
            calibrated, axes of the ellipse (ellipsoid), eccentricity, perimeter (2-D), solidity; mean,
            smallest, largest value and standard deviation of each channel. No objects give no rows
            and all columns.

        Raises
        ------
        InputError
            If labels and image do not lie on the same grid, a label is negative, or a column is asked
            for by name that needs an image, and there is none.
        ParameterError
            If there is no column of a name.

        Notes
        -----
        Lengths and areas are in the unit of the pixel size; CellProfiler's are in pixels. Missing
        pixels (NaN) of the image are left out of its statistics and count for the shape. What is not
        defined is missing. ``docs/columns.md`` and ``darkroom columns`` tell all columns and what they
        mean. A lazy image is read by its blocks, and
        gives the same bits as the whole.

        Formula::

            area = n · area of a pixel
            centroid = Σ x / n
            axis length = 4 √λ  (3-D: 2 √(5 λ))
            λ₁ ≥ λ₂: eigenvalues of the covariance of x
            eccentricity = √(1 − λ₂ / λ₁)
            solidity = n / n of the convex hull
            mean = Σ image(x) / n
            std = √(Σ (image(x) − mean)² / n)
            n: number of pixels x of the object

        Equivalent for presets with scikit-image's names, one channel, none missing, within 1e-6::

            import pandas as pd
            from skimage.measure import regionprops_table

            # In 2-D also "perimeter", "eccentricity" and "solidity".
            names = ["label", "num_pixels", "area", "axis_major_length", "axis_minor_length"]
            if image is not None:
                names += ["intensity_mean", "intensity_min", "intensity_max", "intensity_std"]
            table = pd.DataFrame(regionprops_table(labels, image, names, spacing=spacing))

        References
        ----------
        ``skimage.measure.regionprops``, whose names and definitions the columns have.
        """


    def skeleton(
        self,
        labels: _Array | Labels | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure the length and the branches of the middle line of every object.

        For nerve cells, vessels, roots and fibres.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects; each is thinned alone to a line of one pixel, also where it touches another.

        Returns
        -------
        table : Table
            One row an object (and frame): length of the skeleton, number of its pixels, of branches,
            branch points and ends, mean length of a branch, and the longest of the shortest ways.

        Raises
        ------
        InputError
            If a label is negative.

        Notes
        -----
        Lengths are in the unit of the pixel size, from centre to centre of pixels that share a side
        or a corner; thinning itself counts in pixels. Where a pixel of the skeleton lies between two
        that share a corner, the way leads over it. A pixel with one neighbour is an end; one with
        more than two is a branching, and branchings that are joined are one branch point. A branch
        leads from an end or branch point to the next; a ring without either is one branch. The
        skeleton of a round object is a point or a short line, without length or branch.

        The longest way is the largest distance along the skeleton between an end or branch point and
        any other pixel of the same piece: in a tree the longest way from end to end.

        Formula::

            length = Σ |x − y| over pixels x, y of the skeleton that are joined
            ends = number of x that are joined to one pixel
            branch points = groups of joined x that are each joined to more than two
            branches = (ways out of all ends and branch points) / 2 + rings

        Equivalent of the number of pixels::

            import numpy as np
            import pandas as pd
            from skimage.morphology import skeletonize

            ids = np.unique(labels[labels > 0])
            lines = [skeletonize(labels == k) for k in ids]
            counts = [np.count_nonzero(line) for line in lines]
            table = pd.DataFrame({"label": ids, "num_skeleton_pixels": counts})

        References
        ----------
        Thinned in a plane as T. Zhang and C. Suen, Communications of the ACM 27 (1984) 236–239, in a
        volume as T. Lee, R. Kashyap and C. Chu, CVGIP 56 (1994) 462–478, with scikit-image. Ends,
        branchings and longest shortest path as I. Arganda-Carreras et al., 3D reconstruction of
        histological sections: application to mammary gland tissue, Microscopy Research and Technique
        73 (2010) 1019–1029 (AnalyzeSkeleton); bends as R. Gonzalez and R. Woods, Digital Image
        Processing, mixed adjacency.
        """


    def texture(
        self,
        labels: _Array | Labels | _Layer,
        image: _Array | Image | _Layer,
        *,
        distance: _Length = '1 pixel',
        levels: int = 256,
        directions: Literal['mean', 'each'] = 'mean',
        low: float | None = None,
        high: float | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how coarse, smooth or regular every object looks: Haralick's texture features.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        image : Image
            Whose texture is measured: the same grid, with channels or colours if it has them.
        distance : length
            How far apart the two pixels of a pair are along each axis, in whole pixels; a physical
            length is rounded to them.
        levels : int
            Number of grey levels that the range is divided into. Few levels suit small objects.
        directions : {"mean", "each"}
            Give the mean over all directions (4 in a plane, 13 in a volume), or each in columns of
            its own too.
        low : float, optional
            Value at which the lowest grey level begins; by default the smallest of the channel. Give
            both ends to compare images.
        high : float, optional
            Value at which the highest grey level ends; by default the largest of the channel.

        Returns
        -------
        table : Table
            One row an object (and frame): for each channel fourteen features, and how many pairs of
            pixels they rest on.

        Raises
        ------
        InputError
            If labels and image do not lie on one grid, or a label is negative.
        ParameterError
            If `low` is not below `high`.

        Notes
        -----
        A pair counts where both pixels are of one object and neither is missing (NaN). An object
        without a pair in a direction has no features there; the mean is that of the other directions.
        Values beyond the range have the lowest or the highest level. Entropies are in bits. Where
        an object has one level alone its correlation is 1.

        With CellProfiler the features agree on 8-bit images for the range 0 to 255 and 256 levels, if
        no pixel of an object is 0 (which CellProfiler leaves out).

        Formula::

            level(x) = ⌊levels · (image(x) − low) / (high − low)⌋, at most levels − 1
            p(i, j) = share of the pairs with levels i and j, in either order
            contrast = Σ (i − j)² p(i, j)
            angular second moment = Σ p(i, j)²
            entropy = −Σ p(i, j) log₂ p(i, j)
            correlation = Σ (i − μ)(j − μ) p(i, j) / σ²

        Equivalent of the contrast in a plane, within 1e-9::

            import numpy as np
            import pandas as pd
            from scipy.ndimage import shift

            ends = [image.min() if low is None else low, image.max() if high is None else high]
            grey = np.interp(image, ends, [0, levels]).astype(int).clip(0, levels - 1)
            own, steps = labels > 0, -np.rint(distance) * [[0, 1], [1, 1], [1, 0], [1, -1]]
            moved = [(shift(labels, s, order=0), shift(grey, s, order=0)) for s in steps]
            sq = [np.where(labels == k, (grey - g) ** 2, np.nan)[own] for k, g in moved]
            table = pd.DataFrame(sq).T.groupby(labels[own]).mean().T.mean().to_frame("texture_contrast")

        References
        ----------
        R. Haralick, K. Shanmugam and I. Dinstein, Textural features for image classification, IEEE
        Transactions on Systems, Man and Cybernetics 3 (1973) 610–621; CellProfiler, module
        MeasureTexture; mahotas, ``features.haralick``.
        """


measure: _Measure


class _Morphology:
    @overload
    def area_closing(
        self,
        image: _Array,
        *,
        min_size: float | str = '64 pixel',
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Fill dark parts that are smaller than a size, whatever their shape.

        Unlike a closing it changes nothing on what is large enough: edges, corners and thin lines
        stay. Of a mask it fills small holes and gaps, also those at the edge of the image.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        min_size : size
            The smallest size that is kept: pixels, or an area or volume such as ``20 um^2``.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) belong together.

        Returns
        -------
        result : array
            Of the pixel type of the input.

        Notes
        -----
        A part of exactly `min_size` is kept. What lies outside of the image has no say, so a part is
        as large as what is seen of it. Missing pixels (NaN) have no say and stay missing.

        Formula::

            result(x) = smallest t such that x lies in connected pixels
            with image ≤ t, `min_size` of them or more; the largest value else

        Equivalent without missing pixels::

            from skimage.morphology import area_closing

            near = image.ndim if diagonal else 1
            result = area_closing(image.astype(float), min_size, connectivity=near).astype(image.dtype)

        References
        ----------
        L. Vincent, in Mathematical Morphology and its Applications, 1993; A. Meijster and
        M. Wilkinson, IEEE PAMI 24 (2002) 484–494; ``skimage.morphology.area_closing``.
        """

    @overload
    def area_closing(
        self,
        image: Image | Mask | _Layer,
        *,
        min_size: float | str = '64 pixel',
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def area_opening(
        self,
        image: _Array,
        *,
        min_size: float | str = '64 pixel',
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Remove bright parts that are smaller than a size, whatever their shape.

        Unlike an opening it changes nothing on what is large enough: edges, corners and thin lines
        stay. Of a mask it takes the small pieces away.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        min_size : size
            The smallest size that is kept: pixels, or an area or volume such as ``20 um^2``.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) belong together.

        Returns
        -------
        result : array
            Of the pixel type of the input.

        Notes
        -----
        A part of exactly `min_size` is kept. What lies outside of the image has no say, so a part is
        as large as what is seen of it. Missing pixels (NaN) have no say and stay missing.

        Formula::

            result(x) = largest t such that x lies in connected pixels
            with image ≥ t, `min_size` of them or more; the smallest value else

        Equivalent without missing pixels::

            from skimage.morphology import area_opening

            near = image.ndim if diagonal else 1
            result = area_opening(image.astype(float), min_size, connectivity=near).astype(image.dtype)

        References
        ----------
        L. Vincent, in Mathematical Morphology and its Applications, 1993; A. Meijster and
        M. Wilkinson, IEEE PAMI 24 (2002) 484–494; ``skimage.morphology.area_opening``.
        """

    @overload
    def area_opening(
        self,
        image: Image | Mask | _Layer,
        *,
        min_size: float | str = '64 pixel',
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def bottom_hat(
        self,
        image: _Array,
        *,
        radius: _Length = '5 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep what is darker than its surroundings and narrower than the footprint, as bright.

        Brings small dark things out of an uneven background; of a mask it gives the narrow gaps.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        radius : length
            How far the footprint reaches from its centre: larger than half the width of what is kept.
        shape : str
            ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.

        Returns
        -------
        result : array
            The closing minus the image; of the pixel type of the input.

        Notes
        -----
        What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing. A
        difference that a signed type cannot hold becomes its largest value.

        Formula::

            result = closing(image) − image
            disk: Σ (i / radius)² ≤ 1
            square: |i| ≤ radius along each axis
            diamond: Σ |i / radius| ≤ 1

        Equivalent for up to 32 bits a pixel, without missing pixels::

            import numpy as np
            from skimage.morphology import closing

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
            sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
            closed = closing(image, sums[shape] <= 1 + 1e-9, mode="ignore")
            result = image ^ closed if image.dtype == bool else closed - image

        References
        ----------
        F. Meyer, in Quantitative Analysis of Microstructures, 1978; ``skimage.morphology.black_tophat``
        with the mode ``ignore``.
        """

    @overload
    def bottom_hat(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '5 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def closing(
        self,
        image: _Array,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Close what is darker than its surroundings and narrower than the footprint.

        Closes cracks, small holes and gaps in a mask, and takes small dark spots from an image; what
        is larger keeps its size.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        radius : length
            How far the footprint reaches from its centre: about half the width of what closes.
        shape : str
            ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.

        Returns
        -------
        result : array
            Dilation, then erosion; of the pixel type of the input.

        Notes
        -----
        What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing.

        Formula::

            dilated(x) = largest image(x + i)
            closed(x) = smallest dilated(x + i)
            disk: Σ (i / radius)² ≤ 1
            square: |i| ≤ radius along each axis
            diamond: Σ |i / radius| ≤ 1

        Equivalent for up to 32 bits a pixel, without missing pixels::

            import numpy as np
            from skimage.morphology import closing

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
            sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
            result = closing(image, sums[shape] <= 1 + 1e-9, mode="ignore")

        References
        ----------
        ``skimage.morphology.closing`` with the mode ``ignore``.
        """

    @overload
    def closing(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def convex_hull(
        self,
        mask: _Array,
        *,
        of: Literal['each object', 'everything'] = 'each object',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Wrap each object of a mask, or all of it, as tightly as a rubber band.

        Fills bays and dents; the area that it adds tells how dented an object is.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        of : str
            ``each object``: connected pixels, also those that meet at a corner, are wrapped together;
            ``everything``: one hull for the whole mask.

        Returns
        -------
        mask : array of bool
            The hulls; those of two objects may touch or overlap.

        Notes
        -----
        A hull is that of the middles of the edges (in 3-D of the faces) of the pixels; pixels whose
        centre lies in it or on its border belong to it. It is computed in whole numbers, and exact.

        Formula::

            hull(x) = x lies in every half-space that holds all x' ± ½ eᵢ
            x' in the object, eᵢ one step along an axis

        Equivalent for a plane::

            import numpy as np
            from skimage.measure import label
            from skimage.morphology import convex_hull_image

            pieces = label(mask) if of == "each object" else mask.astype(int)
            hulls = [convex_hull_image(pieces == k) for k in range(1, pieces.max() + 1)]
            mask = np.any(hulls, axis=0) if hulls else mask

        References
        ----------
        ``skimage.morphology.convex_hull_image`` and ``convex_hull_object``, which leave objects of a
        volume out that lie in one plane.
        """

    @overload
    def convex_hull(
        self,
        mask: Mask | _Layer,
        *,
        of: Literal['each object', 'everything'] = 'each object',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def dilation(
        self,
        image: _Array,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Replace each pixel by the brightest of its neighbourhood; a mask grows.

        What is bright becomes larger on all sides, and gaps narrower than the footprint close.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        radius : length
            How far the footprint reaches from its centre.
        shape : str
            ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.

        Returns
        -------
        result : array
            The largest value under the footprint; of the pixel type of the input.

        Notes
        -----
        What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing.

        Formula::

            dilated(x) = largest image(x + i)
            disk: Σ (i / radius)² ≤ 1
            square: |i| ≤ radius along each axis
            diamond: Σ |i / radius| ≤ 1

        Equivalent for up to 32 bits a pixel, without missing pixels::

            import numpy as np
            from skimage.morphology import dilation

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
            sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
            result = dilation(image, sums[shape] <= 1 + 1e-9, mode="ignore")

        References
        ----------
        J. Serra, Image Analysis and Mathematical Morphology, 1982; ``skimage.morphology.dilation`` with
        the mode ``ignore``.
        """

    @overload
    def dilation(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def distance_map(
        self,
        mask: _Array,
        *,
        where: Literal['inside', 'outside', 'signed'] = 'inside',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Measure for each pixel of a mask how far the background is.

        The middle of a round object is its brightest place. With `outside` it tells how far everything
        else lies from the objects.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        where : str
            ``inside``: from each pixel of the mask to the background; ``outside``: from the background
            to the mask; ``signed``: both, the second as negative numbers.
        spacing : sequence of float, optional
            Pixel size along each axis; the engine gives it.

        Returns
        -------
        image : array of float
            The distance between the middles of the pixels, in the unit of the pixel size where it is
            known, else in pixels; 0 where nothing is measured.

        Notes
        -----
        What lies outside of the image is no background. Where there is nothing to measure to (a mask
        without background, or none of it) all distances are missing (NaN). The squares of distances in
        pixels are whole numbers and exact below 2²⁴.

        Formula::

            inside(x) = smallest |x − y| over y outside of the mask
            outside(x) = smallest |x − y| over y in the mask
            signed(x) = inside(x) − outside(x)

        Equivalent, within 1e-6::

            from scipy.ndimage import distance_transform_edt

            inside = distance_transform_edt(mask, sampling=spacing)
            outside = distance_transform_edt(~mask, sampling=spacing)
            image = {"inside": inside, "outside": outside, "signed": inside - outside}[where]

        References
        ----------
        ``scipy.ndimage.distance_transform_edt``; computed with edt, after P. Felzenszwalb and
        D. Huttenlocher, Theory of Computing 8 (2012) 415–428.
        """

    @overload
    def distance_map(
        self,
        mask: Mask | _Layer,
        *,
        where: Literal['inside', 'outside', 'signed'] = 'inside',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


    @overload
    def erosion(
        self,
        image: _Array,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Replace each pixel by the darkest of its neighbourhood; a mask shrinks.

        What is bright becomes smaller on all sides, and what is narrower than the footprint goes.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        radius : length
            How far the footprint reaches from its centre.
        shape : str
            ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.

        Returns
        -------
        result : array
            The smallest value under the footprint; of the pixel type of the input.

        Notes
        -----
        What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing.

        Formula::

            eroded(x) = smallest image(x + i)
            disk: Σ (i / radius)² ≤ 1
            square: |i| ≤ radius along each axis
            diamond: Σ |i / radius| ≤ 1

        Equivalent for up to 32 bits a pixel, without missing pixels::

            import numpy as np
            from skimage.morphology import erosion

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
            sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
            result = erosion(image, sums[shape] <= 1 + 1e-9, mode="ignore")

        References
        ----------
        J. Serra, Image Analysis and Mathematical Morphology, 1982; ``skimage.morphology.erosion`` with
        the mode ``ignore``.
        """

    @overload
    def erosion(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def fill_holes(
        self,
        mask: _Array,
        *,
        max_size: float | str | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Fill the background that is enclosed by the mask.

        A ring becomes a disk; a bay that is open to the outside stays. With a size, holes that are
        larger stay too.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        max_size : size, optional
            The largest hole that is filled: pixels, or an area or volume such as ``20 um^2``; none
            fills all.

        Returns
        -------
        mask : array of bool
            The mask with its holes: background from which no path of pixels that share an edge
            (in 3-D a face) leads to the edge of the image.

        Notes
        -----
        A hole of exactly `max_size` is filled.

        Formula::

            filled(x) = false  ⇔
            a path of background leads from x to the edge,
            or x lies in a hole larger than max_size

        Equivalent::

            import numpy as np
            from scipy.ndimage import binary_fill_holes, label

            filled = binary_fill_holes(mask)
            holes, _ = label(filled & ~mask)
            size = np.bincount(holes.ravel())  # size[k]: pixels of hole k; 0 stands for all the rest
            small = (holes > 0) & (size[holes] <= (np.inf if max_size is None else max_size))
            mask = mask | small

        References
        ----------
        ``scipy.ndimage.binary_fill_holes``; computed with fill_voids and connected-components-3d.
        """

    @overload
    def fill_holes(
        self,
        mask: Mask | _Layer,
        *,
        max_size: float | str | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def gradient(
        self,
        image: _Array,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        side: Literal['both', 'inner', 'outer'] = 'both',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Show edges: how much the values of a neighbourhood differ.

        Edges become bright lines, and even areas dark; of a mask it gives the border.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        radius : length
            How far the footprint reaches from its centre.
        shape : str
            ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.
        side : str
            ``inner``: the edge lies within what is bright; ``outer``: around it; ``both``.

        Returns
        -------
        result : array
            The difference; of the pixel type of the input.

        Notes
        -----
        What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing. A
        difference that a signed type cannot hold becomes its largest value.

        Formula::

            both: dilated(x) − eroded(x)
            inner: image(x) − eroded(x)
            outer: dilated(x) − image(x)
            disk: Σ (i / radius)² ≤ 1
            square: |i| ≤ radius along each axis
            diamond: Σ |i / radius| ≤ 1

        Equivalent for up to 32 bits a pixel, without missing pixels::

            import numpy as np
            from skimage.morphology import dilation, erosion

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
            sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
            low = erosion(image, sums[shape] <= 1 + 1e-9, mode="ignore") if side != "outer" else image
            high = dilation(image, sums[shape] <= 1 + 1e-9, mode="ignore") if side != "inner" else image
            result = high ^ low if image.dtype == bool else high - low

        References
        ----------
        J.-F. Rivest, P. Soille and S. Beucher, Journal of Electronic Imaging 2 (1993) 326–336;
        ``scipy.ndimage.morphological_gradient`` for ``both``, save at the edges.
        """

    @overload
    def gradient(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        side: Literal['both', 'inner', 'outer'] = 'both',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def h_maxima(
        self,
        image: _Array,
        *,
        height: float = 10.0,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the peaks that stand out above their surroundings by a height.

        Small peaks that come from noise are left out; the others are good markers for objects
        that are bright in their middle.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        height : float
            The least difference in grey values between a peak and the highest pass to a higher one.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

        Returns
        -------
        mask : array of bool
            True on every peak (all of its pixels, where several have its value) from which each
            path to a higher pixel goes down by `height` or more.

        Notes
        -----
        The highest peaks of all count if they stand out above the smallest value of the image by
        `height`; an image of one value has none. Integers are compared exactly, floats in float64.
        What lies outside of the image has no say. Missing pixels (NaN) are no peaks, and no path
        leads through them.

        Formula::

            pass(x) = largest, over paths to a higher pixel,
                      of the smallest image on the path
            drop(x) = image(x) − pass(x)
            mask(x) = image(x) is a peak with drop ≥ height

        Equivalent for whole numbers::

            from scipy.ndimage import generate_binary_structure
            from skimage.morphology import h_maxima

            near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
            mask = h_maxima(image.astype(float), height, footprint=near).astype(bool)

        References
        ----------
        P. Soille, Morphological Image Analysis, 2003, chapter 6; ``skimage.morphology.h_maxima``, which
        rounds floats to steps of its own, and 0.26 finds nothing in a signed image of more range than
        its type holds.
        """

    @overload
    def h_maxima(
        self,
        image: Image | _Layer,
        *,
        height: float = 10.0,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def h_minima(
        self,
        image: _Array,
        *,
        height: float = 10.0,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the pits that lie below their surroundings by a height.

        Small pits that come from noise are left out; the others are good markers for objects
        that are dark in their middle.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        height : float
            The least difference in grey values between a pit and the lowest pass to a lower one.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

        Returns
        -------
        mask : array of bool
            True on every pit (all of its pixels, where several have its value) from which each
            path to a lower pixel goes up by `height` or more.

        Notes
        -----
        The lowest pits of all count if they lie below the largest value of the image by
        `height`; an image of one value has none. Integers are compared exactly, floats in float64.
        What lies outside of the image has no say. Missing pixels (NaN) are no pits, and no path
        leads through them.

        Formula::

            pass(x) = smallest, over paths to a lower pixel,
                      of the largest image on the path
            rise(x) = pass(x) − image(x)
            mask(x) = image(x) is a pit with rise ≥ height

        Equivalent for whole numbers::

            from scipy.ndimage import generate_binary_structure
            from skimage.morphology import h_minima

            near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
            mask = h_minima(image.astype(float), height, footprint=near).astype(bool)

        References
        ----------
        P. Soille, Morphological Image Analysis, 2003, chapter 6; ``skimage.morphology.h_minima``, which
        rounds floats to steps of its own, and 0.26 finds nothing in a signed image of more range than
        its type holds.
        """

    @overload
    def h_minima(
        self,
        image: Image | _Layer,
        *,
        height: float = 10.0,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def hit_or_miss(
        self,
        mask: _Array,
        *,
        pattern: str = '000/010/...',
        turned: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the pixels of a mask around which a small pattern lies.

        Finds the ends, corners and branches of thin lines, or single pixels: the ends of a skeleton
        with ``000/010/...``, its branches with ``.1./010/1.1`` and ``1.1/.1./1..``, single pixels with
        ``000/010/000``.

        Parameters
        ----------
        mask : array of bool, 2-D
            The mask.
        pattern : str
            Rows from top to bottom, parted by ``/``: ``1`` must be in the mask, ``0`` must be outside,
            ``.`` may be either. As many signs in each row; odd numbers of rows and of signs.
        turned : bool
            Look for the pattern turned by a quarter, a half and three quarters too.

        Returns
        -------
        mask : array of bool
            True at the middle of each place where the pattern lies.

        Raises
        ------
        ParameterError
            If the pattern cannot be read.

        Notes
        -----
        What lies outside of the image has no say: at its edge only the part of the pattern that lies
        within must fit. Volumes are treated plane by plane.

        Formula::

            found(x) = all mask(x + i) where the pattern is 1
            and no mask(x + i) where it is 0

        Equivalent::

            import numpy as np
            from skimage.morphology import erosion

            rows = np.array([list(row) for row in pattern.split("/")])
            all_turned = [np.rot90(rows, k) for k in range(4 if turned else 1)]
            hits = [erosion(mask, p == "1", mode="ignore") for p in all_turned]
            gaps = [erosion(~mask, p == "0", mode="ignore") for p in all_turned]
            mask = np.any([h & g for h, g in zip(hits, gaps)], axis=0)

        References
        ----------
        J. Serra, Image Analysis and Mathematical Morphology, 1982;
        ``scipy.ndimage.binary_hit_or_miss``, save at the edges.
        """

    @overload
    def hit_or_miss(
        self,
        mask: Mask | _Layer,
        *,
        pattern: str = '000/010/...',
        turned: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def medial_axis(
        self,
        mask: _Array,
        *,
        seed: int = 0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[_Array, _Array]:
        """Find the line through the middle of what a mask holds, and half its width there.

        Gives the local thickness of vessels, fibres and roots; the line has more side branches than a
        skeleton.

        Parameters
        ----------
        mask : array of bool, 2-D
            The mask.
        seed : int
            Number that the order begins with, in which pixels of the same distance are looked at.
        spacing : sequence of float, optional
            Pixel size along each axis; the engine gives it.

        Returns
        -------
        axis : array of bool
            Pixels with two or more nearest background pixels, as connected lines.
        distance : array of float
            On the axis the distance to the background, in the unit of the pixel size where it is known,
            else in pixels; 0 elsewhere.

        Notes
        -----
        The axis is that of the pixels, whatever their size; only the distance is physical. What lies
        outside of the image is no background, and a mask without background has no axis. Volumes are
        treated plane by plane.

        Formula::

            axis: pixels of the mask from near the background to far
            are taken away unless that breaks a line or shortens it

        Equivalent::

            from skimage.morphology import medial_axis

            axis = medial_axis(mask, rng=seed)

        References
        ----------
        H. Blum, in Models for the Perception of Speech and Visual Form, 1967;
        ``skimage.morphology.medial_axis`` with the same seed.
        """

    @overload
    def medial_axis(
        self,
        mask: Mask | _Layer,
        *,
        seed: int = 0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[Mask, Image]: ...


    @overload
    def opening(
        self,
        image: _Array,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Remove what is brighter than its surroundings and narrower than the footprint.

        Takes specks, hairs and thin bridges away from a mask, and small bright spots from an image;
        what is larger keeps its size.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        radius : length
            How far the footprint reaches from its centre.
        shape : str
            ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.

        Returns
        -------
        result : array
            Erosion, then dilation; of the pixel type of the input.

        Notes
        -----
        What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing.

        Formula::

            eroded(x) = smallest image(x + i)
            opened(x) = largest eroded(x + i)
            disk: Σ (i / radius)² ≤ 1
            square: |i| ≤ radius along each axis
            diamond: Σ |i / radius| ≤ 1

        Equivalent for up to 32 bits a pixel, without missing pixels::

            import numpy as np
            from skimage.morphology import opening

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
            sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
            result = opening(image, sums[shape] <= 1 + 1e-9, mode="ignore")

        References
        ----------
        ``skimage.morphology.opening`` with the mode ``ignore``.
        """

    @overload
    def opening(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def outline(
        self,
        mask: _Array,
        *,
        side: Literal['inner', 'outer'] = 'inner',
        width: _Length = '1 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the outline of what a mask holds.

        For showing a mask over its image, or measuring along its border.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        side : str
            ``inner``: the outermost pixels of the mask; ``outer``: the pixels around it.
        width : length
            How wide the line is.

        Returns
        -------
        mask : array of bool
            The outline.

        Notes
        -----
        What lies outside of the image has no say: an object that it cuts off has no outline there.

        Formula::

            inner: mask(x) and some background within width of x
            outer: background(x) and some mask within width of x

        Equivalent for a plane::

            import numpy as np
            from skimage.morphology import dilation, erosion

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in width)]
            disk = sum(i**2 / max(r, 1) ** 2 for i, r in zip(grid, width)) <= 1 + 1e-9
            change = erosion if side == "inner" else dilation
            mask = mask ^ change(mask, disk, mode="ignore")

        References
        ----------
        ``skimage.segmentation.find_boundaries`` with the modes ``inner`` and ``outer`` and a
        connectivity of 1, for a width of 1 pixel.
        """

    @overload
    def outline(
        self,
        mask: Mask | _Layer,
        *,
        side: Literal['inner', 'outer'] = 'inner',
        width: _Length = '1 pixel',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def reconstruct(
        self,
        image: _Array,
        marker: _Array,
        *,
        by: Literal['dilation', 'erosion'] = 'dilation',
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Grow a marker within an image until nothing changes.

        Of a mask, the pieces that the marker touches come back whole and the others go. Of an image,
        the bright parts come back as far as the marker reaches into them.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask that the marker never leaves.
        marker : array, of the same shape
            Where, and from which value, it grows: an eroded image, or a mask of seeds.
        by : str
            ``dilation``: the marker lies below the image and grows up; ``erosion``: it lies above and
            shrinks down (fills dark parts).
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

        Returns
        -------
        result : array
            Of the pixel type of the image.

        Notes
        -----
        The marker is taken in the pixel type of the image (rounded and saturated where it does not
        fit; in a mask all above 0 is marked) and cut off at the image. Missing pixels (NaN) of the
        image stay missing, and nothing grows through them; those of the marker mark nothing.

        Formula::

            m₀ = min(marker, image)
            mₖ₊₁(x) = min(largest mₖ of x and neighbours, image(x))
            result = mₖ when nothing changes any more
            erosion: the same with max and smallest

        Equivalent for an image without missing pixels::

            import numpy as np
            from scipy.ndimage import generate_binary_structure
            from skimage.morphology import reconstruction

            start = (np.minimum if by == "dilation" else np.maximum)(marker.astype(float), image)
            near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
            result = reconstruction(start, image, method=by, footprint=near).astype(image.dtype)

        References
        ----------
        L. Vincent, IEEE Transactions on Image Processing 2 (1993) 176–201;
        ``skimage.morphology.reconstruction``.
        """

    @overload
    def reconstruct(
        self,
        image: Image | Mask | _Layer,
        marker: Image | Mask | _Layer,
        *,
        by: Literal['dilation', 'erosion'] = 'dilation',
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def regional_maxima(
        self,
        image: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark every peak: connected pixels of one value that no neighbour is above.

        Smooth the image first, or take `morphology.h_maxima`: in noise every tenth pixel is a peak.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

        Returns
        -------
        mask : array of bool
            True on all pixels of every peak.

        Notes
        -----
        What lies outside of the image has no say, so a peak may lie at its edge; an image of one
        value has none. Missing pixels (NaN) have no say and are no peaks.

        Formula::

            mask(x) = no pixel next to the connected pixels of value image(x) is above

        Equivalent without missing pixels::

            from scipy.ndimage import generate_binary_structure
            from skimage.morphology import local_maxima

            near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
            mask = local_maxima(image, footprint=near)

        References
        ----------
        ``skimage.morphology.local_maxima``.
        """

    @overload
    def regional_maxima(
        self,
        image: Image | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def regional_minima(
        self,
        image: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark every pit: connected pixels of one value that no neighbour is below.

        Smooth the image first, or take `morphology.h_minima`: in noise every tenth pixel is a pit.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

        Returns
        -------
        mask : array of bool
            True on all pixels of every pit.

        Notes
        -----
        What lies outside of the image has no say, so a pit may lie at its edge; an image of one
        value has none. Missing pixels (NaN) have no say and are no pits.

        Formula::

            mask(x) = no pixel next to the connected pixels of value image(x) is below

        Equivalent without missing pixels::

            from scipy.ndimage import generate_binary_structure
            from skimage.morphology import local_minima

            near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
            mask = local_minima(image, footprint=near)

        References
        ----------
        ``skimage.morphology.local_minima``.
        """

    @overload
    def regional_minima(
        self,
        image: Image | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def skeletonize(
        self,
        mask: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Thin what a mask holds to lines of one pixel that run through its middle.

        For the length and the branches of neurites, vessels, filaments, roots and cracks.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask; fill its holes first, for every hole becomes a ring.

        Returns
        -------
        mask : array of bool
            The skeleton. Pieces stay connected and holes stay holes.

        Notes
        -----
        A plane is thinned after Zhang and Suen, a volume after Lee, Kashyap and Chu. What lies outside
        of the image counts as background.

        Formula::

            plane: take away, side by side, each x of the mask with
            2 ≤ B(x) ≤ 6 and A(x) = 1 and no background needed
            at the two sides of this pass; until nothing changes
            B: neighbours in the mask, A: changes 0 → 1 around x

        Equivalent::

            from skimage.morphology import skeletonize

            mask = skeletonize(mask)

        References
        ----------
        T. Zhang and C. Suen, Communications of the ACM 27 (1984) 236–239; T. Lee, R. Kashyap and
        C. Chu, CVGIP: Graphical Models and Image Processing 56 (1994) 462–478; computed with
        ``skimage.morphology.skeletonize``.
        """

    @overload
    def skeletonize(
        self,
        mask: Mask | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def thin(
        self,
        mask: _Array,
        *,
        iterations: int = 3,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Take pixels off the border of a mask without breaking it apart.

        Unlike an erosion no piece vanishes and no thin part breaks; with many iterations only lines are
        left, as in a skeleton.

        Parameters
        ----------
        mask : array of bool, 2-D
            The mask.
        iterations : int
            How often pixels are taken off all around; it ends when nothing changes.

        Returns
        -------
        mask : array of bool
            The thinned mask. Pieces stay connected and holes stay holes.

        Notes
        -----
        What lies outside of the image counts as background. Volumes are thinned plane by plane.

        Formula::

            take away, in two halves, each x of the mask with
            C(x) = 1 and 2 ≤ N(x) ≤ 3 and the sides of this half free
            C: pieces of the neighbours, N: pairs of them (Guo and Hall)

        Equivalent::

            from skimage.morphology import thin

            mask = thin(mask, iterations)

        References
        ----------
        Z. Guo and R. Hall, Communications of the ACM 32 (1989) 359–373; computed with
        ``skimage.morphology.thin``.
        """

    @overload
    def thin(
        self,
        mask: Mask | _Layer,
        *,
        iterations: int = 3,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def top_hat(
        self,
        image: _Array,
        *,
        radius: _Length = '5 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep what is brighter than its surroundings and narrower than the footprint.

        Brings spots, fibres and other small bright things out of an uneven background; of a mask it
        keeps the narrow parts.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image or mask.
        radius : length
            How far the footprint reaches from its centre: larger than half the width of what is kept.
        shape : str
            ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.

        Returns
        -------
        result : array
            The image minus its opening; of the pixel type of the input.

        Notes
        -----
        What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing. A
        difference that a signed type cannot hold becomes its largest value.

        Formula::

            result = image − opening(image)
            disk: Σ (i / radius)² ≤ 1
            square: |i| ≤ radius along each axis
            diamond: Σ |i / radius| ≤ 1

        Equivalent for up to 32 bits a pixel, without missing pixels::

            import numpy as np
            from skimage.morphology import opening

            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
            share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
            sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
            opened = opening(image, sums[shape] <= 1 + 1e-9, mode="ignore")
            result = image ^ opened if image.dtype == bool else image - opened

        References
        ----------
        F. Meyer, in Quantitative Analysis of Microstructures, 1978; ``skimage.morphology.white_tophat``
        with the mode ``ignore``.
        """

    @overload
    def top_hat(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '5 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def ultimate_points(
        self,
        mask: _Array,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the places of a mask that are farthest from the background.

        What is left of each object last when it is eroded again and again: one place in a round object,
        several in one with narrow parts.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        spacing : sequence of float, optional
            Pixel size along each axis; the engine gives it.

        Returns
        -------
        mask : array of bool
            True on the peaks of the distance to the background; pixels that touch and are equally far
            are one peak.

        Notes
        -----
        Distances are physical where the pixel size is known. What lies outside of the image is no
        background; a mask without background has no such place.

        Formula::

            distance(x) = smallest |x − y| over y outside of the mask
            mask(x) = distance is a peak at x

        Equivalent for a plane::

            import numpy as np
            from scipy.ndimage import distance_transform_edt
            from skimage.morphology import local_maxima

            squared = np.rint((distance_transform_edt(mask, sampling=spacing) / spacing[0]) ** 2)
            mask = local_maxima(squared, connectivity=mask.ndim)

        References
        ----------
        Ultimate eroded points: J. Serra, Image Analysis and Mathematical Morphology, 1982.
        """

    @overload
    def ultimate_points(
        self,
        mask: Mask | _Layer,
        *,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


morphology: _Morphology


class _Segment:
    @overload
    def connected_components(
        self,
        mask: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Give every connected piece of a mask its own number.

        Objects that touch each other get one number together; `segment.split_touching` cuts them apart.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

        Returns
        -------
        labels : array of int32
            1, 2, … in the order in which the pieces are met row by row; 0 is background.

        Notes
        -----
        Formula::

            objects(x) = objects(y)  ⇔
            a path of neighbours in the mask joins x and y

        Equivalent::

            from skimage.measure import label

            labels = label(mask, connectivity=mask.ndim if diagonal else 1)

        References
        ----------
        ``scipy.ndimage.label``; computed with connected-components-3d.
        """

    @overload
    def connected_components(
        self,
        mask: Mask | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def grow_seeds(
        self,
        seeds: _Array,
        image: _Array,
        mask: _Array | None = None,
        *,
        method: Literal['watershed', 'propagation', 'voronoi'] = 'watershed',
        max_distance: _Length = '50 pixel',
        regularization: float = 0.05,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Grow nuclei (or other seeds) to whole cells, which have the numbers of their nuclei.

        The image shows the cells: a stain of the cytoplasm that is bright in them. A mask (a threshold
        of that image) tells where cells are at all; without it they only end at `max_distance`.

        Parameters
        ----------
        seeds : array of int, 2-D or 3-D
            A label image with one object in each cell: the nuclei.
        image : array
            The image of the cells.
        mask : array of bool, optional
            Cells stay inside of it; the seeds are kept whole.
        method : str
            ``watershed``: cells meet where it is darkest between them; ``propagation``: where the
            image changes, and halfway where it does not; ``voronoi``: at the same distance from both
            seeds, whatever the image shows.
        max_distance : length
            No cell reaches farther than this from the nearest seed.
        regularization : float
            Of the propagation: how much the distance counts against changes of the image; 0 for the
            image alone, large numbers for the distance alone.
        spacing : sequence of float, optional
            Pixel size along each axis; the engine gives it.

        Returns
        -------
        result : array of int
            The cells with the numbers of their seeds, in the type of the seeds.

        Notes
        -----
        Missing pixels (NaN) of the image belong to no cell. For the propagation the image is scaled so
        that its smallest value is 0 and its largest 1, and distances count in pixels of the finest
        axis. Every seed is part of its own cell. Of several seeds as near or as well connected the
        lowest number is taken (by the watershed, the one whose water came first).

        Formula::

            watershed: cost(path) = largest −image on it
            propagation: cost(path) = Σ √(D² + λ² s²)
            D = Σ |image(x + i) − image(y + i)|, |i| ≤ 1
            s, λ: length of the step, regularization
            voronoi: cost(path) = straight distance
            result(x) = seed with the cheapest path to x

        Equivalent with the watershed but for ties, within 0.02::

            from scipy.ndimage import distance_transform_edt
            from skimage.segmentation import watershed

            steps = [max(max_distance) / max(d, 0.5) for d in max_distance]
            near = distance_transform_edt(seeds == 0, sampling=steps) <= max(max_distance)
            inside = (mask & near) | (seeds > 0)
            result = watershed(-image.astype(float), seeds, seeds.ndim, mask=inside)

        References
        ----------
        T. Jones, A. Carpenter and P. Golland, Voronoi-based segmentation of cells on image manifolds,
        CVBIA 2005, 535–543 (propagation, with the step of CellProfiler's IdentifySecondaryObjects);
        ``skimage.segmentation.watershed``, ``skimage.segmentation.expand_labels``.
        """

    @overload
    def grow_seeds(
        self,
        seeds: Labels | _Layer,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        method: Literal['watershed', 'propagation', 'voronoi'] = 'watershed',
        max_distance: _Length = '50 pixel',
        regularization: float = 0.05,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def split_touching(
        self,
        mask: _Array,
        image: _Array | None = None,
        *,
        min_distance: _Length = '7 pixel',
        by: Literal['distance', 'intensity', 'both'] = 'distance',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Cut a mask into objects at its narrow places, or where the image is dark.

        Cells or nuclei that touch each other in the mask become objects of their own.

        Parameters
        ----------
        mask : array of bool, 2-D or 3-D
            The mask.
        image : array, optional
            The image whose bright places are the middles of the objects; blur it first if it is noisy.
        min_distance : length
            Two objects are cut apart if their centres (the places farthest from the background, or
            brightest) are farther apart than this: about the radius of a small object.
        by : str
            ``distance``: at narrow places; ``intensity``: where the image is dark between bright
            places; ``both``: by the product of the two.
        spacing : sequence of float, optional
            Pixel size along each axis; the engine gives it.

        Returns
        -------
        labels : array of int32
            1, 2, … in the order in which the objects are met row by row; 0 is background. Every
            piece of the mask holds at least one object.

        Raises
        ------
        InputError
            If it goes by intensity and there is no image.

        Notes
        -----
        The watershed of minus the height, from the highest places within `min_distance`. Distances
        are physical where the pixel size is known: an anisotropic voxel is treated as one. What lies
        outside of the image is no background. Missing pixels (NaN) of the image are as dark as its
        darkest one.

        Formula::

            distance(x) = smallest |x − y|, y outside
            height(x) = distance(x), image(x), or
            distance(x) · share(x) for both
            share: image from 0 to 1 over each piece
            peaks: height(x) ≥ height(x + i)
            for all |i| ≤ min_distance
            objects: watershed of −height from the peaks

        Equivalent but for the numbers of the objects and for ties, by distance, within 0.05::

            import numpy as np
            from scipy.ndimage import distance_transform_edt, maximum_filter
            from skimage.measure import label
            from skimage.segmentation import watershed

            distance = distance_transform_edt(mask, sampling=spacing)
            grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in min_distance)]
            disk = sum(i**2 / max(r, 1) ** 2 for i, r in zip(grid, min_distance)) <= 1
            peaks = mask & (distance == maximum_filter(distance, footprint=disk))
            labels = watershed(-distance, label(peaks), connectivity=mask.ndim, mask=mask)

        References
        ----------
        L. Vincent and P. Soille, IEEE PAMI 13 (1991) 583–598; C. Wählby et al., Journal of Microscopy
        215 (2004) 67–76 (shape and intensity); ``skimage.segmentation.watershed``.
        """

    @overload
    def split_touching(
        self,
        mask: Mask | _Layer,
        image: Image | _Layer | None = None,
        *,
        min_distance: _Length = '7 pixel',
        by: Literal['distance', 'intensity', 'both'] = 'distance',
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def spots(
        self,
        image: _Array,
        *,
        radius: _Length = '3 pixel',
        signal_to_noise: float = 5.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Find bright round spots of about one size: molecules, vesicles, foci, stars.

        An uneven background does not matter, and spots that touch are told apart. Measure the result
        to have a table of the spots with their places and brightness. For dark spots, invert the image.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        radius : length
            The radius of a spot; half and double sizes are found too, less well.
        signal_to_noise : float
            How far a spot stands out above the noise of the filtered image; lower finds fainter ones.

        Returns
        -------
        labels : array of int32
            A disc (ball in 3-D) of the radius around each spot, 1, 2, … in the order in which they
            are met row by row; where discs meet, pixels belong to the nearer spot.

        Notes
        -----
        The image is filtered with the Laplacian of a Gaussian, whose answer to a spot of the radius
        is largest in its centre. A spot is a pixel with the largest answer within the radius along
        each axis; pixels of one answer that touch are one spot. The noise is the median absolute
        deviation of all answers · 1.4826 (the standard deviation, if it is normal). Missing pixels
        (NaN) and infinite ones have no weight and no spots; beyond the image it is mirrored.

        Formula::

            σ = radius / √dimensions along each axis
            answer = −Σ σᵢ² ∂²/∂xᵢ² (Gaussian σ ∗ image)
            noise = 1.4826 · median |answer − median|
            spots: answer(x) largest within radius and
            answer(x) ≥ signal_to_noise · noise, > 0

        Equivalent but for the numbers of the objects and for ties, for a plane, within 0.02::

            import numpy as np
            from scipy.ndimage import gaussian_filter, maximum_filter
            from skimage.measure import label
            from skimage.segmentation import expand_labels

            r, values = np.array(radius), image - np.median(image)
            each = zip(r**2 / image.ndim, 2 * np.eye(image.ndim, dtype=int))
            answer = -sum(s * gaussian_filter(values, r / image.ndim**0.5, o) for s, o in each)
            least = signal_to_noise * 1.4826 * np.median(np.abs(answer - np.median(answer)))
            peaks = (answer >= least) & (answer == maximum_filter(answer, 2 * r.astype(int) + 1))
            labels = expand_labels(label(peaks), r.max(), spacing=r.max() / r)

        References
        ----------
        T. Lindeberg, International Journal of Computer Vision 30 (1998) 79–116; the filter is that of
        ``skimage.feature.blob_log`` at one size.
        """

    @overload
    def spots(
        self,
        image: Image | _Layer,
        *,
        radius: _Length = '3 pixel',
        signal_to_noise: float = 5.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def watershed(
        self,
        markers: _Array,
        image: _Array,
        mask: _Array | None = None,
        *,
        start: Literal['dark', 'bright'] = 'dark',
        diagonal: bool = True,
        compactness: float = 0.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Grow markers over an image until they meet where it is brightest (or darkest).

        The image is a landscape, and water rises in it from every marker. With *dark* the borders
        of the objects are the bright ridges between them: for stained membranes, or a gradient. With
        *bright* they are the dark valleys: for stained nuclei, or a distance map.

        Parameters
        ----------
        markers : array of int, 2-D or 3-D
            A label image with a part of every object; of the background too, if there is no mask.
        image : array
            The landscape: an image, a gradient or a distance map.
        mask : array of bool, optional
            The objects stay inside; without it every pixel is given to one.
        start : str
            Which values are flooded first.
        diagonal : bool
            Whether objects grow over corners of pixels (in 3-D, also edges).
        compactness : float
            How much rounder objects are preferred: what each pixel of distance from the marker adds to
            the grey value; 0 for the plain watershed.
        spacing : sequence of float, optional
            Pixel size along each axis; the engine gives it.

        Returns
        -------
        result : array of int
            The objects with the numbers of their markers, in the type of the markers.

        Notes
        -----
        Pixels are flooded in the order of their values; of equal values, in the order in which the
        water reached them; markers of equal value begin row by row. Missing pixels (NaN) stay outside.
        With a compactness, distances are counted in pixels of the finest axis.

        Formula::

            cost(path) = largest image on the path
            result(x) = marker with the cheapest path to x
            compact: image(y) + compactness · |y − start|

        Equivalent but for ties, for a plane, within 0.01::

            import numpy as np
            from skimage.segmentation import watershed

            level = -image.astype(float) if start == "bright" else image
            near = markers.ndim if diagonal else 1
            result = watershed(level, markers, near, mask=mask, compactness=compactness)

        References
        ----------
        P. Soille and M. Ansoult, Signal Processing 20 (1990) 171–182; P. Neubert and P. Protzel, ICPR
        2014, 996–1001 (compact); ``skimage.segmentation.watershed``, in which markers of equal value
        begin in an order of its own.
        """

    @overload
    def watershed(
        self,
        markers: Labels | _Layer,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        start: Literal['dark', 'bright'] = 'dark',
        diagonal: bool = True,
        compactness: float = 0.0,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


segment: _Segment


class _Threshold:
    @overload
    def automatic(
        self,
        image: _Array,
        mask: _Array | None = None,
        *,
        method: Literal['default', 'huang', 'intermodes', 'isodata', 'li', 'max_entropy', 'mean', 'min_error', 'minimum', 'moments', 'otsu', 'percentile', 'renyi_entropy', 'shanbhag', 'triangle', 'yen'] = 'li',
        bins: int = 4096,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what is brighter than a threshold that is found from the image.

        There are sixteen methods, since no one suits all images. For bright cells or nuclei on a dark
        ground try li, otsu or isodata; for few and small objects triangle, yen or max_entropy.

        Parameters
        ----------
        image : array
            The image.
        mask : array of bool, optional
            The pixels of which the threshold is found, such as the inside of a tissue. All pixels are
            compared with it; `mask.combine` leaves out those outside of the mask.
        method : str
            How the threshold is found: see the formula.
        bins : int
            Number of bins of the histogram of a float image; an integer image has one a
            value, as long as its values lie within 2²⁴ of each other.
        dark_objects : bool
            Mark what is not brighter instead: dark objects on a light ground.

        Returns
        -------
        mask : array of bool
            True where image > threshold, the threshold being that of the image, volume or stack that is
            treated at once. Where the mask given holds no pixel nothing is marked.

        Raises
        ------
        InputError
            If no pixel has a finite value, or the method needs two peaks and there is one.

        Notes
        -----
        Missing and infinite pixels have no say; missing ones are outside. An image of one value has
        this value as its threshold. Of thresholds that are equally good the lowest is taken.

        Li and mean are found from the values themselves, the others from the histogram, whose levels
        are not merged for 16 bits: methods made for 256 levels may find other values than programs
        that do. ``default`` is the variant of IsoData that ImageJ begins with. ``intermodes`` and
        ``minimum`` go on smoothing after 10,000 rounds, with more neighbours. In ``renyi_entropy``
        thresholds are near each other within 5 of 256 parts of the range. ``percentile`` halves the
        pixels; `threshold.percentile` takes another share. ``huang`` rounds means to levels.

        Formula::

            mask(x) = image(x) > t
            p: share of a grey level; P₀, P₁: shares of
            the classes ≤ t, > t; μ, σ: mean, deviation
            H: −Σ p/P ln(p/P) of a class
            otsu: P₀ P₁ (μ₀ − μ₁)² largest
            isodata: t = (μ₀ + μ₁) / 2, the lowest
            default: the same from below; a highest peak
              over twice the second is 1.5 times that
            li: t = (μ₀ − μ₁) / (ln μ₀ − ln μ₁)
            min_error: Σ P ln(σ / P) smallest
            mean: t = μ of all
            percentile: P₀ nearest to 1/2
            moments: P₀ keeps the first three moments
            max_entropy: H₀ + H₁ largest
            renyi_entropy: weighed from 3 such t, with
              ln Σ (p/P)^α / (1 − α), α = 1/2, 1, 2
            yen: 2 ln(P₀ P₁) − ln(Σ₀ p² Σ₁ p²) largest
            shanbhag: −Σ p/P ln(1 − Pᵢ / 2P) alike in
              both; Pᵢ: what lies farther from t
            huang: Σ p S(1 / (1 + |g − μ| / range))
              smallest; S(m) = −m ln m − (1−m) ln(1−m)
            triangle: farthest below the line from the
              highest peak to the end of the long tail
            minimum, intermodes: smoothed until 2 peaks;
              lowest between them, middle between them

        Equivalent for isodata, li, mean, otsu, triangle and yen, without missing pixels::

            from skimage import filters

            find = getattr(filters, f"threshold_{method}")
            threshold = find(image if mask is None else image[mask])
            mask = image <= threshold if dark_objects else image > threshold

        References
        ----------
        isodata: T. Ridler, S. Calvard, IEEE Trans. SMC 8 (1978) 630–632; default: the same, as in
        ImageJ 1.53. huang: L.-K. Huang, M.-J. Wang, Pattern Recognition 28 (1995) 41–51. intermodes,
        minimum: J. Prewitt, M. Mendelsohn, Ann. N.Y. Acad. Sci. 128 (1966) 1035–1053. li: C. Li,
        P. Tam, Pattern Recognition Letters 18 (1998) 771–776. max_entropy: J. Kapur, P. Sahoo, A. Wong,
        CVGIP 29 (1985) 273–285. mean: C. Glasbey, CVGIP 55 (1993) 532–537. min_error: J. Kittler,
        J. Illingworth, Pattern Recognition 19 (1986) 41–47. moments: W. Tsai, CVGIP 29 (1985) 377–393.
        otsu: N. Otsu, IEEE Trans. SMC 9 (1979) 62–66. percentile: W. Doyle, J. ACM 9 (1962) 259–267.
        renyi_entropy: P. Sahoo, C. Wilkins, J. Yeager, Pattern Recognition 30 (1997) 71–84. shanbhag:
        A. Shanbhag, CVGIP 56 (1994) 414–419. triangle: G. Zack, W. Rogers, S. Latt, J. Histochem.
        Cytochem. 25 (1977) 741–753. yen: J. Yen, F. Chang, S. Chang, IEEE Trans. Image Processing 4
        (1995) 370–378. Of ``skimage.filters`` these six and minimum give the same.
        """

    @overload
    def automatic(
        self,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        method: Literal['default', 'huang', 'intermodes', 'isodata', 'li', 'max_entropy', 'mean', 'min_error', 'minimum', 'moments', 'otsu', 'percentile', 'renyi_entropy', 'shanbhag', 'triangle', 'yen'] = 'li',
        bins: int = 4096,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def background_sigma(
        self,
        image: _Array,
        mask: _Array | None = None,
        *,
        sigmas: float = 3.0,
        clip: float = 3.0,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what stands out of the noise of the background.

        For faint spots, stars and single cells on an even ground that fills most of the image. Level
        and noise of the background are found without the objects.

        Parameters
        ----------
        image : array
            The image.
        mask : array of bool, optional
            The pixels of which background and noise are found. All pixels are compared with them.
        sigmas : float
            How many standard deviations of the background above it a pixel must be.
        clip : float
            Pixels farther than so many standard deviations from the median are left out of the
            background, until there are none.
        dark_objects : bool
            Mark what is as far below the background instead.

        Returns
        -------
        mask : array of bool
            True where image > background + sigmas · noise, these being of the image, volume or stack
            that is treated at once. Where the mask given holds no pixel nothing is marked.

        Raises
        ------
        InputError
            If no pixel has a finite value.

        Notes
        -----
        Missing and infinite pixels have no say; missing ones are outside.

        Formula::

            mask(x) = image(x) > m + sigmas · σ
            m, σ: median and standard deviation of the
            pixels with |image − m| ≤ clip · σ, found by
            leaving out the others until there are none

        Equivalent without missing pixels::

            from astropy.stats import sigma_clipped_stats

            values = image if mask is None else image[mask]
            _, level, noise = sigma_clipped_stats(values, sigma=clip, maxiters=None)
            threshold = level + sigmas * noise * (-1 if dark_objects else 1)
            mask = image <= threshold if dark_objects else image > threshold

        References
        ----------
        ``astropy.stats.sigma_clipped_stats``; E. Bertin and S. Arnouts, Astronomy and Astrophysics
        Supplement 117 (1996) 393–404.
        """

    @overload
    def background_sigma(
        self,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        sigmas: float = 3.0,
        clip: float = 3.0,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def hysteresis(
        self,
        image: _Array,
        *,
        lower: float | None = None,
        upper: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what is bright, and what is less bright but connected to it.

        For vessels, filaments and faint rims: an object needs some bright pixel, and is then followed
        as far as it is above the lower threshold. Noise that never gets bright is left out.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        lower : float, optional
            An object ends where the image is not above this value; none takes the lower of the two
            thresholds that part the image into three classes (multi-Otsu).
        upper : float, optional
            An object must somewhere be above this value; none takes the higher of the two.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

        Returns
        -------
        mask : array of bool
            The connected pieces above the lower threshold that hold a pixel above the upper one.

        Raises
        ------
        InputError
            If a threshold is to be found and no pixel has a finite value.
        ParameterError
            If the lower threshold is above the upper one.

        Notes
        -----
        Missing pixels (NaN) are outside.

        Formula::

            mask(x) = image(x) > lower and a path of such
            pixels leads from x to y with image(y) > upper

        Equivalent for images of 8 bits::

            import numpy as np
            from scipy.ndimage import generate_binary_structure, label
            from skimage.filters import threshold_multiotsu

            low = threshold_multiotsu(image, 3)[0] if lower is None else lower
            high = threshold_multiotsu(image, 3)[1] if upper is None else upper
            near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
            pieces, _ = label(image > low, near)
            mask = np.isin(pieces, pieces[image > high]) & (pieces > 0)

        References
        ----------
        J. Canny, IEEE PAMI 8 (1986) 679–698; ``skimage.filters.apply_hysteresis_threshold``, where
        pixels that meet at a corner are not connected.
        """

    @overload
    def hysteresis(
        self,
        image: Image | _Layer,
        *,
        lower: float | None = None,
        upper: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def local(
        self,
        image: _Array,
        *,
        method: Literal['mean', 'gaussian', 'median', 'midgrey', 'contrast', 'bernsen', 'niblack', 'sauvola', 'phansalkar', 'otsu'] = 'mean',
        radius: _Length = '15 pixel',
        offset: float = 0.0,
        k: float = 0.2,
        least_contrast: float = 0.06,
        white: float | None = None,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what is brighter than its surroundings.

        For images whose ground is brighter in one place than in another, so that no single threshold
        suits all of them. The box must be larger than the objects, or they become hollow. Raise the
        offset if noise of an even ground is marked.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        method : str
            How the threshold follows from the surroundings: see the formula.
        radius : length
            How far the surroundings reach to each side: they are a square or a box.
        offset : float
            How much a pixel must be above its threshold, in grey values (below it for dark objects).
        k : float
            How much the spread of the surroundings counts, for niblack, sauvola and phansalkar. Their
            papers take 0.2, 0.5 and 0.25.
        least_contrast : float
            For bernsen: surroundings whose values lie closer together than this share of white are
            all ground or all object.
        white : float, optional
            For bernsen, sauvola and phansalkar: the largest grey value that there can be, such as
            255 or 4095. None takes that of the image; give it if images are to be treated alike.
        dark_objects : bool
            Mark what is not brighter instead: dark objects on a light ground.

        Returns
        -------
        mask : array of bool
            True where image > threshold + offset; for dark objects where image ≤ threshold − offset.

        Notes
        -----
        Missing pixels (NaN) have no say and are outside; infinite ones have none in ``otsu``. Outside
        of the image it is mirrored (dcba|abcd|dcba). Sauvola was made for dark print: with dark objects
        chosen it leaves an even ground unmarked, else it marks it. With ``white`` not given the methods
        that need it need the whole image at once. ``contrast`` (nearer to the largest value than to the
        smallest) is the same as ``midgrey``; both names are in use.

        Formula::

            mask(x) = image(x) > t(x) + offset
            box: |i| ≤ radius along each axis
            m, s: mean, standard deviation in the box
            low, high: smallest, largest value in it
            mean: t = m
            gaussian: t = mean with weights
              exp(−i² / 2σ²), σ = radius / 3, |i| ≤ 4σ
            median: t = median in the box
            midgrey, contrast: t = (low + high) / 2
            bernsen: the same; where high − low <
              least_contrast · white all is ground,
              or object if t > white / 2
            niblack: t = m + k s  (dark: m − k s)
            sauvola: t = m (1 + k (s / R − 1))
            phansalkar: t = m (1 + 2 exp(−10 m / white)
              + k (s / R − 1)),  R = white / 2
            otsu: n₀ n₁ (μ₀ − μ₁)² of the box largest

        Equivalent for mean and median, without missing pixels::

            import numpy as np
            from scipy import ndimage

            box = [2 * int(r) + 1 for r in radius]
            mean = ndimage.correlate(image.astype(float), np.ones(box)) / np.prod(box)
            threshold = mean if method == "mean" else ndimage.median_filter(image, box)
            mask = image <= threshold - offset if dark_objects else image > threshold + offset

        References
        ----------
        niblack: W. Niblack, An Introduction to Digital Image Processing, Prentice Hall (1986) 115–116.
        sauvola: J. Sauvola, M. Pietikäinen, Pattern Recognition 33 (2000) 225–236. phansalkar:
        N. Phansalkar et al., Proc. ICCSP (2011) 218–220. bernsen: J. Bernsen, Proc. 8th ICPR (1986)
        1251–1255. otsu: N. Otsu, IEEE Trans. SMC 9 (1979) 62–66. ``skimage.filters.threshold_local``,
        ``threshold_niblack`` and ``threshold_sauvola`` give the same away from the border; Fiji's
        Auto Local Threshold takes a disk for some methods and 8 bits for all.
        """

    @overload
    def local(
        self,
        image: Image | _Layer,
        *,
        method: Literal['mean', 'gaussian', 'median', 'midgrey', 'contrast', 'bernsen', 'niblack', 'sauvola', 'phansalkar', 'otsu'] = 'mean',
        radius: _Length = '15 pixel',
        offset: float = 0.0,
        k: float = 0.2,
        least_contrast: float = 0.06,
        white: float | None = None,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def manual(
        self,
        image: _Array,
        *,
        lower: float | None = None,
        upper: float | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the pixels between two values, both included.

        The values are grey values of the image, as the status bar shows them under the mouse.

        Parameters
        ----------
        image : array
            The image.
        lower : float, optional
            Smallest value that counts; none for no limit.
        upper : float, optional
            Largest value that counts; none for no limit.

        Returns
        -------
        mask : array of bool
            True where lower ≤ image ≤ upper. Missing pixels (NaN) are outside.

        Notes
        -----
        Formula::

            mask(x) = lower ≤ image(x) ≤ upper

        Equivalent::

            import numpy as np

            low = -np.inf if lower is None else lower
            high = np.inf if upper is None else upper
            mask = (image >= low) & (image <= high)
        """

    @overload
    def manual(
        self,
        image: Image | _Layer,
        *,
        lower: float | None = None,
        upper: float | None = None,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def multi_otsu(
        self,
        image: _Array,
        mask: _Array | None = None,
        *,
        classes: int = 3,
        bins: int = 256,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Part the pixels into dark, brighter and brightest ones, or more classes.

        For images with more than two kinds of pixels: background, cytoplasm and nuclei.

        Parameters
        ----------
        image : array
            The image.
        mask : array of bool, optional
            The pixels of which the thresholds are found. All pixels are compared with them.
        classes : int
            How many classes there are; there is one threshold less.
        bins : int
            Number of bins of the histogram of a float image; an integer image has one a
            value, as long as its values lie within 2²⁴ of each other.

        Returns
        -------
        labels : array of uint8
            The class of each pixel: 0 for the darkest, 1, 2, … for brighter ones. The thresholds are
            those of the image, volume or stack that is treated at once.

        Raises
        ------
        InputError
            If no pixel has a finite value.

        Notes
        -----
        Missing and infinite pixels have no say; missing ones are in class 0. An image of fewer values
        than classes has a class for each value. The thresholds are the exact optimum, whatever the
        number of levels; programs that add in float32 may find neighbouring ones.

        Formula::

            classes(x) = number of k with image(x) > tₖ
            t: where Σ nₖ (μₖ − μ)² is largest
            nₖ, μₖ: number, mean of the pixels of class k

        Equivalent for images of 8 bits, without missing pixels::

            import numpy as np
            from skimage.filters import threshold_multiotsu

            thresholds = threshold_multiotsu(image if mask is None else image[mask], classes, bins)
            labels = np.digitize(image, thresholds, right=True)

        References
        ----------
        P.-S. Liao, T.-S. Chen and P.-C. Chung, Journal of Information Science and Engineering 17
        (2001) 713–727; ``skimage.filters.threshold_multiotsu``.
        """

    @overload
    def multi_otsu(
        self,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        classes: int = 3,
        bins: int = 256,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def otsu(
        self,
        image: _Array,
        *,
        bins: int = 256,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what is brighter than Otsu's threshold.

        The threshold is found from the image: the value that parts its pixels best into a dark and a
        bright group. It suits bright objects that fill a good part of a dark ground.

        Parameters
        ----------
        image : array
            The image.
        bins : int
            Number of bins of the histogram of a float image; an integer image has one a
            value, as long as its values lie within 2²⁴ of each other.
        dark_objects : bool
            Mark what is not brighter instead: dark objects on a light ground.

        Returns
        -------
        mask : array of bool
            True where image > threshold, the threshold being that of the image, volume or stack that is
            treated at once. Missing and infinite pixels have no say; missing ones are outside.

        Notes
        -----
        Sums are in float64, so the threshold is the exact maximum; programs that add in float32
        may find a neighbouring value on large images.

        Formula::

            mask(x) = image(x) > t
            t: where n₀ · n₁ · (μ₀ − μ₁)² is largest
            n₀, μ₀: number, mean of pixels ≤ t
            n₁, μ₁: number, mean of pixels > t

        Equivalent without missing pixels::

            from skimage.filters import threshold_otsu

            threshold = threshold_otsu(image, bins)
            mask = image <= threshold if dark_objects else image > threshold

        References
        ----------
        N. Otsu, IEEE Transactions on Systems, Man, and Cybernetics 9 (1979) 62–66; the same
        definition as ``skimage.filters.threshold_otsu``.
        """

    @overload
    def otsu(
        self,
        image: Image | _Layer,
        *,
        bins: int = 256,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def percentile(
        self,
        image: _Array,
        mask: _Array | None = None,
        *,
        percent: float = 90.0,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the brightest pixels, as many as a percentage leaves.

        For images of which one knows how much the objects cover: with 90 percent the brightest tenth
        is marked.

        Parameters
        ----------
        image : array
            The image.
        mask : array of bool, optional
            The pixels of which the threshold is found. All pixels are compared with it.
        percent : float
            So many percent of the pixels are not brighter than the threshold.
        dark_objects : bool
            Mark these instead: dark objects on a light ground.

        Returns
        -------
        mask : array of bool
            True where image > threshold, the threshold being that of the image, volume or stack that is
            treated at once. Where the mask given holds no pixel nothing is marked.

        Raises
        ------
        InputError
            If no pixel has a finite value.

        Notes
        -----
        Missing and infinite pixels have no say; missing ones are outside. Between two values the
        threshold is interpolated; of equal pixels all or none are marked.

        Formula::

            mask(x) = image(x) > t
            t: value that percent of the pixels reach

        Equivalent without missing pixels::

            import numpy as np

            threshold = np.percentile(image if mask is None else image[mask], percent)
            mask = image <= threshold if dark_objects else image > threshold

        References
        ----------
        W. Doyle, Journal of the ACM 9 (1962) 259–267; ``numpy.percentile``.
        """

    @overload
    def percentile(
        self,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        percent: float = 90.0,
        dark_objects: bool = False,
        axes: Literal["planes", "volume"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


threshold: _Threshold
