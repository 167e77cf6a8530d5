"""Local thresholds against scikit-image, and against their formulas in one window after another."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from skimage import filters

import napari_darkroom as dr
from napari_darkroom.ops.threshold.surroundings import Thresholding, thresholds
from napari_darkroom.ops.threshold.usual_offset import usual_offset

WHITE = 4000.0
METHODS = (
    "mean", "gaussian", "median", "midgrey", "contrast", "bernsen", "niblack", "sauvola",
    "phansalkar", "otsu",
)  # fmt: skip
BOXED = tuple(method for method in METHODS if method != "gaussian")


def uneven(shape=(50, 60), dtype="uint16"):
    random = np.random.default_rng(7)
    ground = np.linspace(200, 1500, shape[-1]) + random.normal(0, 30, shape)
    image = ground + 900 * (random.random(shape) < 0.15)
    return (image / 20).astype(dtype) if dtype == "uint8" else image.astype(dtype)


def levels(image, method, radius, k=0.2):
    result = np.empty(image.shape)
    for part, found in thresholds(image, radius, Thresholding(method, k, 0.06, WHITE)):
        result[part] = found
    return result


def in_windows(image, radius, formula):
    """Return what a formula gives for the values of each window, missing ones left out."""
    wide = np.pad(image.astype(float), [(r, r) for r in radius], "symmetric")
    windows = sliding_window_view(wide, [2 * r + 1 for r in radius])
    flat = windows.reshape(*image.shape, -1)
    result = np.empty(image.shape)
    for at in np.ndindex(image.shape):
        some = flat[at][~np.isnan(flat[at])]
        result[at] = formula(some) if some.size else np.nan
    return result


def otsu(x):
    def between(t):
        low, high = x[x <= t], x[x > t]
        return len(low) * len(high) * (low.mean() - high.mean()) ** 2

    values = np.unique(x)
    return max(values[:-1], key=between) if len(values) > 1 else values[0]


def bernsen(x):
    middle = (x.min() + x.max()) / 2
    if np.ptp(x) >= 0.06 * WHITE:
        return middle
    return -np.inf if middle > WHITE / 2 else np.inf


def phansalkar(x):
    m, s = x.mean() / WHITE, x.std() / WHITE
    return WHITE * m * (1 + 2 * np.exp(-10 * m) + 0.2 * (s / 0.5 - 1))


FORMULAS = {
    "mean": np.mean,
    "median": np.median,
    "midgrey": lambda x: (x.min() + x.max()) / 2,
    "contrast": lambda x: (x.min() + x.max()) / 2,
    "bernsen": bernsen,
    "niblack": lambda x: x.mean() + 0.2 * x.std(),
    "sauvola": lambda x: x.mean() * (1 + 0.2 * (x.std() / (WHITE / 2) - 1)),
    "phansalkar": phansalkar,
    "otsu": otsu,
}


@pytest.mark.parametrize("method", BOXED)
@pytest.mark.parametrize(
    ("shape", "radius", "dtype"),
    [
        ((19, 23), (3, 5), "uint16"),
        ((19, 23), (2, 2), "uint8"),
        ((19, 23), (2, 3), "int16"),
        ((19, 23), (3, 3), "float32"),
        ((6, 11, 9), (1, 2, 3), "uint16"),
        ((6, 11, 9), (1, 2, 2), "float64"),
        ((4, 5), (6, 9), "uint16"),
    ],
)
def test_each_as_its_formula_in_every_window(method, shape, radius, dtype):
    image = uneven(shape, dtype)
    expected = in_windows(image, radius, FORMULAS[method])
    np.testing.assert_allclose(levels(image, method, radius), expected, rtol=1e-11)


@pytest.mark.parametrize("method", BOXED)
def test_missing_pixels_have_no_say_and_are_outside(method):
    image = uneven((17, 19), "float32")
    image[np.random.default_rng(0).random(image.shape) < 0.2] = np.nan
    image[:9, :9] = np.nan
    lost = np.isnan(image)
    expected = in_windows(image, (3, 3), FORMULAS[method])
    found = levels(image, method, (3, 3))
    np.testing.assert_allclose(found[~lost], expected[~lost], rtol=1e-6)
    for dark in (False, True):
        assert not dr.threshold.local(image, method=method, radius=3, dark_objects=dark)[lost].any()


def padded(image, radius):
    return np.pad(image.astype(float), radius, "symmetric")


@pytest.mark.parametrize("method", ["mean", "gaussian", "median"])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
def test_local_as_scikit_image(method, dtype):
    image = uneven(dtype=dtype)
    # Here it takes a third of the radius for the deviation too.
    expected = filters.threshold_local(image, 15, method=method, offset=0)
    np.testing.assert_allclose(levels(image, method, (7, 7)), expected, rtol=1e-7)
    mask = dr.threshold.local(image, method=method, radius=7, offset=20)
    np.testing.assert_array_equal(mask, image > expected + 20)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float64"])
def test_niblack_and_sauvola_as_scikit_image(dtype):
    image = uneven(dtype=dtype)
    wide, inner = padded(image, 7), (slice(7, -7),) * 2
    expected = filters.threshold_niblack(wide, 15, k=0.3)[inner]
    np.testing.assert_array_equal(
        dr.threshold.local(
            image, method="niblack", radius=7, offset=0, deviation_weight=0.3, dark_objects=True
        ),
        image <= expected,
    )
    expected = filters.threshold_niblack(wide, 15, k=-0.3)[inner]
    np.testing.assert_array_equal(
        dr.threshold.local(image, method="niblack", radius=7, offset=0, deviation_weight=0.3),
        image > expected,
    )
    expected = filters.threshold_sauvola(wide, 15, k=0.3, r=WHITE / 2)[inner]
    found = dr.threshold.local(
        image, method="sauvola", radius=7, deviation_weight=0.3, white_level=WHITE
    )
    np.testing.assert_array_equal(found, image > expected)


def test_white_is_the_largest_value_where_it_is_not_given():
    image = uneven()
    for method in ("bernsen", "sauvola", "phansalkar"):
        np.testing.assert_array_equal(
            dr.threshold.local(image, method=method, radius=4),
            dr.threshold.local(image, method=method, radius=4, white_level=float(image.max())),
        )


@pytest.mark.parametrize("method", METHODS)
def test_one_value_and_one_pixel(method):
    for shape in ((1, 1), (9, 8), (3, 4, 5)):
        for value in (0, 200):
            image = np.full(shape, value, np.uint8)
            mask = dr.threshold.local(image, method=method, radius=2, offset=1)
            # Three take an even and bright ground for an object: by their definitions.
            assert mask.all() == mask.any()
            if method not in ("bernsen", "sauvola", "phansalkar"):
                assert not mask.any()


def test_objects_on_an_uneven_ground_are_found_where_one_threshold_does_not():
    y, x = np.mgrid[:60, :200]
    spots = (y % 20 - 10) ** 2 + (x % 20 - 10) ** 2 <= 9
    image = (100 + 10 * x + 300 * spots).astype(np.uint16)
    assert (dr.threshold.otsu(image) != spots).mean() > 0.3
    found = dr.threshold.local(image, method="median", radius=(10, 5), offset=130)
    np.testing.assert_array_equal(found, spots)


def test_wide_integers_and_large_offsets_keep_their_spread():
    random = np.random.default_rng(1)
    image = random.integers(0, 50, (20, 20)).astype(np.int64)
    near = levels(image, "niblack", (3, 3)), levels(image, "otsu", (3, 3))
    far = image + 2**20
    np.testing.assert_allclose(levels(far, "otsu", (3, 3)) - 2**20, near[1])
    np.testing.assert_allclose(levels(far, "niblack", (3, 3)) - 2**20, near[0], atol=1e-3)


def test_largest_values_of_16_bits_do_not_overflow():
    image = np.full((70, 300), 65535, np.uint16)
    image[::2] = 0
    for radius in (3, 30, 120):
        found = levels(image, "niblack", (radius, radius), k=1.0)
        wide = np.pad(image.astype(float), radius, "symmetric")[: 2 * radius + 1, : 2 * radius + 1]
        assert found[0, 0] == pytest.approx(wide.mean() + wide.std(), rel=1e-12)


def test_an_offset_that_is_not_given_leaves_even_ground_alone():
    random = np.random.default_rng(4)
    y, x = np.mgrid[:300, :310]
    spots = (y % 60 - 30) ** 2 + (x % 62 - 31) ** 2 <= 64
    image = 500 + 3 * x + 300 * spots + random.normal(0, 15, spots.shape)
    near = dr.morphology.dilation(spots, radius=18)
    found = dr.threshold.local(image.astype(np.uint16))
    assert found[spots].mean() > 0.98
    assert found[~near].mean() < 0.01
    none = dr.threshold.local(image.astype(np.uint16), offset=0)
    assert none[~near].mean() > 0.4
    np.testing.assert_array_equal(
        dr.threshold.local((4095 - image).astype(np.float32), dark_objects=True)[20:-20, 20:-20],
        dr.threshold.local(image.astype(np.float32))[20:-20, 20:-20],
    )


def test_an_offset_of_a_large_image_is_that_of_its_strips():
    image = np.random.default_rng(5).normal(1000, 20, (1500, 1000))
    assert usual_offset(image, (7, 7)) == pytest.approx(2.5 * 20, rel=0.02)
    assert usual_offset(image[:, :5], (7, 7)) > 0
    assert usual_offset(np.full((9, 9), np.nan), (2, 2)) == 0
    image[::2] = np.nan
    assert usual_offset(image, (7, 7)) == pytest.approx(20 / 3, rel=0.02)


def test_otsu_where_levels_are_many_and_boxes_hold_few_of_them():
    random = np.random.default_rng(6)
    image = random.choice([3, 40000, 40001, 65535], (40, 50), p=[0.4, 0.3, 0.2, 0.1])
    image[:20] = random.integers(0, 65535, (20, 50))
    whole = image.astype(np.uint16)
    expected = in_windows(whole, (3, 4), otsu)
    np.testing.assert_array_equal(levels(whole, "otsu", (3, 4)), expected)
    np.testing.assert_array_equal(levels(whole.astype(np.float64), "otsu", (3, 4)), expected)


def test_a_recipe_of_the_first_version_gives_what_it_gave():
    text = """
    darkroom: 1
    inputs: {dna: {kind: image}}
    steps:
      - id: mask
        op: threshold.local@1
        inputs: {image: dna}
        params: {method: sauvola, k: 0.5, white: 900}
    outputs: [mask]
    """
    recipe = dr.Recipe.parse(text)
    (step,) = recipe.steps
    assert step.op == "threshold.local@2"
    assert step.params == {
        "method": "sauvola", "offset": 0.0, "deviation_weight": 0.5, "white_level": 900.0,
    }  # fmt: skip
    assert dr.Recipe.parse(recipe.text()) == recipe
