"""What a form asks for: an operation, its layers and parameters, and what it is run on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from napari.layers import Layer

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.plan import Axes
from napari_darkroom.plugin.layers import taken_as

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
        Planes, volume or stack; None for the usual.
    tables : mapping of str to str
        What names the chosen table of an input in the record, by input.
    region : Layer or None
        The Shapes layer around whose shapes the inputs are cut.
    keep_both : bool
        Whether an earlier result stays beside the new one.
    insert : bool
        Whether what read the first input reads the result instead.
    step : str
        The step that the form has run before, empty for none.
    """

    operation: Operation
    layers: Mapping[str, Sequence[Layer]]
    parameters: Mapping[str, Any]
    axes: Axes | None = None
    tables: Mapping[str, str] = field(default_factory=dict)
    region: Layer | None = None
    keep_both: bool = False
    insert: bool = False
    step: str = ""

    def with_options(self, **options: Any) -> Request:
        """Return the request with other options: ``keep_both``, ``insert``, ``step``."""
        return replace(self, **options)


def on_region(request: Request, shapes: Layer | None) -> Request:
    """Return the request kept to the region of a Shapes layer.

    Raises
    ------
    InputError
        If there is no such layer.
    """
    if shapes is None:
        raise InputError("There is no Shapes layer. Add one, and draw around the region.")
    return replace(request, region=shapes)


def on_selected(request: Request, layers: LayerList) -> list[Request]:
    """Return a request for every selected layer that fits the first input.

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
        replace(request, layers={**request.layers, first.name: [layer]}, step="")
        for layer in fitting
    ]
