"""The objects of one frame: each pass over their pixels is made once, when a column asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.frames import spatial_axes
from napari_darkroom.core.once import once
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Labels
from napari_darkroom.ops.measure.columns.insides import Insides
from napari_darkroom.ops.measure.columns.outlines import Outlines
from napari_darkroom.ops.measure.columns.rows import row_parts

if TYPE_CHECKING:
    from napari_darkroom.kernels.calipers import Calipers
    from napari_darkroom.kernels.octants import Octants
    from napari_darkroom.kernels.radii import Radii
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
        self._labels, self._keys, self._pixels = labels, keys, pixels

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

    @once
    def in_pixels(self) -> Objects:
        """The same objects as if a pixel had the size 1, for definitions that know no unit."""
        if not self.calibrated:
            return self
        # What has no unit is shared.
        shared = ("runs", "sums", "index", "edge", "outlines", "insides")
        known = {name: getattr(self, name) for name in shared}
        other = Objects(self._labels, self._pixels, self._keys)
        other.__dict__.update(known)
        other.spacing, other.unit = np.ones(self.ndim), PIXEL
        return other

    @once
    def runs(self) -> Runs:
        """The pieces of rows that the objects are made of."""
        from napari_darkroom.kernels.runs import find_runs

        shape = (1,) * (3 - self.ndim) + tuple(self._pixels.shape)
        return find_runs(row_parts(self._pixels), shape)

    @once
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

    @once
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

    @once
    def covariance(self) -> Floats:
        """Second central moments over the size, along the spatial axes, in the unit squared."""
        own = self.sums.covariance[:, 3 - self.ndim :, 3 - self.ndim :]
        return np.asarray(own * (self.spacing[:, None] * self.spacing))

    @once
    def eigenvalues(self) -> Floats:
        """Those of the covariance, the smallest first."""
        from napari_darkroom.kernels.eigenvalues import symmetric_eigenvalues

        return symmetric_eigenvalues(self.covariance)

    @once
    def world(self) -> Floats:
        """Places of the centroids in the world along the spatial axes."""
        return self.world_of(self.centroid)

    def world_of(self, places: Floats) -> Floats:
        """Return places in the world of the objects' own places, indices along the spatial axes."""
        known = self._labels.calibration
        index = np.zeros((self.runs.count, known.ndim))
        for i, name in enumerate(known.axes):
            at = self.axes.index(name) if name in self.axes else None
            index[:, i] = self._keys.get(name, 0) if at is None else places[:, at]
        return known.world(index)[:, [known.axes.index(name) for name in self.axes]]

    @once
    def outlines(self) -> Outlines:
        """What the outlines and hulls of the objects tell, in pixels."""
        return Outlines(self)

    @once
    def insides(self) -> Insides:
        """Filled sizes, circles and moments of the shapes, in pixels."""
        return Insides(self)

    @property
    def square(self) -> float:
        """Side of a pixel; NaN where pixels are not square."""
        same = np.allclose(self.spacing, self.spacing[0], rtol=1e-6, atol=0)
        return float(self.spacing[0]) if same else np.nan

    @once
    def hull_diameters(self) -> Floats:
        """The largest of the line that scikit-image traces around the convex hull."""
        from napari_darkroom.kernels.calipers import hull_diameters

        return self.outlines.by_hull_rows(partial(hull_diameters, spacing=self.spacing.tolist()))

    @once
    def corner_calipers(self) -> Calipers:
        """Of the corners of the pixels."""
        from napari_darkroom.kernels.calipers import corner_calipers

        return self.outlines.by_rows(partial(corner_calipers, spacing=self.spacing.tolist()))

    @once
    def center_calipers(self) -> Calipers:
        """Of the centres of the pixels."""
        from napari_darkroom.kernels.calipers import center_calipers

        return self.outlines.by_rows(partial(center_calipers, spacing=self.spacing.tolist()))

    @once
    def radii(self) -> Radii:
        """Distances of the pixels from the outside."""
        from napari_darkroom.kernels.radii import radii

        image = self.plane if self.ndim == 2 else self.index
        return radii(image, self.runs.count, self.spacing.tolist())

    @once
    def innermost(self) -> NDArray[np.int64]:
        """The pixel of each object that is farthest from the outside, the first of several."""
        from napari_darkroom.kernels.radii import innermost

        image = self.plane if self.ndim == 2 else self.index
        return innermost(image, self.runs.count, self.spacing.tolist())

    @once
    def octants(self) -> Octants:
        """Surfaces and Euler numbers of the objects of a volume."""
        from napari_darkroom.kernels.octants import octants
        from napari_darkroom.kernels.surfaces import mesh_areas

        return octants(self.index, self.runs.count, mesh_areas(self.spacing.tolist()))

    @once
    def central_moments(self) -> list[NDArray[np.float64]]:
        """Size and central moments of the shapes of a plane, in pixels (`kernels.moments`)."""
        from napari_darkroom.kernels.moments import central_moments

        return central_moments(self.plane, self.low, self.high)

    @once
    def normalized_moments(self) -> list[NDArray[np.float64]]:
        """Central moments of the shapes as they are for any size."""
        from napari_darkroom.kernels.moments import normalized_moments

        return normalized_moments(self.central_moments, self.spacing.tolist())

    @once
    def hu_moments(self) -> Floats:
        """Hu's invariants of the shape, one column an invariant."""
        from napari_darkroom.kernels.moments import invariants

        return invariants(self.normalized_moments)

    @once
    def edge(self) -> tuple[Runs, NDArray[np.int64]]:
        """The pixels at the edges of the objects, and their positions among all."""
        from napari_darkroom.kernels.region_edges import edge_runs

        return edge_runs(self.index, self.runs)
