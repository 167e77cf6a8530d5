import numpy as np
import pytest

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Labels
from napari_darkroom.plots.overlay import object_colours, overlay, picture


@pytest.fixture
def square() -> Labels:
    array = np.zeros((9, 9), np.int32)
    array[2:7, 2:7] = 5
    return Labels.of(array)


def test_only_the_inner_edge_is_drawn_in_the_colour_of_the_object(square: Labels):
    drawn = overlay(Image.of(np.zeros((9, 9), np.uint8)), square)
    edge = square.data.copy()
    edge[3:6, 3:6] = 0
    assert drawn.dtype == np.uint8
    np.testing.assert_array_equal(drawn.any(axis=-1), edge > 0)
    np.testing.assert_array_equal(drawn[2, 2], object_colours(np.array(5)))


def test_neighbours_that_touch_are_both_outlined():
    array = np.ones((4, 8), np.int32)
    array[:, 4:] = 2
    drawn = overlay(Image.of(np.zeros((4, 8))), Labels.of(array))
    assert drawn.any(axis=-1).any(axis=0).tolist() == [x in (3, 4) for x in range(8)]


def test_zoom_enlarges_the_picture_and_keeps_the_outline_one_pixel_of_the_image(square: Labels):
    drawn = overlay(Image.of(np.zeros((9, 9))), square, zoom=3)
    plain = overlay(Image.of(np.zeros((9, 9))), square)
    np.testing.assert_array_equal(drawn, plain.repeat(3, axis=0).repeat(3, axis=1))


def test_colours_tell_neighbouring_numbers_apart_and_stay_bright():
    colours = object_colours(np.arange(1, 40)).astype(int)
    steps = np.abs(np.diff(colours, axis=0)).sum(axis=1)
    assert steps.min() > 150
    assert colours.max(axis=1).min() > 200


def test_contrast_is_stretched_and_missing_pixels_are_black():
    values = np.linspace(100.0, 101.0, 400).reshape(20, 20)
    values[0, 5] = np.nan
    shown = picture(Image.of(values))
    assert (shown.min(), shown.max()) == (0, 255)
    assert shown[0, 5].tolist() == [0, 0, 0]


@pytest.mark.parametrize("value", [7.0, np.nan])
def test_an_image_of_one_value_is_black(value: float):
    assert not picture(Image.of(np.full((3, 4), value))).any()


def test_colours_of_8_bits_are_shown_as_they_are():
    colours = np.random.default_rng(0).integers(0, 256, (5, 6, 4), dtype=np.uint8)
    np.testing.assert_array_equal(picture(Image.of(colours, rgb=True)), colours[..., :3])


def test_of_a_stack_the_middle_plane_and_the_first_channel_are_shown():
    stack = np.zeros((2, 2, 3, 4, 5), np.float32)
    stack[1, 0, 1] = np.arange(20).reshape(4, 5)
    shown = picture(Image.of(stack, axes="tczyx"))
    np.testing.assert_array_equal(shown, picture(Image.of(stack[1, 0, 1])))


def test_planes_of_different_shape_are_refused(square: Labels):
    with pytest.raises(InputError, match="8 × 9 pixels and the labels 9 × 9"):
        overlay(Image.of(np.zeros((8, 9))), square)
