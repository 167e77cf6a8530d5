"""The images that objects are measured on: the channels of all of them, each with its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.frames import lazy_channels_at
from napari_darkroom.core.given_names import column_names, split_names
from napari_darkroom.core.values import Image, Labels
from napari_darkroom.ops.measure.checks import check_same_grid


@dataclass(frozen=True)
class Pixels:
    """One channel at a frame.

    Attributes
    ----------
    name : str
        What the channel is called in columns; empty where there is but one grey image.
    image : str
        Name of its image.
    data : array
        Along the spatial axes; those of a lazy image are not computed.
    """

    name: str
    image: str
    data: Any


@dataclass(frozen=True)
class Images:
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

    @classmethod
    def on_grid_of(
        cls, labels: Labels, given: Image | Sequence[Image] | None, names: str, owner: str
    ) -> Images:
        """Return what was given for images, and for their names with commas between them.

        Raises
        ------
        InputError
            If one of them does not lie on the grid of the labels.
        """
        images = [] if given is None else [given] if isinstance(given, Image) else list(given)
        for one in images:
            check_same_grid(owner, labels, one)
        return cls(images, split_names(names))

    def lazy_at(self, keys: Mapping[str, int]) -> list[Pixels]:
        """Return the channels of all images at a frame.

        Raises
        ------
        ParameterError
            If there are neither as many names as images nor as channels.
        """
        found = [list(lazy_channels_at(one, dict(keys))) for one in self.images]
        names = self._names([[name for name, _ in many] for many in found])
        flat = [
            (one.name, pixels)
            for one, many in zip(self.images, found, strict=True)
            for _, pixels in many
        ]
        return [Pixels(name, *one) for name, one in zip(names, flat, strict=True)]

    def at(self, keys: Mapping[str, int]) -> Iterator[tuple[str, NDArray[Any]]]:
        """Yield name and pixels of each channel, computed when it is reached."""
        for one in self.lazy_at(keys):
            yield one.name, as_native(np.asarray(one.data))

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
