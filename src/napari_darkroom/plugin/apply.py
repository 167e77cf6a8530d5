"""Running an operation on layers from napari's console, recorded as if it were clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import QEventLoop

from napari_darkroom.core.errors import DarkroomError, InputError, ParameterError, choices
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Table
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.display import outputs
from napari_darkroom.plugin.request import Request
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.plugin.table_given import reference_to
from napari_darkroom.tables.frame import as_frame

if TYPE_CHECKING:
    import pandas as pd
    from napari import Viewer


def apply(
    viewer: Viewer, operation: str | Operation, *inputs: Layer | Table | pd.DataFrame, **given: Any
) -> Any:
    """Run an operation on layers and tables; it becomes a step of the viewer's history.

    The window answers while it runs.

    Parameters
    ----------
    viewer : Viewer
        Where the layers are, and the results are shown.
    operation : str
        Its id: ``filters.gaussian``.
    *inputs : Layer, Table or DataFrame
        The inputs in the order of the operation, or by name among `given`; several as a list.
        A table that a step has given is known again; any other becomes an input of the history.
    **given
        Inputs and parameters by name; ``axes`` ("planes", "volume" or "stack") beside them.

    Returns
    -------
    Layer or DataFrame
        The layer that shows the result, or the table; a tuple of them for several results.

    Raises
    ------
    DarkroomError
        If something given does not fit, or the operation fails.

    Examples
    --------
    >>> blurred = apply(viewer, "filters.gaussian", viewer.layers["dna"], sigma=2)  # doctest: +SKIP
    >>> mask = apply(viewer, "threshold.otsu", blurred)  # doctest: +SKIP
    """
    found = find(_checked(viewer, operation))
    session = Session.of(viewer)
    axes = given.pop("axes", None)
    by_name = _by_name(found, inputs, given)
    tables = {one.name for one in found.inputs if one.kinds == ("table",)}
    request = Request(
        found,
        _layers(found, {name: one for name, one in by_name.items() if name not in tables}),
        found.canonical(given),
        axes,
        {name: reference_to(session, by_name[name]) for name in tables & by_name.keys()},
        keep_both=True,
    )
    (step,) = session.run([request])
    error = _wait(session, step)
    if error:
        raise DarkroomError(error if error.startswith(found.id) else f"{found.id}: {error}")
    results = [_result(session, one) for one in outputs(session.history.graph.step(step))]
    return results[0] if len(results) == 1 else tuple(results)


def _checked(viewer: object, operation: str | Operation) -> str | Operation:
    """Return the operation that is asked for, if the viewer is one and it may be."""
    if not hasattr(viewer, "window") or not isinstance(operation, str | Operation):
        raise InputError(
            "Give the viewer first, then the operation and its layers: "
            'dr.apply(viewer, "filters.gaussian", layer, sigma=2).'
        )
    return operation


def _by_name(operation: Operation, inputs: Sequence[Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return what is given for each input; what is given by name is taken out of that."""
    names = [one.name for one in operation.inputs]
    if len(inputs) > len(names):
        raise ParameterError(
            f"{operation.id} takes {len(names)} input(s) ({', '.join(names)}), and {len(inputs)} "
            "were given; give parameters by name."
        )
    by_name = dict(zip(names, inputs, strict=False))
    return by_name | {name: given.pop(name) for name in names if name in given}


def _layers(operation: Operation, by_name: Mapping[str, Any]) -> Mapping[str, Sequence[Layer]]:
    """Return the layers of each input."""
    names = [one.name for one in operation.inputs]
    listed = {name: one if isinstance(one, Sequence) else [one] for name, one in by_name.items()}
    for name, found in listed.items():
        for one in found:
            if not isinstance(one, Layer):
                raise InputError(
                    f"{operation.id}: {name} must be a layer of the viewer, not "
                    f"{type(one).__name__}. {choices(names, name)}"
                )
    return {name: listed.get(name, []) for name in names}


def _wait(session: Session, step: str) -> str:
    """Handle events until a step is done; return its error, empty where it has none."""
    loop, errors = QEventLoop(), list[str]()

    def settled(one: str) -> None:
        if one == step:
            loop.quit()

    def failed(one: str, reason: str) -> None:
        if one == step:
            errors.append(reason)
            loop.quit()

    session.settled.connect(settled)
    session.failed.connect(failed)
    session.promises.tell_of([step])
    try:
        loop.exec()
    finally:
        session.settled.disconnect(settled)
        session.failed.disconnect(failed)
    return "".join(errors)


def _result(session: Session, reference: str) -> Any:
    layer = session.layer(reference)
    if layer is not None:
        return layer
    value = session.scheduler.value(reference)
    if isinstance(value, Table):
        return as_frame(value)
    tables = [tables_of(one) for one in session.viewer.layers]
    return next((found[reference] for found in tables if reference in found), value)
