"""Thresholds that are found in a mask, plane by plane or for a whole stack."""

import dask.array as da
import numpy as np
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.preview import preview
from napari_darkroom.engine.window import Window
from napari_darkroom.ops.threshold.decide import above, split

RAMP = np.arange(64, dtype=np.uint16).reshape(8, 8)
LEFT = np.zeros((8, 8), bool)
LEFT[:, :4] = True


def test_only_pixels_in_the_mask_have_a_say():
    image = np.where(LEFT, np.where(RAMP % 2, 10, 20), 60_000).astype(np.uint16)
    mask = dr.threshold.automatic(image, LEFT, method="otsu")
    # All pixels are compared: those outside of the mask are brighter than both.
    assert_array_equal(mask, image > 10)
    assert_array_equal(dr.threshold.automatic(image, method="otsu"), ~LEFT)


def test_a_mask_without_pixels_marks_nothing():
    nothing = np.zeros((8, 8), bool)
    assert not dr.threshold.automatic(RAMP, nothing).any()
    assert not dr.threshold.automatic(RAMP, nothing, dark_objects=True).any()


def test_nothing_finite_is_refused():
    with pytest.raises(InputError, match="no pixel has a finite value"):
        dr.threshold.automatic(np.full((3, 3), np.nan))


def test_each_plane_each_frame_or_all_at_once():
    stack = dr.Image.of(np.stack([RAMP, 10 * RAMP]), "zyx")
    whole = dr.threshold.automatic(stack, method="mean").data
    assert_array_equal(whole, stack.data > stack.data.mean())
    planes = dr.threshold.automatic(stack, method="mean", axes="planes").data
    assert_array_equal(planes[1], 10 * RAMP > 315)
    movie = dr.Image.of(stack.data, "tyx")
    assert_array_equal(dr.threshold.automatic(movie, method="mean").data, planes)
    assert_array_equal(dr.threshold.automatic(movie, method="mean", over=[]).data, whole)


@pytest.mark.parametrize("lazy", [False, True])
def test_a_preview_finds_the_threshold_in_the_mask(lazy):
    # More pixels than a sample holds, so that each has to be taken from the same place.
    side = 3000
    image = np.tile(np.arange(side, dtype=np.uint16) % 100, (side, 1))
    inside = np.zeros((side, side), bool)
    inside[:, : side // 2] = image[:, : side // 2] < 50
    data = da.from_array(image, chunks=500) if lazy else image
    operation = find("threshold.automatic")
    given = {"image": dr.Image.of(data), "mask": dr.Mask.of(inside)}
    shown = preview(operation, given, {"method": "mean"}, Window({"y": (0, 9), "x": (0, 9)}))
    assert shown.limits[0] == pytest.approx(24.5, abs=0.5)
    assert shown.note == "approximate: statistics of a sample"


def test_a_preview_by_a_mask_of_a_plane_repeats_it():
    stack = np.stack([RAMP, RAMP + 100])
    given = {"image": dr.Image.of(stack, "zyx"), "mask": dr.Mask.of(LEFT)}
    operation = find("threshold.automatic")
    shown = preview(operation, given, {"method": "mean"}, Window({"z": 1}))
    assert shown.limits == (stack[:, LEFT].mean(),)
    empty = {**given, "mask": dr.Mask.of(np.zeros((8, 8), bool))}
    assert preview(operation, empty, {}, Window({"z": 1})).limits == ()


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint64", "int64", "float16", "float32"])
@pytest.mark.parametrize("threshold", [-np.inf, -3.5, 0, 2.0, 2.5, 1e30, np.inf, np.nan])
def test_compared_exactly(dtype, threshold):
    image = np.array([0, 1, 2, 3, 100], dtype)
    expected = image.astype(float) > threshold
    assert_array_equal(above(image, threshold), expected)
    dark = split(image, (threshold,), dark_objects=True)
    assert_array_equal(dark, image.astype(float) <= threshold)


def test_a_threshold_between_two_floats_parts_them():
    pair = np.array([1.0, np.nextafter(np.float32(1), np.float32(2))], np.float32)
    assert_array_equal(above(pair, float(pair.astype(float).mean())), [False, True])
    missing = np.array([np.nan, 1.0], np.float32)
    assert_array_equal(split(missing, (2.0,), dark_objects=True), [False, True])


@pytest.mark.parametrize(
    "one", [dr.threshold.automatic, dr.threshold.otsu, dr.threshold.percentile]
)
def test_of_each_plane_of_each_volume_or_of_the_whole_stack(one):
    data = np.random.default_rng(0).normal(size=(2, 3, 20, 20)) * np.arange(1, 7).reshape(
        2, 3, 1, 1
    )
    image = dr.Image.of(data, axes="tzyx")
    volumes = np.stack([one(volume) for volume in data])
    planes = np.stack([[one(plane) for plane in volume] for volume in data])
    assert_array_equal(one(image).data, volumes)
    assert_array_equal(one(image, axes="planes").data, planes)
    stack = one(data.reshape(-1, 20)).reshape(data.shape)
    assert_array_equal(one(image, axes="stack").data, stack)
    assert (volumes != planes).any()
    assert (volumes != stack).any()
