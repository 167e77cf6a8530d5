"""A plane or volume in parts of whole rows, so that a lazy one is never whole in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import as_native

Part = tuple[int, NDArray[Any]]
# Pixels of a part of an array.
_PART = 2**20


def row_parts(pixels: Any) -> Iterable[Part]:
    """Return the rows of a plane or volume in parts; with each part the position of its first row.

    Those of an array are views, those of a lazy one are computed when they are reached.
    """
    if hasattr(pixels, "dask"):
        return _computed(pixels)
    rows = as_native(pixels).reshape(-1, pixels.shape[-1])
    step = max(_PART // max(rows.shape[1], 1), 1)
    return [(top, rows[top : top + step]) for top in range(0, len(rows), step)]


def _computed(pixels: Any) -> Iterator[Part]:
    height = 1 if pixels.ndim == 2 else pixels.shape[1]
    ends = np.cumsum(pixels.chunks[0]).tolist()
    for first, last in zip([0, *ends[:-1]], ends, strict=True):
        part = as_native(np.asarray(pixels[first:last]))
        yield first * height, part.reshape(-1, part.shape[-1])
