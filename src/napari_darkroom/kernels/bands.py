"""Values of an image in bands: whole numbers that rise with them, few pixels to each number."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.value_keys import KeyRule, key_of

# Digits that tell cells of values apart.
_BITS = 16
# What more pixels share is split, into bands of about so many.
_MANY, _FEW = 512, 64


class Bands(NamedTuple):
    """Bands of the values of an image.

    Attributes
    ----------
    table : tuple
        What tells the band of a key; see `band_of`.
    counts : array of int64
        How many pixels each band has; some have none.
    mixed : bool
        Whether different values may share a band.
    """

    table: tuple[Any, ...]
    counts: NDArray[np.int64]
    mixed: bool


def bands_of(bits: NDArray[Any], labels: NDArray[np.int32], rule: KeyRule) -> Bands:
    """Return bands of values: of two values in different bands the larger has the higher one.

    Of whole numbers close to each other each has a band of its own. Bands of equal
    first digits are split by the digits behind as long as many pixels share one.

    Parameters
    ----------
    bits : array of unsigned int, 1-D
        The bits of the values.
    labels : array of int32, 1-D
        0 for the pixels that have no say.
    rule : tuple
        By which `key_of` makes keys of bits.
    """
    pixels = bits, labels, rule
    low, high, used = (int(one) for one in _ends(*pixels))
    # Whole numbers as floats have no lower digits.
    even = (used & -used).bit_length() - 1 if used else 0
    shift = max(even, (high - low).bit_length() - _BITS)
    table = np.uint64(low), np.uint64(shift), np.zeros(1, np.int64), *_NO_SPLITS
    counts = np.zeros(((high - low) >> shift) + 1, np.int64)
    _count(*pixels, table, counts)
    left = np.full(len(counts), shift - even, np.int64)
    while (split := (counts > _MANY) & (left > 0)).any():
        digits = np.where(split, np.minimum(np.frexp(counts // _FEW)[1], left), 0)
        table, left = _split(table, digits), np.repeat(left - digits, 1 << digits)
        counts = np.zeros(len(left), np.int64)
        _count(*pixels, table, counts)
    return Bands(table, counts, bool((left[counts > 0] > 0).any()))


# Where the bands of the next split begin, and how many digits each is split by.
_NO_SPLITS = np.zeros(0, np.int32), np.zeros(0, np.uint8)


def _split(table: tuple[Any, ...], digits: NDArray[np.int64]) -> tuple[Any, ...]:
    """Return the table in which each band is split by some digits."""
    low, shift, begins, firsts, before = table
    first = np.cumsum(1 << digits) - (1 << digits)
    begins = np.append(begins, begins[-1] + len(digits))
    firsts = np.concatenate([firsts, first.astype(np.int32)])
    return low, shift, begins, firsts, np.concatenate([before, digits.astype(np.uint8)])


# Arrays that come in a tuple would be counted with each pixel.
@njit(nogil=True, cache=True, inline="always")
def band_of(key: Any, low: Any, shift: Any, begins: Any, firsts: Any, digits: Any) -> Any:  # noqa: PLR0917
    """Return the band of a key."""
    above, left = np.uint64(key - low), shift
    band = np.int64(above >> left)
    for k in range(len(begins) - 1):
        at = begins[k] + band
        more = np.uint64(digits[at])
        left -= more
        part = (above >> left) & ((np.uint64(1) << more) - np.uint64(1))
        band = np.int64(firsts[at]) + np.int64(part)
    return band


@njit(nogil=True, cache=True)
def _ends(bits: Any, labels: Any, rule: Any) -> Any:
    """Return the smallest and the largest key, and the digits in which some differ; 0 of none."""
    low, high = ~np.uint64(0), np.uint64(0)
    every, some = ~np.uint64(0), np.uint64(0)
    for i in range(len(bits)):
        if labels[i] != 0:
            key = key_of(bits[i], rule)
            low, high, every, some = min(low, key), max(high, key), every & key, some | key
    return min(low, high), high, some & ~every


@njit(nogil=True, cache=True)
def _count(bits: Any, labels: Any, rule: Any, table: Any, counts: Any) -> None:
    low, shift, begins, firsts, digits = table
    for i in range(len(bits)):
        if labels[i] != 0:
            counts[band_of(key_of(bits[i], rule), low, shift, begins, firsts, digits)] += 1
