"""The part of an image that a mask lies in."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.annotations import Length
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.values import Grid, Mask


@operation(title="Crop to mask", noun="cropped", menu="segment/mask", rgb="whole", dimensions=())
def crop(image: Grid, mask: Mask, *, margin: Annotated[Length, Ge(0), Le(1000)] = 0.0) -> Grid:
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

    References
    ----------
    ``scipy.ndimage.find_objects`` and ``cv2.boundingRect`` find the same box. CellProfiler, module
    Crop, with empty rows and columns removed.
    """
    _check(image, mask)
    axes = [image.calibration.axes[i] for i in image.calibration.spatial]
    margins = dict(zip(axes, map(int, per_axis(margin, len(axes))), strict=True))
    places = {
        name: _span(mask, name, margins[name]) for name in axes if name in mask.calibration.axes
    }
    index = tuple(places.get(name, slice(None)) for name in image.calibration.axes)
    start = [one.start or 0 for one in index]
    return image.with_data(image.data[index], image.calibration.moved(start))


def _check(image: Grid, mask: Mask) -> None:
    sizes = dict(zip(image.calibration.axes, image.shape, strict=True))
    for name, length in zip(mask.calibration.axes, mask.shape, strict=True):
        if sizes.get(name) != length and not (length == 1 and name in sizes):
            raise InputError(
                f"mask.crop: the mask and the image differ in shape: along {name} the mask has "
                f"{length} and the image {sizes.get(name, 'nothing')}. Take a mask of this image."
            )


def _span(mask: Mask, axis: str, margin: int) -> slice:
    """Return where a mask has pixels along an axis, and a margin; all of it where it has none."""
    place = mask.calibration.axes.index(axis)
    others = tuple(i for i in range(mask.calibration.ndim) if i != place)
    filled = np.flatnonzero(np.asarray(mask.data.any(axis=others)))
    if len(filled) == 0 or mask.shape[place] == 1:
        return slice(None)
    return slice(max(int(filled[0]) - margin, 0), int(filled[-1]) + 1 + margin)
