"""The region under drawn shapes, in the coordinates of an image."""

from __future__ import annotations

import numpy as np
import pytest
from napari.layers import Image as ImageLayer
from napari.layers import Shapes

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.region import crop_to, world_corners

BOX = np.array([[2, 3], [2, 6], [5, 6], [5, 3]], dtype=float)


def image(**place: object) -> Image:
    layer = ImageLayer(np.arange(100).reshape(10, 10), **place)
    value = to_value(layer)
    assert isinstance(value, Image)
    return value


def test_pixels_whose_centres_lie_in_the_box_are_kept() -> None:
    part = crop_to(image(), world_corners(Shapes([BOX])))
    np.testing.assert_array_equal(part.data, np.arange(100).reshape(10, 10)[2:6, 3:7])
    assert part.calibration.translate == (2, 3)


def test_scale_and_translate_of_both_layers_count() -> None:
    shapes = Shapes([BOX], scale=[2, 2], translate=[10, 0])
    place = {"scale": [2, 4], "translate": [10, 4], "units": ["um", "um"]}
    part = crop_to(image(**place), world_corners(shapes))
    # World: y from 14 to 20, x from 6 to 12; index: y from 2 to 5, x from 0.5 to 2.
    np.testing.assert_array_equal(part.data, np.arange(100).reshape(10, 10)[2:6, 1:3])
    assert part.calibration.translate == (14, 8)


def test_rotated_image_is_cut_where_the_shape_lies_in_it() -> None:
    value = image(rotate=[[0, -1], [1, 0]], translate=[9, 0])
    part = crop_to(value, world_corners(Shapes([BOX])))
    # World y is 9 minus index x, world x is index y.
    np.testing.assert_array_equal(part.data, value.data[3:7, 4:8])
    np.testing.assert_allclose(part.calibration.world(np.zeros(2)), [5, 3])


def test_selected_shapes_go_before_the_others() -> None:
    shapes = Shapes([BOX, BOX + 4])
    assert world_corners(shapes).max() == 10
    shapes.selected_data = {0}
    assert world_corners(shapes).max() == 6


def test_stack_is_cut_along_y_and_x_alone() -> None:
    stack = to_value(ImageLayer(np.zeros((4, 10, 10))))
    assert crop_to(stack, world_corners(Shapes([BOX]))).data.shape == (4, 4, 4)


def test_shapes_of_a_stack_fit_a_plane() -> None:
    box = np.column_stack([np.full(4, 2.0), BOX])
    np.testing.assert_array_equal(world_corners(Shapes([box])), world_corners(Shapes([BOX])))


def test_no_shape_and_a_shape_elsewhere_are_said() -> None:
    with pytest.raises(InputError, match="holds no shape"):
        world_corners(Shapes(name="empty"))
    with pytest.raises(InputError, match="outside"):
        crop_to(image(), world_corners(Shapes([BOX + 100])))
