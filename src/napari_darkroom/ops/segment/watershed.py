"""The watershed: objects grow from markers until they meet."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from annotated_types import Ge
from numpy.typing import NDArray

from napari_darkroom.core.annotations import (
    ImageArray,
    LabelsArray,
    MaskArray,
    SameArray,
    Spacing,
)
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import as_native, missing
from napari_darkroom.kernels.label_ids import named, short

Start: TypeAlias = Literal["dark", "bright"]


@operation(title="Watershed from markers", noun="objects", menu="segment/from_seeds")
def watershed(
    markers: LabelsArray,
    image: ImageArray,
    mask: MaskArray | None = None,
    *,
    start: Start = "dark",
    diagonal: bool = True,
    compactness: Annotated[float, Ge(0)] = 0.0,
    spacing: Spacing = None,
) -> SameArray:
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
    from napari_darkroom.kernels.compact_flooding import flood_compactly
    from napari_darkroom.kernels.flooding import begun, flood_labels

    index, ids = short(markers)
    nan = missing(image)
    inside = mask
    if nan is not None:
        inside = ~nan if mask is None else mask & ~nan
    if compactness == 0:
        found = begun(index, inside)
        del inside, nan
        bright = start == "bright"
        flood_labels(found, as_native(image), diagonal=diagonal, falling=bright)
    else:
        level = landscape(as_native(image), start)
        sizes = np.ones(image.ndim) if spacing is None else np.asarray(spacing, dtype=float)
        ways = (sizes / sizes.min()).tolist()
        found = flood_compactly(level, index, inside, compactness, ways, diagonal=diagonal)
    return named(found, ids, markers.dtype.newbyteorder("="))


def landscape(image: NDArray[Any], start: Start) -> NDArray[Any]:
    """Return the image so that what is flooded first is lowest."""
    if start == "dark":
        return image
    # ~x is −x − 1, without overflow; of unsigned numbers the order is turned round as well.
    return ~image if image.dtype.kind in "iub" else -image
