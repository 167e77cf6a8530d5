"""Layers to values and back: nothing of the calibration is lost."""

from __future__ import annotations

import dask.array as da
import numpy as np
import pytest
from napari.layers import Image as ImageLayer
from napari.layers import Labels as LabelsLayer
from napari.layers import Layer, Vectors

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.plugin.layers import (
    from_layer_data,
    kind_of,
    to_layer_data,
    to_value,
)
from napari_darkroom.plugin.placement import axis_names, layer_calibration

QUARTER = [[1, 0, 0], [0, 0, -1], [0, 1, 0]]
AFFINE = np.array([[2, 0, 0, 5], [0, 1, 0.5, 6], [0, 0, 1, 7], [0, 0, 0, 1]], dtype=float)


@pytest.fixture
def placed() -> ImageLayer:
    return ImageLayer(
        np.arange(60, dtype=np.uint16).reshape(3, 4, 5),
        name="cells",
        scale=[2, 0.5, 0.25],
        units=["um"] * 3,
        axis_labels=["z", "y", "x"],
        translate=[1, 2, 3],
        rotate=QUARTER,
        shear=[0.1, 0, 0.2],
        affine=AFFINE,
        metadata={"header": {"OBJECT": "M 31"}},
    )


def test_everything_is_kept_there_and_back(placed: ImageLayer) -> None:
    back = Layer.create(*to_layer_data(to_value(placed)))
    for name in ("axis_labels", "units"):
        assert getattr(back, name) == getattr(placed, name)
    for name in ("scale", "translate", "rotate", "shear", "data"):
        np.testing.assert_allclose(getattr(back, name), getattr(placed, name))
    np.testing.assert_allclose(back.affine.affine_matrix, AFFINE)
    assert back.name == "cells"
    assert back.metadata["header"] == {"OBJECT": "M 31"}


def test_world_coordinates_are_those_of_napari(placed: ImageLayer) -> None:
    index = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(layer_calibration(placed).world(index), placed.data_to_world(index))
    np.testing.assert_allclose(
        to_value(placed).calibration.world(index), placed.data_to_world(index)
    )


def test_pixels_are_shared_not_copied(placed: ImageLayer) -> None:
    assert np.shares_memory(to_value(placed).data, placed.data)


def test_axes_that_napari_made_up_are_named_by_position() -> None:
    assert to_value(ImageLayer(np.zeros((2, 3, 4, 5)))).calibration.axes == ("t", "z", "y", "x")
    assert axis_names(("axis -2", "axis -1"), 2) == ("y", "x")
    assert axis_names(("time", "-2", "-1"), 3) == ("time", "y", "x")
    assert axis_names(("T", "Y", "X"), 3) == ("t", "y", "x")
    assert axis_names(("y", "-2", "-1"), 3) == ("z", "y", "x")


def test_units_are_canonical() -> None:
    layer = ImageLayer(np.zeros((4, 5)), units=["micrometer", "nm"], scale=[1, 500])
    assert to_value(layer).calibration.units == ("um", "nm")


def test_rgb_has_no_axis_for_colour() -> None:
    value = to_value(ImageLayer(np.zeros((4, 5, 3), np.uint8), rgb=True))
    assert isinstance(value, Image)
    assert value.rgb
    assert value.calibration.axes == ("y", "x")
    assert Layer.create(*to_layer_data(value)).rgb


def test_mask_is_shown_as_labels_and_comes_back_as_mask() -> None:
    mask = Mask.of(np.eye(4, dtype=bool), name="m")
    layer = Layer.create(*to_layer_data(mask))
    assert isinstance(layer, LabelsLayer)
    assert kind_of(layer) == "mask"
    back = to_value(layer)
    assert isinstance(back, Mask)
    np.testing.assert_array_equal(back.data, mask.data)


def test_what_is_painted_on_a_mask_counts_whatever_its_number() -> None:
    layer = Layer.create(*to_layer_data(Mask.of(np.zeros((4, 4), bool))))
    layer.data[1, 2] = 7
    assert to_value(layer).data.sum() == 1


def test_labels_of_bool_are_a_mask() -> None:
    assert isinstance(from_layer_data(np.ones((2, 2), bool), {}, "labels"), Mask)
    assert isinstance(to_value(ImageLayer(np.ones((2, 2), bool))), Mask)


def test_labels_keep_their_numbers_and_type() -> None:
    value = to_value(LabelsLayer(np.array([[0, 70000]], np.uint32)))
    assert isinstance(value, Labels)
    assert value.dtype == np.uint32


def test_finest_of_several_scales_is_taken() -> None:
    levels = [np.zeros((64, 64)), np.zeros((32, 32))]
    assert to_value(ImageLayer(levels, multiscale=True)).shape == (64, 64)


def test_lazy_stays_lazy() -> None:
    value = to_value(ImageLayer(da.zeros((8, 8), chunks=4)))
    assert value.lazy
    assert to_layer_data(value)[0] is value.data


def test_lazy_mask_is_shown_lazily() -> None:
    data, _, kind = to_layer_data(Mask.of(da.ones((8, 8), chunks=4, dtype=bool)))
    assert kind == "labels"
    assert hasattr(data, "dask")
    assert data.dtype == np.uint8


def test_record_of_darkroom_is_no_metadata_of_the_value() -> None:
    layer = Layer.create(*to_layer_data(Image.of(np.zeros((2, 2)), metadata={"a": 1})))
    assert dict(to_value(layer).metadata) == {"a": 1}


def test_channel_names_come_back() -> None:
    image = Image.of(np.zeros((2, 3, 3)), axes="cyx", channels=("dna", "actin"))
    assert to_value(Layer.create(*to_layer_data(image))).channels == ("dna", "actin")


def test_other_layers_are_refused_by_name() -> None:
    layer = Vectors(np.zeros((1, 2, 2)), name="flow")
    with pytest.raises(InputError, match="flow is a Vectors layer"):
        to_value(layer)
    assert kind_of(layer) is None
