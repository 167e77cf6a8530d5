"""Rings of objects from a start to the edge, and the sectors that they are divided into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.measure.per_object import Objects

# Of a pixel: keeps the last ring below the number of rings, as in CellProfiler.
_NOTHING = 0.001


@dataclass(frozen=True)
class Starts:
    """Where the ways to the pixels of objects begin.

    Attributes
    ----------
    seeds : array of int
        Places in the flattened array.
    centres : array of int, (seeds, 3)
        What the sectors of the pixels nearest to each lie around.
    left_out : array of bool
        Pixels that are in no ring.
    """

    seeds: NDArray[np.intp]
    centres: NDArray[np.intp]
    left_out: NDArray[np.bool_]


@dataclass(frozen=True)
class Rings:
    """Where the pixels of objects lie.

    Attributes
    ----------
    pixels : array of int
        Places in the flattened array.
    sectors : array of int
        For each of them ``(object · rings + ring) · 8 + sector``, all counted from 0.
    """

    pixels: NDArray[np.intp]
    sectors: NDArray[np.intp]


def edge_distances(index: NDArray[np.intp], spacing: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each pixel of an object is from the nearest one that is not of it."""
    from napari_darkroom.kernels.distance import squared_distance

    size = spacing.tolist()
    squared = squared_distance(index, size)
    if not np.isfinite(squared).all():
        # An object without any pixel around it has its edge where the image ends.
        squared = squared_distance(index, size, closed=True)
    return np.sqrt(squared.astype(np.float64))


def rings_of(
    objects: Objects,
    edges: NDArray[np.float64],
    starts: Starts,
    spacing: NDArray[np.float64],
    bins: int,
) -> Rings:
    """Return the ring and sector of every pixel that a way from a start leads to."""
    from napari_darkroom.kernels.geodesic import geodesic_distances

    distance, nearest = geodesic_distances(objects.index, starts.seeds, spacing)
    pixels = np.flatnonzero((nearest >= 0) & ~starts.left_out)
    far, edge = distance.ravel()[pixels], edges.ravel()[pixels]
    ring = (far / (far + edge + _NOTHING * spacing[1:].min()) * bins).astype(np.intp)
    apart = (_places(pixels, objects) - starts.centres[nearest.ravel()[pixels]]) * spacing
    owner = objects.index.ravel()[pixels] - 1
    sector = _sector(apart, flat=len(objects.shape) == 2)
    return Rings(pixels, (owner * bins + ring) * 8 + sector)


def own_centres(objects: Objects, edges: NDArray[np.float64]) -> Starts:
    """Return the pixel of each object that is farthest from its edge, of equals the first."""
    owners = objects.index.ravel()
    pixels = np.flatnonzero(owners)
    # The last assignment to an object holds.
    order = np.lexsort((-pixels, edges.ravel()[pixels], owners[pixels]))
    seeds = np.zeros(objects.count, dtype=np.intp)
    seeds[owners[pixels[order]] - 1] = pixels[order]
    return Starts(seeds, _places(seeds, objects), np.zeros(objects.index.shape, dtype=bool))


def core_centres(objects: Objects, cores: Objects) -> Starts:
    """Return the pixels that the centroids of cores lie in."""
    centres = np.floor(cores.centroids() + 0.5).astype(np.intp)
    seeds = np.ravel_multi_index(tuple(centres.T), objects.index.shape)
    return Starts(seeds, centres, np.zeros(objects.index.shape, dtype=bool))


def core_edges(objects: Objects, cores: Objects) -> Starts:
    """Return all pixels of cores; they are left out of the rings."""
    seeds = np.flatnonzero(cores.index)
    centres = np.floor(cores.centroids() + 0.5).astype(np.intp)
    return Starts(seeds, centres[cores.index.ravel()[seeds] - 1], cores.index > 0)


def with_own_centres(objects: Objects, edges: NDArray[np.float64], starts: Starts) -> Starts:
    """Return starts with the own centre of each object that has none."""
    having = np.zeros(objects.count + 1, dtype=bool)
    having[objects.index.ravel()[starts.seeds]] = True
    own = own_centres(objects, edges)
    lack = ~having[1:]
    return Starts(
        np.concatenate([starts.seeds, own.seeds[lack]]),
        np.concatenate([starts.centres, own.centres[lack]]),
        starts.left_out,
    )


def _places(flat: NDArray[np.intp], objects: Objects) -> NDArray[np.intp]:
    return np.stack(np.unravel_index(flat, objects.index.shape), axis=1)


def _sector(apart: NDArray[np.float64], *, flat: bool) -> NDArray[np.intp]:
    """Return the eighth of the plane, or the octant of the volume, that an offset lies in."""
    z, y, x = apart.T
    last = abs(y) > abs(x) if flat else z > 0
    return np.asarray((y > 0) + 2 * (x > 0) + 4 * last, dtype=np.intp)
