"""One run of an operation on layers, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from napari_darkroom.core.errors import Cancelled, DarkroomError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Image, Value
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.plan import Axes
from napari_darkroom.engine.run import run
from napari_darkroom.plugin.appearance import value_range
from napari_darkroom.plugin.colours import white_after
from napari_darkroom.plugin.fingerprint import Watched, fingerprint
from napari_darkroom.plugin.layers import layer_white, to_layer_data
from napari_darkroom.plugin.region import crop_to
from napari_darkroom.plugin.results import Origin, Result, result_name
from napari_darkroom.plugin.snapshot import Snapshot
from napari_darkroom.plugin.table_link import PART

if TYPE_CHECKING:
    from napari.layers import Layer
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Task:
    """One run of an operation, with everything it needs taken when the user pressed Run.

    Attributes
    ----------
    operation : Operation
    inputs : mapping of str to Snapshot, list of them or None
        By the names of the operation's inputs.
    parameters : mapping
        By name, in the form of a recipe.
    axes : str or None
        Planes or volume.
    region : array (n, 2) or None
        Corners in the world of the part to run on.
    origin : Origin
        Which run this is.
    like : Layer or None
        The layer of the first input.
    keep_both : bool
        Whether an earlier result stays beside the new one.
    several : bool
        Whether it is one of the tasks for all selected layers.
    earlier : tuple of Watched
        Results of the same origin, which it may update.
    """

    operation: Operation
    inputs: Mapping[str, Any]
    parameters: Mapping[str, Any]
    axes: Axes | None
    region: NDArray[Any] | None
    origin: Origin
    like: Layer | None
    keep_both: bool = False
    several: bool = False
    earlier: tuple[Watched, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its outputs."""
        return tuple(self.origin.key(output.name) for output in self.operation.outputs)


@dataclass(frozen=True)
class Outcome:
    """What became of a task: results, or the text of the error."""

    task: Task
    results: tuple[Result, ...] = ()
    error: str = ""


def run_task(task: Task, job: Job) -> Outcome:
    """Return the outcome of a task; what the user can mend is part of it.

    Raises
    ------
    Cancelled
        If the job was stopped.
    """
    try:
        inputs = {name: _value(task, given, job) for name, given in task.inputs.items()}
        values = run(task.operation, inputs, task.parameters, axes=task.axes, job=job)
    except Cancelled:
        raise
    except DarkroomError as error:
        return Outcome(task, error=str(error))
    results = [_result(task, name, value, inputs) for name, value in values.items()]
    for layer in task.earlier:
        layer.look()
    return Outcome(task, tuple(results))


def _value(task: Task, given: Snapshot | Sequence[Snapshot] | None, job: Job) -> Any:
    if given is None:
        return None
    if isinstance(given, Sequence):
        return [_value(task, one, job) for one in given]
    value = given.value()
    return value if task.region is None else crop_to(value, task.region, Job(stop=job.stop))


def _result(task: Task, output: str, value: Value, inputs: Mapping[str, Any]) -> Result:
    operation = task.operation
    first = inputs[operation.inputs[0].name]
    source = task.like.name if task.like is not None else value.name
    title = operation.title if len(operation.outputs) == 1 else f"{operation.title} ({output})"
    record = {"operation": operation.reference, "parameters": dict(task.parameters)}
    if isinstance(value, Grid):
        value = replace(value, name=result_name(source, title))
    elif task.region is not None:
        value = replace(value, metadata={**value.metadata, PART: first.calibration})
    key, extent = task.origin.key(output), value_range(value)
    if not isinstance(value, Grid):
        return Result(value, key, record, extent, task.like)
    own = _unshared(value, inputs)
    layer_data = to_layer_data(own, {**record, "key": key}, _white(task, value, first))
    pixels = fingerprint(layer_data[0])
    return Result(value, key, record, extent, task.like, layer_data, pixels)


def _unshared(value: Grid, inputs: Mapping[str, Any]) -> Grid:
    """Return the value with pixels of its own, not those of an input: they can be painted on."""
    given = [g for one in inputs.values() for g in (one if isinstance(one, list) else [one])]
    shared = isinstance(value.data, np.ndarray) and any(
        isinstance(one, Grid)
        and isinstance(one.data, np.ndarray)
        and np.may_share_memory(value.data, one.data)
        for one in given
    )
    return replace(value, data=value.data.copy()) if shared else value


def _white(task: Task, value: Value, first: Any) -> int | None:
    if not (isinstance(value, Image) and value.rgb):
        return None
    return white_after(value, first, None if task.like is None else layer_white(task.like))
