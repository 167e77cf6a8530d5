"""Measuring again what a table from elsewhere was measured by: same columns, same images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from napari.layers import Layer

from napari_darkroom.batch.origin import Origin
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import DarkroomError, InputError
from napari_darkroom.core.values import Grid, Table
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.layers import taken_as
from napari_darkroom.plugin.request import Request
from napari_darkroom.plugin.snapshot import Snapshot
from napari_darkroom.plugin.table.marking import is_marking
from napari_darkroom.recipe.graph import main_input, root
from napari_darkroom.recipe.keys import make_keys
from napari_darkroom.recipe.model import Step

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

_MENU = "Layers › Measure › Measure objects"


def request_again(session: Session, layer: Layer, table: Table) -> Request:
    """Return the request that measures again, on a layer, what a table was measured by.

    Parameters
    ----------
    layer : Layer
        The labels as they are now.
    table : Table
        Of no step of the record.

    Raises
    ------
    InputError
        If it does not tell how it was measured, or an image that it was measured in is not open;
        what is needed is said.
    """
    origin = _origin(table)
    step = _measuring(origin, table)
    operation = find(step.op)
    first, *others = operation.inputs
    layers = {first.name: [layer]}
    for one in others:
        given = step.inputs.get(one.name, ())
        names = (given,) if isinstance(given, str) else given
        layers[one.name] = [_Search(session, origin, table).layer(name) for name in names]
    return Request(operation, layers, step.params, step.axes)


def _origin(table: Table) -> Origin:
    try:
        origin = Origin.of(Path(table.name or "The table"), table.metadata.get("provenance"))
    except DarkroomError as error:
        raise InputError(
            f"Nobody knows how this table was measured: {error} Measure the objects with {_MENU}, "
            "and choose there the image and the columns."
        ) from error
    if not origin.images:
        return origin
    raise InputError(
        f"This table was joined over {len(origin.images):,} images. Measure the objects of each "
        f"image anew with {_MENU}."
    )


def _measuring(origin: Origin, table: Table) -> Step:
    """Return the step that measured the objects; marks that were set on them are no measurement."""
    steps = {step.id: step for step in origin.recipe.steps}
    step = steps.get(root(origin.output))
    while step is not None and is_marking(step):
        step = steps.get(root(main_input(step)))
    if step is None or "labels" not in find(step.op).inputs[0].kinds:
        made = "" if step is None else f" It was made by “{find(step.op).title}”."
        raise InputError(
            f"{table.name or 'This table'} was not measured on labels alone.{made} Measure the "
            f"objects with {_MENU}, then do to their table what was done to this one."
        )
    return step


class _Search:
    """Looks for the layers that show what a table was measured in."""

    def __init__(self, session: Session, origin: Origin, table: Table) -> None:
        self._session, self._origin, self._table = session, origin, table

    def layer(self, name: str) -> Layer:
        """Return the layer that shows an input or a result of the recipe that made the table."""
        found = self._input(name) if name in self._origin.recipe.inputs else self._result(name)
        if found is not None:
            return found
        told = self._origin.inputs.get(name, {})
        what = told.get("file") or name
        which = f"the image {what}" if name in self._origin.recipe.inputs else f"the result {what}"
        raise InputError(
            f"{self._table.name or 'The table'} was measured in {which}, and no open layer has the "
            "same pixels. Open it or make it again, then press Measure again."
        )

    def _input(self, name: str) -> Layer | None:
        """Return the layer that has the digest that is told."""
        wanted = self._origin.inputs.get(name, {}).get("digest")
        kind = self._origin.recipe.inputs[name].kind
        for layer in reversed(self._session.viewer.layers) if wanted else ():
            if taken_as(layer, (kind,)) != kind:
                continue
            value = Snapshot.of(layer, (kind,)).value()
            if not (isinstance(value, Grid) and value.lazy) and digest(value) == wanted:
                return layer
        return None

    def _result(self, name: str) -> Layer | None:
        """Return the layer of the record that shows the same result of the same inputs."""
        told = self._origin.inputs
        digests = {one: about["digest"] for one, about in told.items() if "digest" in about}
        key = make_keys(self._origin.recipe.steps, digests).values.get(name)
        known = self._session.history.keys().values
        same = (reference for reference, other in known.items() if key and other == key)
        layers = (self._session.layer(reference) for reference in same)
        return next((one for one in layers if one is not None), None)
