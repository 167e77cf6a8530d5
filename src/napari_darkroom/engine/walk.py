"""Calling a function on every plane, volume or channel of some arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.calibration import SPATIAL_AXES
from napari_darkroom.core.dtypes import as_native, result_dtype
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.plan import Plan


def align(array: Any, axes: tuple[str, ...], plan: Plan) -> Any:
    """Return an array with all common axes of the plan, of length 1 where it had none."""
    if axes == plan.calibration.axes:
        return array
    wanted = [axes.index(name) for name in plan.calibration.axes if name in axes]
    colours = list(range(len(axes), array.ndim))
    moved = array.transpose(*wanted, *colours)
    index = [slice(None) if name in axes else None for name in plan.calibration.axes]
    return moved[tuple(index)]


def walk(
    operation: Operation,
    arrays: Mapping[str, Any],
    arguments: Mapping[str, Any],
    plan: Plan,
    job: Job,
) -> dict[str, NDArray[Any]]:
    """Return the outputs of the function, called once for every index of the walked axes.

    New labels of planes that lie on one another are numbered on from plane to plane: one
    number is one object in the whole stack. At another time or channel they begin at 1.

    Parameters
    ----------
    arrays : mapping of str to array
        Inputs aligned to the plan; lazy ones are computed piece by piece.
    """
    pieces = list(_indices(arrays, plan))
    results: dict[str, NDArray[Any]] = {}
    counts: dict[tuple[Any, ...], int] = {}
    new_labels = [output.name for output in operation.outputs if output.dtype == "label"]
    job.step(0, len(pieces))
    for done, index in enumerate(pieces, start=1):
        inputs = {
            name: as_native(np.asarray(array[_fitting(index, array)]))
            for name, array in arrays.items()
        }
        for name, piece in _call(operation, inputs, arguments, plan).items():
            if name not in results and _is_whole(operation, piece, inputs, plan):
                results[name] = piece
                continue
            if name not in results:
                results[name] = _allocate(piece, arrays, plan)
            if name in new_labels:
                key = (name, *_outside_space(index, plan))
                piece[piece > 0] += counts.get(key, 0)
                counts[key] = max(int(piece.max()), counts.get(key, 0))
            results[name][index] = piece
        job.step(done, len(pieces))
    return results


def _is_whole(
    operation: Operation, piece: NDArray[Any], inputs: Mapping[str, NDArray[Any]], plan: Plan
) -> bool:
    """Whether a result can be handed on without a copy: it is all, and nobody else holds it."""
    owner = piece if piece.base is None else piece.base
    whole = isinstance(owner, np.ndarray) and owner.nbytes == piece.nbytes
    if plan.walked or operation.module or not (whole and piece.flags.c_contiguous):
        return False
    return not any(np.may_share_memory(piece, array) for array in inputs.values())


def _indices(arrays: Mapping[str, Any], plan: Plan) -> Iterator[tuple[int | slice, ...]]:
    """Yield one index an element of the product of the walked axes."""
    shapes = [array.shape for array in arrays.values()]
    ranges = [
        range(max(shape[i] for shape in shapes)) if i in plan.walked else [slice(None)]
        for i in range(plan.calibration.ndim)
    ]
    yield from product(*ranges)


def _outside_space(index: tuple[int | slice, ...], plan: Plan) -> list[int]:
    """Return the index along the walked axes that are not spatial."""
    names = plan.calibration.axes
    return [
        i
        for name, i in zip(names, index, strict=True)
        if isinstance(i, int) and name not in SPATIAL_AXES
    ]


def _fitting(index: tuple[int | slice, ...], array: Any) -> tuple[int | slice, ...]:
    """Return the index with 0 where the array has length 1, to use it for every piece."""
    return tuple(
        0 if isinstance(i, int) and array.shape[axis] == 1 else i for axis, i in enumerate(index)
    )


def _allocate(piece: NDArray[Any], arrays: Mapping[str, Any], plan: Plan) -> NDArray[Any]:
    """Return an empty result: as long as the inputs along walked axes, else as a piece."""
    lengths = iter(piece.shape)
    shape = [
        max(array.shape[i] for array in arrays.values()) if i in plan.walked else next(lengths)
        for i in range(plan.calibration.ndim)
    ]
    return np.empty([*shape, *lengths], dtype=piece.dtype)


def _call(
    operation: Operation,
    inputs: Mapping[str, NDArray[Any]],
    arguments: Mapping[str, Any],
    plan: Plan,
) -> dict[str, NDArray[Any]]:
    """Return the outputs for one piece, each colour on its own where the operation says so."""
    if not (plan.rgb and operation.rgb == "each"):
        return _outputs(operation, inputs, arguments)
    first, colours = next(iter(inputs.items()))
    channels = [
        _outputs(operation, {**inputs, first: as_native(colours[..., k])}, arguments)
        for k in range(min(colours.shape[-1], 3))
    ]
    alpha = [colours[..., 3]] if colours.shape[-1] == 4 else []
    return {
        name: np.stack([channel[name] for channel in channels] + alpha, axis=-1).astype(
            channels[0][name].dtype, copy=False
        )
        for name in channels[0]
    }


def _outputs(
    operation: Operation, inputs: Mapping[str, NDArray[Any]], arguments: Mapping[str, Any]
) -> dict[str, NDArray[Any]]:
    if operation.module:
        # A function of somebody else may work in place.
        inputs = {name: array.copy() for name, array in inputs.items()}
    given = operation.function(*(inputs.get(i.name) for i in operation.inputs), **arguments)
    results = given if hasattr(given, "_fields") else (given,)
    first = next(iter(inputs.values()))
    expected = first.shape[:-1] if operation.rgb in ("whole", "only") else first.shape
    for result in results:
        if np.shape(result)[: len(expected)] != expected:
            raise InputError(
                f"{operation.id} gave back {'nothing' if result is None else np.shape(result)} for "
                f"an array of shape {first.shape}: an operation on arrays keeps their shape. One "
                "that changes it takes and gives calibrated values (dr.Image)."
            )
    return {
        output.name: np.asarray(result).astype(result_dtype(output.dtype, first.dtype), copy=False)
        for output, result in zip(operation.outputs, results, strict=True)
    }
