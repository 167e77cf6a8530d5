"""A layer as an input of the record: its pixels as they are now, its file, the reader's choices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from napari.layers import Layer

from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.plugin.layers import READ, kind_of
from napari_darkroom.plugin.placement import RECORD
from napari_darkroom.plugin.snapshot import Snapshot
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.model import RecipeInput

_DRAWN = ("labels", "mask", "points", "shapes")


def source_of(layer: Layer) -> Source:
    """Return where an input comes from, with the layer's pixels as they are now.

    Raises
    ------
    InputError
        If Darkroom has no use for such a layer.
    """
    kind = kind_of(layer)
    if kind is None:
        raise InputError(
            f"{layer.name} is a {type(layer).__name__} layer: choose an Image, Labels, Points or "
            "Shapes layer."
        )
    value = Snapshot.of(layer, (kind,)).value()
    options = dict(layer.metadata.get(RECORD, {}).get(READ, {}))
    return Source(value, file_of(layer), options, manual=made_by_hand(layer))


def file_of(layer: Layer) -> Path | None:
    """Return the file that a layer was read from, None where there is none on this machine."""
    path = layer.source.path
    return Path(path) if path and Path(path).is_file() else None


def made_by_hand(layer: Layer) -> bool:
    """Whether somebody drew or painted what a layer shows: it came from no file and no sample."""
    drawn = kind_of(layer) in _DRAWN
    return file_of(layer) is None and layer.source.sample is None and drawn


def declared(source: Source) -> RecipeInput:
    """Return how a recipe declares an input."""
    return RecipeInput(
        kind=source.value.kind,
        channel=source.options.get("channel"),
        example="" if source.file is None else source.file.name,
    )


def same_source(known: Source, now: Source) -> bool:
    """Whether a layer still has what was taken of it; images changed in place are not seen here."""
    before, after = known.value, now.value
    if isinstance(before, Grid) and isinstance(after, Grid):
        return before.calibration == after.calibration and same_content(before, after)
    return same_content(before, after)


def same_content(one: Value, other: Value) -> bool:
    """Whether two values have the same pixels, wherever they lie, or are the same drawing."""
    if type(one) is not type(other):
        return False
    if not isinstance(one, Grid) or not isinstance(other, Grid):
        return digest(one) == digest(other)
    if one.data is other.data:
        return True
    if (one.shape, one.data.dtype, one.lazy) != (other.shape, other.data.dtype, other.lazy):
        return False
    # Of a lazy array another name stands for other pixels; it is not computed for this.
    return one.data.name == other.data.name if one.lazy else np.array_equal(one.data, other.data)
