"""Which pixels of a frame are measured together: those of an object, or all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.frames import RGB_NAMES, channel_name, frames, pixels_at
from napari_darkroom.core.values import Grid, Image, Labels, Mask
from napari_darkroom.ops.measure.checks import check_grid, check_same_grid
from napari_darkroom.ops.measure.columns.rows import row_parts
from napari_darkroom.ops.measure.per_object import whole_numbers

if TYPE_CHECKING:
    import pandas as pd

Cells = dict[str, Any]


@dataclass(frozen=True)
class Groups:
    """The groups of one frame.

    Attributes
    ----------
    ids : array of int or None
        The numbers of the objects, None where there are none and all pixels are one group.
    shape : tuple of int
        That of the frame.
    drawn : array of int32 or None
        The group of each pixel, None where all are in one.
    """

    ids: NDArray[Any] | None
    shape: tuple[int, ...]
    drawn: NDArray[np.int32] | None

    @cached_property
    def index(self) -> NDArray[np.int32]:
        """The group of each pixel, from 0; -1 for what is left out."""
        return np.zeros(self.shape, np.int32) if self.drawn is None else self.drawn

    @property
    def count(self) -> int:
        """Number of groups."""
        return 1 if self.ids is None else len(self.ids)

    @property
    def cells(self) -> Cells:
        """The key cells of a row a group: the numbers, where there are any."""
        return {} if self.ids is None else {"label": self.ids}


@dataclass
class Grouping:
    """Which objects and which mask say what is measured together, frame by frame.

    Attributes
    ----------
    labels : Labels or None
        The objects; without them all pixels are one group.
    mask : Mask or None
        The pixels that count.
    """

    labels: Labels | None = None
    mask: Mask | None = None
    _last: tuple[Any, Groups] | None = None

    def at(self, keys: dict[str, int], shape: tuple[int, ...]) -> Groups:
        """Return the groups of the frame at `keys`; those of one place are found once."""
        own = [one for one in (self.labels, self.mask) if one is not None]
        place = {name: at for name, at in keys.items() for one in own if name in _axes(one)}
        if self._last is None or self._last[0] != place:
            self._last = (place, _groups(keys, shape, self.labels, self.mask))
        return self._last[1]


def _axes(grid: Grid) -> tuple[str, ...]:
    return grid.calibration.axes


def _groups(
    keys: dict[str, int], shape: tuple[int, ...], labels: Labels | None, mask: Mask | None
) -> Groups:
    ids, index = None, None if mask is None else np.zeros(shape, dtype=np.int32)
    if labels is not None:
        from napari_darkroom.kernels.runs import find_runs

        pixels = pixels_at(labels, keys)
        runs = find_runs(row_parts(pixels), (1,) * (3 - pixels.ndim) + pixels.shape)
        ids, index = whole_numbers(runs.ids), runs.index().reshape(pixels.shape)
        index -= 1
    if mask is not None and index is not None:
        index[~pixels_at(mask, keys)] = -1
    return Groups(ids, shape, index)


def check_measured(owner: str, image: Grid, *others: Grid | None) -> None:
    """Raise `InputError` unless all others have the pixels of the image, and no axis beside."""
    check_grid(owner, image)
    for other in [one for one in others if one is not None]:
        check_same_grid(owner, other, image)
        axes = [name for name in other.calibration.axes if name != "c" or other.kind != "image"]
        foreign = [name for name in axes if name not in image.calibration.axes]
        if foreign:
            raise InputError(
                f"{owner}: the {other.kind} has the axis {foreign[0]} and the image has only "
                f"{', '.join(image.calibration.axes)}. Take one index of it with geometry.crop."
            )


@dataclass(frozen=True)
class Channel:
    """One channel or colour of one frame.

    Attributes
    ----------
    keys : dict of str to int
        Index along every axis that is neither spatial nor the channels'.
    place : dict of str to int
        The same, with the index of the channel.
    name : str or None
        Name of the channel; None where the image has but one.
    pixels : array
        The pixels along the spatial axes.
    """

    keys: dict[str, int]
    place: dict[str, int]
    name: str | None
    pixels: NDArray[Any]

    def cells(self, count: int) -> Cells:
        """Return the key cells of `count` rows."""
        found: Cells = {name: np.full(count, at, np.int64) for name, at in self.keys.items()}
        return found if self.name is None else found | {"channel": text_cells(self.name, count)}


def each_channel(image: Image) -> Iterator[Channel]:
    """Yield the channels and colours of the frames of an image, in the order of its axes."""
    for frame in frames(image):
        keys = {name: at for name, at in frame.keys.items() if name != "c"}
        name = channel_name(image, "c", frame.keys["c"]) if "c" in frame.keys else None
        if not image.rgb:
            yield Channel(keys, frame.keys, name, frame.pixels)
            continue
        for k, colour in enumerate(RGB_NAMES):
            full = colour if name is None else f"{name}_{colour}"
            yield Channel(keys, frame.keys, full, as_native(frame.pixels[..., k]))


def check_grey(owner: str, *images: Image) -> None:
    """Raise `InputError` if one of the images is in colours."""
    for one in images:
        if one.rgb:
            raise InputError(
                f"{owner}: {one.name or 'an input'} is an RGB image. Take its colours apart, or "
                "convert it with color.to_gray."
            )


def pair_cells(one: Channel, other: str, count: int) -> Cells:
    """Return the key cells of rows on a channel and another one, whose name may be empty."""
    found: Cells = {name: np.full(count, at, np.int64) for name, at in one.keys.items()}
    names = {"channel_1": one.name or "", "channel_2": other}
    return found | {name: text_cells(text, count) for name, text in names.items() if text}


def key_column(name: str) -> Column:
    """Return what a key column means."""
    known = {
        "t": Column("Index of the frame, counted from 0."),
        "label": Column("Number of the object in the label image."),
        "channel": Column("Name or index of the channel."),
        "channel_1": Column("Channel of the first image."),
        "channel_2": Column("Channel of the other image."),
    }
    return known.get(name) or Column(f"Index along the axis {name}, counted from 0.")


def text_cells(text: str, count: int) -> list[str]:
    """Return the same text for every row."""
    return [text] * count


def stacked(parts: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the rows of some parts under each other; a list holds texts, an array numbers."""
    import pandas as pd

    def column(name: str) -> Any:
        cells = [part[name] for part in parts]
        if isinstance(cells[0], list):
            # With its type, also where there are no rows.
            return pd.Series([text for one in cells for text in one], dtype="str")
        return cells[0] if len(cells) == 1 else np.concatenate(cells)

    return pd.DataFrame({name: column(name) for name in parts[0]})
