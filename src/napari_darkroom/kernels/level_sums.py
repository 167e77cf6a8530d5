"""Sums over the levels of a histogram that NumPy has no quick or no exact way of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Terms of the series of −ln(1 − u/2) for u up to 1: the next is below the last bit.
_TERMS = 56
# Smoothing by three neighbours before it goes on by more, as long as other programs smooth; then
# each round widens the variance by about this share of itself.
_ROUNDS = 10_000
_GROWTH = 2e-3
_BLOCK = 1024


@njit(nogil=True, cache=True)
def running_squares(counts: Any, x: Any) -> Any:
    """Return the sum of squares about the mean of the pixels up to and with each level.

    Added up as it grows (West 1979), so that no digits are lost far from zero.
    """
    squares = np.zeros(len(counts))
    n, mean, total = 0.0, 0.0, 0.0
    for k in range(len(counts)):
        if counts[k] > 0:
            n += counts[k]
            off = x[k] - mean
            mean += off * counts[k] / n
            total += counts[k] * off * (x[k] - mean)
        squares[k] = total
    return squares


@njit(nogil=True, cache=True)
def running_sums(ordered: Any) -> Any:
    """Return sums of how far values in order are above the first, and their smallest step.

    The sums are those of all before each block of 1024 values.

    Parameters
    ----------
    ordered : array of float
        From the smallest to the largest.
    """
    sums = np.empty(len(ordered) // _BLOCK + 1)
    low = np.float64(ordered[0])
    total, before, step = 0.0, 0.0, np.inf
    for k in range(len(ordered)):
        if k % _BLOCK == 0:
            sums[k // _BLOCK] = total
        above = np.float64(ordered[k]) - low
        gap = above - before
        step = gap if 0 < gap < step else step
        total += above
        before = above
    if len(ordered) % _BLOCK == 0:
        sums[-1] = total
    return sums, step


@njit(nogil=True, cache=True)
def sum_of_first(ordered: Any, sums: Any, number: int) -> float:
    """Return the sum of how far so many values are above the first, by the sums of blocks."""
    low = np.float64(ordered[0])
    total = sums[number // _BLOCK]
    for k in range(number - number % _BLOCK, number):
        total += np.float64(ordered[k]) - low
    return float(total)


@njit(nogil=True, cache=True)
def running_doubt(counts: Any) -> Any:
    """Return −Σ pᵢ ln(1 − Pᵢ₋₁ / 2) for the pixels up to and with each level.

    p and P are the shares of a level and of all before it among the pixels up to that level. The
    logarithm is taken as its series, each term of which can be carried on from level to level.
    """
    result = np.zeros(len(counts))
    powers = np.zeros(_TERMS)
    n = 0.0
    for k in range(len(counts)):
        if counts[k] > 0:
            before, n = n, n + counts[k]
            share, rest = counts[k] / n, before / n
            power, doubt, half = 1.0, 0.0, 1.0
            for j in range(_TERMS):
                power *= rest
                half *= 0.5
                powers[j] = (powers[j] * rest + share) * power
                doubt += powers[j] * half / (j + 1)
            result[k] = doubt
        elif k:
            result[k] = result[k - 1]
    return result


@njit(nogil=True, cache=True)
def fuzziness(counts: Any, lower: Any, upper: Any, doubt: Any) -> Any:
    """Return the fuzziness of the two classes for each level but the last.

    A level without pixels parts them as the one before it does, and is given infinity.

    Parameters
    ----------
    counts : array of float64
        Pixels of each level.
    lower, upper : array of int
        The level of the mean of the pixels up to each level, and of those above it.
    doubt : array of float64
        The fuzziness of a pixel by its distance from the mean of its class, in levels.
    """
    result = np.full(len(counts) - 1, np.inf)
    for k in range(len(counts) - 1):
        if counts[k] == 0:
            continue
        result[k] = _spread(counts, 0, k + 1, lower[k], doubt) + _spread(
            counts, k + 1, len(counts), upper[k], doubt
        )
    return result


@njit(nogil=True, cache=True)
def _spread(counts: Any, start: int, stop: int, mean: int, doubt: Any) -> float:
    """Return the sum over some levels, by four sums side by side, which is quicker than one."""
    middle = min(max(mean, start), stop)
    a = b = c = d = 0.0
    k = start
    while k + 3 < middle:
        a += counts[k] * doubt[mean - k]
        b += counts[k + 1] * doubt[mean - k - 1]
        c += counts[k + 2] * doubt[mean - k - 2]
        d += counts[k + 3] * doubt[mean - k - 3]
        k += 4
    while k < middle:
        a += counts[k] * doubt[mean - k]
        k += 1
    while k + 3 < stop:
        a += counts[k] * doubt[k - mean]
        b += counts[k + 1] * doubt[k + 1 - mean]
        c += counts[k + 2] * doubt[k + 2 - mean]
        d += counts[k + 3] * doubt[k + 3 - mean]
        k += 4
    while k < stop:
        a += counts[k] * doubt[k - mean]
        k += 1
    return (a + b) + (c + d)


def smoothed_to_two_peaks(counts: NDArray[Any]) -> tuple[NDArray[np.float64], int, int]:
    """Return a histogram smoothed until it has at most two peaks, and the first and last of them.

    It is averaged over three neighbours again and again (Prewitt and Mendelsohn 1966). After
    10,000 rounds the neighbours are taken from farther away, the farther the smoother it is, so
    that histograms of very many levels come to an end.
    """
    values, buffer = counts.astype(np.float64), np.empty(len(counts))
    rounds, variance, reach = 0, 0.0, 1
    first, last, number = _peaks(values)
    while number > 2 and 2 * reach < len(values):
        if rounds >= _ROUNDS:
            reach = max(1, int(np.sqrt(1.5 * _GROWTH * variance)))
        _average(values, reach, buffer)
        values, buffer = buffer, values
        variance += 2 * reach**2 / 3
        rounds += 1
        first, last, number = _peaks(values)
    return values, int(first), int(last)


@njit(nogil=True, cache=True)
def _peaks(values: Any) -> Any:
    """Return the first two places from which values fall after they rose, and how many: 3 or more.

    What lies behind the third is not looked at.
    """
    first, last, number = -1, -1, 0
    rising = True
    for k in range(len(values) - 1):
        if rising and values[k + 1] < values[k]:
            rising = False
            first = k if number == 0 else first
            last = k
            number += 1
            if number == 3:
                break
        elif not rising and values[k + 1] > values[k]:
            rising = True
    return first, last, number


def _average(values: NDArray[Any], reach: int, result: NDArray[Any]) -> None:
    """Average each value with those `reach` before and behind it, mirrored at the ends."""
    # In whole slices, in one order of addition: many values at once, and the same bits as one.
    n = len(values)
    before, behind = values[: n - 2 * reach], values[2 * reach :]
    middle = result[reach : n - reach]
    np.add(before, values[reach : n - reach], out=middle)
    middle += behind
    first, last = result[:reach], result[n - reach :]
    np.add(values[:reach][::-1], values[:reach], out=first)
    first += values[reach : 2 * reach]
    np.add(values[n - 2 * reach : n - reach], values[n - reach :], out=last)
    last += values[n - reach :][::-1]
    result /= 3
