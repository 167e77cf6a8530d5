"""The largest of the answers of several sizes, pixel by pixel, and what is next to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.blobs import Floats, highest, stay_highest


@dataclass(frozen=True)
class _Likely:
    """Pixels that are peaks of one size, in order, and their answers of the sizes next to it."""

    places: NDArray[np.intp]
    below: Floats
    above: Floats
    reach: tuple[int, ...]


@dataclass
class OverSizes:
    """What is kept while answers come, one size after the other.

    Of the sizes next to the best one only those of pixels are kept that may be peaks: a peak
    of all sizes is one of its own.

    Attributes
    ----------
    answer : array of float32
        The largest answer of each pixel.
    size : array of uint8
        Which one it was, counted from 0; of equal ones the first.
    """

    answer: Floats
    size: NDArray[np.uint8]
    _likely: list[_Likely] = field(default_factory=list)
    _last: Floats | None = None

    @classmethod
    def of(cls, shape: tuple[int, ...]) -> Self:
        """Return what is known before the first answer."""
        return cls(np.full(shape, -np.inf, np.float32), np.zeros(shape, np.uint8))

    def take(self, answer: Floats, least: float, reach: Sequence[int]) -> None:
        """Take the answers of the next size; they are kept and must not be changed.

        Parameters
        ----------
        least, reach : float, sequence of int
            What makes a peak of this size, as in `highest`.
        """
        if self._likely:
            self._likely[-1].above[:] = answer.reshape(-1)[self._likely[-1].places]
        lines = answer.reshape(-1), self.answer.reshape(-1), self.size.reshape(-1)
        _take(*lines, len(self._likely))
        places = np.flatnonzero(highest(answer, least, reach))
        places = places[lines[2][places] == len(self._likely)]
        below = np.full(len(places), np.nan, np.float32)
        if self._last is not None:
            below[:] = self._last.reshape(-1)[places]
        self._likely.append(_Likely(places, below, np.full_like(below, np.nan), tuple(reach)))
        self._last = answer

    def peaks(self) -> NDArray[np.bool_]:
        """Return the pixels whose answer is the largest of all sizes in the box of their own."""
        self._last = None
        found = np.zeros(self.answer.shape, dtype=np.bool_)
        for size, likely in enumerate(self._likely):
            places = likely.places[self.size.reshape(-1)[likely.places] == size]
            found.reshape(-1)[places] = stay_highest(self.answer, places, likely.reach)
        return found

    def between(self, at: tuple[Any, ...]) -> NDArray[np.float64]:
        """Return how far the best size of some peaks lies from the one tried, −0.5 to 0.5."""
        places, sizes = np.ravel_multi_index(at, self.answer.shape), self.size[at]
        near = np.full((2, len(places)), np.nan)
        for size, likely in enumerate(self._likely):
            own = sizes == size
            position = np.searchsorted(likely.places, places[own])
            near[:, own] = likely.below[position], likely.above[position]
        return _vertex(near[0], self.answer[at].astype(float), near[1])

    def shifts(self, index: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how far the top of the answers lies from some pixels along each axis."""
        padded = np.pad(self.answer, 1, constant_values=np.nan)
        places = index + 1
        found = np.zeros(index.shape)
        for axis in range(index.shape[1]):
            step = np.zeros(index.shape[1], dtype=np.intp)
            step[axis] = 1
            near = [padded[tuple((places + d * step).T)].astype(float) for d in (-1, 0, 1)]
            found[:, axis] = _vertex(*near)
        return found


def _vertex(
    before: NDArray[np.float64], at: NDArray[np.float64], after: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where the parabola through three answers is highest; 0 where one is missing."""
    bent = 2 * at - before - after
    some = np.isfinite(bent) & (bent > 0)
    shift = np.divide((after - before) / 2, bent, out=np.zeros(at.shape), where=some)
    return np.clip(shift, -0.5, 0.5)


@njit(nogil=True, cache=True)
def _take(answer: Any, best: Any, size: Any, k: Any) -> None:
    for i in range(len(answer)):
        if answer[i] > best[i]:
            best[i] = answer[i]
            size[i] = k
