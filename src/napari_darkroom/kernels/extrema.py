"""Plateaus that no neighbour is above, or below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.footprints import Element, footprint
from napari_darkroom.kernels.grey import by_rows, dilation, erosion, parts_by_rows
from napari_darkroom.kernels.margin import highest, lowest
from napari_darkroom.kernels.plateaus import drop_plateaus


def regional_maxima(image: NDArray[Any], *, diagonal: bool) -> NDArray[np.bool_]:
    """Return where connected pixels of one value have no higher neighbour.

    An image of one value has no maximum. Missing pixels (NaN) have no say and are none.
    """
    return _extrema(image, dilation, lowest, diagonal)


def regional_minima(image: NDArray[Any], *, diagonal: bool) -> NDArray[np.bool_]:
    """Return where connected pixels of one value have no lower neighbour, else as the maxima."""
    return _extrema(image, erosion, highest, diagonal)


def _extrema(
    image: NDArray[Any],
    extreme: Callable[..., NDArray[Any]],
    end: Callable[[np.dtype[Any]], Any],
    diagonal: bool,
) -> NDArray[np.bool_]:
    values = image.astype(np.float32) if image.dtype == np.float16 else image
    if not varies(values):
        return np.zeros(image.shape, dtype=bool)
    near, lost = footprint((1,) * image.ndim, _near(diagonal)), end(values.dtype)
    # What is missing stays so, and is equal to nothing.
    found = by_rows(lambda part: part == extreme(part, near), np.bool_, near, values)

    def hanging(part: NDArray[Any], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
        # What is left of a neighbourhood without what was found is as high only where a plateau
        # goes on to a pixel that was not found.
        return np.asarray(known & (extreme(np.where(known, lost, part), near) == part))

    # A plateau goes as a whole, so what hangs in the next rows is the same before and after.
    for rows, some in parts_by_rows(hanging, near, values, found):
        drop_plateaus(found, some, rows.start, diagonal=diagonal)
    return found


def _near(diagonal: bool) -> Element:
    return "square" if diagonal else "diamond"


def varies(image: NDArray[Any]) -> bool:
    """Whether two values differ. Missing pixels have no say."""
    low, top = ends_of(image)
    return bool(low < top)


def ends_of(image: NDArray[Any]) -> tuple[Any, Any]:
    """Return the smallest and the largest value, NaN where all pixels are missing."""
    return np.fmin.reduce(image, axis=None), np.fmax.reduce(image, axis=None)
