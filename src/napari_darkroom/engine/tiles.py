"""Lazy results: the same walk, block by block, with the neighbours that each block needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from napari_darkroom.core.dtypes import result_dtype
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.plan import Plan
from napari_darkroom.engine.walk import walk


def halo(operation: Operation, arguments: Mapping[str, Any], plan: Plan) -> dict[int, int] | None:
    """Return how many pixels a tile needs around it along each axis, None for the whole image."""
    if operation.halo is None or (plan.rgb and operation.rgb == "whole"):
        return None
    # The number of a new label depends on all those before it.
    if any(output.dtype == "label" for output in operation.outputs):
        return None
    depths = operation.halo(ndim=len(plan.seen), **arguments)
    if depths is None:
        return None
    result = dict.fromkeys(range(plan.calibration.ndim), 0)
    result.update(zip(plan.seen, map(int, depths), strict=True))
    return result


def lazy_walk(
    operation: Operation,
    arrays: Mapping[str, Any],
    arguments: Mapping[str, Any],
    plan: Plan,
    depth: Mapping[int, int],
) -> dict[str, Any]:
    """Return the outputs as lazy arrays; nothing is computed.

    A block reaches `depth` pixels into its neighbours and is trimmed afterwards; at the
    edge of the image it has no neighbour, and the operation's own boundary rule holds.
    """
    import dask.array as da

    first = next(iter(arrays.values()))
    lazy = [_blocks(array, depth, first.ndim) for array in arrays.values()]
    depths = [
        {i: depth.get(i, 0) if array.numblocks[i] > 1 else 0 for i in range(array.ndim)}
        for array in lazy
    ]
    job = Job()

    def block(*pieces: Any, wanted: str) -> Any:
        inputs = {
            name: piece.reshape(piece.shape[: array.ndim])
            for piece, (name, array) in zip(pieces, arrays.items(), strict=True)
        }
        return walk(operation, inputs, arguments, plan, job)[wanted]

    return {
        output.name: da.map_overlap(
            block,
            *lazy,
            depth=depths,
            boundary="none",
            wanted=output.name,
            meta=np.empty((0,) * first.ndim, dtype=result_dtype(output.dtype, first.dtype)),
        )
        for output in operation.outputs
    }


def _blocks(array: Any, depth: Mapping[int, int], ndim: int) -> Any:
    """Return a lazy array of `ndim` axes, whole along colours and axes that the halo outgrows."""
    import dask.array as da

    lazy = array if hasattr(array, "dask") else da.from_array(array)
    whole = {i: -1 for i, d in depth.items() if d >= lazy.shape[i]}
    # Colours are told apart by their place, so a block holds all of them.
    whole |= dict.fromkeys(range(len(depth), lazy.ndim), -1)
    return lazy.rechunk(whole)[(..., *(None,) * (ndim - array.ndim))]
