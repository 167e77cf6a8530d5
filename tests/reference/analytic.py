"""Shapes whose measures are known, drawn on pixels: turned, and shifted by parts of a pixel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import napari_darkroom as dr

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """A shape of size 1, and what its measures are.

    Attributes
    ----------
    inside : callable
        From places (points, ndim) to whether they lie inside.
    reach : float
        Of the furthest point from the middle.
    truth : mapping
        The measures by the names of columns.
    turn : float
        Angle in degrees in the plane of y and x.
    """

    inside: Callable[[Floats], NDArray[np.bool_]]
    ndim: int
    reach: float
    truth: Mapping[str, float]
    turn: float = 0.0


def powers(name: str) -> int:
    """Return the power of the size that a measure grows with."""
    if name.startswith(("area", "surface")):
        return 2
    if name.startswith("volume"):
        return 3
    pure = ("circularity", "form_factor", "solidity", "eccentricity", "sphericity", "extent")
    return 0 if name.startswith(pure) else 1


def lengths(width: float, height: float, around: float, area: float) -> dict[str, float]:
    """Return the measures of a convex shape of the plane with given diameters."""
    diameters = {
        **dict.fromkeys(("feret_max", "feret_diameter_max", "feret_centers_max"), width),
        **dict.fromkeys(("feret_min", "feret_centers_min"), height),
    }
    perimeters = dict.fromkeys(("perimeter", "perimeter_crofton", "perimeter_traced"), around)
    form = 4 * np.pi * area / around**2
    return {
        "area": area,
        **perimeters,
        "circularity": form,
        "form_factor": form,
        **diameters,
        "area_convex": area,
        "solidity": 1.0,
        "inscribed_radius": height / 2,
        "equivalent_diameter": 2 * np.sqrt(area / np.pi),
    }


def ellipse(ratio: float, turn: float = 0.0) -> Shape:
    """Return an ellipse with half axes 1 and `ratio`."""
    h = ((1 - ratio) / (1 + ratio)) ** 2
    # The series of Gauss and Kummer, to 1e-9 at a ratio of 1/2.
    series = 1 + h / 4 + h**2 / 64 + h**3 / 256 + 25 * h**4 / 16384 + 49 * h**5 / 65536
    truth = lengths(2, 2 * ratio, np.pi * (1 + ratio) * series, np.pi * ratio)
    truth |= {"axis_major_length": 2.0, "axis_minor_length": 2.0 * ratio}
    if ratio < 1:
        truth["eccentricity"] = np.sqrt(1 - ratio**2)
    return Shape(lambda p: p[:, 1] ** 2 + (p[:, 0] / ratio) ** 2 <= 1, 2, 1.0, truth, turn)


def rectangle(ratio: float, turn: float = 0.0) -> Shape:
    """Return a rectangle of half width 1 and half height `ratio`."""
    diagonal = 2 * np.sqrt(1 + ratio**2)
    truth = lengths(diagonal, 2 * ratio, 4 * (1 + ratio), 4 * ratio)
    return Shape(
        lambda p: (np.abs(p[:, 1]) <= 1) & (np.abs(p[:, 0]) <= ratio), 2, diagonal / 2, truth, turn
    )


def ellipsoid(middle: float, small: float, turn: float = 0.0) -> Shape:
    """Return an ellipsoid with half axes 1 (x), `middle` (y) and `small` (z)."""
    volume = 4 / 3 * np.pi * middle * small
    surface = ellipsoid_surface(middle, small)
    truth = {
        "volume": volume,
        "surface_area": surface,
        "surface_area_mesh": surface,
        "sphericity": np.pi ** (1 / 3) * (6 * volume) ** (2 / 3) / surface,
        "axis_major_length": 2.0,
        "axis_minor_length": 2.0 * small,
        "feret_diameter_max": 2.0,
        "volume_convex": volume,
        "solidity": 1.0,
        "inscribed_radius": small,
        "equivalent_diameter": 2 * (middle * small) ** (1 / 3),
    }
    scale = np.array([small, middle, 1.0])
    return Shape(lambda p: ((p / scale) ** 2).sum(axis=1) <= 1, 3, 1.0, truth, turn)


def ellipsoid_surface(middle: float, small: float) -> float:
    """Return the surface by an integral over its parameters, to 1e-9."""
    nodes, weights = np.polynomial.legendre.leggauss(200)
    across = (nodes + 1) * np.pi / 2
    around = np.arange(400) * 2 * np.pi / 400
    t, p = np.meshgrid(across, around, indexing="ij")
    normal = np.sqrt(
        (middle * small * np.sin(t) * np.cos(p)) ** 2
        + (small * np.sin(t) * np.sin(p)) ** 2
        + (middle * np.cos(t)) ** 2
    )
    area = normal * np.sin(t) * weights[:, None] * (np.pi / 2) * (2 * np.pi / 400)
    return float(area.sum())


def block(middle: float, small: float, turn: float = 0.0) -> Shape:
    """Return a block with half sides 1 (x), `middle` (y) and `small` (z)."""
    volume, surface = 8 * middle * small, 8 * (middle + small + middle * small)
    diagonal = 2 * np.sqrt(1 + middle**2 + small**2)
    truth = {
        "volume": volume,
        "surface_area": surface,
        "surface_area_mesh": surface,
        "sphericity": np.pi ** (1 / 3) * (6 * volume) ** (2 / 3) / surface,
        "feret_diameter_max": diagonal,
        "volume_convex": volume,
        "solidity": 1.0,
        "inscribed_radius": small,
    }
    scale = np.array([small, middle, 1.0])
    return Shape(lambda p: (np.abs(p) <= scale).all(axis=1), 3, diagonal / 2, truth, turn)


def drawn(
    shape: Shape, size: float, spacing: tuple[float, ...], shift: Floats
) -> NDArray[np.bool_]:
    """Return a shape on pixels: a pixel is inside if its centre is.

    Parameters
    ----------
    size : float
        In the unit of the spacing.
    shift : array
        Of the middle, in pixels.
    """
    counts = [int(np.ceil(shape.reach * size / a)) + 2 for a in spacing]
    axes = np.meshgrid(*[np.arange(-n, n + 1) for n in counts], indexing="ij")
    places = np.stack(axes, axis=-1).reshape(-1, shape.ndim)
    world = (places - shift) * np.array(spacing) / size
    angle = np.radians(shape.turn)
    y, x = world[:, -2].copy(), world[:, -1].copy()
    world[:, -1] = np.cos(angle) * x - np.sin(angle) * y
    world[:, -2] = np.sin(angle) * x + np.cos(angle) * y
    return shape.inside(world).reshape([2 * n + 1 for n in counts])


def errors(
    shape: Shape, size: float, spacing: tuple[float, ...] | None = None, shifts: int = 8
) -> dict[str, Floats]:
    """Return the relative errors of the columns that are known, one entry a place.

    The places are shifted by parts of a pixel, by chance but always the same.
    """
    spacing = spacing or (1.0,) * shape.ndim
    random = np.random.default_rng(0)
    places = [random.uniform(-0.5, 0.5, shape.ndim) for _ in range(shifts)]
    numbered = [drawn(shape, size, spacing, place) * (k + 1) for k, place in enumerate(places)]
    labels = dr.Labels.of(
        np.concatenate(numbered, axis=-1).astype(np.int32),
        "zyx"[-shape.ndim :],
        scale=spacing,
        units=("micrometer",) * shape.ndim,
    )
    table = dr.measure.regions(labels, preset="shape")
    return {
        name: table[name].to_numpy(float) / (true * size ** powers(name)) - 1
        for name, true in shape.truth.items()
    }
