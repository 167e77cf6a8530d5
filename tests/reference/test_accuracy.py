"""How far measures of shape may be from the truth, and that they come nearer to it with size."""

import numpy as np
import pytest
from reference.analytic import block, ellipse, ellipsoid, errors, rectangle

# Columns that become right with size, and how far a shape of 20 (16) pixels may be off; along an
# axis of longer pixels there are fewer of them.
PLANE = {
    "area": 0.015, "equivalent_diameter": 0.01, "axis_major_length": 0.01,
    "axis_minor_length": 0.02, "feret_max": 0.06, "feret_min": 0.08, "feret_centers_max": 0.04,
    "feret_centers_min": 0.06, "feret_diameter_max": 0.08, "area_convex": 0.07, "solidity": 0.06,
    "inscribed_radius": 0.06,
}  # fmt: skip
VOLUME = {
    "volume": 0.01, "equivalent_diameter": 0.01, "axis_major_length": 0.01,
    "axis_minor_length": 0.02, "feret_diameter_max": 0.08, "volume_convex": 0.10,
    "solidity": 0.09, "inscribed_radius": 0.07,
}  # fmt: skip
# Round and straight shapes, and the pixels that they are drawn on.
PLANES = [
    (ellipse(1.0), (1.0, 1.0)),
    (ellipse(1.0), (1.5, 1.0)),
    (ellipse(0.5, 30), (1.0, 1.0)),
    (rectangle(0.5, 20), (1.0, 1.0)),
]
VOLUMES = [
    (ellipsoid(1.0, 1.0), (1.0, 1.0, 1.0)),
    (ellipsoid(0.75, 0.5, 30), (1.5, 1.0, 1.0)),
    (block(0.75, 0.5, 20), (1.0, 1.0, 1.0)),
]


def worst(values):
    """Return the largest error of one measure at all places."""
    return float(np.abs(values).max())


@pytest.mark.parametrize(("shape", "spacing"), PLANES)
def test_measures_of_a_plane_become_right_with_size(shape, spacing):
    small, middle, large = (errors(shape, size, spacing) for size in (5.0, 20.0, 80.0))
    for name, bound in PLANE.items():
        if name in shape.truth:
            assert worst(middle[name]) < bound * max(spacing), name
            assert worst(large[name]) < bound * max(spacing) / 2, name
            assert worst(large[name]) <= max(worst(small[name]), 1e-12), name


@pytest.mark.parametrize(("shape", "spacing"), VOLUMES)
def test_measures_of_a_volume_become_right_with_size(shape, spacing):
    middle, large = (errors(shape, size, spacing, 3) for size in (16.0, 32.0))
    for name, bound in VOLUME.items():
        if name in shape.truth:
            assert worst(middle[name]) < bound * max(spacing), name
            assert worst(large[name]) <= max(worst(middle[name]), 0.02), name


@pytest.mark.parametrize("shape", [ellipse(1.0), ellipse(0.5, 30)])
def test_croftons_perimeter_is_right_for_round_shapes(shape):
    found = errors(shape, 40.0)["perimeter_crofton"]
    assert abs(found.mean()) < 0.005
    assert worst(found) < 0.01
    # Of its four directions two are closer to each other where pixels are not square.
    for spacing in ((2.0, 1.0), (1.0, 0.5)):
        assert worst(errors(shape, 40.0, spacing)["perimeter_crofton"]) < 0.04


@pytest.mark.parametrize("turn", [0, 10, 22.5, 45])
def test_the_perimeters_of_straight_edges_are_off_by_a_few_percent(turn):
    found = errors(rectangle(0.5, turn), 50.0)
    assert worst(found["perimeter_crofton"]) < 0.06
    assert worst(found["perimeter_traced"]) < 0.10
    assert worst(found["perimeter"]) < 0.10


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (3.0, 1.0, 1.0)])
def test_surfaces_of_round_shapes(spacing):
    for shape in (ellipsoid(1.0, 1.0), ellipsoid(0.75, 0.5, 30)):
        found = errors(shape, 30.0, spacing, 3)
        assert worst(found["surface_area"]) < 0.02
        assert worst(found["sphericity"]) < 0.02
        # Steps make a mesh too large, and no size makes it right.
        assert 0.07 < found["surface_area_mesh"].mean() < 0.20


def test_the_surface_of_flat_faces_is_off_by_a_few_percent():
    found = errors(block(0.75, 0.5, 20), 30.0, shifts=3)
    assert worst(found["surface_area"]) < 0.05
