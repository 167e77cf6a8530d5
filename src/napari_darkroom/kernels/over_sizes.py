"""Peaks of the answers of several sizes, in rows of an image, and what is next to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.blobs import Floats, is_highest


@dataclass(frozen=True)
class Peaks:
    """Pixels whose answer is the largest of all sizes in the box of their own.

    Attributes
    ----------
    index : array of int64, (peaks, dimensions)
        Where they are.
    size : array of uint8
        Which size answers most, counted from 0; of equal ones the first.
    answer, below, above : array of float32
        The answers of that size and of those next to it, NaN where there is none.
    near : array of float32, (peaks, dimensions, 2)
        The largest answers of the pixels before and after it along each axis, NaN beyond the image.
    """

    index: NDArray[np.int64]
    size: NDArray[np.uint8]
    answer: Floats
    below: Floats
    above: Floats
    near: Floats

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the peaks of all parts, row by row and plane by plane."""
        whole = [np.concatenate([getattr(one, own.name) for one in parts]) for own in fields(cls)]
        order = np.lexsort(whole[0].T[::-1])
        return cls(*(one[order] for one in whole))

    def where(self, kept: NDArray[np.bool_]) -> Self:
        """Return some of the peaks."""
        return type(self)(*(getattr(self, own.name)[kept] for own in fields(self)))

    def between(self) -> NDArray[np.float64]:
        """Return how far the best size lies from the one tried, −0.5 to 0.5."""
        return _vertex(self.below, self.answer, self.above)

    def shifts(self) -> NDArray[np.float64]:
        """Return how far the top of the answers lies from each peak along each axis."""
        return _vertex(self.near[..., 0], self.answer[:, np.newaxis], self.near[..., 1])


def peaks_of_rows(
    answers: Floats, rows: tuple[int, int], least: Sequence[float], reach: Sequence[Sequence[int]]
) -> Peaks:
    """Return the peaks in some rows; what is around them must be there.

    Parameters
    ----------
    answers : array of float32, (sizes, planes, rows, columns) or without planes
    rows : (int, int)
        The first one, and one more than the last.
    least : sequence of float
        The least answer of a peak of each size.
    reach : sequence of sequence of int
        Half the box of each size along each axis.
    """
    ndim = answers.ndim - 1
    volumes = answers.reshape(len(answers), *(1,) * (3 - ndim), *answers.shape[1:])
    best: Floats = np.full(volumes.shape[1:], -np.inf, np.float32)
    size: NDArray[np.uint8] = np.zeros(best.shape, np.uint8)
    for k, volume in enumerate(volumes):
        _take(volume, k, best, size)
    found = np.zeros((best.shape[0], rows[1] - rows[0], best.shape[2]), np.bool_)
    wide = np.array([[0] * (3 - ndim) + list(one) for one in reach])
    _mark(best, size, rows[0], (np.array(least, np.float32), wide), found)
    index = np.argwhere(found)
    index[:, 1] += rows[0]
    return _described(volumes, best, size[tuple(index.T)], index, ndim)


def _described(
    volumes: Floats, best: Floats, size: NDArray[np.uint8], index: NDArray[np.int64], ndim: int
) -> Peaks:
    at = tuple(index.T)
    beside = []
    for step in (-1, 1):
        k = size.astype(np.intp) + step
        some = (k >= 0) & (k < len(volumes))
        beside.append(np.where(some, volumes[(np.where(some, k, 0), *at)], np.float32(np.nan)))
    near = np.full((len(index), ndim, 2), np.nan, np.float32)
    for n, axis in enumerate(range(3 - ndim, 3)):
        for side, step in enumerate((-1, 1)):
            moved = index[:, axis] + step
            some = (moved >= 0) & (moved < best.shape[axis])
            there = tuple(moved if a == axis else index[:, a] for a in range(3))
            near[some, n, side] = best[tuple(one[some] for one in there)]
    return Peaks(index[:, 3 - ndim :], size, best[at], beside[0], beside[1], near)


def _vertex(before: Floats, at: Floats, after: Floats) -> NDArray[np.float64]:
    """Return where the parabola through three answers is highest; 0 where one is missing."""
    first, middle, last = (one.astype(np.float64) for one in (before, at, after))
    bent = 2 * middle - first - last
    some = np.isfinite(bent) & (bent > 0)
    shift = np.divide((last - first) / 2, bent, out=np.zeros(bent.shape), where=some)
    return np.clip(shift, -0.5, 0.5)


@njit(nogil=True, cache=True)
def _take(answer: Any, k: Any, best: Any, size: Any) -> None:
    for z in range(best.shape[0]):
        for y in range(best.shape[1]):
            own, most, which = answer[z, y], best[z, y], size[z, y]
            for x in range(len(own)):
                if own[x] > most[x]:
                    most[x] = own[x]
                    which[x] = k


@njit(nogil=True, cache=True)
def _mark(best: Any, size: Any, first: Any, peak: Any, found: Any) -> None:
    least, reach = peak
    depth, height, width = found.shape
    for z in range(depth):
        for y in range(height):
            row, which = best[z, first + y], size[z, first + y]
            for x in range(width):
                value, k = row[x], which[x]
                near = min(reach[k, 2], 1)
                # The neighbours in the row decide for most pixels.
                if not value >= least[k] or row[max(x - near, 0)] > value:
                    continue
                if row[min(x + near, width - 1)] <= value:
                    found[z, y, x] = is_highest(best, (z, first + y, x), reach[k])
