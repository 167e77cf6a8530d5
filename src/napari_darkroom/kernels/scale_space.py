"""The answers of filters of several sizes, a band of rows of all sizes at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from math import prod
from typing import TypeAlias

import numpy as np

from napari_darkroom.kernels.blobs import BlobFilter, Floats, Weights, blob_rows, blob_terms
from napari_darkroom.kernels.boundary import pad
from napari_darkroom.kernels.correlate import correlate_rows, filter_blocks
from napari_darkroom.kernels.side_by_side import side_by_side

# Of so many rows, times the sizes, one is in a sample, fewer of wide filters, more of low images.
_APART, _FEWEST = 8, 8
# So few pixels are looked at all at once.
_FEW = 2**20
# Takes what tells the noise of a size in some rows of the image: each row once.
Taker: TypeAlias = Callable[[int, tuple[int, int], Floats], None]


@dataclass(frozen=True)
class Band:
    """The answers in some rows and around them.

    Attributes
    ----------
    first : int
        The row of the image that the first row of the answers is.
    answers : array of float32, (sizes, planes, rows, columns) or without planes
        Written to when the next band is asked for.
    rows : (int, int)
        Those whose surroundings are there, counted in the answers.
    """

    first: int
    answers: Floats
    rows: tuple[int, int]


@dataclass(frozen=True)
class ScaleSpace:
    """The answers of an image, computed where they are asked for.

    Attributes
    ----------
    rows : callable
        ``(low, high)``: returns what the image is in these rows.
    shape : tuple of int
        Of the image.
    sigmas : sequence of sequence of float
        Of each size along each axis, as in `blob_answer`.
    filter_ : str
        As in `blob_answer`.
    """

    rows: Callable[[int, int], Floats]
    shape: tuple[int, ...]
    sigmas: Sequence[Sequence[float]]
    filter_: BlobFilter

    def blocks(self) -> list[tuple[int, int]]:
        """Return the rows that come with each band: all at once where there are few."""
        few = prod(self.shape) <= _FEW
        return [(0, self.shape[-2])] if few else filter_blocks(self.shape, self._widest())

    def bands(self, around: int, take: Taker) -> Iterator[Band]:
        """Yield the answers, those of so many rows around each row with it."""
        blocks, height = self.blocks(), self.shape[-2]
        most = min(height, 2 * around + blocks[0][1])
        answers = np.empty((len(self.sigmas), *self.shape[:-2], most, self.shape[-1]), np.float32)
        held = 0
        for low, high in blocks:
            # What is around the rows that come next is there already.
            kept = min(2 * around, low)
            answers[..., :kept, :] = answers[..., held - kept : held, :]
            held = kept + high - low
            self._write((low, high), answers[..., kept:held, :], take)
            first, last = low - kept, high if high == height else high - around
            own = (max(low - around, 0) - first, last - first)
            yield Band(first, answers[..., :held, :], own)

    def _write(self, block: tuple[int, int], answers: Floats, take: Taker) -> None:
        far = len(self._widest()[-2]) // 2
        top = max(block[0] - far, 0)
        values = self.rows(top, min(block[1] + far, self.shape[-2]))
        rows = (block[0] - top, block[1] - top)

        def one(k: int) -> None:
            take(k, block, blob_rows(values, self.sigmas[k], self.filter_, rows, answers[k]))

        side_by_side([partial(one, k) for k in range(len(answers))], values.size)

    def samples(self) -> list[Floats]:
        """Return about what tells the noise of each size, in some rows that are spread evenly.

        It differs from what tells it by what sums in another order do.
        """
        terms = [blob_terms(sigma, self.filter_) for sigma in self.sigmas]
        far, height = len(self._widest()[-2]) // 2, self.shape[-2]
        apart = max(min(_APART * len(terms), height // _FEWEST), far // 2, 1)
        chosen = range((apart - 1) // 2, height, apart)
        shape = (*self.shape[:-2], len(chosen), self.shape[-1])
        lines = [[np.empty(shape, np.float32) for _ in own] for own in terms]
        for n, y in enumerate(chosen):
            part = self._around(y, far)
            for line, (_, weights) in zip(chain(*lines), chain(*terms), strict=True):
                kernel = weights[-2].astype(np.float32)
                first = far - len(kernel) // 2
                line[..., n, :] = kernel @ part[..., first : first + len(kernel), :]
        return [_along_rows(own, given) for own, given in zip(lines, terms, strict=True)]

    def _around(self, y: int, far: int) -> Floats:
        """Return so many rows on both sides of a row, mirrored beyond the border."""
        if far <= y < self.shape[-2] - far:
            return self.rows(y - far, y + far + 1)
        near = pad(np.arange(self.shape[-2]), [far], "reflect")[y : y + 2 * far + 1]
        low = int(near.min())
        return self.rows(low, int(near.max()) + 1)[..., near - low, :]

    def _widest(self) -> Weights:
        every = [term for sigma in self.sigmas for _, term in blob_terms(sigma, self.filter_)]
        return max(every, key=lambda weights: len(weights[-2]))


def _along_rows(lines: Sequence[Floats], terms: Sequence[tuple[float, Weights]]) -> Floats:
    """Return the sum of filters of rows that are filtered across already."""
    result, found = np.zeros_like(lines[0]), np.empty_like(lines[0])
    for line, (scale, weights) in zip(lines, terms, strict=True):
        across = [*weights[:-2], np.ones(1), weights[-1]]
        correlate_rows(line, across, ("reflect", 0.0), (0, line.shape[-2]), found)
        result += np.float32(scale) * found
    return result
