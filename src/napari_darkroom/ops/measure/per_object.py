"""What tables of objects have in common: a frame at a time, and a key for every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.frames import frames, spatial_axes
from napari_darkroom.core.values import Grid, Labels, Table
from napari_darkroom.ops.measure.columns.keys import LABEL, axis_key
from napari_darkroom.ops.measure.columns.rows import row_parts

if TYPE_CHECKING:
    from napari_darkroom.kernels.regions import RegionSums
    from napari_darkroom.kernels.runs import Runs

Columns: TypeAlias = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Objects:
    """The objects of one frame.

    Attributes
    ----------
    keys : dict of str to int
        Index along every axis that is not spatial.
    pixels : array of int
        The label image along the spatial axes that there are.
    """

    keys: dict[str, int]
    pixels: NDArray[Any]

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths along the spatial axes that there are."""
        return self.pixels.shape

    @cached_property
    def runs(self) -> Runs:
        """The pieces of rows that they are made of."""
        from napari_darkroom.kernels.runs import find_runs

        return find_runs(row_parts(self.pixels), (1,) * (3 - self.pixels.ndim) + self.shape)

    @cached_property
    def ids(self) -> NDArray[Any]:
        """Their numbers, sorted."""
        return whole_numbers(self.runs.ids)

    @cached_property
    def index(self) -> NDArray[np.intp]:
        """For every pixel along z, y, x 0 or the place of its object among `ids`, from 1.

        A plane has depth 1.
        """
        return self.runs.index().astype(np.intp)

    @property
    def count(self) -> int:
        """Number of objects."""
        return len(self.ids)

    @cached_property
    def _sums(self) -> RegionSums:
        from napari_darkroom.kernels.regions import sum_places

        return sum_places(self.runs)

    def sizes(self) -> NDArray[np.int64]:
        """Return the number of pixels of each object."""
        return self._sums.size

    def centroids(self) -> NDArray[np.float64]:
        """Return the mean index along z, y, x of each object."""
        return self._sums.centroid

    def volume(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """Return pixels of the frame along z, y, x."""
        return pixels.reshape(self.runs.shape)


def object_frames(labels: Labels) -> Iterator[Objects]:
    """Yield the objects of each frame."""
    for frame in frames(labels):
        yield objects_of(frame.keys, frame.pixels)


def objects_of(keys: dict[str, int], pixels: NDArray[Any]) -> Objects:
    """Return the objects among the pixels of a plane or volume."""
    return Objects(keys, pixels)


def whole_numbers(ids: NDArray[Any]) -> NDArray[Any]:
    """Return numbers of objects as int64, as uint64 where one is beyond it."""
    beyond = ids.size > 0 and int(ids.max()) > np.iinfo(np.int64).max
    return ids.astype(np.uint64 if beyond else np.int64)


def spacing_of(labels: Labels) -> tuple[NDArray[np.float64], str]:
    """Return the pixel size along z, y, x (1 along a z that there is not), and its unit."""
    sizes, unit = labels.calibration.spacing(spatial_axes(labels))
    return np.array((1.0,) * (3 - len(sizes)) + tuple(sizes)), unit


def calibrated_like(labels: Labels, other: Grid) -> Labels:
    """Return labels without a pixel size (drawn by hand, from another program) with another's."""
    theirs = other.calibration
    if labels.calibration.calibrated() or not theirs.calibrated():
        return labels
    if any(name not in theirs.axes for name in labels.calibration.axes):
        return labels
    same = theirs.select([theirs.axes.index(name) for name in labels.calibration.axes])
    return labels.with_data(labels.data, same)


def object_table(
    labels: Labels, parts: Sequence[tuple[Objects, Columns]], known: Mapping[str, Column]
) -> Table:
    """Return one table of the columns of every frame, with the keys in front.

    Parameters
    ----------
    parts : sequence of (Objects, dict)
        The objects of a frame, and the same columns for each of them.
    known : mapping of str to Column
        What each column is.
    """
    import pandas as pd

    walked = list(parts[0][0].keys)
    cells: Columns = {
        name: np.concatenate([np.full(one.count, one.keys[name]) for one, _ in parts])
        for name in walked
    }
    cells["label"] = stacked([one.ids for one, _ in parts])
    for name in parts[0][1]:
        cells[name] = stacked([columns[name] for _, columns in parts])
    keys = {name: axis_key(name) for name in walked}
    columns = {**keys, "label": LABEL, **known}
    named = {name: columns[name] for name in cells}
    return Table(pd.DataFrame(cells), named, (*walked, "label"), labels.name)


def stacked(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return parts as one column; signed and unsigned integers together would become floats."""
    unsigned = any(part.dtype == np.uint64 for part in parts)
    return np.concatenate([part.astype(np.uint64) if unsigned else part for part in parts])
