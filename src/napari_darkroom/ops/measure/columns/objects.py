"""The objects of one frame: each pass over their pixels is made once, when a column asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.frames import spatial_axes
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Labels

if TYPE_CHECKING:
    from napari_darkroom.kernels.region_order import Ordered
    from napari_darkroom.kernels.region_values import ValueSums
    from napari_darkroom.kernels.regions import RegionSums
    from napari_darkroom.kernels.runs import Runs

Floats: TypeAlias = NDArray[np.floating[Any]]


class Objects:
    """The objects in one plane or volume.

    Attributes
    ----------
    axes : tuple of str
        The spatial axes.
    spacing : array of float
        Size of a pixel along each of them, in `unit`.
    world_units : tuple of str
        Units of places in the world along them.
    """

    def __init__(self, labels: Labels, pixels: Any, keys: Mapping[str, int]) -> None:
        self.axes = spatial_axes(labels)
        spacing, self.unit = labels.calibration.spacing(self.axes)
        self.spacing: Floats = np.asarray(spacing, dtype=float)
        known = labels.calibration
        self.world_units = tuple(known.units[known.axes.index(name)] for name in self.axes)
        self._calibration, self._keys, self._pixels = known, keys, pixels

    @property
    def ndim(self) -> int:
        """Number of spatial axes."""
        return len(self.axes)

    @property
    def calibrated(self) -> bool:
        """Whether the size of a pixel is known."""
        return self.unit != PIXEL

    @property
    def pixel_size(self) -> float:
        """Area or volume of a pixel."""
        return float(np.prod(self.spacing))

    @cached_property
    def in_pixels(self) -> Objects:
        """The same objects as if a pixel had the size 1, for definitions that know no unit."""
        if not self.calibrated:
            return self
        # What has no unit is shared.
        shared = {name: getattr(self, name) for name in ("runs", "sums", "index", "edge")}
        other = copy(self)
        for name in ("covariance", "eigenvalues", "outline", "in_pixels"):
            other.__dict__.pop(name, None)
        other.__dict__.update(shared)
        other.spacing, other.unit = np.ones(self.ndim), PIXEL
        return other

    @cached_property
    def runs(self) -> Runs:
        """The pieces of rows that the objects are made of."""
        from napari_darkroom.kernels.runs import find_runs

        shape = (1,) * (3 - self.ndim) + tuple(self._pixels.shape)
        return find_runs(row_parts(self._pixels), shape)

    @cached_property
    def index(self) -> NDArray[np.int32]:
        """0 for background, the objects from 1 without gaps; z, y, x."""
        runs, pixels = self.runs, self._pixels
        kept = isinstance(pixels, np.ndarray) and pixels.dtype == np.int32
        if kept and pixels.flags.c_contiguous and runs.numbered:
            return pixels.reshape(runs.shape)
        return runs.index()

    @property
    def plane(self) -> NDArray[np.int32]:
        """The index image of a plane; y, x."""
        return self.index[0]

    @cached_property
    def sums(self) -> RegionSums:
        """Size, box and moments in pixels; z, y, x."""
        from napari_darkroom.kernels.regions import sum_places

        return sum_places(self.runs)

    @property
    def low(self) -> NDArray[np.int64]:
        """First index of each box along the spatial axes."""
        return self.sums.low[:, 3 - self.ndim :]

    @property
    def high(self) -> NDArray[np.int64]:
        """Index after the last of each box along the spatial axes."""
        return self.sums.high[:, 3 - self.ndim :]

    @property
    def centroid(self) -> Floats:
        """Mean index along the spatial axes."""
        return self.sums.centroid[:, 3 - self.ndim :]

    @cached_property
    def covariance(self) -> Floats:
        """Second central moments over the size, along the spatial axes, in the unit squared."""
        own = self.sums.covariance[:, 3 - self.ndim :, 3 - self.ndim :]
        return np.asarray(own * (self.spacing[:, None] * self.spacing))

    @cached_property
    def eigenvalues(self) -> Floats:
        """Those of the covariance, the smallest first."""
        from napari_darkroom.kernels.eigenvalues import symmetric_eigenvalues

        return symmetric_eigenvalues(self.covariance)

    @cached_property
    def world(self) -> Floats:
        """Places of the centroids in the world along the spatial axes."""
        known = self._calibration
        index = np.zeros((self.runs.count, known.ndim))
        for i, name in enumerate(known.axes):
            at = self.axes.index(name) if name in self.axes else None
            index[:, i] = self._keys.get(name, 0) if at is None else self.centroid[:, at]
        return known.world(index)[:, [known.axes.index(name) for name in self.axes]]

    @cached_property
    def outline(self) -> Mapping[str, Floats]:
        """Perimeter (2-D) and solidity."""
        from napari_darkroom.ops.measure.shape import outline_columns

        image = self.plane if self.ndim == 2 else self.index
        return outline_columns(image, self.sums, self.spacing.tolist())

    @cached_property
    def edge(self) -> tuple[Runs, NDArray[np.int64]]:
        """The pixels at the edges of the objects, and their positions among all."""
        from napari_darkroom.kernels.region_edges import edge_runs

        return edge_runs(self.index, self.runs)


@dataclass(frozen=True)
class Name:
    """What a channel is called.

    Attributes
    ----------
    channel : str
        Empty where the image has but one.
    image : str
        Name of the image.
    position : int
        Of the channel among all.
    several : bool
        Whether the image has several channels.
    """

    channel: str
    image: str
    position: int
    several: bool


class Channel:
    """The values of one channel in the objects of a frame."""

    def __init__(self, objects: Objects, pixels: Any, name: Name) -> None:
        self._objects, self._pixels, self.name = objects, pixels, name

    @cached_property
    def values(self) -> NDArray[Any]:
        """The values of all pixels of the objects, in the order of the runs."""
        from napari_darkroom.kernels.region_values import gather

        return gather(row_parts(self._pixels), self._objects.runs)

    @cached_property
    def sums(self) -> ValueSums:
        """Number, sum, mean and extrema of the values."""
        from napari_darkroom.kernels.region_values import sum_values

        return sum_values(self.values, self._objects.runs)

    @cached_property
    def nonzero(self) -> NDArray[np.int64]:
        """How many values are neither 0 nor missing."""
        from napari_darkroom.kernels.region_values import count_nonzero

        return count_nonzero(self.values, self._objects.runs)

    @cached_property
    def moments(self) -> Floats:
        """Central moments of the values over their number, of the orders 2 to 4."""
        from napari_darkroom.kernels.region_values import central_moments

        return central_moments(self.values, self._objects.runs, self.sums)

    @cached_property
    def centroid(self) -> Floats:
        """Mean index along the spatial axes weighted by the values; NaN where their sum is 0."""
        from napari_darkroom.kernels.region_values import weighted_places

        low = self._objects.sums.low
        with np.errstate(divide="ignore", invalid="ignore"):
            weighted = weighted_places(self.values, self._objects.runs, low)
            found = low + weighted / self.sums.total[:, None]
        found[self.sums.total == 0] = np.nan
        return np.asarray(found[:, 3 - self._objects.ndim :])

    @cached_property
    def highest(self) -> Floats:
        """Index of the first pixel with the largest value along the spatial axes."""
        from napari_darkroom.kernels.region_values import places

        return places(self.sums.highest, self._objects.runs)[:, 3 - self._objects.ndim :]

    @cached_property
    def ordered(self) -> Ordered:
        """The values of each object in order."""
        from napari_darkroom.kernels.region_order import order

        return order(self.values, self._objects.runs)

    @cached_property
    def edge_sums(self) -> ValueSums:
        """Number, sum, mean and extrema of the values at the edges of the objects."""
        from napari_darkroom.kernels.region_values import sum_values

        runs, positions = self._objects.edge
        return sum_values(self.values[positions], runs)

    @cached_property
    def edge_moments(self) -> Floats:
        """Central moments of the values at the edges, of the orders 2 to 4."""
        from napari_darkroom.kernels.region_values import central_moments

        runs, positions = self._objects.edge
        return central_moments(self.values[positions], runs, self.edge_sums)


def row_parts(pixels: Any) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield the rows of a plane or volume in parts: one of an array, those of a lazy one's blocks.

    With each part comes the position of its first row.
    """
    height = 1 if pixels.ndim == 2 else pixels.shape[1]
    for first, last in _blocks(pixels):
        part = as_native(np.asarray(pixels[first:last]))
        yield first * height, part.reshape(-1, part.shape[-1])


def _blocks(pixels: Any) -> Sequence[tuple[int, int]]:
    if not hasattr(pixels, "dask"):
        return [(0, pixels.shape[0])]
    ends = np.cumsum(pixels.chunks[0]).tolist()
    return list(zip([0, *ends[:-1]], ends, strict=True))
