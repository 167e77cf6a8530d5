"""Which pixels of the objects lie at their edge."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.runs import Runs


def edge_runs(labels: NDArray[Any], runs: Runs) -> tuple[Runs, NDArray[np.int64]]:
    """Return the pixels that have a neighbour of another number, or none, by a side.

    As ``skimage.segmentation.find_boundaries(labels, mode="inner")``: what lies outside of the
    image is no neighbour.

    Returns
    -------
    runs : Runs
        Each edge pixel as a piece of its own.
    positions : array of int
        Position of each among the pixels of all runs.
    """
    at_edge = np.zeros(runs.pixels, dtype=np.bool_)
    _mark(np.ascontiguousarray(labels), runs.pieces, at_edge)
    positions = np.flatnonzero(at_edge)
    piece = np.searchsorted(runs.first, positions, side="right") - 1
    edge = Runs(
        runs.ids,
        runs.owner[piece],
        runs.row[piece],
        runs.start[piece] + positions - runs.first[piece],
        np.arange(len(positions) + 1),
        runs.shape,
    )
    return edge, positions


@njit(nogil=True, cache=True)
def _mark(labels: Any, pieces: Any, at_edge: Any) -> None:
    _, rows, start, first, _ = pieces
    depth, height, width = labels.shape
    for r in range(len(rows)):
        z, y = rows[r] // height, rows[r] % height
        own = labels[z, y, start[r]]
        at, n = first[r], first[r + 1] - first[r]
        x = start[r]
        at_edge[at] |= x > 0
        at_edge[at + n - 1] |= x + n < width
        for dz, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            if 0 <= z + dz < depth and 0 <= y + dy < height:
                other = labels[z + dz, y + dy]
                for i in range(n):
                    at_edge[at + i] |= other[x + i] != own
