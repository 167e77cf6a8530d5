"""Shapes drawn and points placed in a viewer are inputs like any layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.layers import Points as PointsLayer
from napari.layers import Shapes as ShapesLayer
from skimage.draw import polygon2mask

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Points, Shapes
from napari_darkroom.plugin.layers import kind_of, taken_as, to_layer_data, to_value
from napari_darkroom.plugin.snapshot import Snapshot

CORNERS = np.array([[5.2, 8.3], [40.6, 12.1], [22.4, 60.7]])
PLACED = {"scale": (0.5, 0.5), "units": "um", "translate": (10, 20), "axis_labels": ("y", "x")}


def draw_on(desk: Desk, image: Any) -> Any:
    """Make a layer as napari's button does while an image is selected."""
    from napari._app_model.actions._file import new_shapes

    desk.viewer.layers.selection.active = image
    new_shapes(desk.viewer)
    return desk.viewer.layers[-1]


def test_a_drawn_polygon_becomes_a_mask(desk: Desk, blobs: np.ndarray) -> None:
    image = desk.viewer.add_image(blobs, name="dna", **PLACED)
    shapes = draw_on(desk, image)
    assert isinstance(shapes, ShapesLayer)
    shapes.add_polygons(CORNERS)
    form = desk.find("mask from shapes")
    form.inputs["image"].set_layer(image)
    assert form.inputs["shapes"].layer() is shapes
    (mask,) = desk.press_run(form)
    assert desk.said == []
    assert kind_of(mask) == "mask"
    np.testing.assert_array_equal(mask.data, polygon2mask(blobs.shape, CORNERS))
    np.testing.assert_allclose(mask.scale, image.scale)
    np.testing.assert_allclose(mask.translate, image.translate)


def test_only_shapes_layers_are_offered_for_shapes(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs, name="dna")
    desk.viewer.add_points([[1, 2]], name="spots")
    form = desk.find("mask from shapes")
    assert form.inputs["shapes"].layer() is None
    desk.viewer.add_shapes([CORNERS], shape_type="polygon", name="cells")
    assert [form.inputs["shapes"].itemText(i) for i in range(form.inputs["shapes"].count())] == [
        "cells"
    ]


def test_placed_points_become_markers(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs, name="dna", **PLACED)
    desk.viewer.add_points([[3, 4], [30, 50]], name="seeds", **PLACED)
    (markers,) = desk.press_run(desk.find("markers from points"))
    assert desk.said == []
    assert (markers.data[3, 4], markers.data[30, 50], int(markers.data.sum())) == (1, 2, 3)


def test_shapes_without_a_pixel_size_are_refused_on_an_image_with_one(
    desk: Desk, blobs: np.ndarray
) -> None:
    desk.viewer.add_image(blobs, name="dna", **PLACED)
    desk.viewer.add_shapes([CORNERS], shape_type="polygon")
    assert desk.press_run(desk.find("mask from shapes")) == []
    assert "in pixel along y, and the image is in um" in desk.said[-1]


def test_kinds_of_layers() -> None:
    points, shapes = PointsLayer([[1, 2]]), ShapesLayer([CORNERS], shape_type="polygon")
    assert (kind_of(points), kind_of(shapes)) == ("points", "shapes")
    assert taken_as(points, ("points",)) == "points"
    assert taken_as(points, ("shapes", "mask")) is None


@pytest.mark.parametrize("in_pixels", [True, False])
def test_values_come_back_from_layers(in_pixels: bool) -> None:
    grid = Calibration.of("zyx", (2, 0.5, 0.5), "um", (1, 10, 20))
    drawn = [("polygon", [[1, 2, 3], [1, 9, 3], [1, 5, 8]]), ("ellipse", [[2, 3, 4], [2, 9, 8]])]
    for value in (Points.of([[1, 2, 3], [4, 5, 6.5]], grid), Shapes.of(drawn, grid)):
        data, attributes, layer_type = to_layer_data(value, calibration=grid if in_pixels else None)
        layer = {"points": PointsLayer, "shapes": ShapesLayer}[layer_type](data, **attributes)
        again = to_value(layer)
        assert type(again) is type(value)
        assert again.columns == value.columns
        wanted, found = value.data[["z", "y", "x"]], again.data[["z", "y", "x"]]
        np.testing.assert_allclose(found, wanted, rtol=1e-6)
        if in_pixels:
            np.testing.assert_allclose(layer.scale, grid.scale)


def test_a_snapshot_stays_when_the_layer_is_drawn_on() -> None:
    layer = ShapesLayer([CORNERS], shape_type="polygon", name="cells")
    taken = Snapshot.of(layer, ("shapes",))
    layer.add_rectangles([[0, 0], [4, 4]])
    value = taken.value()
    assert isinstance(value, Shapes)
    assert len(value.pixels(Calibration.default(2))) == 1


def test_an_empty_layer_is_an_empty_value() -> None:
    for layer in (PointsLayer(ndim=3), ShapesLayer(ndim=3)):
        value = Snapshot.of(layer, (kind_of(layer) or "image",)).value()
        assert isinstance(value, Points | Shapes)
        assert (len(value.data), value.axes) == (0, ("z", "y", "x"))


def test_other_layers_are_refused() -> None:
    from napari.layers import Vectors

    with pytest.raises(InputError, match="Vectors layer: choose an Image, Labels, Points"):
        to_value(Vectors(np.zeros((1, 2, 2))))
