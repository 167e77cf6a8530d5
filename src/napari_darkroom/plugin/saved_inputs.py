"""The inputs of a saved session as sources and layers, read before the viewer is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from napari.layers import Layer

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.values import Grid, Image, Points, Shapes, Value
from napari_darkroom.plugin.layer_input import source_of
from napari_darkroom.plugin.layers import to_layer_data
from napari_darkroom.plugin.opened_file import open_again, options_of, reads_elsewhere
from napari_darkroom.plugin.saved_view import SavedView
from napari_darkroom.plugin.view_state import FILE, FILE_READ, READER
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.saved import FileSource, Saved
from napari_darkroom.tables.rows import read_rows


class SavedInputs:
    """What a saved session reads; to be made in any thread.

    What needs the main thread is left for `open_others`.

    Parameters
    ----------
    saved : Saved
    view : SavedView
    folder : Path
        Where the session lies.

    Attributes
    ----------
    sources : dict of str to Source
        The inputs that are there.
    layers : dict of str to Layer
        Those of them that had a layer; they belong to no viewer yet.
    absent : dict of str to FileSource
        The inputs whose files are missing or have changed.
    others : dict of int to Layer
        Layers that no step reads, by their number in the view.
    problems : list of str
        What cannot be brought back, and what is not as it was.
    """

    def __init__(self, saved: Saved, view: SavedView, folder: Path) -> None:
        self.saved, self.view, self._folder = saved, view, folder
        self.problems = [f"{one} The steps that read it wait." for one in saved.problems]
        self.problems += saved.lost
        self.sources: dict[str, Source] = {}
        self.layers: dict[str, Layer] = {}
        self.absent: dict[str, FileSource] = {}
        self.others: dict[int, Layer] = {}
        tables = {n for n, one in saved.recipe.inputs.items() if one.kind == "table"}
        for name, file in saved.sources.items():
            if name in saved.missing:
                self.absent[name] = file
            elif name in tables:
                self._open_table(name, file)
            elif reads_elsewhere(file.options):
                self._open(name, file)
        for name, value in saved.data.items():
            if name in tables:
                self.sources[name] = Source(value)
            else:
                self._add(name, layer_showing(value, name), {"manual": False})
        for name, value in saved.manual.items():
            self._add_manual(name, value, view)
        self._look_at_others(foreign=False)
        self._compare(self.sources)

    def open_others(self) -> None:
        """Open what was read by other plugins, whose readers may count on the main thread."""
        files = {n: one for n, one in self.saved.sources.items() if n not in self.saved.missing}
        left = {n: one for n, one in files.items() if not reads_elsewhere(one.options)}
        for name, file in left.items():
            self._open(name, file)
        self._look_at_others(foreign=True)
        self._compare(left)

    def _look_at_others(self, *, foreign: bool) -> None:
        for number, told in self.view.files().items():
            options = options_of(told.get(READER), told.get(FILE_READ))
            if foreign is not reads_elsewhere(options):
                self._open_other(number, self._folder / str(told[FILE]), options)

    def _open_table(self, name: str, file: FileSource) -> None:
        try:
            self.sources[name] = Source(read_rows(file.path), file.path)
        except DarkroomError as error:
            self.problems.append(f"Input {name}: {error} The steps that read it wait.")
            self.absent[name] = file

    def _open(self, name: str, file: FileSource) -> None:
        try:
            self._add(name, open_again(file.path, file.options), {"file": file.path})
        except DarkroomError as error:
            self.problems.append(f"Input {name}: {error} The steps that read it wait.")
            self.absent[name] = file

    def _add_manual(self, name: str, value: Value, view: SavedView) -> None:
        if view.begun_with(name) is None:
            # Corrections: they are seen in what was corrected.
            self.sources[name] = Source(value, manual=True)
        else:
            self._add(name, layer_showing(value, name), {"manual": True})

    def _add(self, name: str, layer: Layer, told: Mapping[str, Any]) -> None:
        self.sources[name] = replace(source_of(layer), **told)
        self.layers[name] = layer

    def _open_other(self, number: int, file: Path, options: Mapping[str, Any]) -> None:
        try:
            self.others[number] = open_again(file, options)
        except DarkroomError as error:
            self.problems.append(f"A layer that no step reads is left out. {error}")

    def _compare(self, names: Iterable[str]) -> None:
        digests = self.view.digests
        for name in sorted({*names} & {*self.sources} & {*digests}):
            source = self.sources[name]
            lazy = isinstance(source.value, Grid) and source.value.lazy
            if not lazy and digests[name] != source.digest:
                self.problems.append(
                    f"Input {name}: it is read otherwise now than when the session was saved; the "
                    "results are computed from it as it is now."
                )


def layer_showing(value: Value, name: str) -> Layer:
    """Return a layer that shows a value; what one can paint on is its own.

    Parameters
    ----------
    name : str
        What it is called where the value has no name.
    """
    if not isinstance(value, Grid | Points | Shapes):
        raise TypeError(f"{name} is a table: no layer shows it.")
    if isinstance(value, Grid) and not isinstance(value, Image):
        value = value.with_data(np.array(value.data))
    return Layer.create(*to_layer_data(replace(value, name=value.name or name)))
