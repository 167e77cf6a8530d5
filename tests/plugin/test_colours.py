"""Colours that are not bytes: shown on napari's scale, and given back bit for bit."""

from __future__ import annotations

from typing import Any

import dask.array as da
import numpy as np
import pytest
from napari.layers import Layer

from napari_darkroom.core.values import Image
from napari_darkroom.plugin.colours import white_after, white_of
from napari_darkroom.plugin.layers import to_layer_data, to_value
from napari_darkroom.plugin.placement import RECORD


def colours(largest: float, dtype: Any, channels: int = 3) -> Image:
    ramp = np.linspace(0, largest, 60 * channels).reshape(6, 10, channels)
    return Image.of(ramp.astype(dtype), rgb=True)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize(
    ("largest", "dtype"),
    [
        (162.7, np.float32),
        (1.0, np.float32),
        (60_000, np.float64),
        (200, np.float16),
        (65_535, np.uint16),
        (2**32 - 1, np.uint32),
        (1000, np.int16),
        (255, np.uint8),
        (200, ">f4"),
    ],
)
def test_colours_lie_on_the_shown_scale_and_come_back(
    largest: float, dtype: Any, channels: int
) -> None:
    image = colours(largest, dtype, channels)
    layer = Layer.create(*to_layer_data(image))
    if dtype != np.uint8:
        assert layer.data.dtype.kind == "f"
        assert layer.data.max() <= 1
    back = to_value(layer)
    assert back.dtype == image.dtype
    np.testing.assert_array_equal(back.data, image.data)


def test_numbers_too_small_to_divide_come_back() -> None:
    pixels = np.zeros((2, 2, 3), np.float32)
    pixels[0, 0], pixels[1, 1] = np.float32(1e-45), 200
    back = to_value(Layer.create(*to_layer_data(Image.of(pixels, rgb=True))))
    np.testing.assert_array_equal(back.data, pixels)


def test_numbers_that_no_float_holds_are_left_as_they_are() -> None:
    pixels = np.full((2, 2, 3), 2**62 + 1)
    back = to_value(Layer.create(*to_layer_data(Image.of(pixels, rgb=True))))
    np.testing.assert_array_equal(back.data, pixels)


def test_missing_and_infinite_pixels_come_back() -> None:
    pixels = np.array([[[np.nan, np.inf, 200.0]]], np.float32)
    back = to_value(Layer.create(*to_layer_data(Image.of(pixels, rgb=True))))
    np.testing.assert_array_equal(back.data, pixels)


def test_lazy_colours_stay_lazy_and_come_back() -> None:
    image = Image.of(da.full((4, 4, 3), 40_000, dtype=np.uint16), rgb=True)
    layer = Layer.create(*to_layer_data(image))
    assert hasattr(layer.data, "dask")
    assert float(layer.data.max()) < 1
    np.testing.assert_array_equal(np.asarray(to_value(layer).data), np.asarray(image.data))


def test_pixels_that_were_put_in_later_are_taken_as_they_are() -> None:
    layer = Layer.create(*to_layer_data(colours(162, np.float32)))
    layer.data = np.full((6, 10, 3), 7, np.uint8)
    assert to_value(layer).data.max() == 7
    assert RECORD in layer.metadata


@pytest.mark.parametrize(
    ("source", "result", "white"),
    [
        ((255, np.uint8), (162, np.float32), 256),
        ((1, np.uint8), (0.5, np.float32), 256),
        ((255, np.uint8), (1, np.float32), 1),
        ((200, np.uint16), (150, np.float32), 65536),
        ((1, np.float32), (1.4, np.float32), 1),
        ((1, np.float32), (255, np.float32), 256),
        ((255, np.uint8), (65_535, np.float32), 65536),
    ],
)
def test_white_of_a_result(
    source: tuple[float, Any], result: tuple[float, Any], white: int
) -> None:
    assert white_after(colours(*result), colours(*source)) == white


def test_white_is_that_of_the_source_where_it_is_known() -> None:
    dark = colours(3, np.float32)
    assert white_of(dark) == 256
    assert white_after(dark, dark, 65536) == 65536
