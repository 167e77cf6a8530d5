"""Directions of the long axes of ellipsoids."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def long_axis_angles(
    matrices: NDArray[np.floating[Any]], largest: NDArray[np.floating[Any]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return azimuth and elevation in degrees of the long axes of covariances along z, y, x.

    The azimuth lies in the plane of x and y, against x, counterclockwise as seen on the screen,
    from 0 up to 180; the elevation in the direction of the azimuth, toward larger z. Both are NaN
    where no axis is the longest.

    Parameters
    ----------
    matrices : array of float, (n, 3, 3)
        Symmetric.
    largest : array of float, (n,)
        The largest eigenvalue of each.
    """
    z, y, x = _long_axes(matrices, largest).T
    # One of the two ends: that which points up on the screen, or to the right.
    turned = (-y < 0) | ((y == 0) & (x < 0))
    sign = np.where(turned, -1.0, 1.0)
    level = np.sqrt(x * x + y * y)
    upright = level <= 1e-9 * np.abs(z)
    azimuth = np.degrees(np.arctan2(-y * sign, x * sign))
    elevation = np.degrees(np.arctan2(z * sign, level))
    return np.where(upright, 0.0, azimuth + 0.0), np.where(upright, 90.0, elevation)


def _long_axes(
    matrices: NDArray[np.floating[Any]], largest: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    """Return the vectors that the matrices stretch most; NaN where there is not one alone.

    What is left of a matrix without its largest eigenvalue has rows across the axis: the longest
    of their products across lies along it.
    """
    rest = matrices - largest[:, None, None] * np.eye(3)
    products = np.stack(
        [np.cross(rest[:, i], rest[:, j]) for i, j in ((0, 1), (0, 2), (1, 2))], axis=1
    )
    lengths = (products**2).sum(axis=2)
    best = lengths.argmax(axis=1)
    alone = lengths.max(axis=1, initial=0) > (1e-9 * largest**2) ** 2
    found = products[np.arange(len(matrices)), best]
    return np.where(alone[:, None], found, np.nan)
