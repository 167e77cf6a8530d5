"""Passes over the pixels of objects against SciPy and NumPy."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage, stats
from skimage.segmentation import find_boundaries

from napari_darkroom.core.errors import InputError
from napari_darkroom.kernels.eigenvalues import symmetric_eigenvalues
from napari_darkroom.kernels.region_background import ground_medians
from napari_darkroom.kernels.region_edges import edge_runs
from napari_darkroom.kernels.region_order import order
from napari_darkroom.kernels.region_values import (
    central_moments,
    count_nonzero,
    gather,
    places,
    sum_values,
    variances,
    weighted_places,
)
from napari_darkroom.kernels.regions import region_sums, sum_places
from napari_darkroom.kernels.runs import find_runs, runs_of_index


def scene(shape=(5, 40, 45), seed=3):
    random = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(random.random(shape), 1.5)
    return ndimage.label(smooth > np.quantile(smooth, 0.65))


def runs_of(labels):
    return find_runs([(0, labels.reshape(-1, labels.shape[-1]))], labels.shape)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "int64", "uint64"])
def test_runs_draw_the_labels_again(dtype):
    index, count = scene()
    labels = (index * 3).astype(dtype)
    runs = runs_of(labels)
    assert_array_equal(runs.ids, 3 * np.arange(1, count + 1))
    assert_array_equal(runs.index(), index)
    assert runs.pixels == np.count_nonzero(index)


@pytest.mark.parametrize("width", [1, 2, 63, 64, 65, 66, 128, 129, 300])
@pytest.mark.parametrize("dtype", [np.uint8, np.int64])
def test_runs_of_any_width_are_found_in_noise(width, dtype):
    labels = np.random.default_rng(width).integers(0, 3, (1, 40, width)).astype(dtype)
    runs = runs_of(labels)
    assert_array_equal(runs.index(), labels)
    before = np.pad(labels[0], ((0, 0), (1, 0)))[:, :-1]
    assert len(runs.owner) == np.count_nonzero((labels[0] != before) & (labels[0] != 0))


def test_runs_of_single_pixels_have_room():
    labels = np.arange(1, 50 * 200 + 1).reshape(1, 50, 200)
    runs = runs_of(labels)
    assert_array_equal(runs.owner, np.arange(labels.size))
    assert_array_equal(np.diff(runs.first), 1)


def test_parts_of_rows_are_the_whole():
    labels, _ = scene()
    rows = labels.reshape(-1, labels.shape[-1])
    cut = [(top, rows[top : top + 17]) for top in range(0, len(rows), 17)]
    whole, parts = runs_of(labels), find_runs(cut, labels.shape)
    for name in ("ids", "owner", "row", "start", "first"):
        assert_array_equal(getattr(parts, name), getattr(whole, name))
    image = np.random.default_rng(0).normal(size=labels.shape)
    flat = image.reshape(rows.shape)
    pieces = [(top, flat[top : top + 7]) for top in range(0, len(rows), 7)]
    assert_array_equal(gather(pieces, whole), image[labels > 0])


def test_a_negative_number_is_refused():
    with pytest.raises(InputError, match="negative number -2"):
        runs_of(np.array([[[1, -2]]]))


def test_a_run_ends_with_its_row():
    runs = runs_of(np.ones((1, 3, 4), int))
    assert_array_equal(runs.row, [0, 1, 2])
    assert_array_equal(np.diff(runs.first), [4, 4, 4])


def test_places_are_summed_as_numpy_does():
    index, count = scene()
    sums = sum_places(runs_of(index))
    for k in range(count):
        found = np.argwhere(index == k + 1)
        assert sums.size[k] == len(found)
        assert_array_equal(sums.low[k], found.min(axis=0))
        assert_array_equal(sums.high[k], found.max(axis=0) + 1)
        assert_allclose(sums.centroid[k], found.mean(axis=0), rtol=1e-14)
        assert_allclose(sums.covariance[k], np.cov(found.T, bias=True), atol=1e-11)


def test_an_object_that_is_not_there_has_no_size():
    index = np.zeros((1, 4, 4), int)
    index[0, 1, 1:3] = 2
    assert_array_equal(region_sums(index, 2).size, [0, 2])
    assert_array_equal(runs_of_index(index, 2).owner, [1])


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int32", "uint64", "float32", "float64"])
def test_values_are_summed_as_scipy_does(dtype):
    index, count = scene()
    image = np.random.default_rng(1).normal(90, 25, index.shape).clip(0).astype(dtype)
    runs = runs_of(index)
    values = gather([(0, image.reshape(-1, image.shape[-1]))], runs)
    assert values.dtype == image.dtype
    sums = sum_values(values, runs)
    moments = central_moments(values, runs, sums)
    assert_array_equal(variances(values, runs, sums), moments[:, 0])
    ordered = order(values, runs)
    low = sum_places(runs).low
    weighted = low + weighted_places(values, runs, low) / sums.total[:, None]
    at = places(sums.highest, runs).astype(int)
    for k in range(count):
        own = image[index == k + 1].astype(float)
        assert sums.total[k] == pytest.approx(own.sum(), rel=1e-13)
        assert (sums.low[k], sums.high[k]) == (own.min(), own.max())
        assert_allclose(moments[k, 0], own.var(), rtol=1e-11)
        assert_allclose(moments[k, 1], stats.moment(own, 3), rtol=1e-8, atol=1e-7)
        assert_allclose(moments[k, 2], stats.moment(own, 4), rtol=1e-11)
        assert_allclose(weighted[k], ndimage.center_of_mass(image * (index == k + 1)), rtol=1e-6)
        first = np.argwhere((index == k + 1) & (image == image[index == k + 1].max()))[0]
        assert_array_equal(at[k], first)
        for share in (0.0, 0.1, 0.25, 0.5, 1.0):
            assert_allclose(ordered.quantile(share)[k], np.quantile(own, share), rtol=1e-12)
        mad = stats.median_abs_deviation(own)
        assert ordered.deviations(ordered.median).median[k] == pytest.approx(mad, rel=1e-12)
        found, counts = np.unique(own, return_counts=True)
        mode, entropy = (one[k] for one in ordered.frequencies)
        assert mode == found[counts.argmax()]
        assert entropy == pytest.approx(stats.entropy(counts, base=2), rel=1e-10, abs=1e-10)


def test_missing_values_have_no_say():
    index = np.array([[[1, 1, 1, 0, 2, 2]]])
    image = np.array([[np.nan, 4.0, 2.0, 9.0, np.nan, np.nan]])
    runs = runs_of(index)
    values = gather([(0, image)], runs)
    sums = sum_values(values, runs)
    assert_array_equal(sums.size, [2, 0])
    assert_array_equal(sums.mean, [3, np.nan])
    assert_array_equal(sums.low, [2, np.nan])
    assert_array_equal(sums.highest, [1, -1])
    assert_array_equal(central_moments(values, runs, sums)[:, 0], [1, np.nan])
    assert_array_equal(variances(values, runs, sums), [1, np.nan])
    assert_array_equal(count_nonzero(values, runs), [2, 0])
    assert_array_equal(order(values, runs).median, [3, np.nan])
    assert_array_equal(places(sums.highest, runs), [[0, 0, 1], [np.nan] * 3])


def test_values_far_from_zero_keep_their_deviation():
    runs = runs_of(np.ones((1, 50, 50), int))
    values = 1e9 + np.random.default_rng(0).normal(0, 1, 2500)
    found = central_moments(values, runs, sum_values(values, runs))[0, 0]
    assert found == pytest.approx(values.var(), rel=1e-9)


def test_cellprofilers_quantile_is_at_the_share_of_all():
    runs = runs_of(np.array([[[1, 1, 1, 1, 2, 3, 3]]]))
    ordered = order(np.array([1.0, 2, 4, 8, 5, 1, 2]), runs)
    assert_array_equal(ordered.cellprofiler_quantile(0.25), [2, 5, 1.5])
    assert_array_equal(ordered.cellprofiler_quantile(0.5), [4, 5, 2])


@pytest.mark.parametrize("shape", [(1, 40, 45), (6, 20, 25)])
def test_edges_are_those_of_scikit_image(shape):
    index, _ = scene(shape)
    # Objects that touch, too.
    index[:, : shape[1] // 2] *= 2
    index[:, 3:9, 5:30] = 77
    runs = runs_of(index)
    edge, positions = edge_runs(index, runs)
    plane = index[0] if shape[0] == 1 else index
    inner = find_boundaries(plane, mode="inner").reshape(index.shape)
    assert_array_equal(positions, np.flatnonzero(inner[index > 0]))
    assert_array_equal(edge.index() > 0, inner)


@pytest.mark.parametrize("ndim", [2, 3])
def test_eigenvalues_are_those_of_lapack(ndim):
    random = np.random.default_rng(4)
    half = random.normal(size=(200, ndim, ndim)) * 10.0 ** random.integers(-3, 4, (200, 1, 1))
    matrices = half @ half.transpose(0, 2, 1)
    found, expected = symmetric_eigenvalues(matrices), np.linalg.eigvalsh(matrices)
    assert_allclose(found, expected, atol=1e-13 * expected[:, -1:].max(axis=1, keepdims=True).max())
    assert_allclose(found / expected[:, -1:], expected / expected[:, -1:], atol=1e-13)
    assert (np.diff(found, axis=1) >= 0).all()


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (np.zeros((2, 2)), [0, 0]),
        ([[4.0, 4.0], [4.0, 4.0]], [0, 8]),
        ([[3.0, 0.0], [0.0, 3.0]], [3, 3]),
        (np.zeros((3, 3)), [0, 0, 0]),
        (np.diag([5.0, 0.0, 2.0]), [0, 2, 5]),
        (np.ones((3, 3)), [0, 0, 3]),
    ],
)
def test_eigenvalues_of_points_lines_and_discs(matrix, expected):
    found = symmetric_eigenvalues(np.array([matrix], dtype=float))[0]
    assert_allclose(found, expected, atol=1e-15)


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_the_ground_is_the_median_of_the_background_in_the_box(dtype):
    index, count = scene((3, 30, 34))
    image = np.random.default_rng(6).normal(90, 25, index.shape).clip(0).astype(dtype)
    sums = sum_places(runs_of(index))
    margin = np.array([1, 2, 2])
    found = ground_medians(index, image, sums.low, sums.high, margin)
    for k in range(count):
        box = tuple(
            slice(max(a - m, 0), b + m)
            for a, b, m in zip(sums.low[k], sums.high[k], margin, strict=True)
        )
        ground = image[box][index[box] == 0]
        assert found[k] == pytest.approx(np.median(ground.astype(float)) if ground.size else None)


def test_an_object_that_fills_the_image_has_no_ground():
    index = np.ones((1, 4, 5), int)
    sums = sum_places(runs_of(index))
    assert np.isnan(ground_medians(index, index * 1.0, sums.low, sums.high, np.array([0, 5, 5])))
