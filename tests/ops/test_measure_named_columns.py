"""Columns by name alone: percentiles of any share, central and weighted moments."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage.measure import regionprops

import napari_darkroom as dr

POWERS = [(2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)]
ALL = "moments_central, moments_normalized, moments_weighted_central, moments_weighted_normalized, "
ALL += "moments_weighted_hu"


def scene(dtype="uint16", shape=(60, 71)):
    random = np.random.default_rng(5)
    smooth = ndimage.gaussian_filter(random.random(shape), 2)
    found, _ = ndimage.label(smooth > np.quantile(smooth, 0.7))
    return found, random.integers(1, 4000, shape).astype(dtype)


@pytest.mark.parametrize("share", [0, 0.1, 5, 12.5, 50, 99.5, 99.99, 100])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_any_percentile_is_that_of_numpy(share, dtype):
    labels, image = scene(dtype)
    name = f"intensity_percentile_{share:g}"
    table = dr.measure.regions(labels, image, also=name)
    theirs = [np.percentile(image[labels == k].astype(float), share) for k in table["label"]]
    assert_allclose(table[name], theirs, rtol=1e-15)


def test_a_percentile_stands_once_however_it_is_written():
    labels, image = scene()
    two = dr.Image.of(np.stack([image, image]), "cyx", channels=("dna", "actin"))
    asked = "intensity_percentile_5.0, intensity_percentile_05, intensity_percentile_0.50"
    table = dr.measure.regions(labels, two, also=asked)
    found = [name for name in table if "percentile" in name]
    assert found == [
        "intensity_percentile_5_dna", "intensity_percentile_0.5_dna",
        "intensity_percentile_5_actin", "intensity_percentile_0.5_actin",
    ]  # fmt: skip


@pytest.mark.parametrize("dtype", ["uint16", "float32"])
def test_moments_are_those_of_scikit_image(dtype):
    labels, image = scene(dtype)
    ours = dr.measure.regions(labels, image, also=ALL)
    theirs = regionprops(labels, image.astype(float))
    assert len(ours) > 10
    for kind in ("central", "normalized", "weighted_central", "weighted_normalized"):
        for p, q in POWERS:
            expected = [one[f"moments_{kind}"][p, q] for one in theirs]
            scale = np.abs(expected).max()
            got = ours[f"moments_{kind}_{p}_{q}"]
            assert_allclose(got, expected, rtol=1e-9, atol=1e-12 * scale, err_msg=f"{kind} {p} {q}")
    hu = np.array([one.moments_weighted_hu for one in theirs])
    for which in range(7):
        got = ours[f"moments_weighted_hu_{which}"]
        assert_allclose(got, hu[:, which], rtol=1e-9, atol=1e-14, err_msg=str(which))


def test_a_constant_image_weighs_nothing():
    labels, image = scene()
    table = dr.measure.regions(labels, np.full_like(image, 7), preset="everything", also=ALL)
    for which in range(7):
        weighted = table[f"moments_weighted_hu_{which}"] * 7 ** [1, 2, 3, 3, 6, 4, 6][which]
        assert_allclose(weighted, table[f"moments_hu_{which}"], rtol=1e-9, atol=1e-12)


def test_missing_pixels_have_no_weight_and_a_sum_of_zero_gives_none():
    labels, image = scene("float32")
    filled, missing = image.copy(), image.copy()
    filled[::3], missing[::3] = 0, np.nan
    ours, theirs = (dr.measure.regions(labels, one, also=ALL) for one in (missing, filled))
    for name in [name for name in ours if "moments_weighted" in name]:
        assert_array_equal(ours[name], theirs[name], err_msg=name)
    nothing = dr.measure.regions(labels, np.zeros_like(image), also=ALL)
    assert nothing[[name for name in nothing if "moments_weighted" in name]].isna().all(axis=None)


def test_the_size_of_a_pixel_changes_no_invariant():
    labels, image = scene()
    plain = dr.measure.regions(labels, image, also=ALL)
    sized = dr.measure.regions(dr.Labels.of(labels, scale=0.3, units="um"), image, also=ALL)
    for name in [name for name in plain if name.startswith("moments_")]:
        assert_allclose(sized[name], plain[name], rtol=1e-9, atol=1e-12 * plain[name].abs().max())


def test_volumes_have_percentiles_and_no_moments():
    labels, image = scene(shape=(8, 30, 31))
    table = dr.measure.regions(labels, image, also="intensity_percentile_33.3")
    expected = [np.percentile(image[labels == k], 33.3) for k in table["label"]]
    assert_allclose(table["intensity_percentile_33.3"], expected, rtol=1e-15)
    with pytest.raises(dr.DarkroomError, match="in 3 dimensions"):
        dr.measure.regions(labels, image, also="moments_weighted_hu")


def test_a_lazy_image_gives_the_same_bits():
    import dask.array as da

    labels, image = scene("float32")
    asked = f"{ALL}, intensity_percentile_99.5"
    whole = dr.measure.regions(labels, image, also=asked)
    lazy = dr.measure.regions(
        dr.Labels.of(da.from_array(labels, chunks=(17, 71))),
        dr.Image.of(da.from_array(image, chunks=(23, 40))),
        also=asked,
    )
    assert lazy.equals(whole)


def test_a_weighted_centroid_has_its_place_in_the_world():
    labels, image = scene()
    place = {"scale": (0.5, 2), "units": "um", "translate": (100, -7)}
    table = dr.measure.regions(
        dr.Labels.of(labels, **place),
        dr.Image.of(image, **place),
        also="position_weighted, centroid_weighted",
    )
    assert_allclose(table["position_weighted_y"], 100 + 0.5 * table["centroid_weighted_y"])
    assert_allclose(table["position_weighted_x"], -7 + 2 * table["centroid_weighted_x"])
    bare = dr.measure.regions(labels, image, also="position_weighted")
    assert not [name for name in bare if "position" in name]
