"""Files that napari opens with Darkroom: every image in them as layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Grid, Image
from napari_darkroom.io.formats import readable_suffixes
from napari_darkroom.io.read import read_all
from napari_darkroom.plugin.layers import READ, LayerData, to_layer_data
from napari_darkroom.plugin.placement import (
    RECORD,
    calibration_of,
    has_no_place,
    placed,
    shown_at,
)
from napari_darkroom.plugin.table_reader import get_table_reader

if TYPE_CHECKING:
    from napari.layers import Layer

Reader = Callable[[str | Sequence[str]], list[LayerData]]

# Light that adds up to white, and that most people tell apart.
_COLOURS = ("cyan", "magenta", "yellow", "green", "red", "blue")


def get_reader(path: str | Sequence[str]) -> Reader | None:
    """Return the function that opens `path`, None where a file is of no known format or a table."""
    names = [path] if isinstance(path, str) else list(path)
    known = all(str(name).lower().endswith(readable_suffixes()) for name in names)
    return read_layers if known and names and get_table_reader(names) is None else None


def read_layers(path: str | Sequence[str]) -> list[LayerData]:
    """Return the layers of one or several files.

    A kymograph, which has no place among images, lies beside those that are shown already.

    Raises
    ------
    FileError
        If a file is missing, damaged or of an unknown format.
    """
    names = [path] if isinstance(path, str) else list(path)
    layers = [layer for name in names for layer in _file_layers(str(name))]
    like = _shown_grid()
    return layers if like is None else [_beside(layer, like) for layer in layers]


def _shown_grid() -> Layer | None:
    """Return the topmost layer of pixels in the viewer that files are opened in."""
    from napari import current_viewer
    from napari.layers import Image as ImageLayer
    from napari.layers import Labels as LabelsLayer

    viewer = current_viewer()
    shown = () if viewer is None else reversed(viewer.layers)
    return next((one for one in shown if isinstance(one, ImageLayer | LabelsLayer)), None)


def _beside(layer: LayerData, like: Layer) -> LayerData:
    data, attributes, layer_type = layer
    if layer_type not in ("image", "labels"):
        return layer
    calibration = calibration_of(attributes, len(attributes["scale"]))
    if not has_no_place(calibration):
        return layer
    return data, placed(attributes, shown_at(calibration, like)), layer_type


def read_layer(path: str, read: Mapping[str, Any]) -> LayerData:
    """Return one layer of a file.

    Parameters
    ----------
    read : mapping
        What such a layer remembers of it (`plugin.layers.READ`): the image and the channel.

    Raises
    ------
    FileError
        If the file cannot be read, or has no such image or channel.
    """
    known = [(_read_of(layer), layer) for layer in _file_layers(path)]
    for choice, layer in known:
        if choice == dict(read):
            return layer
    there = ", ".join(str(choice or "the whole") for choice, _ in known)
    raise FileError(f"{path} has no layer {dict(read)}. There are: {there}.")


def _read_of(layer: LayerData) -> dict[str, Any]:
    return dict(layer[1]["metadata"][RECORD].get(READ, {}))


def _file_layers(path: str) -> Iterator[LayerData]:
    """Yield the layers of a file; each remembers which image and channel of it it shows."""
    values = read_all(path)
    for number, value in enumerate(values):
        several = {"image": number} if len(values) > 1 else {}
        for layer, channel in zip(as_layers(value), _choices(value), strict=True):
            read = several | ({} if channel is None else {"channel": channel})
            if read:
                layer[1]["metadata"][RECORD][READ] = read
            yield layer


def _choices(value: Grid) -> list[int | str | None]:
    """Return what takes each channel of a value: its name where the file tells one."""
    if not _splits(value) or not isinstance(value, Image):
        return [None]
    count = value.shape[value.calibration.axes.index("c")]
    names = value.channels
    told = len(names) == count == len({*names, ""} - {""})
    return [*names] if told else [*range(count)]


def _splits(value: Grid) -> bool:
    return isinstance(value, Image) and "c" in value.calibration.axes


def as_layers(value: Grid) -> list[LayerData]:
    """Return a value as layers: one for each channel of an image that has several."""
    if not isinstance(value, Image) or not _splits(value):
        return [to_layer_data(value)]
    layers = []
    for number, channel in enumerate(_channels(value)):
        data, attributes, layer_type = to_layer_data(channel)
        look: dict[str, Any] = {
            "colormap": _COLOURS[number % len(_COLOURS)],
            "blending": "additive",
        }
        layers.append((data, attributes | look, layer_type))
    return layers


def _channels(image: Image) -> Iterator[Image]:
    for number in range(image.shape[image.calibration.axes.index("c")]):
        known = number < len(image.channels)
        name = image.channels[number] if known else f"channel {number + 1}"
        # The same value as `read(path, channel=...)` gives.
        yield replace(image.channel(number), name=f"{image.name} {name}".strip())
