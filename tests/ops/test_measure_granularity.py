"""Granular spectra against CellProfiler's steps taken one by one, and plain cases."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage import morphology

import napari_darkroom as dr
from napari_darkroom.engine.run import run


def scene(shape=(83, 96), seed=3):
    random = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(random.random(shape), 2)
    labels = 2 * ndimage.label(smooth > np.quantile(smooth, 0.7))[0]
    return labels, (1000 * smooth + 20 * random.random(shape)).astype(np.float64)


def smaller(image, lengths, fraction):
    places = np.mgrid[tuple(slice(0, n) for n in lengths)].astype(float) / fraction
    return ndimage.map_coordinates(image, places, order=1)


def restored(image, shape, lengths, small):
    places = np.mgrid[tuple(slice(0, n) for n in shape)].astype(float)
    factors = (np.array(small) - 1) / (np.array(lengths) - 1)
    return ndimage.map_coordinates(image, (places.T * factors).T, order=1)


def spectrum_slowly(image, labels, *, subsample, background, radius, sizes):
    """Return what CellProfiler's module MeasureGranularity gives for the image and for objects."""
    round_ = morphology.disk if image.ndim == 2 else morphology.ball
    lengths = np.array(image.shape) * subsample
    small = smaller(image, lengths, subsample)
    rough = lengths * background
    # scikit-image's opening is wrong where the footprint is larger than the image.
    wide = {"footprint": round_(radius), "mode": "constant"}
    ground = ndimage.grey_erosion(smaller(small, rough, background), cval=np.inf, **wide)
    ground = ndimage.grey_dilation(ground, cval=-np.inf, **wide)
    grains = np.maximum(small - restored(ground, small.shape, lengths, rough), 0)
    ids = np.unique(labels[labels > 0])
    eroded, mean, first = grains, grains.mean(), grains.mean()
    own = ndimage.mean(image, labels, ids)
    start = own
    whole, objects = [], []
    for _ in range(sizes):
        eroded = morphology.erosion(eroded, round_(1))
        left = morphology.reconstruction(eroded, grains, footprint=round_(1))
        whole.append(100 * (mean - left.mean()) / first)
        mean = left.mean()
        now = ndimage.mean(restored(left, image.shape, image.shape, lengths), labels, ids)
        objects.append(100 * (own - now) / start)
        own = now
    return np.array(whole), np.array(objects).T


SETTINGS = [
    {"subsample": 0.25, "background": 0.25, "radius": 10, "sizes": 8},
    {"subsample": 1.0, "background": 0.5, "radius": 4, "sizes": 3},
    {"subsample": 0.6, "background": 1.0, "radius": 3, "sizes": 5},
]


def ours(settings):
    names = {"background": "background_subsample"}
    return {names.get(name, name): value for name, value in settings.items()}


@pytest.mark.parametrize("shape", [(83, 96), (25, 40, 43)])
@pytest.mark.parametrize("settings", SETTINGS)
def test_spectra_are_those_of_the_steps_one_by_one(shape, settings):
    labels, image = scene(shape)
    whole, objects = spectrum_slowly(image, labels, **settings)
    names = [f"granularity_{k}" for k in range(1, settings["sizes"] + 1)]
    found = dr.measure.image_granularity(image, **ours(settings))
    assert whole.max() > 1
    assert_allclose(found[names].to_numpy()[0], whole, rtol=1e-9, atol=1e-9)
    found = dr.measure.granularity(labels, image, **ours(settings))
    assert_allclose(found[names], objects, rtol=1e-9, atol=1e-8)
    assert_allclose(
        found["granularity_mean"], ndimage.mean(image, labels, found["label"]), rtol=1e-12
    )


def test_grains_of_one_size_stand_in_one_column():
    image = np.zeros((120, 120))
    y, x = np.mgrid[:120, :120]
    for cy in range(15, 120, 30):
        for cx in range(15, 120, 30):
            # A diamond of radius 4 is gone with the fifth cross.
            image[abs(y - cy) + abs(x - cx) <= 4] = 10
    table = dr.measure.image_granularity(image, subsample=1, background_subsample=1, radius=12)
    spectrum = table.to_numpy()[0]
    assert spectrum[4] == pytest.approx(100)
    assert np.delete(spectrum, 4) == pytest.approx(0)


def test_missing_pixels_have_no_say():
    labels, image = scene((60, 64))
    holed = image.copy()
    holed[:, 40:] = np.nan
    settings = {"subsample": 1.0, "background_subsample": 1.0, "radius": 5, "sizes": 4}
    found = dr.measure.image_granularity(holed, **settings)
    assert_allclose(found, dr.measure.image_granularity(image[:, :40], **settings), rtol=1e-12)
    inside = np.where(np.arange(64) < 40, labels, 0)
    some = dr.measure.granularity(labels, holed, **settings).set_index("label")
    expected = dr.measure.granularity(inside[:, :40], image[:, :40], **settings)
    assert_allclose(some.loc[expected["label"]], expected.set_index("label"), rtol=1e-9)
    outside = np.setdiff1d(np.unique(labels[labels > 0]), expected["label"])
    assert len(outside) > 0
    assert some.loc[outside].isna().all(axis=None)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32"])
def test_pixel_types_have_no_say(dtype):
    labels, image = scene((60, 64))
    image = np.rint(image / image.max() * 100)
    expected = dr.measure.granularity(labels, image)
    assert_array_equal(dr.measure.granularity(labels, image.astype(dtype)), expected)


def test_an_image_without_grains_and_small_images():
    flat = dr.measure.image_granularity(np.full((40, 40), 7.0))
    assert (flat == 0).all(axis=None)
    for shape in [(1, 1), (1, 9), (3, 3), (1, 1, 1)]:
        table = dr.measure.granularity(np.ones(shape, int), np.full(shape, 4, np.uint8))
        assert table["granularity_mean"][0] == 4
        assert table["granularity_1"][0] == 100  # background


def test_channels_colours_and_frames():
    labels, image = scene((50, 52))
    stack = np.stack([image, image[::-1]])
    channels = dr.Image.of(stack, "cyx", channels=("dna", "actin"))
    table = run("measure.image_granularity", {"image": channels}, {"sizes": 3})["table"]
    assert table.data["channel"].tolist() == ["dna", "actin"]
    assert table.keys == ("channel",)
    alone = dr.measure.image_granularity(image[::-1], sizes=3)
    assert_array_equal(table.data.iloc[1, 1:].astype(float), alone.iloc[0])
    wide = dr.measure.granularity(dr.Labels.of(labels), channels, sizes=3)
    expected = dr.measure.granularity(labels, image[::-1], sizes=3)
    assert_array_equal(wide.filter(like="actin"), expected.drop(columns="label"))
    rgb = dr.Image.of(np.repeat(image[..., None], 3, -1).astype(np.uint8), "yx", rgb=True)
    table = dr.measure.image_granularity(rgb, sizes=2)
    assert table["channel"].tolist() == ["red", "green", "blue"]


def test_columns_are_defined_and_no_others():
    labels, image = scene((50, 52))
    given = {"image": dr.Image.of(image)}
    for name, inputs in {
        "measure.image_granularity": given,
        "measure.granularity": {"labels": dr.Labels.of(labels), **given},
    }.items():
        table = run(name, inputs, {"sizes": 2})["table"]
        assert list(table.columns) == list(table.data)
        assert all(column.definition.endswith(".") for column in table.columns.values())
