"""Neighbours against direct and slow counts, and distances to a structure."""

import numpy as np
import pytest
from scipy import ndimage
from scipy.spatial.distance import cdist

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.engine.run import run
from napari_darkroom.kernels.nearest_edge import nearest_edges
from napari_darkroom.kernels.two_nearest import two_nearest


def objects(shape, share=0.7, width=1.2):
    smooth = ndimage.gaussian_filter(np.random.default_rng(2).random(shape), width)
    return ndimage.label(smooth > np.quantile(smooth, share))[0]


def ball(radius, ndim):
    reach = int(radius)
    grid = np.mgrid[(slice(-reach, reach + 1),) * ndim]
    return (grid**2).sum(axis=0) <= radius**2


def counted_slowly(labels, distance):
    """Return neighbours and the touching share as CellProfiler defines them, object by object."""
    ids = np.unique(labels[labels > 0])
    cube = np.ones((3,) * labels.ndim)
    differs = ndimage.maximum_filter(labels, footprint=cube) != ndimage.minimum_filter(
        labels, footprint=cube
    )
    inner = np.zeros(labels.shape, bool)
    inner[(slice(1, -1),) * labels.ndim] = True
    border = (labels > 0) & (differs | ~inner)
    counts, shares = [], []
    for k in ids:
        near = ndimage.binary_dilation(labels == k, ball(distance, labels.ndim))
        counts.append(len(np.setdiff1d(labels[near], [0, k])))
        others = (labels > 0) & (labels != k)
        touching = ndimage.binary_dilation(others, ball(distance + 0.5, labels.ndim))
        shares.append((touching & border & (labels == k)).sum() / (border & (labels == k)).sum())
    return counts, shares


@pytest.mark.parametrize("shape", [(50, 60), (9, 20, 22)])
@pytest.mark.parametrize("distance", [1, 2, 3.5])
def test_contacts_are_those_of_dilated_objects(shape, distance):
    # Cut along lines, so that many touch.
    found = objects(shape, 0.4)
    labels = np.where(found > 0, found + 100 * (np.arange(shape[-1]) // 7), 0)
    table = dr.measure.neighbours(labels, distance=distance)
    counts, shares = counted_slowly(labels, distance)
    assert max(counts) > 1
    np.testing.assert_array_equal(table["num_neighbours"], counts)
    np.testing.assert_allclose(table["touching_share"], shares, rtol=1e-15)


@pytest.mark.parametrize(
    ("shape", "spacing"), [((60, 70), (1, 1)), ((60, 70), (0.5, 2)), ((12, 30, 33), (2, 0.5, 0.7))]
)
@pytest.mark.parametrize("share", [0.6, 0.9])
def test_distances_are_the_least_of_all_pairs(shape, spacing, share):
    labels = objects(shape, share)
    table = dr.measure.neighbours(dr.Labels.of(labels, scale=spacing, units="um"))
    pixels = [np.argwhere(labels == k) * spacing for k in range(1, labels.max() + 1)]
    edges = np.array([[cdist(a, b).min() for b in pixels] for a in pixels])
    np.fill_diagonal(edges, np.inf)
    np.testing.assert_allclose(table["nearest_edge_distance"], edges.min(axis=1), rtol=1e-12)
    chosen = edges[np.arange(len(edges)), table["nearest_edge_label"] - 1]
    np.testing.assert_allclose(chosen, edges.min(axis=1), rtol=1e-12)
    centroids = np.array([p.mean(axis=0) for p in pixels])
    apart = cdist(centroids, centroids)
    np.fill_diagonal(apart, np.inf)
    order = np.argsort(apart, axis=1)
    np.testing.assert_array_equal(table["nearest_label"], order[:, 0] + 1)
    np.testing.assert_array_equal(table["second_nearest_label"], order[:, 1] + 1)
    np.testing.assert_allclose(table["nearest_distance"], np.sort(apart)[:, 0], rtol=1e-12)
    np.testing.assert_allclose(table["second_nearest_distance"], np.sort(apart)[:, 1], rtol=1e-12)


def test_the_angle_is_between_the_two_nearest():
    labels = np.zeros((40, 40), int)
    labels[10, 10], labels[10, 14], labels[16, 10], labels[39, 39] = 1, 2, 3, 4
    table = dr.measure.neighbours(labels)
    assert table["neighbour_angle"][0] == pytest.approx(90)
    assert table["neighbour_angle"][1] == pytest.approx(np.degrees(np.arctan2(6, 4)))


def test_of_equals_the_lowest_is_nearest():
    labels = np.zeros((5, 9), int)
    labels[2, 4], labels[2, 0], labels[2, 8], labels[0, 4] = 9, 7, 3, 5
    assert dr.measure.neighbours(labels)["nearest_label"].tolist() == [9, 9, 9, 5]
    line = np.zeros((1, 9), int)
    line[0, [0, 4, 8]] = [7, 1, 3]
    table = dr.measure.neighbours(line)
    assert table["nearest_label"].tolist() == [3, 1, 1]
    assert table["nearest_edge_label"].tolist() == [3, 1, 1]
    assert table["neighbour_angle"].tolist() == [180, 0, 0]


def test_one_object_has_no_neighbour():
    labels = np.zeros((6, 6), int)
    labels[2:4, 2:4] = 8
    table = dr.measure.neighbours(labels)
    assert (
        table["num_neighbours"][0] == table["nearest_label"][0] == table["touching_share"][0] == 0
    )
    names = ["nearest_distance", "second_nearest_distance", "neighbour_angle"]
    assert table[[*names, "nearest_edge_distance"]].isna().all(axis=None)


def test_a_distance_in_micrometres_is_shorter_along_z():
    labels = np.zeros((5, 9, 9), int)
    labels[0, 4, 4], labels[2, 4, 4], labels[0, 4, 7] = 1, 2, 3
    value = dr.Labels.of(labels, scale=(2, 1, 1), units="um")
    for reach, expected in [("2 um", [0, 0, 0]), ("3 um", [1, 0, 1]), ("4 um", [2, 1, 1])]:
        table = run("measure.neighbours", {"labels": value}, {"distance": reach})["table"]
        assert table.data["num_neighbours"].tolist() == expected
    assert table.data["nearest_edge_distance"].tolist() == [3, 4, 3]
    assert table.columns["nearest_edge_distance"].unit == "um"


def test_every_frame_is_alone():
    frame = objects((30, 30), 0.8)
    stack = dr.Labels.of(np.stack([frame, np.zeros_like(frame), frame]), "tyx")
    table = dr.measure.neighbours(stack)
    alone = dr.measure.neighbours(frame)
    assert sorted(set(table["t"])) == [0, 2]
    np.testing.assert_array_equal(table[table["t"] == 2].drop(columns="t"), alone)


def test_kernels_take_nothing_and_single_points():
    assert two_nearest(np.zeros((0, 3))).shape == (0, 2)
    assert two_nearest(np.zeros((1, 3))).tolist() == [[-1, -1]]
    none = np.zeros(0, np.intp)
    found = nearest_edges(none, np.zeros((0, 3), np.int64), np.ones(3), 0)
    assert [len(one) for one in found] == [0, 0]


REFERENCE = np.zeros((20, 30), bool)
REFERENCE[5:9, 10:20] = True


def test_distances_to_a_structure_are_those_of_scipy():
    labels = objects((20, 30), 0.8)
    spacing = (2.0, 0.5)
    given = {
        "labels": dr.Labels.of(labels, scale=spacing, units="um"),
        "reference": dr.Mask.of(REFERENCE, scale=spacing, units="um"),
    }
    table = run("measure.distance_to", given)["table"]
    assert table.columns["distance_mean"].unit == "um"
    far = ndimage.distance_transform_edt(~REFERENCE, sampling=spacing)
    deep = ndimage.distance_transform_edt(REFERENCE, sampling=spacing)
    signed = run("measure.distance_to", given, {"inside": "negative"})["table"]
    ids = np.arange(1, labels.max() + 1)
    for name in ("min", "mean", "max"):
        statistic = {"min": ndimage.minimum, "mean": ndimage.mean, "max": ndimage.maximum}[name]
        expected = statistic(far, labels, ids)
        np.testing.assert_allclose(table.data[f"distance_{name}"], expected, rtol=1e-6)
        expected = statistic(far - deep, labels, ids)
        np.testing.assert_allclose(signed.data[f"distance_{name}"], expected, rtol=1e-5, atol=1e-6)
    share = ndimage.mean(REFERENCE, labels, ids)
    np.testing.assert_allclose(table.data["inside_share"], share, rtol=1e-12)


def test_the_distance_of_a_centroid_is_that_of_the_point():
    labels = np.zeros((20, 30), int)
    labels[15, 2:4] = 1
    labels[6, 14:16] = 2
    table = dr.measure.distance_to(labels, REFERENCE)
    assert table["distance_centroid"].tolist() == [np.hypot(7, 7.5), 0]
    signed = dr.measure.distance_to(labels, REFERENCE, inside="negative")
    assert signed["distance_centroid"].tolist() == [np.hypot(7, 7.5), -np.hypot(2, 0.5)]


def test_labels_are_a_structure_too_and_none_gives_no_distance():
    labels = objects((20, 30), 0.8)
    one = dr.measure.distance_to(labels, REFERENCE.astype(int) * 7)
    np.testing.assert_array_equal(one, dr.measure.distance_to(labels, REFERENCE))
    for inside in ("zero", "negative"):
        table = dr.measure.distance_to(labels, np.zeros_like(REFERENCE), inside=inside)
        assert table.filter(like="distance").isna().all(axis=None)
        assert (table["inside_share"] == 0).all()
    whole = dr.measure.distance_to(labels, np.ones_like(REFERENCE))
    assert (whole["distance_max"] == 0).all()
    assert (whole["distance_centroid"] == 0).all()


def test_structures_of_another_grid_are_refused():
    with pytest.raises(InputError, match="mask"):
        dr.measure.distance_to(np.ones((20, 30), int), REFERENCE[:-1])
    with pytest.raises(InputError, match="pixel size"):
        dr.measure.distance_to(
            dr.Labels.of(np.ones((20, 30), int), scale=0.5, units="um"),
            dr.Mask.of(REFERENCE, scale=0.6, units="um"),
        )


@pytest.mark.parametrize("extent", [(0, 40, 60), (3, 9, 9), (0, 0, 500), (1e-9, 1, 1e6)])
def test_the_two_nearest_are_those_of_all_pairs(extent):
    random = np.random.default_rng(2)
    # Many at the same distance, and one far away.
    points = np.round(random.random((300, 3)) * extent * 2) / 2 + 7
    points[-1] = 1e4
    apart = ((points[:, None] - points) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    expected = np.argsort(apart, axis=1, kind="stable")[:, :2]
    np.testing.assert_array_equal(two_nearest(points), expected)
