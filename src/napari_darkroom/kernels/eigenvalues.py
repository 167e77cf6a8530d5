"""Eigenvalues of many small symmetric matrices, with the same bits on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_SWEEPS = 30


def symmetric_eigenvalues(matrices: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return the eigenvalues of symmetric 2×2 or 3×3 matrices, the smallest first.

    Parameters
    ----------
    matrices : array of float, (n, 2, 2) or (n, 3, 3)
        Positive semidefinite, as covariances are; what rounding takes below 0 comes back as 0.
    """
    if matrices.shape[-1] == 2:
        return _of_planes(matrices)
    values = np.empty(matrices.shape[:2])
    _jacobi(np.array(matrices, dtype=np.float64), values)
    return np.maximum(np.sort(values, axis=1), 0)


def _of_planes(matrices: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return both roots; the smaller one from the product of both, which loses no digits."""
    a, b, c = matrices[:, 0, 0], matrices[:, 0, 1], matrices[:, 1, 1]
    half = (a - c) / 2
    large = (a + c) / 2 + np.sqrt(half * half + b * b)
    product = np.maximum(a * c - b * b, 0)
    small = np.divide(product, large, out=np.zeros_like(large), where=large > 0)
    return np.stack([np.minimum(small, large), large], axis=1)


@njit(nogil=True, cache=True)
def _jacobi(matrices: Any, values: Any) -> None:
    """Turn the largest element off the diagonal to 0 until none is left; write the diagonals."""
    for k in range(len(matrices)):
        m = matrices[k]
        for _ in range(_SWEEPS):
            p, q = 0, 1
            if abs(m[0, 2]) > abs(m[p, q]):
                p, q = 0, 2
            if abs(m[1, 2]) > abs(m[p, q]):
                p, q = 1, 2
            if abs(m[p, q]) <= 1e-17 * (abs(m[p, p]) + abs(m[q, q])):
                break
            _turn(m, p, q)
        for i in range(3):
            values[k, i] = m[i, i]


@njit(nogil=True, cache=True)
def _turn(m: Any, p: Any, q: Any) -> None:
    """Turn rows and columns p and q so that their common element vanishes."""
    ratio = (m[q, q] - m[p, p]) / (2 * m[p, q])
    sign = 1.0 if ratio >= 0 else -1.0
    tangent = sign / (abs(ratio) + np.sqrt(ratio * ratio + 1))
    cosine = 1 / np.sqrt(tangent * tangent + 1)
    sine = tangent * cosine
    other = 3 - p - q
    shift = tangent * m[p, q]
    m[p, p] -= shift
    m[q, q] += shift
    m[p, q] = m[q, p] = 0.0
    a, b = m[other, p], m[other, q]
    m[other, p] = m[p, other] = cosine * a - sine * b
    m[other, q] = m[q, other] = sine * a + cosine * b
