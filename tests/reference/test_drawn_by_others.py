"""Points, outlines and drawn shapes of objects, against scikit-image, SciPy and OpenCV."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial.distance import cdist
from skimage import data, draw, measure

import napari_darkroom as dr
from napari_darkroom.core.values import Points, Shapes

SHAPE = (61, 83)


def _coins() -> NDArray[np.int32]:
    """Return coins with holes, of which some touch at corners, and specks of one pixel."""
    return ndimage.label(data.coins()[150:300, 20:220] > 120, np.ones((3, 3)))[0].astype(np.int32)


def _volume() -> NDArray[np.int32]:
    noise = np.random.default_rng(3).random((9, 40, 50))
    return ndimage.label(ndimage.gaussian_filter(noise, 1.5) > 0.52)[0].astype(np.int32)


each = pytest.mark.parametrize("labels", [_coins(), _volume()], ids=["coins", "volume"])


@each
def test_centroids_are_those_of_scipy_and_scikit_image(labels: NDArray[np.int32]) -> None:
    found = dr.labels.to_points(labels)
    axes = list("zyx")[-labels.ndim :]
    numbers = found["label"].to_numpy()
    assert_allclose(found[axes], ndimage.center_of_mass(labels > 0, labels, numbers), rtol=1e-12)
    theirs = measure.regionprops_table(labels, properties=("label", "centroid"))
    assert_array_equal(numbers, theirs["label"])
    for i, name in enumerate(axes):
        assert_allclose(found[name], theirs[f"centroid-{i}"], rtol=1e-12)


@each
def test_the_innermost_pixel_is_where_the_distance_of_scipy_is_largest(
    labels: NDArray[np.int32],
) -> None:
    found = dr.labels.to_points(labels, place="innermost")
    places = found[list("zyx")[-labels.ndim :]].to_numpy().astype(int)
    for number, place in zip(found["label"], places, strict=True):
        inside = ndimage.distance_transform_edt(np.pad(labels == number, 1))
        inside = inside[(slice(1, -1),) * labels.ndim]
        # The first of several, in the order of the rows.
        assert tuple(place) == np.unravel_index(inside.argmax(), inside.shape)


def test_outlines_pass_the_places_of_the_contours_of_scikit_image() -> None:
    """Halfway between two pixels scikit-image has a vertex, and our outline an edge."""
    labels = _coins()
    shapes = dr.labels.to_shapes(labels)
    for number, rows in shapes.groupby("label"):
        rings = [ring[["y", "x"]].to_numpy() for _, ring in rows.groupby("shape")]
        padded = np.pad(labels == number, 1)
        contours = measure.find_contours(padded, 0.5, fully_connected="low")
        assert len(rings) == len(contours)
        theirs = np.concatenate([one[:-1] for one in contours]) - 1
        ours = np.concatenate([_middles_of_sides(ring) for ring in rings])
        assert_array_equal(np.unique(ours, axis=0), np.unique(theirs, axis=0))
        assert len(ours) == len(theirs)


def _middles_of_sides(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle of each side of a pixel that an outline runs along."""
    parts = []
    for start, stop in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        long = int(np.abs(stop - start).sum())
        along = (np.arange(long) + 0.5) / long
        parts.append(start + along[:, None] * (stop - start))
    return np.concatenate(parts)


def test_outlines_enclose_the_areas_of_opencv() -> None:
    labels = _coins()
    shapes = dr.labels.to_shapes(labels)
    sizes = np.bincount(labels.ravel())
    for number, rows in shapes.groupby("label"):
        rings = [ring[["x", "y"]].to_numpy(np.float32) for _, ring in rows.groupby("shape")]
        # Holes run the other way round, and count against the area.
        assert sum(cv2.contourArea(ring, oriented=True) for ring in rings) == sizes[number]


@pytest.mark.parametrize("on_top", ["last", "first"])
def test_objects_of_polygons_are_those_of_scikit_image(on_top: str) -> None:
    random = np.random.default_rng(5)
    drawn = [random.uniform(-6, 80, (random.integers(3, 9), 2)) for _ in range(12)]
    shapes = Shapes.of([("polygon", vertices) for vertices in drawn])
    found = dr.labels.from_shapes(np.zeros(SHAPE), shapes, on_top=on_top)
    expected = np.zeros(SHAPE, int)
    numbered = list(enumerate(drawn, start=1))
    for number, vertices in numbered if on_top == "last" else numbered[::-1]:
        expected[draw.polygon2mask(SHAPE, vertices)] = number
    assert_array_equal(found, expected)


@pytest.mark.parametrize("radius", [0.0, 1.0, 4.5, 12.0])
def test_discs_around_points_are_those_of_scikit_image(radius: float) -> None:
    random = np.random.default_rng(6)
    places = random.uniform(0, 1, (9, 2)) * (np.array(SHAPE) - 1)
    objects = dr.labels.from_points(np.zeros(SHAPE), Points.of(places), radius=radius)
    expected = np.zeros(SHAPE, int)
    for number in range(len(places), 0, -1):
        # scikit-image leaves out what lies just at the radius.
        disk = draw.disk(places[number - 1], max(radius, 1e-9) * (1 + 1e-9), shape=SHAPE)
        expected[disk] = number
        expected[tuple(np.floor(places[number - 1] + 0.5).astype(int))] = number
    assert_array_equal(objects, expected)
    mask = dr.mask.from_points(np.zeros(SHAPE), Points.of(places), radius=radius)
    pixels = np.argwhere(np.ones(SHAPE))
    near = cdist(pixels, places).min(axis=1).reshape(SHAPE) <= radius
    near[tuple(np.floor(places + 0.5).astype(int).T)] = True
    assert_array_equal(mask, near)
