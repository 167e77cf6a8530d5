"""Pairs of objects of two label images, and what they say of how both agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.measure.per_object import Objects

HALF = 0.5


@dataclass(frozen=True)
class Agreement:
    """The pairs of found and true objects of one frame that share pixels.

    Attributes
    ----------
    found, true : array of int
        Their places, counted from 1.
    shared : array of int
        Pixels that both have.
    found_sizes, true_sizes : array of int
        Pixels of every object, also of those without a pair.
    found_ids : array of int
        The numbers of the found objects.
    """

    found: NDArray[np.int64]
    true: NDArray[np.int64]
    shared: NDArray[np.int64]
    found_sizes: NDArray[np.int64]
    true_sizes: NDArray[np.int64]
    found_ids: NDArray[np.integer]

    @property
    def iou(self) -> NDArray[np.float64]:
        """Share of the common pixels of each pair among all of both."""
        either = self.found_sizes[self.found - 1] + self.true_sizes[self.true - 1] - self.shared
        return self.shared / either

    def matched(self, threshold: float) -> NDArray[np.intp]:
        """Return the pairs of at least this overlap, no object twice.

        The better overlap comes first and, of equals, the lower true and found number.
        """
        iou = self.iou
        taken_found, taken_true, pairs = set(), set(), []
        for i in np.lexsort((self.found, self.true, -iou)):
            if iou[i] < threshold:
                break
            if self.found[i] not in taken_found and self.true[i] not in taken_true:
                taken_found.add(self.found[i])
                taken_true.add(self.true[i])
                pairs.append(i)
        return np.array(pairs, dtype=np.intp)

    def split(self) -> int:
        """Return how many true objects hold most of two or more found ones."""
        inside = 2 * self.shared > self.found_sizes[self.found - 1]
        return int(np.count_nonzero(np.bincount(self.true[inside]) > 1))

    def merged(self) -> int:
        """Return how many found objects hold most of two or more true ones."""
        inside = 2 * self.shared > self.true_sizes[self.true - 1]
        return int(np.count_nonzero(np.bincount(self.found[inside]) > 1))


def agreement_of(found: Objects, true: Objects) -> Agreement:
    """Return which objects share pixels."""
    from napari_darkroom.kernels.overlap import shared_pixels

    one, other, shared = shared_pixels(found.runs, true.runs)
    return Agreement(one, other, shared, found.sizes(), true.sizes(), found.ids)
