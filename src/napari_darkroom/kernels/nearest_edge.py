"""The shortest way from each object to the next one, between the centres of their pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Pixels along the side of a bin: few are looked at where objects lie close.
_SIDE = 16.0


def nearest_edges(
    owners: NDArray[np.intp],
    places: NDArray[np.int64],
    spacing: NDArray[np.float64],
    count: int,
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return for objects 1 to `count` which is the nearest one (0 for none), and how far it is.

    Parameters
    ----------
    owners : array of int, (pixels)
        The object of each border pixel.
    places : array of int, (pixels, 3)
        Where they lie along z, y, x.
    spacing : array of float, (3)
        Pixel size.

    Notes
    -----
    Border pixels are sorted into bins; from each of them the bins are searched in growing shells
    until none that is left can be nearer than what its object has found. Of several objects at
    the same distance the one of the lowest number is the nearest.
    """
    side = _SIDE * spacing[1:].min()
    cells = np.maximum(np.rint(side / spacing), 1).astype(np.int64)
    bins = places // cells
    shape = bins.max(axis=0, initial=0) + 1
    flat = (bins[:, 0] * shape[1] + bins[:, 1]) * shape[2] + bins[:, 2]
    order = np.argsort(flat, kind="stable")
    start = np.searchsorted(flat[order], np.arange(np.prod(shape) + 1))
    nearest = np.zeros(count + 1, dtype=np.intp)
    squared = np.full(count + 1, np.inf)
    if len(np.unique(owners)) > 1:
        grid = (bins, shape, order, start, cells)
        _search((owners, places, spacing), grid, (nearest, squared))
    return nearest[1:], np.where(nearest[1:] > 0, np.sqrt(squared[1:]), np.nan)


@njit(nogil=True, cache=True)
def _search(pixels: Any, grid: Any, best: Any) -> None:
    owners, places, spacing = pixels
    bins, shape, _, _, cells = grid
    squared = best[1]
    least = (cells * spacing).min()
    for i in range(len(bins)):
        k = owners[i]
        for shell in range(max(shape[0], shape[1], shape[2])):
            # What lies in a shell is at least a whole bin less than its number away.
            if shell > 1 and ((shell - 1) * least) ** 2 > squared[k]:
                break
            for bz in range(max(bins[i, 0] - shell, 0), min(bins[i, 0] + shell + 1, shape[0])):
                far_z = _gap(bz, places[i, 0], cells[0], spacing[0])
                if far_z <= squared[k]:
                    _search_plane(i, bz, (shell, far_z), pixels, (grid, best))


@njit(nogil=True, cache=True)
def _search_plane(i: Any, bz: Any, reach: Any, pixels: Any, about: Any) -> None:
    """Look at the bins of a shell that lie in one plane, where they can hold something nearer."""
    _, places, spacing = pixels
    grid, best = about
    bins, shape, _, _, cells = grid
    shell, far_z = reach
    bound = best[1][pixels[0][i]]
    for by in range(max(bins[i, 1] - shell, 0), min(bins[i, 1] + shell + 1, shape[1])):
        far_y = far_z + _gap(by, places[i, 1], cells[1], spacing[1])
        if far_y > bound:
            continue
        inner = abs(bz - bins[i, 0]) < shell and abs(by - bins[i, 1]) < shell
        for bx in range(bins[i, 2] - shell, bins[i, 2] + shell + 1, 2 * shell if inner else 1):
            if not 0 <= bx < shape[2]:
                continue
            if far_y + _gap(bx, places[i, 2], cells[2], spacing[2]) <= bound:
                _search_bin(i, (bz * shape[1] + by) * shape[2] + bx, pixels, grid, best)


@njit(nogil=True, cache=True)
def _gap(at: Any, place: Any, cells: Any, spacing: Any) -> Any:
    """Return the squared distance along an axis from a pixel to the nearest one of a bin."""
    low = at * cells
    short = max(low - place, place - low - cells + 1, 0) * spacing
    return short * short


@njit(nogil=True, cache=True)
def _search_bin(i: Any, flat: Any, pixels: Any, grid: Any, best: Any) -> None:
    """Compare a pixel with those of other objects in one bin."""
    owners, places, spacing = pixels
    _, _, order, start, _ = grid
    nearest, squared = best
    k = owners[i]
    for position in range(start[flat], start[flat + 1]):
        j = order[position]
        other = owners[j]
        if other == k:
            continue
        dz = (places[j, 0] - places[i, 0]) * spacing[0]
        dy = (places[j, 1] - places[i, 1]) * spacing[1]
        dx = (places[j, 2] - places[i, 2]) * spacing[2]
        apart = dz * dz + dy * dy + dx * dx
        if apart < squared[k] or (apart == squared[k] and other < nearest[k]):
            squared[k] = apart
            nearest[k] = other
