"""Running an operation on one time point, channel or plane alone, where that gives its bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from napari_darkroom.core.calibration import SPATIAL_AXES
from napari_darkroom.core.dtypes import result_dtype
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import GRID_TYPES, Grid, Image, Value
from napari_darkroom.engine.arguments import arguments
from napari_darkroom.engine.plan import Axes, Plan, make_plan
from napari_darkroom.engine.tiles import halo

Index = Mapping[str, int]


def lone_axes(operation: Operation, plan: Plan, call: Mapping[str, Any]) -> frozenset[str]:
    """Return the axes along which each index is treated alone, and gives the bits of the whole.

    They are walked over, or no pixel needs a neighbour along them. New labels of planes are
    numbered on from plane to plane, so that a plane alone has others.

    Parameters
    ----------
    call : mapping
        The arguments of the operation (`engine.arguments`).
    """
    names = plan.calibration.axes
    walked = {names[i] for i in plan.walked}
    if any(output.dtype == "label" for output in operation.outputs):
        return frozenset(walked - set(SPATIAL_AXES))
    depths = halo(operation, call, plan) or {}
    return frozenset(walked | {names[i] for i, depth in depths.items() if depth == 0})


def outlined(
    operation: Operation,
    inputs: Mapping[str, Value],
    parameters: Mapping[str, Any],
    axes: Axes | None,
    over: Sequence[str] | None,
) -> tuple[dict[str, Value], frozenset[str]] | None:
    """Return outputs without pixels of their own, and the axes along which it works alone.

    Of the inputs only kind, shape, type and calibration are looked at. None where the operation
    does not walk, or the inputs are lazy: their results are computed for what is seen anyway.

    Raises
    ------
    DarkroomError
        If the inputs or parameters do not fit the operation.
    """
    grids = {name: value for name, value in inputs.items() if isinstance(value, Grid)}
    if operation.level == "value" or any(grid.lazy for grid in grids.values()):
        return None
    plan = make_plan(operation, grids, axes, over)
    first = next(iter(grids.values()))
    colours = first.data.shape[plan.calibration.ndim :] if plan.rgb else ()
    shape = plan.shape if operation.rgb in ("whole", "only") else (*plan.shape, *colours)
    results: dict[str, Value] = {}
    for output in operation.outputs:
        kind = output.kind or first.kind
        if kind not in GRID_TYPES:
            return None
        pixels = np.broadcast_to(np.zeros((), result_dtype(output.dtype, first.dtype)), shape)
        if kind == Image.kind:
            rgb = len(shape) > plan.calibration.ndim
            results[output.name] = Image(pixels, plan.calibration, rgb=rgb)
        else:
            results[output.name] = GRID_TYPES[kind](pixels, plan.calibration)
    call = arguments(operation, operation.check(parameters), plan.calibration, plan.spatial)
    return results, lone_axes(operation, plan, call)


def cut(value: Value, frame: Index) -> Value:
    """Return the part of a value at an index along some axes, which keep the length 1."""
    if not isinstance(value, Grid):
        return value
    return value.with_data(value.data[place(value, frame)])


def place(value: Grid, frame: Index) -> tuple[slice, ...]:
    """Return the index of the part of a value's pixels; an axis of length 1 serves every frame."""
    return tuple(
        slice(frame[name], frame[name] + 1) if name in frame and length > 1 else slice(None)
        for name, length in zip(value.calibration.axes, value.shape, strict=True)
    )
