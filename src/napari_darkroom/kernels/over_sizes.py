"""The largest of the answers of several sizes, pixel by pixel, and what is next to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray


@dataclass
class OverSizes:
    """What is kept while answers come, one size after the other.

    Attributes
    ----------
    answer : array of float32
        The largest answer of each pixel.
    size : array of uint8
        Which one it was, counted from 0; of equal ones the first.
    below, above : array of float32
        The answers of the size before and the one behind; missing at the ends.
    """

    answer: NDArray[np.float32]
    size: NDArray[np.uint8]
    below: NDArray[np.float32]
    above: NDArray[np.float32]
    taken: int = 0
    _last: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, shape: tuple[int, ...]) -> Self:
        """Return what is known before the first answer."""
        missing = np.full(shape, np.nan, np.float32)
        lowest = np.full(shape, -np.inf, np.float32)
        return cls(lowest, np.zeros(shape, np.uint8), missing, missing.copy())

    def take(self, answer: NDArray[np.float32]) -> None:
        """Take the answers of the next size; they are kept and must not be changed."""
        last = self.below if self._last is None else self._last
        arrays = (self.answer, self.size, self.below, self.above)
        _take(answer.ravel(), last.ravel(), tuple(one.reshape(-1) for one in arrays), self.taken)
        self._last, self.taken = answer, self.taken + 1

    def between(self, at: tuple[Any, ...]) -> NDArray[np.float64]:
        """Return how far the best size of some pixels lies from the one tried, −0.5 to 0.5."""
        return _vertex(*(one[at].astype(float) for one in (self.below, self.answer, self.above)))

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
def _take(answer: Any, last: Any, kept: Any, k: Any) -> None:
    best, size, below, above = kept
    for i in range(len(answer)):
        value = answer[i]
        if value > best[i]:
            best[i] = value
            size[i] = k
            if k:
                below[i] = last[i]
            above[i] = np.nan
        elif k and size[i] == k - 1:
            above[i] = value
