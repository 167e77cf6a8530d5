"""Haralick's features against a direct reading of the definitions, and against scikit-image."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage.feature import graycomatrix, graycoprops

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.engine.run import run

PLANE = [(0, 1), (1, 1), (1, 0), (1, -1)]
FEATURES = (
    "angular_second_moment", "contrast", "correlation", "variance", "inverse_difference_moment",
    "sum_average", "sum_variance", "sum_entropy", "entropy", "difference_variance",
    "difference_variance_cellprofiler", "difference_entropy", "info_measure_1", "info_measure_2",
)  # fmt: skip
WHOLE = {"low": 0, "high": 255}


def scene(shape=(40, 50), seed=3):
    random = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(random.random(shape), 1.5)
    labels = ndimage.label(smooth > np.quantile(smooth, 0.6))[0]
    return labels * 7, random.integers(1, 256, shape).astype(np.uint8)


def matrix(labels, grey, k, offset, levels):
    """Return the symmetric matrix of co-occurrences of one object, pixel by pixel."""
    counts = np.zeros((levels, levels))
    for at in np.argwhere(labels == k):
        to = tuple(at + offset)
        inside = all(0 <= t < n for t, n in zip(to, labels.shape, strict=True))
        if inside and labels[to] == k:
            counts[grey[tuple(at)], grey[to]] += 1
            counts[grey[to], grey[tuple(at)]] += 1
    return counts


def entropy(p):
    return -(p[p > 0] * np.log2(p[p > 0])).sum()


def defined(counts, highest):
    """Return the features as Haralick's paper and mahotas define them."""
    p = counts / counts.sum()
    n = len(p)
    i, j = np.mgrid[:n, :n]
    px, py = p.sum(axis=1), p.sum(axis=0)
    plus = np.bincount((i + j).ravel(), p.ravel(), 2 * n)
    minus = np.bincount(abs(i - j).ravel(), p.ravel(), n)
    k, level = np.arange(2 * n), np.arange(n)
    mx, my = (level * px).sum(), (level * py).sum()
    vx, vy = ((level - mx) ** 2 * px).sum(), ((level - my) ** 2 * py).sum()
    covariance = ((i - mx) * (j - my) * p).sum()
    outer = np.outer(px, py)
    there = outer > 0
    first = -(p[there] * np.log2(outer[there])).sum()
    own = max(entropy(px), entropy(py))
    return {
        "angular_second_moment": (p**2).sum(),
        "contrast": ((i - j) ** 2 * p).sum(),
        "correlation": covariance / np.sqrt(vx * vy) if vx * vy > 0 else 1,
        "variance": vx,
        "inverse_difference_moment": (p / (1 + (i - j) ** 2)).sum(),
        "sum_average": (k * plus).sum(),
        "sum_variance": ((k - (k * plus).sum()) ** 2 * plus).sum(),
        "sum_entropy": entropy(plus),
        "entropy": entropy(p),
        "difference_variance": ((level - (level * minus).sum()) ** 2 * minus).sum(),
        "difference_variance_cellprofiler": minus[: highest + 1].var(),
        "difference_entropy": entropy(minus),
        "info_measure_1": (entropy(p) - first) / own if own > 0 else 0,
        "info_measure_2": np.sqrt(max(0, 1 - np.exp(-2 * (entropy(outer) - entropy(p))))),
    }


@pytest.mark.parametrize("distance", [1, 3])
def test_features_are_those_of_the_definitions(distance):
    labels, image = scene()
    table = dr.measure.texture(labels, image, distance=distance, directions="each", **WHOLE)
    assert len(table) > 10
    for row in table.to_dict("records"):
        k = row["label"]
        for d, step in enumerate(PLANE):
            counts = matrix(labels, image, k, np.multiply(step, distance), 256)
            if not counts.any():
                assert np.isnan([row[f"texture_{name}_{d}"] for name in FEATURES]).all()
                continue
            expected = defined(counts, int(image[labels == k].max()))
            for name in FEATURES:
                assert row[f"texture_{name}_{d}"] == pytest.approx(
                    expected[name], rel=1e-9, abs=1e-7
                ), (k, d, name)


def test_scikit_image_gives_the_same_of_a_whole_rectangle():
    image = np.random.default_rng(1).integers(0, 16, (30, 40)).astype(np.uint8)
    table = dr.measure.texture(
        np.ones(image.shape, int), image, levels=16, low=0, high=16, directions="each"
    )
    angles = [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4]
    found = graycomatrix(image, [1], angles, 16, symmetric=True, normed=True)
    names = {
        "contrast": "contrast",
        "homogeneity": "inverse_difference_moment",
        "ASM": "angular_second_moment",
        "correlation": "correlation",
        "variance": "variance",
        "entropy": "entropy",
    }
    for theirs, ours in names.items():
        expected = graycoprops(found, theirs)[0]
        # scikit-image gives the entropy in nats.
        expected = expected / np.log(2) if theirs == "entropy" else expected
        got = [table[f"texture_{ours}_{d}"][0] for d in range(4)]
        assert_allclose(got, expected, rtol=1e-12, err_msg=ours)


def test_volumes_have_thirteen_directions():
    labels, image = scene((7, 14, 15))
    table = dr.measure.texture(labels, image, directions="each", levels=8, **WHOLE)
    grey = image // 32
    steps = [
        (0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, -1), (1, 0, 0), (1, 0, 1), (1, 0, -1), (1, 1, 0),
        (1, 1, 1), (1, 1, -1), (1, -1, 0), (1, -1, 1), (1, -1, -1),
    ]  # fmt: skip
    assert f"texture_contrast_{len(steps)}" not in table
    row = table.loc[table["texture_pairs"].idxmax()]
    for d, step in enumerate(steps):
        expected = defined(matrix(labels, grey, row["label"], step, 8), 7)
        for name in ("contrast", "entropy", "info_measure_1"):
            assert row[f"texture_{name}_{d}"] == pytest.approx(expected[name], rel=1e-9)


def test_the_mean_is_of_directions_that_have_pairs():
    labels = np.zeros((5, 9), int)
    labels[2, 1:6] = 3
    labels[0, 8] = 4
    image = np.arange(45, dtype=np.uint8).reshape(5, 9)
    table = dr.measure.texture(labels, image, **WHOLE, directions="each")
    assert table["texture_pairs"].tolist() == [4, 0]
    assert_array_equal(table["texture_contrast"], [1, np.nan])
    assert_array_equal(table["texture_contrast_0"], [1, np.nan])
    assert table[["texture_contrast_1", "texture_entropy_2"]].isna().all(axis=None)


def test_a_constant_image_has_no_contrast():
    table = dr.measure.texture(np.ones((6, 6), int), np.full((6, 6), 900, np.uint16))
    row = table.iloc[0]
    assert row["texture_angular_second_moment"] == row["texture_correlation"] == 1
    names = ["contrast", "variance", "entropy", "sum_average", "info_measure_1", "info_measure_2"]
    assert [row[f"texture_{name}"] for name in names] == [0] * 6


def test_levels_divide_the_range_evenly():
    labels = np.ones((1, 8), int)
    image = np.array([[-5.0, 0, 2.4, 2.6, 5, 7.4, 10, 99]])
    table = dr.measure.texture(labels, image, levels=4, low=0, high=10)
    grey = np.array([0, 0, 0, 1, 2, 2, 3, 3])
    assert table["texture_contrast"][0] == pytest.approx((np.diff(grey) ** 2).mean())


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_pixel_types_have_no_say(dtype):
    labels, image = scene()
    expected = dr.measure.texture(labels, image)
    assert_array_equal(dr.measure.texture(labels, image.astype(dtype)), expected)


def test_missing_pixels_are_in_no_pair():
    labels, image = scene()
    holed = image.astype(float)
    where = np.random.default_rng(0).random(image.shape) < 0.1
    holed[where] = np.nan
    cut = np.where(where, 0, labels)
    some = dr.measure.texture(labels, holed, **WHOLE)
    expected = dr.measure.texture(cut, image, **WHOLE).set_index("label").reindex(some["label"])
    assert_array_equal(some.drop(columns="label"), expected.fillna({"texture_pairs": 0}))


def test_channels_are_columns_with_a_range_of_their_own():
    labels, image = scene()
    both = dr.Image.of(np.stack([image, 3 * image.astype(int)]), "cyx", channels=("dna", "405"))
    given = {"labels": dr.Labels.of(labels), "image": both}
    table = run("measure.texture", given, {"directions": "each"})["table"]
    expected = dr.measure.texture(labels, image)["texture_contrast"]
    for channel in ("dna", "405"):
        assert_allclose(table.data[f"texture_contrast_{channel}"], expected, rtol=1e-12)
        assert table.columns[f"texture_contrast_{channel}"].definition.endswith(f": {channel}.")
    assert "0, 1 along y, x" in table.columns["texture_entropy_0_405"].definition
    assert table.columns["texture_entropy_0_405"].unit == "bit"


def test_the_range_is_that_of_all_frames():
    labels, image = scene()
    stack = dr.Image.of(np.stack([image, image // 4]), "tyx")
    table = dr.measure.texture(dr.Labels.of(np.stack([labels, labels]), "tyx"), stack)
    ends = {"low": int(stack.data.min()), "high": int(stack.data.max())}
    alone = dr.measure.texture(labels, image // 4, **ends)
    assert_array_equal(table[table["t"] == 1].drop(columns="t"), alone)


def test_a_physical_distance_is_rounded_along_each_axis():
    labels, image = scene((12, 20, 20))
    size = {"scale": (2.0, 0.5, 0.5), "units": "um"}
    given = {"labels": dr.Labels.of(labels, **size), "image": dr.Image.of(image, **size)}
    physical = run("measure.texture", given, {"distance": "2 um"})["table"].data
    assert_array_equal(physical, dr.measure.texture(labels, image, distance=(1, 4, 4)))


def test_a_range_upside_down_and_negative_labels_are_refused():
    labels, image = scene()
    with pytest.raises(ParameterError, match="low must be below high"):
        dr.measure.texture(labels, image, low=5, high=5)
    with pytest.raises(InputError, match="negative number -"):
        dr.measure.texture(-labels, image)
