"""Running one operation on calibrated values: the one way that every face takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any, get_args

import numpy as np

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError, ParameterError, TooLargeError, choices
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import GRID_TYPES, Grid, Image, Kind, Table, Value
from napari_darkroom.engine.arguments import arguments
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.memory import estimate_plan, room, too_large
from napari_darkroom.engine.plan import Axes, Plan, make_plan
from napari_darkroom.engine.tiled import tiled_walk
from napari_darkroom.engine.tiles import halo, lazy_walk
from napari_darkroom.engine.walk import align, walk

_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        "image": "an image",
        "labels": "a label image",
        "mask": "a mask",
        "table": "a table",
        "points": "points",
        "shapes": "shapes",
    }
)
Inputs = Mapping[str, Value | Sequence[Value] | None]


def run(
    operation: Operation | str,
    inputs: Inputs,
    parameters: Mapping[str, Any] | None = None,
    *,
    axes: Axes | None = None,
    over: Sequence[str] | None = None,
    job: Job | None = None,
) -> dict[str, Value]:
    """Run one operation.

    Parameters
    ----------
    operation : Operation or str
        The operation or its id.
    inputs : mapping of str to value
        Calibrated values by the names of the operation's inputs. They are not changed.
    parameters : mapping, optional
        Parameters by name, as in Python or as in a recipe; the others keep their defaults.
    axes : str, optional
        ``planes`` or ``volume``; by default a volume where there is one.
    over : sequence of str, optional
        Axes to walk over; by default time, channels and all others that are not spatial.
    job : Job, optional
        Where progress goes, and how the run is stopped.

    Returns
    -------
    dict of str to value
        The outputs by name. Lazy inputs give lazy outputs where the operation declares a
        halo; else they are computed.

    Raises
    ------
    InputError, ParameterError, UnitError
        If something given does not fit; nothing has been computed then.
    TooLargeError
        If it needs more memory than there is, and cannot be done by tiles.
    """
    operation = find(operation)
    model = operation.check(parameters or {})
    given = check_inputs(operation, inputs)
    job = job or Job()
    grids = {name: value for name, value in given.items() if isinstance(value, Grid)}
    _check_axes(operation, axes, over)
    if operation.level == "value":
        with _out_of_memory_told(operation):
            return _run_values(operation, given, model, job)
    plan = make_plan(operation, grids, axes, over)
    call = arguments(operation, model, plan.calibration, plan.spatial) | _poll(operation, job)
    arrays = {name: align(g.data, g.calibration.axes, plan) for name, g in grids.items()}
    with _out_of_memory_told(operation):
        results = _compute(operation, arrays, call, plan, job)
    return _wrap(operation, results, grids, plan)


def _poll(operation: Operation, job: Job) -> dict[str, Any]:
    """Return the argument by which a function learns that the run was stopped."""
    return {operation.poll: job.poll} if operation.poll else {}


def _compute(
    operation: Operation,
    arrays: Mapping[str, Any],
    call: Mapping[str, Any],
    plan: Plan,
    job: Job,
) -> Mapping[str, Any]:
    """Return the outputs: lazy ones of lazy inputs, by tiles where the whole would not fit."""
    depth = halo(operation, call, plan)
    if depth is not None and any(hasattr(array, "dask") for array in arrays.values()):
        return lazy_walk(operation, arrays, call, plan, depth)
    needed = estimate_plan(operation, list(arrays.values()), plan).needed
    free = room(job, needed)
    if needed <= free:
        return walk(operation, arrays, call, plan, job)
    if depth is None:
        raise too_large(operation, plan, needed, free)
    return tiled_walk(operation, arrays, call, plan, depth=depth, job=job, room=free)


@contextmanager
def _out_of_memory_told(operation: Operation) -> Iterator[None]:
    """Turn Python's error into one that says what to do."""
    try:
        yield
    except TooLargeError:
        raise
    except MemoryError as error:
        raise TooLargeError(
            f"{operation.id} ran out of memory{f' ({error})' if str(error) else ''}. Ways out: "
            "crop the image (geometry.crop), make it smaller (geometry.resize), close other "
            "programs, or take a machine with more memory."
        ) from error


def _check_axes(operation: Operation, axes: str | None, over: Sequence[str] | None) -> None:
    """Refuse a choice of axes that is none, or that the operation would not follow."""
    if axes is not None and axes not in get_args(Axes):
        raise ParameterError(
            f"axes = {axes!r} is not a choice. {choices(get_args(Axes), str(axes))}"
        )
    if operation.level == "value" and (axes in ("planes", "stack") or over is not None):
        raise ParameterError(
            f"{operation.id} treats time, channels and volumes itself: leave out axes and over. "
            "For a part of the image take geometry.crop first."
        )


def check_inputs(operation: Operation, inputs: Inputs) -> dict[str, Any]:
    """Return the inputs that are there, in the order of the declaration.

    Raises
    ------
    InputError
        If one is unknown, missing, empty or of the wrong kind.
    """
    names = [i.name for i in operation.inputs]
    unknown = [name for name in inputs if name not in names]
    if unknown:
        raise InputError(
            f"{operation.id} has no input {unknown[0]!r}. {choices(names, unknown[0])}"
        )
    given: dict[str, Any] = {}
    for declared in operation.inputs:
        value = inputs.get(declared.name)
        if value is None or (isinstance(value, Sequence) and not value):
            if not declared.optional:
                raise InputError(
                    f"{operation.id} needs the input {declared.name}: {_kinds(declared.kinds)}."
                )
            continue
        for one in value if isinstance(value, Sequence) else [value]:
            if one.kind not in declared.kinds:
                raise InputError(
                    f"{operation.id}: {declared.name} must be {_kinds(declared.kinds)}, and "
                    f"{one.name or 'what was given'} is {_kinds((one.kind,))}."
                    f"{_advice(declared.kinds, one.kind)}"
                )
            if isinstance(one, Grid) and 0 in one.shape:
                raise InputError(
                    f"{operation.id}: the {one.kind} given as {declared.name} is empty: its shape "
                    f"is {one.shape}."
                )
        given[declared.name] = value
    return given


def _kinds(kinds: Sequence[Kind]) -> str:
    return " or ".join(_WORDS[kind] for kind in kinds)


def _advice(kinds: Sequence[Kind], given: Kind) -> str:
    if "image" in kinds and given in GRID_TYPES:
        return (
            " Take its numbers for grey values: Image.of(value.data) in Python, kind='image' "
            "(--kind image) as a file is read."
        )
    if kinds == ("mask",):
        return " Make a mask with one of the thresholds."
    if kinds == ("labels",):
        return " Make label images with segment.connected_components or segment.split_touching."
    return ""


def _run_values(
    operation: Operation, given: Mapping[str, Any], model: Any, job: Job
) -> dict[str, Value]:
    lists = {one.name for one in operation.inputs if one.many}
    given = {
        name: _native([value] if name in lists and not isinstance(value, Sequence) else value)
        for name, value in given.items()
    }
    first = next(iter(given.values()))
    call: dict[str, Any] = {p.name: getattr(model, p.name) for p in operation.parameters}
    if isinstance(first, Grid):
        plan = make_plan(operation, {operation.inputs[0].name: first}, None, None)
        call = arguments(operation, model, first.calibration, plan.spatial)
    call |= _poll(operation, job)
    job.step(0, 1)
    result = operation.function(*(given.get(i.name) for i in operation.inputs), **call)
    job.step(1, 1)
    results = result if hasattr(result, "_fields") else (result,)
    listed = [one if isinstance(one, Sequence) else [one] for one in given.values()]
    inputs = [value for one in listed for value in one if isinstance(value, Grid)]
    return {
        output.name: _own(value, inputs) if isinstance(value, Grid) else value
        for output, value in zip(operation.outputs, results, strict=True)
    }


def _own(result: Grid, inputs: Sequence[Grid]) -> Any:
    """Return a result with pixels of its own: who paints on it does not change an input."""
    if inputs:
        result = replace(result, metadata=_inherited(inputs[0], result.calibration))
    arrays = [grid.data for grid in inputs if isinstance(grid.data, np.ndarray)]
    if isinstance(result.data, np.ndarray) and any(
        np.may_share_memory(result.data, array) for array in arrays
    ):
        return result.with_data(result.data.copy())
    return result


def _inherited(first: Grid, calibration: Calibration) -> dict[str, Any]:
    """Return what an input's file told and still holds for a result.

    How the input itself was made does not; a header that places pixels in the sky only does as
    long as they stay where they were.
    """
    stale = {"provenance"} if calibration == first.calibration else {"provenance", "header"}
    return {key: value for key, value in first.metadata.items() if key not in stale}


def _native(value: Any) -> Any:
    """Return a grid, or each of a list, in the byte order of the machine; of a table a copy."""
    if isinstance(value, Sequence):
        return [_native(one) for one in value]
    if isinstance(value, Table):
        # Pixels can be made read-only, a DataFrame cannot, and who is given it may write into it.
        return value.copied()
    if not isinstance(value, Grid) or value.dtype.isnative:
        return value
    return value.with_data(value.data.astype(value.dtype.newbyteorder("=")))


def _wrap(
    operation: Operation, results: Mapping[str, Any], grids: Mapping[str, Grid], plan: Plan
) -> dict[str, Value]:
    first = next(iter(grids.values()))
    return {
        output.name: _wrap_one(output.kind or first.kind, results[output.name], first, plan)
        for output in operation.outputs
    }


def _wrap_one(kind: Kind, data: Any, first: Grid, plan: Plan) -> Value:
    rgb = data.ndim > plan.calibration.ndim
    metadata = _inherited(first, plan.calibration)
    if kind == first.kind and isinstance(first, Image):
        return replace(first, data=data, calibration=plan.calibration, rgb=rgb, metadata=metadata)
    return GRID_TYPES[kind](data, plan.calibration, first.name, metadata)
