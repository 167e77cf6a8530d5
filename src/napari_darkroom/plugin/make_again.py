"""Making a result that was opened once more in the window, and comparing the two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from napari.layers import Layer
from napari.layers._source import layer_source
from qtpy.QtCore import QObject, Signal

from napari_darkroom.batch.locate import Found, Search
from napari_darkroom.batch.verify import Verdict, changed_here, judge
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import DarkroomError, FileError
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.plugin.adopt import Given, adopt, has_layer
from napari_darkroom.plugin.layers import READ, taken_as
from napari_darkroom.plugin.manifest import NAME
from napari_darkroom.plugin.origin import LayerOrigin
from napari_darkroom.plugin.placement import RECORD
from napari_darkroom.plugin.saved_inputs import layer_showing
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.snapshot import Snapshot
from napari_darkroom.recipe.graph import root
from napari_darkroom.recipe.manual import needed
from napari_darkroom.recipe.model import RecipeInput
from napari_darkroom.recipe.run import as_input

Ask: TypeAlias = Callable[[str], Path | None]


class MakingAgain(QObject):
    """Makes one result again; it ends when that is told.

    Parameters
    ----------
    session : Session
        Of the window in which it is made.
    origin : LayerOrigin
        The result.
    ask : callable
        Asks for the folder that an input is in, called with what is missing; None gives up.
    """

    told = Signal(object)
    """The verdict."""
    failed = Signal(str)
    """Why it could not be made."""
    _compared = Signal(object)

    def __init__(self, session: Session, origin: LayerOrigin, ask: Ask) -> None:
        super().__init__(session)
        self._session = session
        self._layer_origin = origin
        self._origin = origin.read()
        self._ask = ask
        self._folder: Path | None = None
        self._steps: dict[str, str] = {}
        self._compared.connect(self._end)

    def begin(self) -> bool:
        """Find the inputs, open them and run the steps; return whether all were found.

        Raises
        ------
        DarkroomError
            If an input cannot be taken.
        """
        begun = False
        try:
            given = self._given()
            if given is not None:
                self._run(given)
                begun = True
        finally:
            if not begun:
                self.deleteLater()
        return begun

    def _given(self) -> Given | None:
        """Return the inputs, those from files as layers of the viewer; None where one is missing.

        Of what was made by hand only that is needed which had a say.
        """
        layers, manual, opened = dict[str, Layer](), dict[str, Value](), list[Layer]()
        for name in needed(self._origin.recipe):
            declared = self._origin.recipe.inputs[name]
            layer = self._open_layer(name, declared)
            found = self._find(name, declared) if layer is None else None
            if found is not None and not has_layer(found.value):
                manual[name] = found.value
                continue
            if found is not None:
                layer = _layer(name, declared, found)
                opened.append(layer)
            if layer is None:
                return None
            layers[name] = layer
        self._session.viewer.layers.extend(opened)
        return Given(layers, manual)

    def _open_layer(self, name: str, declared: RecipeInput) -> Layer | None:
        """Return the open layer that has the digest that is told."""
        wanted = self._origin.inputs.get(name, {}).get("digest")
        for layer in self._session.viewer.layers:
            if wanted and taken_as(layer, (declared.kind,)) == declared.kind:
                value = Snapshot.of(layer, (declared.kind,)).value()
                lazy = isinstance(value, Grid) and value.lazy
                if not lazy and digest(value) == wanted:
                    return layer
        return None

    def _find(self, name: str, declared: RecipeInput) -> Found | None:
        """Return an input from its file; where it is not found, from the folder that is named."""
        if name not in self._origin.inputs:
            raise FileError(f"{self._layer_origin.name} does not tell what its input {name} was.")
        while True:
            try:
                search = Search.around(self._layer_origin.name, self._folder)
                found = search.find(name, declared, self._origin.inputs[name])
                return replace(found, value=as_input(name, declared, found.value))
            except FileError as error:
                folder = self._ask(_without_option(str(error)))
                if folder is None:
                    return None
                self._folder = folder

    def _run(self, given: Given) -> None:
        self._session.settled.connect(self._settled)
        self._session.failed.connect(self._step_failed)
        self._steps = adopt(self._session, self._origin.recipe, given)
        self._session.promises.tell_of([self._result])

    @property
    def _result(self) -> str:
        return self._steps[root(self._origin.output)]

    def _settled(self, step: str) -> None:
        if self._steps and step == self._result:
            _, point, output = self._origin.output.partition(".")
            value = self._session.scheduler.value(f"{step}{point}{output}")
            if value is not None:
                self._leave()
                made = value
                self._session.scheduler.in_background(lambda: self._compare(made))

    def _compare(self, made: Value) -> None:
        """Compare the two; in a thread of the pool."""
        told = self._layer_origin
        try:
            changed = list(changed_here(self._origin))
            outcome: object = judge(told.name, self._origin, told.stored(), made, changed)
        except DarkroomError as error:
            outcome = str(error)
        self._compared.emit(outcome)

    def _end(self, outcome: object) -> None:
        layers = self._session.viewer.layers
        if self._layer_origin.layer in layers:
            # What was asked about, not what was made on the way.
            layers.selection.active = self._layer_origin.layer
        if isinstance(outcome, Verdict):
            self.told.emit(outcome)
        else:
            self.failed.emit(str(outcome))
        self.deleteLater()

    def _step_failed(self, step: str, reason: str) -> None:
        if step in self._steps.values():
            self._leave()
            self._end(f"{self._session.title(step)} failed: {reason}")

    def _leave(self) -> None:
        self._session.settled.disconnect(self._settled)
        self._session.failed.disconnect(self._step_failed)


def _layer(name: str, declared: RecipeInput, found: Found) -> Layer:
    """Return a layer of an input that tells its file, as one that was opened in napari does."""
    if declared.manual is not None:
        return layer_showing(found.value, name)
    with layer_source(path=str(found.path), reader_plugin=NAME):
        layer = layer_showing(found.value, name)
    if declared.channel is not None:
        layer.metadata[RECORD][READ] = {"channel": declared.channel}
    return layer


def _without_option(text: str) -> str:
    """Return a message without what only the command line has."""
    return text.replace(": --inputs DIR.", ".")
