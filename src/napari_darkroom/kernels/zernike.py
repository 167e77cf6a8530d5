"""Zernike moments of the shapes of all objects of a plane."""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.enclosing import Circles

DEGREE = 9
ORDERS = tuple((n, m) for n in range(DEGREE + 1) for m in range(n % 2, n + 1, 2))
# Wide enough for what rounding takes from a pixel on the circle.
_ROUNDING = 1 + 1e-9


def zernike_moments(
    index: NDArray[Any], count: int, circles: Circles, *, closed: bool = True
) -> dict[tuple[int, int], NDArray[np.float64]]:
    """Return the size of the Zernike moments up to degree 9, by order n and repetition m.

    The unit disc is the smallest circle around the centres of the object's pixels; the sum over
    the pixels is divided by the area of that circle. M. R. Teague, Image analysis via the general
    theory of moments, 1980; M. V. Boland and R. F. Murphy, Bioinformatics 17, 2001.

    Parameters
    ----------
    closed : bool
        Whether every pixel on the circle counts. CellProfiler counts those that rounding leaves
        inside of it, so that its values depend on the place of the object.

    Returns
    -------
    moments : dict
        NaN for an object of one pixel.
    """
    radius = circles.radius * (_ROUNDING if closed else 1.0)
    sums = np.zeros((count, len(ORDERS), 2))
    _add_powers(index, np.stack([circles.y, circles.x, radius], axis=1), _places(), sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        area = np.pi * circles.radius**2
        return {(n, m): _size(sums, n, m) / area for n, m in ORDERS}


def _places() -> NDArray[np.int64]:
    """Return where the sum over z^m r^(n − m) stands, for n and m."""
    places = np.zeros((DEGREE + 1, DEGREE + 1), dtype=np.int64)
    for place, (n, m) in enumerate(ORDERS):
        places[n, m] = place
    return places


def _size(sums: NDArray[np.float64], n: int, m: int) -> NDArray[np.float64]:
    """Return the size of a sum of radial polynomials from the sums of their powers."""
    total = np.zeros((len(sums), 2))
    places = _places()
    for k in range((n - m) // 2 + 1):
        whole = factorial(k) * factorial((n + m) // 2 - k) * factorial((n - m) // 2 - k)
        total += (-1) ** k * (factorial(n - k) // whole) * sums[:, places[n - 2 * k, m]]
    return np.asarray(np.sqrt(total[:, 0] ** 2 + total[:, 1] ** 2))


@njit(nogil=True, cache=True)
def _add_powers(index: Any, circles: Any, places: Any, sums: Any) -> None:
    """Add z^m r^(n − m) over the pixels, z = y + ix in the unit disc."""
    height, width = index.shape
    degree = len(places) - 1
    for row in range(height):
        for column in range(width):
            k = index[row, column] - 1
            if k < 0 or circles[k, 2] == 0:
                continue
            y = (row - circles[k, 0]) / circles[k, 2]
            x = (column - circles[k, 1]) / circles[k, 2]
            squared = x * x + y * y
            if squared > 1:
                continue
            real, imaginary = 1.0, 0.0
            for m in range(degree + 1):
                power = 1.0
                for n in range(m, degree + 1, 2):
                    sums[k, places[n, m], 0] += real * power
                    sums[k, places[n, m], 1] += imaginary * power
                    power *= squared
                real, imaginary = real * y - imaginary * x, real * x + imaginary * y
