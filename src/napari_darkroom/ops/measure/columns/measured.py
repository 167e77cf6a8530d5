"""The images that objects are measured on: the channels of all of them, each with its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.frames import lazy_channels_at
from napari_darkroom.core.given_names import column_names
from napari_darkroom.core.values import Image
from napari_darkroom.ops.measure.columns.channel import Channel, Name
from napari_darkroom.ops.measure.columns.objects import Objects


@dataclass(frozen=True)
class Measured:
    """Images on one grid.

    Attributes
    ----------
    images : sequence of Image
        None, one or several.
    names : sequence of str
        One an image or one a channel; none where they have their own.
    """

    images: Sequence[Image]
    names: Sequence[str] = ()

    def channels(self, objects: Objects, keys: dict[str, int]) -> Iterator[Channel]:
        """Yield the channels of all images at a frame, as they are needed.

        Raises
        ------
        ParameterError
            If there are neither as many names as images nor as channels.
        """
        found = [list(lazy_channels_at(one, keys)) for one in self.images]
        flat = [
            (one, pixels)
            for one, many in zip(self.images, found, strict=True)
            for _, pixels in many
        ]
        names = self._names([[name for name, _ in many] for many in found])
        for position, ((image, pixels), name) in enumerate(zip(flat, names, strict=True)):
            yield Channel(objects, pixels, Name(name, image.name, position, len(flat) > 1))

    def _names(self, own: Sequence[Sequence[str]]) -> list[str]:
        """Return the name of every channel: empty for that of a single grey image."""
        flat = [name for many in own for name in many]
        given = list(self.names)
        if given and len(given) == len(flat):
            return column_names(given)
        if given and len(given) != len(own):
            raise ParameterError(_misfit(given, len(own), len(flat)))
        if not given and len(own) < 2:
            return flat
        images = column_names(given or [one.name for one in self.images])
        named = zip(images, own, strict=True)
        return ["_".join(filter(None, [image, name])) for image, many in named for name in many]


def _misfit(given: Sequence[Any], images: int, channels: int) -> str:
    expected = f"{images}" if images == channels else f"{images} (images) or {channels} (channels)"
    names = ", ".join(map(str, given))
    return (
        f"image_names = {names}: {len(given)} given, {expected} needed. Give one name for each "
        "image, with commas between them, or leave it empty."
    )
