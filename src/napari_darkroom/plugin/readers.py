"""Files that napari opens with Darkroom: every image in them as layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from napari_darkroom.core.values import Grid, Image
from napari_darkroom.io.formats import readable_suffixes
from napari_darkroom.io.read import read_all
from napari_darkroom.plugin.layers import LayerData, to_layer_data

Reader = Callable[[str | Sequence[str]], list[LayerData]]

# Light that adds up to white, and that most people tell apart.
_COLOURS = ("cyan", "magenta", "yellow", "green", "red", "blue")


def get_reader(path: str | Sequence[str]) -> Reader | None:
    """Return the function that opens `path`, None where a file is of no known format."""
    names = [path] if isinstance(path, str) else list(path)
    known = all(str(name).lower().endswith(readable_suffixes()) for name in names)
    return read_layers if known and names else None


def read_layers(path: str | Sequence[str]) -> list[LayerData]:
    """Return the layers of one or several files.

    Raises
    ------
    FileError
        If a file is missing, damaged or of an unknown format.
    """
    names = [path] if isinstance(path, str) else list(path)
    return [layer for name in names for value in read_all(name) for layer in as_layers(value)]


def as_layers(value: Grid) -> list[LayerData]:
    """Return a value as layers: one for each channel of an image that has several."""
    if not isinstance(value, Image) or "c" not in value.calibration.axes:
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
        whole = f"{image.name} {name}".strip()
        yield replace(image.channel(number), name=whole, channels=(name,))
