"""What spots of all methods and sizes have in common: an image on the level of its median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

# What 32 bits leave of an even image is no spot.
_ROUNDING = 2e-6
_ROWS = 128


@dataclass(frozen=True)
class Levelled:
    """An image less its median, filled where nothing is known, any rows of it.

    Missing and infinite pixels become what surrounds them; 0, the median, where nothing is near.
    The weights of a filter, cut off, do not add up to 0: what is even must be 0 before.

    Attributes
    ----------
    known : array of bool, or None
        None where all is.
    """

    image: NDArray[Any]
    known: NDArray[np.bool_] | None
    _level: float
    _weights: list[NDArray[np.float64]]

    @classmethod
    def of(cls, image: NDArray[Any], radii: Sequence[float]) -> Self:
        """Return an image ready to be looked at.

        Parameters
        ----------
        radii : sequence of float
            Of the spots along each axis, in pixels: so far missing pixels are filled from.
        """
        from napari_darkroom.kernels.correlate import gaussian_weights
        from napari_darkroom.kernels.middle import median

        known = _known(image)
        some = known is None or bool(known.any())
        # Any level near that of the image will do.
        level = median(image, known) if some else 0.0
        return cls(image, known, level, [gaussian_weights(r / image.ndim**0.5) for r in radii])

    def rows(self, low: int, high: int) -> NDArray[np.float32]:
        """Return some rows."""
        if self.known is None:
            return self._raw(low, high)
        far = len(self._weights[-2]) // 2
        first, last = max(low - far, 0), min(high + far, self.image.shape[-2])
        values, own = self._raw(first, last), slice(low - first, high - first)
        known = self.known[..., first:last, :]
        if known.all():
            return values[..., own, :]
        return _filled(values, known, self._weights, own)

    def _raw(self, low: int, high: int) -> NDArray[np.float32]:
        part = self.image[..., low:high, :]
        values = np.zeros(part.shape, np.float32)
        where = True if self.known is None else self.known[..., low:high, :]
        # Computed in 64 bits, and rounded a part at a time.
        np.subtract(
            part, self._level, out=values, where=where, dtype=np.float64, casting="same_kind"
        )
        return values

    def whole(self) -> NDArray[np.float32]:
        """Return all rows."""
        result = np.empty(self.image.shape, np.float32)
        for low, high in self._blocks():
            result[..., low:high, :] = self.rows(low, high)
        return result

    def rounding(self) -> float:
        """Return the answer that rounding alone may give."""
        return max(rounding(self.rows(low, high)) for low, high in self._blocks())

    def _blocks(self) -> list[tuple[int, int]]:
        from napari_darkroom.kernels.row_blocks import row_blocks

        return row_blocks(self.image.shape[-2], max(_ROWS, 4 * len(self._weights[-2])))


def rounding(values: NDArray[np.float32]) -> float:
    """Return the answer to some rows that rounding alone may give."""
    return _ROUNDING * max(float(values.max()), -float(values.min()))


def _known(image: NDArray[Any]) -> NDArray[np.bool_] | None:
    if image.dtype.kind != "f":
        return None
    known = np.isfinite(image)
    return None if known.all() else known


def _filled(
    values: NDArray[np.float32],
    known: NDArray[np.bool_],
    weights: Sequence[NDArray[np.float64]],
    own: slice,
) -> NDArray[np.float32]:
    """Return some rows of values with what surrounds them where nothing is known."""
    from napari_darkroom.kernels.correlate import correlate_rows

    rows = (own.start, own.stop)
    share, around = (np.empty_like(values[..., own, :]) for _ in range(2))
    correlate_rows(known.astype(np.float32), weights, ("reflect", 0.0), rows, share)
    correlate_rows(values, weights, ("reflect", 0.0), rows, around)
    near = np.divide(around, share, out=np.zeros_like(around), where=share > 1e-6)
    return np.where(known[..., own, :], values[..., own, :], near)
