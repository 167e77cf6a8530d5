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
from napari_darkroom.core.annotations import OnlyFor as OnlyFor
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep what is brighter than its surroundings and narrower than a disk.

        Removes a background that changes slowly: uneven light, haze, a vignette. It serves where others
        roll a ball below the image (rolling ball).

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
        """

    @overload
    def subtract_tophat(
        self,
        image: Image | _Layer,
        *,
        radius: _Length = '25 pixel',
        light_background: bool = False,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def to_gray(
        self,
        image: Image | _Layer,
        *,
        weights: Literal['rec709', 'rec601', 'mean', 'red', 'green', 'blue'] = 'rec709',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Blur with a Gaussian kernel.

        Smooths noise away, and makes edges softer: a good first step before a threshold.

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
        """

    @overload
    def gaussian(
        self,
        image: Image | _Layer,
        *,
        sigma: _Length = '1 pixel',
        mode: Literal['reflect', 'mirror', 'nearest', 'wrap', 'constant'] = 'reflect',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Replace each pixel by the median of its neighbourhood; removes specks, keeps edges.

        Takes the noise of single hot or dark pixels away (denoise, despeckle).

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
        """

    @overload
    def median(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'square'] = 'disk',
        mode: Literal['reflect', 'mirror', 'nearest', 'wrap', 'constant'] = 'reflect',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def unsharp_mask(
        self,
        image: _Array,
        *,
        sigma: _Length = '2 pixel',
        amount: float = 1.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def unsharp_mask(
        self,
        image: Image | _Layer,
        *,
        sigma: _Length = '2 pixel',
        amount: float = 1.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Set how large a pixel is, where the file does not tell.

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
        """

    @overload
    def set_pixel_size(
        self,
        image: Image | Labels | Mask | _Layer,
        *,
        pixel_size: _Length = '1 um',
        z_step: _Length | None = None,
        frame_interval: _Length | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def invert(
        self,
        image: Image | Mask | _Layer,
        *,
        maximum: float | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


intensity: _Intensity


class _Labels:
    @overload
    def clear_border(
        self,
        labels: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def clear_border(
        self,
        labels: Labels | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def combine(
        self,
        labels: _Array,
        other: _Array,
        *,
        on_top: Literal['first', 'second'] = 'second',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def combine(
        self,
        labels: Labels | _Layer,
        other: Labels | _Layer,
        *,
        on_top: Literal['first', 'second'] = 'second',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def correct(
        self,
        labels: _Array,
        corrections: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def correct(
        self,
        labels: Labels | _Layer,
        corrections: Labels | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[Labels, pd.DataFrame]: ...


    @overload
    def expand(
        self,
        labels: _Array,
        *,
        distance: _Length = '5 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def expand(
        self,
        labels: Labels | _Layer,
        *,
        distance: _Length = '5 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def fill_holes(
        self,
        labels: _Array,
        *,
        max_size: float | str | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def fill_holes(
        self,
        labels: Labels | _Layer,
        *,
        max_size: float | str | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def filter(
        self,
        labels: _Array,
        measurements: pd.DataFrame,
        *,
        column: str = 'area',
        lower: float | str | None = None,
        upper: float | str | None = None,
        keep: Literal['inside', 'outside'] = 'inside',
        unmeasured: Literal['remove', 'keep', 'refuse'] = 'remove',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Keep the objects whose value in a column of their table lies in a range.

        Leave out debris by its area, dead cells by their brightness, clumps by their solidity.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        measurements : Table
            A row for each object: its number in the column ``label``, and its frame.
        column : str
            The column that decides.
        lower : float or str, optional
            The smallest value of the range, in the unit of the column or with one, ``50 um^2``; none
            leaves it open.
        upper : float or str, optional
            The largest value of the range, as `lower`; none leaves it open.
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
            If there is no such column, it cannot be told in the unit of a limit, the table does not
            tell the frame or has several rows for one object, or an object is unmeasured and that is
            refused.
        ParameterError
            If `lower` is above `upper`.
        """

    @overload
    def filter(
        self,
        labels: Labels | _Layer,
        measurements: Table | _Layer,
        *,
        column: str = 'area',
        lower: float | str | None = None,
        upper: float | str | None = None,
        keep: Literal['inside', 'outside'] = 'inside',
        unmeasured: Literal['remove', 'keep', 'refuse'] = 'remove',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def filter_by_size(
        self,
        labels: _Array,
        *,
        min_size: float | str = '64 pixel',
        max_size: float | str | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def filter_by_size(
        self,
        labels: Labels | _Layer,
        *,
        min_size: float | str = '64 pixel',
        max_size: float | str | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def from_points(
        self,
        image: _Array,
        points: _Array | pd.DataFrame,
        *,
        radius: _Length = '0 pixel',
        sizes: Literal['radius', 'diameter'] = 'radius',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make a round object around every point, of one size or each of its own.

        Spots of several sizes become objects so: `segment.find_spots` tells the diameter of each.

        Parameters
        ----------
        image : Image, Labels or Mask
            Gives the pixels; their values have no say.
        points : Points
            The centres of the objects.
        radius : length
            Of each disc (ball in 3-D); 0 marks the one pixel that the point lies in.
        sizes : {"radius", "diameter"}
            All of the radius; or each of the diameter in its column ``diameter``, as found spots have
            one, and the radius has no say.

        Returns
        -------
        labels : Labels
            The first point has the number 1, the second 2, and so on; 0 is background.

        Raises
        ------
        InputError
            If the points spread along an axis that the image does not have, or are to have diameters
            and have none.
        UnitError
            If one has a pixel size and the other none.
        """

    @overload
    def from_points(
        self,
        image: Image | Labels | Mask | _Layer,
        points: Points | _Layer,
        *,
        radius: _Length = '0 pixel',
        sizes: Literal['radius', 'diameter'] = 'radius',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def from_shapes(
        self,
        image: _Array,
        shapes: Sequence[tuple[str, Any]] | pd.DataFrame,
        *,
        on_top: Literal['last', 'first'] = 'last',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make an object of every drawn shape.

        Parameters
        ----------
        image : Image, Labels or Mask
            Gives the pixels; their values have no say.
        shapes : Shapes
            Polygons, rectangles and ellipses are filled, lines and paths are one pixel wide.
        on_top : {"last", "first"}
            Which one keeps the pixels where two overlap: the last one drawn, as in the window, or the
            first. What is covered as a whole has no object, and its number is left out.

        Returns
        -------
        labels : Labels
            The first shape has the number 1, the second 2, and so on; 0 is background. Outlines that
            `labels.to_shapes` made have the numbers that they had.

        Raises
        ------
        InputError
            If the shapes spread along an axis that the image does not have, or an object has a number
            that is not from 1 to 2³¹ − 1.
        UnitError
            If one has a pixel size and the other none.
        """

    @overload
    def from_shapes(
        self,
        image: Image | Labels | Mask | _Layer,
        shapes: Shapes | _Layer,
        *,
        on_top: Literal['last', 'first'] = 'last',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def join_slices(
        self,
        labels: _Array,
        *,
        min_overlap: float = 0.25,
        of: Literal['union', 'smaller'] = 'union',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Make objects of a volume of those that were found in each of its planes.

        Parameters
        ----------
        labels : array of int, 3-D
            The objects of each plane; an object is what has one number in one plane. A plane alone is
            numbered anew.
        min_overlap : float
            The least overlap of two objects of neighbouring planes that are joined, 0 to 1.
        of : {"union", "smaller"}
            What the overlap is a share of: the pixels that either has, or those of the smaller one,
            so that an object may grow and shrink quickly from plane to plane.

        Returns
        -------
        labels : array of int32
            Objects of the volume, numbered 1, 2, … by the plane in which they begin, and in a plane by
            the numbers that they had.
        """

    @overload
    def join_slices(
        self,
        labels: Labels | _Layer,
        *,
        min_overlap: float = 0.25,
        of: Literal['union', 'smaller'] = 'union',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def keep_largest(
        self,
        labels: _Array,
        *,
        n: int = 1,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def keep_largest(
        self,
        labels: Labels | _Layer,
        *,
        n: int = 1,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def merge_touching(
        self,
        labels: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def merge_touching(
        self,
        labels: Labels | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def outlines(
        self,
        labels: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def outlines(
        self,
        labels: Labels | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def relabel(
        self,
        labels: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def relabel(
        self,
        labels: Labels | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def remove_small(
        self,
        labels: _Array,
        *,
        min_size: float | str = '64 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def remove_small(
        self,
        labels: Labels | _Layer,
        *,
        min_size: float | str = '64 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def shrink(
        self,
        labels: _Array,
        *,
        distance: _Length = '1 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def shrink(
        self,
        labels: Labels | _Layer,
        *,
        distance: _Length = '1 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def smooth(
        self,
        labels: _Array,
        *,
        radius: _Length = '3 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def smooth(
        self,
        labels: Labels | _Layer,
        *,
        radius: _Length = '3 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def split_disconnected(
        self,
        labels: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def split_disconnected(
        self,
        labels: Labels | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def subtract(
        self,
        labels: _Array,
        taken: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def subtract(
        self,
        labels: Labels | _Layer,
        taken: Labels | Mask | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def to_points(
        self,
        labels: _Array,
        *,
        place: Literal['centroid', 'innermost'] = 'centroid',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Put a point in the middle of every object.

        To count, to measure distances, as markers for a watershed, or to go on in another program.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        place : {"centroid", "innermost"}
            The mean place of an object's pixels, which may lie outside of a bent one; or the pixel
            that is farthest from the outside of the object, the first of several.

        Returns
        -------
        points : Points
            One for every object of every frame, in the world, with the number of its object in the
            column ``label``: in the order of the frames, and of the numbers.

        Raises
        ------
        InputError
            If the label image has no axes y and x, or a label is negative.
        """

    @overload
    def to_points(
        self,
        labels: Labels | _Layer,
        *,
        place: Literal['centroid', 'innermost'] = 'centroid',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Points: ...


    @overload
    def to_shapes(
        self,
        labels: _Array,
        *,
        holes: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Draw the outline of every object as a polygon.

        To change objects by hand, to keep them in a small file, or to go on in another program.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        holes : bool
            Whether holes of objects get outlines too; without them they are filled.

        Returns
        -------
        shapes : Shapes
            Polygons in the world, with the number of the object in the column ``label``: plane by
            plane, in the order of the numbers. In a volume an object has polygons in each plane.

        Raises
        ------
        InputError
            If the label image has no axes y and x, or a label is negative or beyond 64 bits with a
            sign, which the outlines could not name.
        """

    @overload
    def to_shapes(
        self,
        labels: Labels | _Layer,
        *,
        holes: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Shapes: ...


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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def apply(
        self,
        image: Image | Labels | Mask | _Layer,
        mask: Mask | _Layer,
        *,
        outside: float = 0.0,
        keep: Literal['inside', 'outside'] = 'inside',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Labels | Mask: ...


    @overload
    def border(
        self,
        mask: _Array,
        *,
        width: _Length = '3 pixel',
        side: Literal['inside', 'outside', 'both'] = 'inside',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def border(
        self,
        mask: Mask | _Layer,
        *,
        width: _Length = '3 pixel',
        side: Literal['inside', 'outside', 'both'] = 'inside',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def combine(
        self,
        mask: _Array,
        other: _Array,
        *,
        how: Literal['and', 'or', 'xor', 'minus'] = 'and',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def combine(
        self,
        mask: Mask | _Layer,
        other: Mask | _Layer,
        *,
        how: Literal['and', 'or', 'xor', 'minus'] = 'and',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def correct(
        self,
        mask: _Array,
        corrections: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def correct(
        self,
        mask: Mask | _Layer,
        corrections: Labels | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def crop(
        self,
        image: _Array,
        mask: _Array,
        *,
        margin: _Length = '0 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def crop(
        self,
        image: Image | Labels | Mask | _Layer,
        mask: Mask | _Layer,
        *,
        margin: _Length = '0 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Labels | Mask: ...


    @overload
    def from_labels(
        self,
        labels: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def from_labels(
        self,
        labels: Labels | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def from_points(
        self,
        image: _Array,
        points: _Array | pd.DataFrame,
        *,
        radius: _Length = '3 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def from_points(
        self,
        image: Image | Labels | Mask | _Layer,
        points: Points | _Layer,
        *,
        radius: _Length = '3 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def from_shapes(
        self,
        image: _Array,
        shapes: Sequence[tuple[str, Any]] | pd.DataFrame,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def from_shapes(
        self,
        image: Image | Labels | Mask | _Layer,
        shapes: Shapes | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def grow(
        self,
        mask: _Array,
        *,
        distance: _Length = '3 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def grow(
        self,
        mask: Mask | _Layer,
        *,
        distance: _Length = '3 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def invert(
        self,
        mask: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def invert(
        self,
        mask: Mask | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def shrink(
        self,
        mask: _Array,
        *,
        distance: _Length = '3 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def shrink(
        self,
        mask: Mask | _Layer,
        *,
        distance: _Length = '3 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


mask: _Mask


class _Measure:
    def annotate(
        self,
        table: pd.DataFrame | Table | _Layer,
        marks: pd.DataFrame | Table | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def axis_profile(
        self,
        image: _Array | Image | _Layer,
        labels: _Array | Labels | _Layer | None = None,
        mask: _Array | Mask | _Layer | None = None,
        *,
        axis: Literal['auto', 'z', 't'] = 'auto',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def children(
        self,
        parents: _Array | Labels | _Layer,
        children: _Array | Labels | _Layer,
        measurements: pd.DataFrame | Table | _Layer | None = None,
        *,
        statistic: Literal['mean', 'median', 'sum', 'min', 'max', 'std'] = 'mean',
        min_overlap: float = 0.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def counts(
        self,
        labels: _Array | Labels | _Layer,
        regions: _Array | Labels | _Layer | None = None,
        *,
        min_overlap: float = 0.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def distance_to(
        self,
        labels: _Array | Labels | _Layer,
        reference: _Array | Labels | Mask | _Layer,
        *,
        inside: Literal['zero', 'negative'] = 'zero',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def filter_table(
        self,
        measurements: pd.DataFrame | Table | _Layer,
        *,
        column: str = 'area',
        lower: float | str | None = None,
        upper: float | str | None = None,
        text: str | None = None,
        keep: Literal['inside', 'outside'] = 'inside',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Keep the rows of a table whose value in a column lies in a range, or is a text.

        Parameters
        ----------
        measurements : Table
            The table.
        column : str
            The column that decides.
        lower : float or str, optional
            The smallest value of the range, in the unit of the column or with one, ``50 um^2``; none
            leaves it open.
        upper : float or str, optional
            The largest value of the range, as `lower`; none leaves it open.
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
            If there is no such column, it holds texts and a range is given, or it cannot be told in
            the unit of a limit.
        ParameterError
            If `lower` is above `upper`, or both a range and a text are given.
        """


    def granularity(
        self,
        labels: _Array | Labels | _Layer,
        image: _Array | Image | _Layer | Sequence[_Array | Image | _Layer],
        *,
        subsample: float = 0.25,
        background_subsample: float = 0.25,
        radius: int = 10,
        sizes: int = 16,
        image_names: str = '',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how much of every object is in grains of each size: its granular spectrum.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        image : Image or several
            Whose grains are measured: one image or several (DNA, actin, tubulin)
            on the same grid, with channels or colours if they have them.
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
        image_names : str
            What the images are called in the columns, with commas between them: "DNA, actin". Empty:
            several images by their own names, and channels by theirs. As many names as there are
            channels are those of the channels.

        Returns
        -------
        table : Table
            One row an object (and frame): for each channel its mean intensity and, for each size from
            1 up, how much of it is lost when grains of that size go, in per cent.

        Raises
        ------
        InputError
            If labels and image do not lie on one grid, or a label is negative.
        """


    def growth(
        self,
        measurements: pd.DataFrame | Table | _Layer,
        *,
        column: str = 'area',
        frame_interval: _Length | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def image_granularity(
        self,
        image: _Array | Image | _Layer,
        *,
        subsample: float = 0.25,
        background_subsample: float = 0.25,
        radius: int = 10,
        sizes: int = 16,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def image_statistics(
        self,
        image: _Array | Image | _Layer,
        mask: _Array | Mask | _Layer | None = None,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def join(
        self,
        measurements: pd.DataFrame | Table | _Layer,
        others: pd.DataFrame | Table | _Layer,
        *,
        rows: Literal['first', 'both', 'all'] = 'first',
        suffix: str = '_2',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    @overload
    def kymograph(
        self,
        image: _Array,
        shapes: Sequence[tuple[str, Any]] | pd.DataFrame,
        *,
        axis: Literal['auto', 'z', 't'] = 'auto',
        width: int = 1,
        interpolation: Literal['linear', 'nearest'] = 'linear',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Show the grey values along a drawn line over time: one row a frame.

        Parameters
        ----------
        image : Image
            A time series or a stack, with channels or colours if it has them.
        shapes : Shapes
            Lines and paths; of polygons, rectangles and ellipses the outline is walked around once.
        axis : {"auto", "z", "t"}
            What the rows are: time or depth; auto takes time where there is time, else depth. An image
            without that axis is one row.
        width : int
            Number of pixels across the line over which is averaged.
        interpolation : {"linear", "nearest"}
            What a value between pixels is: that of the four around in proportion, or of the nearest.

        Returns
        -------
        image : Image
            Rows along time (``t``) or depth (``z``), columns along the line (``s``) in the unit of the
            pixel size. Of several lines one behind the other (``line``), in front of channels and
            other axes; where their places lie at different distances, ``s`` is in pixels.

        Raises
        ------
        InputError
            If there is no line, or one runs through several planes or times, or spreads along an axis
            that the image does not have.
        UnitError
            If one has a pixel size and the other none.
        """

    @overload
    def kymograph(
        self,
        image: Image | _Layer,
        shapes: Shapes | _Layer,
        *,
        axis: Literal['auto', 'z', 't'] = 'auto',
        width: int = 1,
        interpolation: Literal['linear', 'nearest'] = 'linear',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


    def line_profile(
        self,
        image: _Array | Image | _Layer,
        shapes: Sequence[tuple[str, Any]] | pd.DataFrame | Shapes | _Layer,
        *,
        width: int = 1,
        interpolation: Literal['linear', 'nearest'] = 'linear',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def neighbours(
        self,
        labels: _Array | Labels | _Layer,
        *,
        distance: _Length = '1 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    @overload
    def overlap_scores(
        self,
        labels: _Array,
        truth: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def overlap_scores(
        self,
        labels: Labels | _Layer,
        truth: Labels | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[pd.DataFrame, pd.DataFrame]: ...


    def parents(
        self,
        children: _Array | Labels | _Layer,
        parents: _Array | Labels | _Layer,
        *,
        min_overlap: float = 0.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def radial_distribution(
        self,
        labels: _Array | Labels | _Layer,
        image: _Array | Image | _Layer | Sequence[_Array | Image | _Layer],
        cores: _Array | Labels | _Layer | None = None,
        *,
        bins: int = 4,
        start: Literal['centre', 'core centre', 'core edge'] = 'centre',
        image_names: str = '',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how the intensity of every object is spread from its centre to its edge.

        Tells a stain of the membrane from one that lies around the nucleus.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        image : Image or several
            Whose intensity is measured: one image or several (DNA, actin, tubulin)
            on the same grid, with channels or colours if they have them.
        cores : Labels, optional
            Objects within the objects, such as nuclei in cells.
        bins : int
            Number of rings, of equal width between the start and the edge.
        start : {"centre", "core centre", "core edge"}
            Where the rings begin: at the pixel of each object that is farthest from its edge, at the
            centroids of the cores, or at the edge of the cores; what lies in a core is then left out.
        image_names : str
            What the images are called in the columns, with commas between them: "DNA, actin". Empty:
            several images by their own names, and channels by theirs. As many names as there are
            channels are those of the channels.

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
        """


    def radial_profile(
        self,
        image: _Array | Image | _Layer,
        points: _Array | pd.DataFrame | Points | _Layer | None = None,
        *,
        radius: _Length = '20 pixel',
        rings: int = 20,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def regions(
        self,
        labels: _Array | Labels | _Layer,
        image: _Array | Image | _Layer | Sequence[_Array | Image | _Layer] | None = None,
        *,
        preset: Literal['basic', 'shape', 'intensity', 'everything', 'imagej', 'cellprofiler', 'scikit_image'] = 'basic',
        also: str = '',
        image_names: str = '',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure size, place, shape and intensity of every object.

        The number of rows is the count of the objects: the cells or nuclei that were labelled.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects. Each number is one object in each frame.
        image : Image or several, optional
            Where intensities are measured: one image or several (DNA, actin, tubulin) on the same
            grid, with channels or colours if they have them. Labels without a pixel size take that of
            the first.
        preset : {"basic", "shape", "intensity", "everything", "imagej", "cellprofiler", "scikit_image"}
            Which columns: the usual ones, those of shape, of intensity, all; or those of another
            program, with its names and by its definitions.
        also : str
            Names of further columns, with commas between them: "intensity_median, extent". Of any
            percentile: "intensity_percentile_99.5". A name without the numbers at its end stands for
            all that have them: "moments_hu".
        image_names : str
            What the images are called in the columns, with commas between them: "DNA, actin". Empty:
            several images by their own names, and channels by theirs. As many names as there are
            channels are those of the channels.

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
            If there is no column of a name, or there are not as many names as images or channels.
        """


    def skeleton(
        self,
        labels: _Array | Labels | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """


    def texture(
        self,
        labels: _Array | Labels | _Layer,
        image: _Array | Image | _Layer | Sequence[_Array | Image | _Layer],
        *,
        distance: _Length = '1 pixel',
        levels: int = 256,
        directions: Literal['mean', 'each'] = 'mean',
        low: float | None = None,
        high: float | None = None,
        image_names: str = '',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Measure how coarse, smooth or regular every object looks: Haralick's texture features.

        Parameters
        ----------
        labels : Labels, 2-D or 3-D, with time
            The objects.
        image : Image or several
            Whose texture is measured: one image or several (DNA, actin, tubulin)
            on the same grid, with channels or colours if they have them.
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
        image_names : str
            What the images are called in the columns, with commas between them: "DNA, actin". Empty:
            several images by their own names, and channels by theirs. As many names as there are
            channels are those of the channels.

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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def area_closing(
        self,
        image: Image | Mask | _Layer,
        *,
        min_size: float | str = '64 pixel',
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def area_opening(
        self,
        image: _Array,
        *,
        min_size: float | str = '64 pixel',
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def area_opening(
        self,
        image: Image | Mask | _Layer,
        *,
        min_size: float | str = '64 pixel',
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def bottom_hat(
        self,
        image: _Array,
        *,
        radius: _Length = '5 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def bottom_hat(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '5 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def closing(
        self,
        image: _Array,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def closing(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def convex_hull(
        self,
        mask: _Array,
        *,
        of: Literal['each object', 'everything'] = 'each object',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def convex_hull(
        self,
        mask: Mask | _Layer,
        *,
        of: Literal['each object', 'everything'] = 'each object',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def dilation(
        self,
        image: _Array,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def dilation(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def distance_map(
        self,
        mask: _Array,
        *,
        where: Literal['inside', 'outside', 'signed'] = 'inside',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def distance_map(
        self,
        mask: Mask | _Layer,
        *,
        where: Literal['inside', 'outside', 'signed'] = 'inside',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image: ...


    @overload
    def erosion(
        self,
        image: _Array,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def erosion(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def fill_holes(
        self,
        mask: _Array,
        *,
        max_size: float | str | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def fill_holes(
        self,
        mask: Mask | _Layer,
        *,
        max_size: float | str | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Show edges: how much the values of a neighbourhood differ.

        Edges become bright lines, and even areas dark; of a mask it gives the border. It finds edges
        as filters such as Sobel's do, with the same strength in all directions.

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
        """

    @overload
    def gradient(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '1 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        side: Literal['both', 'inner', 'outer'] = 'both',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def h_maxima(
        self,
        image: _Array,
        *,
        height: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the peaks that stand out above their surroundings by a height.

        Small peaks that come from noise are left out; the others are good markers for objects
        that are bright in their middle.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        height : float, optional
            The least difference in grey values between a peak and the highest pass to a higher one.
            None takes a tenth of the range of the image; give it if images are to be treated alike.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

        Returns
        -------
        mask : array of bool
            True on every peak (all of its pixels, where several have its value) from which each
            path to a higher pixel goes down by `height` or more.
        """

    @overload
    def h_maxima(
        self,
        image: Image | _Layer,
        *,
        height: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def h_minima(
        self,
        image: _Array,
        *,
        height: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark the pits that lie below their surroundings by a height.

        Small pits that come from noise are left out; the others are good markers for objects
        that are dark in their middle.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        height : float, optional
            The least difference in grey values between a pit and the lowest pass to a lower one.
            None takes a tenth of the range of the image; give it if images are to be treated alike.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

        Returns
        -------
        mask : array of bool
            True on every pit (all of its pixels, where several have its value) from which each
            path to a lower pixel goes up by `height` or more.
        """

    @overload
    def h_minima(
        self,
        image: Image | _Layer,
        *,
        height: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def hit_or_miss(
        self,
        mask: _Array,
        *,
        pattern: str = '000/010/...',
        turned: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def hit_or_miss(
        self,
        mask: Mask | _Layer,
        *,
        pattern: str = '000/010/...',
        turned: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def medial_axis(
        self,
        mask: _Array,
        *,
        seed: int = 0,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def medial_axis(
        self,
        mask: Mask | _Layer,
        *,
        seed: int = 0,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[Mask, Image]: ...


    @overload
    def opening(
        self,
        image: _Array,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def opening(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '2 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def outline(
        self,
        mask: _Array,
        *,
        side: Literal['inner', 'outer'] = 'inner',
        width: _Length = '1 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def outline(
        self,
        mask: Mask | _Layer,
        *,
        side: Literal['inner', 'outer'] = 'inner',
        width: _Length = '1 pixel',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def reconstruct(
        self,
        image: Image | Mask | _Layer,
        marker: Image | Mask | _Layer,
        *,
        by: Literal['dilation', 'erosion'] = 'dilation',
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def regional_maxima(
        self,
        image: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def regional_maxima(
        self,
        image: Image | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def regional_minima(
        self,
        image: _Array,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def regional_minima(
        self,
        image: Image | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def skeletonize(
        self,
        mask: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def skeletonize(
        self,
        mask: Mask | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def thin(
        self,
        mask: _Array,
        *,
        iterations: int = 3,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def thin(
        self,
        mask: Mask | _Layer,
        *,
        iterations: int = 3,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def top_hat(
        self,
        image: _Array,
        *,
        radius: _Length = '5 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def top_hat(
        self,
        image: Image | Mask | _Layer,
        *,
        radius: _Length = '5 pixel',
        shape: Literal['disk', 'diamond', 'square'] = 'disk',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Image | Mask: ...


    @overload
    def ultimate_points(
        self,
        mask: _Array,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def ultimate_points(
        self,
        mask: Mask | _Layer,
        *,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def connected_components(
        self,
        mask: Mask | _Layer,
        *,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def find_maxima(
        self,
        image: _Array,
        *,
        prominence: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Find the peaks that stand out above their surroundings.

        To count what is bright in its middle, whatever its size, or as markers for a watershed. Small
        peaks that come from noise have little prominence; smooth a noisy image before.

        Parameters
        ----------
        image : Image, 2-D or 3-D, with time and channels
            The image.
        prominence : float, optional
            The least difference in grey values between a peak and the highest pass to a higher one; 0
            takes every peak. None takes a tenth of the range of the image; give it if images are to be
            treated alike.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

        Returns
        -------
        points : Points
            One a peak, in the world, row by row, with its ``intensity`` and its ``prominence``.

        Raises
        ------
        InputError
            If the image has no axes y and x.
        """

    @overload
    def find_maxima(
        self,
        image: Image | _Layer,
        *,
        prominence: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Points: ...


    @overload
    def find_spots(
        self,
        image: _Array,
        *,
        diameter: _Length = '4 pixel',
        largest_diameter: _Length = '12 pixel',
        sizes: int = 4,
        signal_to_noise: float = 5.0,
        method: Literal['log', 'dog', 'doh'] = 'log',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Find bright round spots of several sizes: molecules, vesicles, foci, stars.

        A gently uneven background does not matter, and spots that touch are told apart. Where a steep
        one meets the border it looks like a ridge: subtract it first. For dark spots, invert the image.
        `labels.from_points` makes objects of them, each of its own diameter; for one size alone take
        `segment.spots`.

        Parameters
        ----------
        image : Image, 2-D or 3-D, with time and channels
            The image.
        diameter : length
            Of the smallest spots.
        largest_diameter : length
            Of the largest spots.
        sizes : int
            How many diameters are tried, from the smallest to the largest in equal ratios; with 1 the
            smallest alone.
        signal_to_noise : float
            How far a spot stands out above the noise of the filtered image; lower finds fainter ones.
        method : {"log", "dog", "doh"}
            Laplacian of a Gaussian; difference of two Gaussians, whose widths are as 1.6 to 1; or
            determinant of the Hessian, which finds no lines and edges.

        Returns
        -------
        points : Points
            One a spot, to parts of a pixel and in the world, row by row, with its ``diameter``, the
            ``intensity`` of the pixel, the ``response`` of the filter and the ``signal_to_noise``.

        Raises
        ------
        InputError
            If the image has no axes y and x.
        ParameterError
            If the largest diameter is below the smallest.
        """

    @overload
    def find_spots(
        self,
        image: Image | _Layer,
        *,
        diameter: _Length = '4 pixel',
        largest_diameter: _Length = '12 pixel',
        sizes: int = 4,
        signal_to_noise: float = 5.0,
        method: Literal['log', 'dog', 'doh'] = 'log',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Points: ...


    @overload
    def flood(
        self,
        image: _Array,
        points: _Array | pd.DataFrame,
        *,
        tolerance: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Select around every point what is connected to it and about as bright: the magic wand.

        An object may be any shape; its edge is where the image becomes brighter or darker than the
        point by more than the tolerance. Smooth a noisy image before.

        Parameters
        ----------
        image : Image, 2-D or 3-D, with time, channels and colours
            The image.
        points : Points
            One point in each object.
        tolerance : float
            How much brighter or darker than the point a pixel may be, in grey values; of RGB images
            in each colour. Without it a tenth of the range of the image.
        diagonal : bool
            Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

        Returns
        -------
        labels : Labels
            The object of the first point has the number 1, of the second 2, and so on; 0 is
            background.

        Raises
        ------
        InputError
            If the image has no axes y and x, or the points spread along an axis that it lacks.
        UnitError
            If one has a pixel size and the other none.
        """

    @overload
    def flood(
        self,
        image: Image | _Layer,
        points: Points | _Layer,
        *,
        tolerance: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def kmeans(
        self,
        image: _Array | Sequence[_Array],
        mask: _Array | None = None,
        *,
        classes: int = 3,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Part the pixels into classes of about one colour, or brightness in several channels.

        For stained tissue, or cells told apart by the channels that they are bright in. Of one grey
        image `threshold.multi_otsu` gives the best such classes and the thresholds between them.

        Parameters
        ----------
        image : Image or several
            Channels that are looked at together: several images, an image with an axis c, or with
            colours.
        mask : Mask, optional
            The pixels that are parted; the others are in no class.
        classes : int
            How many classes there are.
        poll : callable, optional
            Called now and then, to end a run that was stopped; the engine gives it.

        Returns
        -------
        labels : Labels
            1 for the darkest class, 2, 3, … for brighter ones, in uint8; 0 outside of the mask and
            where a pixel is missing in any channel.

        Raises
        ------
        InputError
            If the images, or the mask, differ in shape, axes or pixel size.
        """

    @overload
    def kmeans(
        self,
        image: Image | _Layer | Sequence[Image | _Layer],
        mask: Mask | _Layer | None = None,
        *,
        classes: int = 3,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def random_walker(
        self,
        seeds: _Array,
        image: _Array,
        mask: _Array | None = None,
        *,
        beta: float = 130.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Give every pixel to the seed that a random walk from it reaches first, most probably.

        For noisy images and weak or broken edges: between two seeds the border is where the image
        changes most, and where nothing changes, halfway. Paint some pixels of each object and of the
        background.

        Parameters
        ----------
        seeds : array of int, 2-D or 3-D
            A label image with some pixels of every object, and of the background with a number of its
            own.
        image : array
            The image.
        mask : array of bool, optional
            Walks stay inside of it; without it every pixel is given to a seed.
        beta : float
            How strongly walks avoid changes of the image: more follows weak edges and noise, less
            gives smooth borders; 0 leaves the image out.
        spacing : sequence of float, optional
            Pixel size along each axis; the engine gives it.
        poll : callable, optional
            Called now and then, to end a run that was stopped; the engine gives it.

        Returns
        -------
        result : array of int
            The objects with the numbers of their seeds, in the type of the seeds.

        Raises
        ------
        InputError
            If the probabilities of an object are not found in 20,000 rounds, and 20 more for each pixel
            of height, width and depth: hardly a walk passes the noise.
        """

    @overload
    def random_walker(
        self,
        seeds: Labels | _Layer,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        beta: float = 130.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Cut a mask into objects at its narrow places, or where the image is dark.

        Separates cells or nuclei that touch each other in the mask: they become objects of their own.

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
        """

    @overload
    def split_touching(
        self,
        mask: Mask | _Layer,
        image: Image | _Layer | None = None,
        *,
        min_distance: _Length = '7 pixel',
        by: Literal['distance', 'intensity', 'both'] = 'distance',
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def spots(
        self,
        image: _Array,
        *,
        radius: _Length = '3 pixel',
        signal_to_noise: float = 5.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Find bright round spots of about one size: molecules, vesicles, foci, stars.

        A gently uneven background does not matter, and spots that touch are told apart. Where a steep
        one meets the border it looks like a ridge: subtract it first. Measure the result to have a
        table of the spots with their places and brightness. For dark spots, invert the image. Spots of
        several sizes are found by `segment.find_spots`; `labels.from_points` makes objects of them.

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
        """

    @overload
    def spots(
        self,
        image: Image | _Layer,
        *,
        radius: _Length = '3 pixel',
        signal_to_noise: float = 5.0,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def superpixels(
        self,
        image: _Array,
        *,
        size: _Length = '10 pixel',
        compactness: float = 0.2,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Part the image into patches of about one size whose edges follow the image.

        To measure or classify patches instead of pixels, as of tissue without clear objects. Smooth a
        noisy image before.

        Parameters
        ----------
        image : array, 2-D or 3-D, with or without colours
            The image; colours are compared in CIELAB.
        size : length
            Distance between the middles of neighbouring patches. In µm the patches of an anisotropic
            volume are as high as they are wide.
        compactness : float
            How different colours must be to count as much as a distance of `size`, as a share of the
            range of the image: less follows the image more, more gives squares.

        Returns
        -------
        labels : array of int32
            The patches, 1, 2, … in the order in which they are met row by row. Each is connected.
        """

    @overload
    def superpixels(
        self,
        image: Image | _Layer,
        *,
        size: _Length = '10 pixel',
        compactness: float = 0.2,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what is brighter than a threshold that is found from the image.

        Binarizes by one of sixteen methods, since no one suits all images. For bright cells or nuclei
        on a dark ground try li, otsu or isodata; for few and small objects triangle, yen or
        max_entropy.

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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def hysteresis(
        self,
        image: Image | _Layer,
        *,
        lower: float | None = None,
        upper: float | None = None,
        diagonal: bool = True,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def local(
        self,
        image: _Array,
        *,
        method: Literal['mean', 'gaussian', 'median', 'midgrey', 'contrast', 'bernsen', 'niblack', 'sauvola', 'phansalkar', 'otsu'] = 'mean',
        radius: _Length = '15 pixel',
        offset: float | None = None,
        deviation_weight: float = 0.2,
        least_contrast: float = 0.06,
        white_level: float | None = None,
        dark_objects: bool = False,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> _Array:
        """Mark what is brighter than its surroundings.

        For images whose ground is brighter in one place than in another, so that no single threshold
        suits all of them. The box must be larger than the objects, or they become hollow.

        Parameters
        ----------
        image : array, 2-D or 3-D
            The image.
        method : str
            How the threshold follows from the surroundings: see the formula.
        radius : length
            How far the surroundings reach to each side: they are a square or a box.
        offset : float, optional
            How much a pixel must be above its threshold, in grey values (below it for dark objects):
            raise it if noise is marked, lower it if objects are missed. None finds it from noise and
            contrast of the image; give it if images are to be treated alike.
        deviation_weight : float
            How much the standard deviation of the surroundings counts, for niblack, sauvola and
            phansalkar: k in their papers, which take 0.2, 0.5 and 0.25.
        least_contrast : float
            For bernsen: surroundings whose values lie closer together than this share of the white
            level are all ground or all object.
        white_level : float, optional
            For bernsen, sauvola and phansalkar: the largest grey value that there can be, such as
            255 or 4095. None takes that of the image; give it if images are to be treated alike.
        dark_objects : bool
            Mark what is not brighter instead: dark objects on a light ground.

        Returns
        -------
        mask : array of bool
            True where image > threshold + offset; for dark objects where image ≤ threshold − offset.
        """

    @overload
    def local(
        self,
        image: Image | _Layer,
        *,
        method: Literal['mean', 'gaussian', 'median', 'midgrey', 'contrast', 'bernsen', 'niblack', 'sauvola', 'phansalkar', 'otsu'] = 'mean',
        radius: _Length = '15 pixel',
        offset: float | None = None,
        deviation_weight: float = 0.2,
        least_contrast: float = 0.06,
        white_level: float | None = None,
        dark_objects: bool = False,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def manual(
        self,
        image: _Array,
        *,
        lower: float | None = None,
        upper: float | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def manual(
        self,
        image: Image | _Layer,
        *,
        lower: float | None = None,
        upper: float | None = None,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def multi_otsu(
        self,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        classes: int = 3,
        bins: int = 256,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Labels: ...


    @overload
    def otsu(
        self,
        image: _Array,
        *,
        bins: int = 256,
        dark_objects: bool = False,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def otsu(
        self,
        image: Image | _Layer,
        *,
        bins: int = 256,
        dark_objects: bool = False,
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        axes: Literal["planes", "volume", "stack"] | None = None,
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
        """

    @overload
    def percentile(
        self,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        percent: float = 90.0,
        dark_objects: bool = False,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> Mask: ...


    @overload
    def try_all(
        self,
        image: _Array,
        mask: _Array | None = None,
        *,
        found_in: Literal['frame', 'plane', 'stack'] = 'frame',
        bins: int = 4096,
        dark_objects: bool = False,
        tile: int = 400,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[pd.DataFrame, _Array]:
        """Show what every automatic threshold makes of an image: all masks in one picture, and a table.

        Choose a name in the picture and give it to `threshold.automatic` as the method; in the window
        the right button on a row of the table does that.

        Parameters
        ----------
        image : Image
            The image, with time, depth and channels if it has them.
        mask : Mask, optional
            The pixels of which the thresholds are found. All pixels are compared with them.
        found_in : {"frame", "plane", "stack"}
            Of what each threshold is found: of the plane or volume of each time and channel, as
            `threshold.automatic` does by itself; of each plane of a volume, as it does with
            ``axes="planes"``; or of all at once, as with ``axes="stack"``.
        bins : int
            Number of bins of the histogram of a float image; an integer image has one a
            value, as long as its values lie within 2²⁴ of each other.
        dark_objects : bool
            Mark what is not brighter instead: dark objects on a light ground.
        tile : int
            Pixels along the longer side of a mask in the picture, at most. Larger planes are drawn
            smaller, grey where a pixel holds some of both; very small ones are enlarged.

        Returns
        -------
        table : Table
            One row a method, for each frame and channel (or plane): the threshold, the share of the
            pixels that it marks, the number of their connected pieces. A method that finds none has
            NaN and the reason.
        montage : Image
            The masks as an RGB picture for each plane, time and channel: above each the name of the
            method and its threshold.

        Raises
        ------
        InputError
            If the image is in colours, or it and the mask do not lie on one grid.
        """

    @overload
    def try_all(
        self,
        image: Image | _Layer,
        mask: Mask | _Layer | None = None,
        *,
        found_in: Literal['frame', 'plane', 'stack'] = 'frame',
        bins: int = 4096,
        dark_objects: bool = False,
        tile: int = 400,
        axes: Literal["planes", "volume", "stack"] | None = None,
        over: Sequence[str] | None = None,
    ) -> tuple[pd.DataFrame, Image]: ...


threshold: _Threshold
