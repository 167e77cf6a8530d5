"""The values of an image in the objects: each pass over them is made once, when it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.once import once
from napari_darkroom.ops.measure.columns.objects import Floats, Objects
from napari_darkroom.ops.measure.columns.rows import row_parts

if TYPE_CHECKING:
    from napari_darkroom.kernels.region_order import Ordered
    from napari_darkroom.kernels.region_values import ValueSums

# Pixels around the box of an object in which its background is looked for.
GROUND_MARGIN = 5


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

    @once
    def values(self) -> NDArray[Any]:
        """The values of all pixels of the objects, in the order of the runs."""
        from napari_darkroom.kernels.region_values import gather

        return gather(row_parts(self._pixels), self._objects.runs)

    @once
    def sums(self) -> ValueSums:
        """Number, sum, mean and extrema of the values."""
        from napari_darkroom.kernels.region_values import sum_values

        return sum_values(self.values, self._objects.runs)

    @once
    def nonzero(self) -> NDArray[np.int64]:
        """How many values are neither 0 nor missing."""
        from napari_darkroom.kernels.region_values import count_nonzero

        return count_nonzero(self.values, self._objects.runs)

    @once
    def variance(self) -> Floats:
        """Mean square of the distance of the values from their mean."""
        from napari_darkroom.kernels.region_values import variances

        return variances(self.values, self._objects.runs, self.sums)

    @once
    def moments(self) -> Floats:
        """Central moments of the values over their number, of the orders 2 to 4."""
        from napari_darkroom.kernels.region_values import central_moments

        return central_moments(self.values, self._objects.runs, self.sums)

    @once
    def centroid(self) -> Floats:
        """Mean index along the spatial axes weighted by the values; NaN where their sum is 0."""
        from napari_darkroom.kernels.region_values import weighted_places

        low = self._objects.sums.low
        with np.errstate(divide="ignore", invalid="ignore"):
            weighted = weighted_places(self.values, self._objects.runs, low)
            found = low + weighted / self.sums.total[:, None]
        found[self.sums.total == 0] = np.nan
        return np.asarray(found[:, 3 - self._objects.ndim :])

    @once
    def central_moments(self) -> list[NDArray[np.float64]]:
        """Sum of the values of a plane and their central moments, in pixels (`kernels.moments`)."""
        from napari_darkroom.kernels.moments import weighted_central_moments

        centre = self.centroid.astype(np.float64)
        return weighted_central_moments(self.values, self._objects.runs, centre)

    @once
    def normalized_moments(self) -> list[NDArray[np.float64]]:
        """Central moments of the values as they are for any size; NaN for a sum of 0 or less."""
        from napari_darkroom.kernels.moments import normalized_moments

        total, *central = self.central_moments
        positive = np.where(total > 0, total, np.nan)
        return normalized_moments([positive, *central], self._objects.spacing.tolist())

    @once
    def hu_moments(self) -> Floats:
        """Hu's invariants of the values, one column an invariant."""
        from napari_darkroom.kernels.moments import invariants

        return invariants(self.normalized_moments)

    @once
    def highest(self) -> Floats:
        """Index of the first pixel with the largest value along the spatial axes."""
        from napari_darkroom.kernels.region_values import places

        return places(self.sums.highest, self._objects.runs)[:, 3 - self._objects.ndim :]

    @once
    def ordered(self) -> Ordered:
        """The values of each object in order."""
        from napari_darkroom.kernels.region_order import order

        return order(self.values, self._objects.runs)

    @once
    def edge_sums(self) -> ValueSums:
        """Number, sum, mean and extrema of the values at the edges of the objects."""
        from napari_darkroom.kernels.region_values import sum_values

        runs, positions = self._objects.edge
        return sum_values(self.values[positions], runs)

    @once
    def edge_variance(self) -> Floats:
        """Mean square of the distance of the values at the edges from their mean."""
        from napari_darkroom.kernels.region_values import variances

        runs, positions = self._objects.edge
        return variances(self.values[positions], runs, self.edge_sums)

    @once
    def ground(self) -> Floats:
        """Median of the background near each object."""
        from napari_darkroom.kernels.region_background import ground_medians
        from napari_darkroom.kernels.region_values import known_pixels

        objects = self._objects
        image = known_pixels(as_native(np.asarray(self._pixels))).reshape(objects.runs.shape)
        margin = np.where(np.asarray(objects.runs.shape) > 1, GROUND_MARGIN, 0)
        return ground_medians(objects.index, image, objects.sums.low, objects.sums.high, margin)
