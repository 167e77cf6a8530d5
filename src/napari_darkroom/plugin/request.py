"""From what a form says to the tasks of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from napari.layers import Layer

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.engine.plan import Axes
from napari_darkroom.plugin.layers import taken_as
from napari_darkroom.plugin.region import world_corners
from napari_darkroom.plugin.results import Origin
from napari_darkroom.plugin.snapshot import Snapshot
from napari_darkroom.plugin.task import Outcome, Task

if TYPE_CHECKING:
    from napari.components import LayerList


@dataclass(frozen=True)
class Request:
    """What the user has set.

    Attributes
    ----------
    operation : Operation
    layers : mapping of str to list of Layer
        The chosen layers by input; none for an optional input that is left out.
    parameters : mapping
        By name, in the form of a recipe.
    axes : str or None
        Planes or volume.
    keep_both : bool
        Whether an earlier result stays beside the new one.
    several : bool
        Whether it was asked for all selected layers.
    """

    operation: Operation
    layers: Mapping[str, Sequence[Layer]]
    parameters: Mapping[str, Any]
    axes: Axes | None
    keep_both: bool = False
    several: bool = False


def make_task(request: Request, shapes: Layer | None = None) -> Task:
    """Return the task of a request, with the layers as they are now.

    Parameters
    ----------
    shapes : Shapes layer, optional
        Whose shapes the run is kept to.
    """
    operation = request.operation
    present = [layer for layers in request.layers.values() for layer in layers]
    taken = {i.name: _given(i, request.layers[i.name]) for i in operation.inputs}
    origin = Origin(
        operation.id,
        tuple(str(layer.unique_id) for layer in present),
        "" if shapes is None else str(shapes.unique_id),
    )
    region = None if shapes is None else world_corners(shapes)
    like = present[0] if present else None
    return Task(
        operation=operation,
        inputs=taken,
        parameters=request.parameters,
        axes=request.axes,
        region=region,
        origin=origin,
        like=like,
        keep_both=request.keep_both,
        several=request.several,
    )


def on_region(request: Request, shapes: Layer | None) -> list[Task]:
    """Return the task for the region of a Shapes layer.

    Raises
    ------
    InputError
        If there is no such layer, or no shape in it.
    """
    if shapes is None:
        raise InputError("There is no Shapes layer. Add one, and draw around the region.")
    return [make_task(request, shapes)]


def on_selected(request: Request, layers: LayerList) -> list[Task]:
    """Return a task for every selected layer that fits the first input.

    Raises
    ------
    InputError
        If none fits.
    """
    first = request.operation.inputs[0]
    selected = [layer for layer in layers if layer in layers.selection]
    fitting = [layer for layer in selected if taken_as(layer, first.kinds) is not None]
    if not fitting:
        raise InputError(
            f"None of the selected layers fits {request.operation.title}. Select layers in the "
            "layer list; Ctrl or Shift adds more."
        )
    return [
        make_task(replace(request, layers={**request.layers, first.name: [layer]}))
        for layer in fitting
    ]


def _given(declared: Input, layers: Sequence[Layer]) -> Any:
    taken = [Snapshot.of(layer, declared.kinds) for layer in layers]
    if declared.many:
        return taken
    return taken[0] if taken else None


def error_text(outcome: Outcome) -> str:
    """Return the error of an outcome, with the layer's name where the run had several."""
    if not outcome.task.several or outcome.task.like is None:
        return outcome.error
    return f"{outcome.task.like.name}: {outcome.error}"
