"""Reading the file of an input again, as it was read when its layer was opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from napari.layers import Layer
from napari.layers._source import layer_source

from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.plugin.layer_input import source_of
from napari_darkroom.plugin.layers import LayerData
from napari_darkroom.plugin.manifest import NAME
from napari_darkroom.plugin.placement import place_of
from napari_darkroom.plugin.readers import read_layer
from napari_darkroom.tables.rows import read_rows

# Told beside the image and the channel: another reader, the number of the layer among those that it
# gives, and where somebody has put the layer by hand.
_READER, _NUMBER, _PLACE = "reader", "layer", "place"
_BUILT_IN = "napari"


def open_again(path: Path, options: Mapping[str, Any]) -> Layer:
    """Return the layer of a file that `reading_options` told; it belongs to no viewer yet.

    Raises
    ------
    FileError
        If the file cannot be read, or has no such image, channel or layer.
    """
    told = dict(options)
    reader, place = str(told.pop(_READER, NAME)), told.pop(_PLACE, {})
    if reader == NAME:
        data, attributes, layer_type = read_layer(str(path), told)
    else:
        data, attributes, layer_type = _other(path, reader, told.get(_NUMBER, 0))
    with layer_source(path=str(path), reader_plugin=reader):
        return Layer.create(data, {**attributes, **place}, layer_type)


@dataclass(frozen=True)
class Reading:
    """How a layer was read and lies, as told in the main thread for another one.

    Attributes
    ----------
    reader : str
        The plugin that read it.
    place : mapping or None
        Where it lies.
    """

    reader: str = NAME
    place: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, layer: Layer | None) -> Reading:
        """Return how a layer was read; None for an input that has none."""
        if layer is None:
            return cls()
        return cls(str(layer.source.reader_plugin or NAME), _plain_place(layer))

    @property
    def foreign(self) -> bool:
        """Whether another plugin has read it, which may count on the main thread."""
        return is_foreign(self.reader)


def is_foreign(reader: object) -> bool:
    """Whether a reader is of a plugin other than Darkroom and napari."""
    return reader not in (NAME, _BUILT_IN)


def reads_elsewhere(options: Mapping[str, Any]) -> bool:
    """Whether a file may be opened again in any thread, as far as `reading_options` tell."""
    return not is_foreign(options.get(_READER, NAME))


def reading_options(
    path: Path, read: Mapping[str, Any], value: Value, reading: Reading
) -> dict[str, Any] | None:
    """Return all that has to be told of a file for an input to be read again from it.

    None where the file does not hold what the input has: its pixels were changed since, or nobody
    knows which reader opened it.

    Parameters
    ----------
    read : mapping
        The image and the channel, where Darkroom has opened a file with several.
    value : value
        What the input has.
    reading : Reading
        Of the layer of the input.
    """
    if value.kind == "table":
        return {} if _same(read_rows(path), value) else None
    for known in _choices(path, read, reading.reader):
        for place in ({}, {} if reading.place is None else {_PLACE: dict(reading.place)}):
            if _same(source_of(open_again(path, known | place)).value, value):
                return known | place
    return None


def options_of(reader: Any, read: Any) -> dict[str, Any]:
    """Return what is told of a file of which only its reader and the reader's choices are known."""
    if reader and reader != NAME:
        return {_READER: str(reader)}
    return dict(read) if isinstance(read, Mapping) else {}


def _choices(path: Path, read: Mapping[str, Any], reader: str) -> Iterator[dict[str, Any]]:
    if reader == NAME:
        yield dict(read)
        return
    for number in range(len(_all_of(path, reader))):
        yield {_READER: reader, _NUMBER: number}


def _other(path: Path, reader: str, number: Any) -> LayerData:
    found = _all_of(path, reader)
    if not isinstance(number, int) or not 0 <= number < len(found):
        raise FileError(f"{path} has {len(found)} layers, and number {number!r} is asked for.")
    given = tuple(found[number])
    # A reader may leave out the attributes, and the type of an image.
    data, attributes, layer_type = given + ({}, "image")[len(given) - 1 :]
    return data, dict(attributes), str(layer_type)


def _all_of(path: Path, reader: str) -> list[Any]:
    from napari.plugins.io import read_data_with_plugins

    try:
        found, _ = read_data_with_plugins([str(path)], reader, stack=False)
    except (ValueError, OSError) as error:
        raise FileError(f"{path} was opened with {reader}, which fails now: {error}") from error
    return list(found or [])


def _plain_place(layer: Layer) -> dict[str, Any]:
    """Return where a layer lies as plain values."""
    return {
        name: value.tolist() if hasattr(value, "tolist") else list(map(str, value))
        for name, value in place_of(layer).items()
    }


def _same(found: Value, value: Value) -> bool:
    """Whether two values are the same; of lazy ones as far as that is known without computing."""
    if isinstance(found, Grid) and isinstance(value, Grid) and (found.lazy or value.lazy):
        same_type = (found.kind, found.shape, found.dtype) == (value.kind, value.shape, value.dtype)
        return same_type and found.calibration == value.calibration
    return digest(found) == digest(value)
