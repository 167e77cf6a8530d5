"""The inputs of a saved session as sources and layers, read before the viewer is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from napari.layers import Layer

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.values import Grid, Image, Points, Shapes, Value
from napari_darkroom.plugin.layer_input import source_of
from napari_darkroom.plugin.layers import to_layer_data
from napari_darkroom.plugin.opened_file import open_again, options_of
from napari_darkroom.plugin.saved_view import SavedView
from napari_darkroom.plugin.view_state import FILE, FILE_READ, READER
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.saved import FileSource, Saved


class SavedInputs:
    """What a saved session reads.

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
        self.problems = [f"{one} The steps that read it wait." for one in saved.problems]
        self.sources: dict[str, Source] = {}
        self.layers: dict[str, Layer] = {}
        self.absent: dict[str, FileSource] = {}
        self.others: dict[int, Layer] = {}
        for name, file in saved.sources.items():
            self._open(name, file)
        for name, value in saved.data.items():
            self._add(name, layer_showing(value, name), {"manual": False})
        for name, value in saved.manual.items():
            self._add_manual(name, value, view)
        for number, told in view.files().items():
            self._open_other(number, told, folder)
        self._compare(view.digests)

    def _open(self, name: str, file: FileSource) -> None:
        try:
            layer = None if file.problem() else open_again(file.path, file.options)
        except DarkroomError as error:
            self.problems.append(f"Input {name}: {error} The steps that read it wait.")
            layer = None
        if layer is None:
            self.absent[name] = file
        else:
            self._add(name, layer, {"file": file.path})

    def _add_manual(self, name: str, value: Value, view: SavedView) -> None:
        if view.begun_with(name) is None:
            # Corrections: they are seen in what was corrected.
            self.sources[name] = Source(value, manual=True)
        else:
            self._add(name, layer_showing(value, name), {"manual": True})

    def _add(self, name: str, layer: Layer, told: Mapping[str, Any]) -> None:
        self.sources[name] = replace(source_of(layer), **told)
        self.layers[name] = layer

    def _open_other(self, number: int, told: Mapping[str, Any], folder: Path) -> None:
        options = options_of(told.get(READER), told.get(FILE_READ))
        try:
            self.others[number] = open_again(folder / str(told[FILE]), options)
        except DarkroomError as error:
            self.problems.append(f"A layer that no step reads is left out. {error}")

    def _compare(self, digests: Mapping[str, Any]) -> None:
        for name, source in self.sources.items():
            lazy = isinstance(source.value, Grid) and source.value.lazy
            if not lazy and digests.get(name, source.digest) != source.digest:
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
