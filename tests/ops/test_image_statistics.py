"""The table of images."""

import numpy as np
import pytest
from scipy import ndimage, stats
from skimage.measure import shannon_entropy

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError


def test_numbers_are_those_of_numpy():
    image = np.random.default_rng(4).integers(0, 4000, (30, 31), np.uint16)
    row = dr.measure.image_statistics(image).iloc[0]
    expected = {
        "num_pixels": image.size,
        "num_missing": 0,
        "mean": image.mean(),
        "std": image.std(),
        "min": image.min(),
        "max": image.max(),
        "median": np.median(image),
        "sum": image.sum(dtype=float),
        "saturated_fraction": 0,
    }
    assert row[list(expected)].to_dict() == pytest.approx(expected, rel=1e-12)


def test_a_mask_says_what_counts():
    image = np.arange(12.0).reshape(3, 4)
    table = dr.measure.image_statistics(image, image > 8)
    assert table["sum"][0] == 9 + 10 + 11
    assert table["num_pixels"][0] == 3


def test_an_empty_mask_gives_no_mean_and_a_sum_of_zero():
    table = dr.measure.image_statistics(np.ones((3, 3)), np.zeros((3, 3), bool))
    assert table["sum"][0] == 0
    assert table[["mean", "std", "min", "max", "median"]].isna().all(axis=None)


def test_a_row_a_frame_and_channel():
    image = dr.Image.of(np.arange(24).reshape(2, 3, 2, 2), "tcyx", channels=("a", "b", "c"))
    table = dr.measure.image_statistics(image)
    assert table["t"].tolist() == [0, 0, 0, 1, 1, 1]
    assert table["channel"].tolist() == ["a", "b", "c"] * 2
    assert table["min"].tolist() == [0, 4, 8, 12, 16, 20]


def test_missing_and_saturated_pixels_are_counted():
    assert dr.measure.image_statistics(np.array([[np.nan, 2.0]]))["num_missing"][0] == 1
    saturated = np.array([[255, 255, 0, 3]], np.uint8)
    assert dr.measure.image_statistics(saturated)["saturated_fraction"][0] == 0.5


def test_the_sum_of_many_large_values_is_exact():
    image = np.full((500, 500), 2**31 - 1, np.int32)
    assert dr.measure.image_statistics(image)["sum"][0] == 250_000 * (2**31 - 1)


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(InputError, match="differ along x"):
        dr.measure.image_statistics(np.ones((3, 3)), np.ones((3, 4), bool))


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
@pytest.mark.parametrize("masked", [False, True])
def test_shape_of_the_distribution_is_that_of_numpy_and_scipy(dtype, masked):
    random = np.random.default_rng(5)
    scale = 1e6 if dtype == "int32" else 20
    image = random.gamma(2, scale, (50, 60)).astype(dtype)
    mask = random.random(image.shape) > 0.4
    values = (image[mask] if masked else image.ravel()).astype(float)
    row = dr.measure.image_statistics(image, mask if masked else None).iloc[0]
    assert row["skewness"] == pytest.approx(stats.skew(values), rel=1e-10)
    assert row["kurtosis"] == pytest.approx(stats.kurtosis(values), rel=1e-10)
    for q in (1, 5, 25, 75, 95, 99):
        assert row[f"percentile_{q}"] == np.percentile(values, q)
    assert row["median"] == np.median(values)
    assert row["zero_fraction"] == np.mean(values == 0)
    assert row["min_fraction"] == np.mean(values == values.min())
    assert row["max_fraction"] == np.mean(values == values.max())
    assert row["focus_variance"] == pytest.approx(values.var() / values.mean(), rel=1e-10)


def test_mode_and_entropy_of_whole_numbers_and_of_floats():
    image = np.random.default_rng(6).poisson(9, (40, 50)).astype(np.uint16)
    row = dr.measure.image_statistics(image).iloc[0]
    assert row["mode"] == stats.mode(image, axis=None).mode
    assert row["entropy"] == pytest.approx(shannon_entropy(image), rel=1e-12)
    image = np.random.default_rng(6).normal(0, 9, (40, 50))
    counts, edges = np.histogram(image, 256)
    row = dr.measure.image_statistics(image).iloc[0]
    fullest = np.argmax(counts)
    assert row["mode"] == pytest.approx((edges[fullest] + edges[fullest + 1]) / 2)
    assert row["entropy"] == pytest.approx(stats.entropy(counts, base=2), rel=1e-12)


@pytest.mark.parametrize("shape", [(30, 40), (4, 30, 40)])
def test_focus_is_the_variance_of_the_laplacian_of_each_plane(shape):
    image = np.random.default_rng(7).integers(0, 4000, shape).astype(np.uint16)
    mask = np.ones(shape, bool)
    mask[..., 5:9, 3:20] = False
    kernel = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    kernel = kernel.reshape((1,) * (len(shape) - 2) + kernel.shape)
    laplacian = ndimage.convolve(image.astype(float), kernel)
    whole = ndimage.binary_erosion(mask, kernel != 0)
    row = dr.measure.image_statistics(image, mask).iloc[0]
    expected = laplacian[whole].var() / image[mask].mean() ** 2
    assert row["focus_laplacian"] == pytest.approx(expected, rel=1e-12)


def test_a_blurred_image_is_less_sharp():
    sharp = np.random.default_rng(8).integers(0, 4000, (60, 60)).astype(np.uint16)
    scores = [
        dr.measure.image_statistics(image).iloc[0][["focus_laplacian", "focus_variance"]]
        for image in (sharp, dr.filters.gaussian(sharp, sigma=1))
    ]
    assert (scores[0] > 2 * scores[1]).all()


@pytest.mark.parametrize(
    ("low", "high", "dtype", "expected"),
    [
        (0, 255, "uint8", "both"),
        (0, 4095, "uint16", "both"),
        (20, 4095, "uint16", "high"),
        (20, 4000, "uint16", "none"),
        (0, 4000, "uint16", "low"),
        (0, 4095, "float32", "unknown"),
    ],
)
def test_saturation_is_told(low, high, dtype, expected):
    random = np.random.default_rng(9)
    image = np.clip(random.normal((low + high) / 2, (high - low) / 4, (200, 200)), low, high)
    assert dr.measure.image_statistics(image.astype(dtype))["saturation"][0] == expected


def test_even_noise_and_one_value_are_not_saturated():
    noise = np.random.default_rng(10).integers(0, 256, (200, 200)).astype(np.uint8)
    for image in (noise, np.full((20, 20), 255, np.uint8), np.zeros((20, 20), np.uint16)):
        assert dr.measure.image_statistics(image)["saturation"][0] == "none"


def test_an_infinite_pixel_is_left_out_of_what_it_would_spoil():
    image = np.random.default_rng(11).normal(10, 1, (30, 30))
    finite = image.copy()
    image[3, 4] = np.inf
    row = dr.measure.image_statistics(image).iloc[0]
    assert row["max"] == np.inf
    mask = np.isfinite(image)
    assert row["percentile_99"] == np.percentile(finite[mask], 99)
    assert 0 < row["entropy"] < 8
