"""A run by tiles, for an image whose working copies would not fit into memory as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import working_float
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.memory import estimate_plan, pixel_bytes, too_large
from napari_darkroom.engine.plan import Plan
from napari_darkroom.engine.walk import walk

# Beyond this a tile gains nothing, and a stop would wait longer.
_LARGEST_TILE = 2**22
Span = tuple[int, int]


def tiled_walk(
    operation: Operation,
    arrays: Mapping[str, Any],
    arguments: Mapping[str, Any],
    plan: Plan,
    *,
    depth: Mapping[int, int],
    job: Job,
    room: int,
) -> dict[str, NDArray[Any]]:
    """Return the outputs of `walk`, bit for bit, made tile by tile with progress and a stop.

    A tile reaches `depth` pixels into its neighbours and is trimmed afterwards; at the edge of the
    image it has no neighbour, and the operation's own boundary rule holds.

    Parameters
    ----------
    room : int
        Bytes that it may take.

    Raises
    ------
    TooLargeError
        If the results alone, or the smallest tile, do not fit.
    """
    sizes = _sizes(operation, list(arrays.values()), plan, depth, room)
    tiles = list(product(*map(_spans, plan.shape, sizes)))
    results: dict[str, NDArray[Any]] = {}
    job.step(0, len(tiles))
    for done, tile in enumerate(tiles, start=1):
        wide = [
            (max(start - depth.get(i, 0), 0), min(stop + depth.get(i, 0), plan.shape[i]))
            for i, (start, stop) in enumerate(tile)
        ]
        pieces = {name: array[_index(wide, array.shape)] for name, array in arrays.items()}
        for name, piece in walk(operation, pieces, arguments, plan, job.quiet()).items():
            if name not in results:
                colours = piece.shape[len(tile) :]
                results[name] = np.empty((*plan.shape, *colours), piece.dtype)
            inner = [(s - w, e - w) for (s, e), (w, _) in zip(tile, wide, strict=True)]
            results[name][_index(tile, plan.shape)] = piece[_index(inner, plan.shape)]
        job.step(done, len(tiles))
    return results


def _spans(length: int, size: int) -> Iterator[Span]:
    for start in range(0, length, size):
        yield start, min(start + size, length)


def _index(spans: Sequence[Span], shape: Sequence[int]) -> tuple[slice, ...]:
    """Return the index of a tile; an axis of length 1 serves every tile."""
    return tuple(
        slice(0, 1) if length == 1 else slice(*span)
        for span, length in zip(spans, shape, strict=False)
    )


def _sizes(
    operation: Operation,
    arrays: Sequence[Any],
    plan: Plan,
    depth: Mapping[int, int],
    room: int,
) -> list[int]:
    """Return the lengths of a tile: halved along its longest axis until it fits."""
    told = estimate_plan(operation, arrays, plan)
    colours = prod(arrays[0].shape[plan.calibration.ndim :])
    copies = operation.copies * working_float(arrays[0].dtype).itemsize
    pixel = (copies + pixel_bytes(operation, arrays[0].dtype)) * colours
    pixel += sum(array.dtype.itemsize for array in arrays) * colours
    sizes = [1 if i in plan.walked else length for i, length in enumerate(plan.shape)]

    def taken() -> int:
        return prod(min(size + 2 * depth.get(i, 0), plan.shape[i]) for i, size in enumerate(sizes))

    while taken() > min((room - told.outputs) // pixel, _LARGEST_TILE):
        longest = max(range(len(sizes)), key=lambda i: sizes[i])
        # Smaller than what it reaches into its neighbours a tile only costs time.
        if sizes[longest] <= max(2 * max(depth.values(), default=0), 16):
            break
        sizes[longest] = -(-sizes[longest] // 2)
    if told.outputs + taken() * pixel > room:
        raise too_large(operation, plan, told.outputs + taken() * pixel, room)
    return sizes
