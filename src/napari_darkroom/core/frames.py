"""The frames of a value: its planes or volumes, one for each time point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.values import Grid, Image

# The first axis of corrections painted on labels: before and after.
EDIT_AXIS = "edit"
RGB_NAMES = ("red", "green", "blue")


@dataclass(frozen=True)
class Frame:
    """One plane or volume.

    Attributes
    ----------
    keys : dict of str to int
        Index along every axis that is not spatial.
    pixels : array
        The pixels along the spatial axes, in native byte order.
    """

    keys: dict[str, int]
    pixels: NDArray[Any]


def spatial_axes(grid: Grid) -> tuple[str, ...]:
    """Return the names of the spatial axes of a grid, in its order."""
    return tuple(grid.calibration.axes[i] for i in grid.calibration.spatial)


def frame_indices(grid: Grid) -> Iterator[tuple[int | slice, ...]]:
    """Yield the index of each frame in the pixels of a grid: all along the spatial axes."""
    spatial = grid.calibration.spatial
    ranges = [
        [slice(None)] if i in spatial else range(length) for i, length in enumerate(grid.shape)
    ]
    yield from product(*ranges)


def frame_keys(grid: Grid, index: tuple[int | slice, ...]) -> dict[str, int]:
    """Return the index of a frame by the names of the axes that are not spatial."""
    named = zip(grid.calibration.axes, index, strict=True)
    return {name: at for name, at in named if not isinstance(at, slice)}


def frames(grid: Grid) -> Iterator[Frame]:
    """Yield the frames of a grid in the order of its axes, each computed when it is reached."""
    for index in frame_indices(grid):
        yield Frame(frame_keys(grid, index), as_native(np.asarray(grid.data[index])))


def channels_at(image: Image, keys: dict[str, int]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the channels of an image at the place `keys`: a name (empty for a grey one) and pixels.

    Parameters
    ----------
    keys : dict of str to int
        Index along axes; one that the image does not have is passed over.
    """
    for name, pixels in lazy_channels_at(image, keys):
        yield name, as_native(np.asarray(pixels))


def lazy_channels_at(image: Image, keys: dict[str, int]) -> Iterator[tuple[str, Any]]:
    """Yield the channels of an image as `channels_at` does, those of a lazy one uncomputed."""
    c = image.calibration
    index: list[Any] = [keys.get(name, slice(None)) for name in c.axes]
    walked = [i for i in range(c.ndim) if i not in c.spatial and c.axes[i] not in keys]
    for position in product(*(range(image.shape[i]) for i in walked)):
        for i, value in zip(walked, position, strict=True):
            index[i] = value
        named = [
            channel_name(image, c.axes[i], value) for i, value in zip(walked, position, strict=True)
        ]
        pixels = image.data[tuple(index)]
        if not image.rgb:
            yield "_".join(named), pixels
            continue
        for k, colour in enumerate(RGB_NAMES):
            yield "_".join([*named, colour]), pixels[..., k]


def pixels_at(grid: Grid, keys: dict[str, int]) -> NDArray[Any]:
    """Return the pixels of a frame; `keys` of axes that the grid does not have are passed over."""
    index = tuple(keys.get(name, slice(None)) for name in grid.calibration.axes)
    return as_native(np.asarray(grid.data[index]))


def channel_name(image: Image, axis: str, position: int) -> str:
    """Return the name of a channel: its own where known, else axis and index."""
    if axis == "c" and position < len(image.channels):
        return image.channels[position]
    return f"{axis}{position}"
