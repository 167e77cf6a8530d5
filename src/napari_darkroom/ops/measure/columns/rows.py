"""A plane or volume in parts of whole rows, so that a lazy one is never whole in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import as_native


def row_parts(pixels: Any) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield the rows of a plane or volume in parts: one of an array, those of a lazy one's blocks.

    With each part comes the position of its first row.
    """
    height = 1 if pixels.ndim == 2 else pixels.shape[1]
    for first, last in _blocks(pixels):
        part = as_native(np.asarray(pixels[first:last]))
        yield first * height, part.reshape(-1, part.shape[-1])


def _blocks(pixels: Any) -> Sequence[tuple[int, int]]:
    if not hasattr(pixels, "dask"):
        return [(0, pixels.shape[0])]
    ends = np.cumsum(pixels.chunks[0]).tolist()
    return list(zip([0, *ends[:-1]], ends, strict=True))
