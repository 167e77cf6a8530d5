"""Surfaces of all objects of a volume, by a mesh and by Crofton's formula."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.octants import STEPS, Octants

_GAP = 4


def mesh_areas(spacing: Sequence[float], level: float = 0.5) -> NDArray[np.float64]:
    """Return the area of the mesh in each of the 256 windows of 2 × 2 × 2 voxels.

    The mesh is that of ``skimage.measure.marching_cubes`` at `level`, where the object is 1 and
    all else 0: T. Lewiner and others, Efficient implementation of marching cubes' cases with
    topological guarantees, 2003.
    """
    from skimage.measure import marching_cubes

    # All windows in a row, with voxels between them that are left out.
    volume = np.zeros((2, 2, 256 * _GAP), dtype=np.float32)
    taken = np.zeros(volume.shape, dtype=bool)
    for window in range(256):
        bits = [window >> place & 1 for place in range(8)]
        volume[:, :, window * _GAP : window * _GAP + 2] = np.reshape(bits, (2, 2, 2))
    # A window is taken by its last voxel.
    taken[1, 1, 1::_GAP] = True
    points, faces, _, _ = marching_cubes(volume, level, mask=taken)
    corners = points.astype(float)[faces]
    owner = (corners[:, :, 2].mean(axis=1) // _GAP).astype(np.intp)
    a, b = ((corners[:, i] - corners[:, 0]) * np.asarray(spacing, float) for i in (1, 2))
    area = np.sqrt((np.cross(a, b) ** 2).sum(axis=1)) / 2
    return np.bincount(owner, area, minlength=256).astype(float)


def crofton_surfaces(found: Octants, spacing: Sequence[float]) -> NDArray[np.float64]:
    """Return surfaces by Crofton's formula, cavities included, in the unit of the spacing.

    The surface is four times the mean over all directions of the area of the object's shadow,
    where what lies behind other parts counts too. Each of 13 directions stands for those that lie
    nearer to it than to another, so that voxels need not be cubes: D. Legland, K. Kiêu and
    M.-F. Devaux, Computation of Minkowski measures on 2D and 3D binary images, Image Analysis &
    Stereology 26, 2007; MorphoLibJ.
    """
    size = np.asarray(spacing, dtype=float)
    volume = float(np.prod(size))
    shares = _shares(size)
    total = np.zeros(len(found.euler))
    for i, step in enumerate(STEPS):
        distance = np.sqrt(np.sum((np.array(step) * size) ** 2))
        kind = tuple(abs(along) for along in step)
        alike = 1 << (sum(kind) - 1)
        total += found.crossings[:, i] * (2 * volume / distance * shares[kind] / alike)
    return total


def _shares(size: NDArray[np.float64]) -> dict[tuple[int, ...], float]:
    """Return which share of all directions lies nearest to each kind of step.

    By symmetry it is that of the directions between the three axes.
    """
    kinds = [step for step in STEPS if min(step) >= 0]
    units = [
        np.array(kind) * size / np.sqrt(np.sum((np.array(kind) * size) ** 2)) for kind in kinds
    ]
    shares = {}
    for kind, unit in zip(kinds, units, strict=True):
        corner = [np.array(axis, dtype=float) for axis in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
        for other in units:
            if other is not unit:
                corner = _clip(corner, unit - other)
        shares[kind] = _solid_angle(corner) / (np.pi / 2)
    return shares


def _clip(
    polygon: list[NDArray[np.float64]], normal: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Return the part of a polygon on the unit sphere on one side of a plane through its centre."""
    kept = []
    for i, here in enumerate(polygon):
        there = polygon[(i + 1) % len(polygon)]
        a, b = _dot(here, normal), _dot(there, normal)
        if a >= 0:
            kept.append(here)
        if (a > 0 > b) or (a < 0 < b):
            between = (a * there - b * here) / (a - b)
            kept.append(between / np.sqrt(_dot(between, between)))
    return kept


def _solid_angle(polygon: list[NDArray[np.float64]]) -> float:
    """Return the area of a convex polygon on the unit sphere, as a fan of triangles.

    A. van Oosterom and J. Strackee, The solid angle of a plane triangle, 1983.
    """
    total = 0.0
    a = polygon[0]
    for b, c in pairwise(polygon[1:]):
        above = abs(_dot(a, np.cross(b, c)))
        total += 2 * float(np.arctan2(above, 1 + _dot(a, b) + _dot(b, c) + _dot(c, a)))
    return total


def _dot(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return the scalar product, added up in order on every machine."""
    return float(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])
