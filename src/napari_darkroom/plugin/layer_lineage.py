"""A layer as a value that knows how it was made, for who works with layers in the console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from napari.layers import Layer

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.fingerprint import fingerprint, pixel_mark
from napari_darkroom.core.lineage import FileState, Given, Lineage
from napari_darkroom.core.values import Grid, Table, Value
from napari_darkroom.plugin.layer_input import file_of
from napari_darkroom.plugin.layers import MARK, READ, check_whole, to_value
from napari_darkroom.plugin.placement import RECORD
from napari_darkroom.recipe.lineage import lineage_told
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.writing import PROVENANCE


def value_of(layer: Layer) -> Value:
    """Return a layer as a value; a result of the window knows the steps that made it.

    What came from a file knows the file. Pixels that were changed since are told by their digest
    where something is made of them.

    Raises
    ------
    InputError
        If it is no layer of images, labels, points or shapes, or one frame alone is up to date.
    """
    check_whole(str(layer.name), layer.metadata)
    value = to_value(layer)
    return replace(value, lineage=_result(layer, value) or _file(layer, value))


def _result(layer: Layer, value: Value) -> Lineage | None:
    record, told = layer.metadata.get(RECORD, {}), layer.metadata.get(PROVENANCE)
    if MARK not in record or not isinstance(told, Mapping) or type(value) is Table:
        return None
    own = pixel_mark(value) if isinstance(value, Grid) else fingerprint(value)
    same = own == record[MARK]
    try:
        recipe = Recipe.of(told["recipe"], f"the record of {layer.name}")
    except DarkroomError:
        # Its operation has been declared anew since: nobody knows any more what it was.
        return None
    mark = fingerprint(value) if same else ""
    return lineage_told(recipe, str(told["output"]), told["inputs"], mark)


def _file(layer: Layer, value: Value) -> Lineage | None:
    file, read = file_of(layer), dict(layer.metadata.get(RECORD, {}).get(READ, {}))
    channel = read.pop("channel", None)
    # Of a file with several images a recipe knows the first alone.
    if file is None or read.get("image"):
        return None
    return Given(
        value.kind,
        fingerprint(value),
        name=value.name,
        file=file.name,
        channel=channel,
        state=FileState.of(file),
    )
