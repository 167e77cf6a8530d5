"""Objects as points and outlines, and back."""

from __future__ import annotations

from pathlib import Path

import dask.array as da
import numpy as np
import pytest
from dask import delayed
from numpy.typing import NDArray

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Labels, Points, Shapes
from napari_darkroom.engine.run import run
from napari_darkroom.ops.labels import to_shapes

HALF = {"scale": 0.5, "units": "um"}


def noise(shape: tuple[int, ...], objects: int = 3) -> NDArray[np.int32]:
    random = np.random.default_rng(1)
    return ((random.random(shape) > 0.5) * random.integers(1, objects + 1, shape)).astype(np.int32)


def bent() -> NDArray[np.int32]:
    """Return an object like a U, whose centroid lies outside of it."""
    labels = np.zeros((12, 12), np.int32)
    labels[1:11, 1:11] = 7
    labels[1:8, 3:8] = 0
    return labels


def test_the_centroid_is_in_the_world() -> None:
    labels = Labels.of(bent(), translate=(10, 20), **HALF)
    points = dr.labels.to_points(labels)
    place = np.argwhere(labels.data).mean(axis=0)
    np.testing.assert_allclose(points.data[["y", "x"]], [place * 0.5 + (10, 20)])
    assert points.data["label"].tolist() == [7]
    assert points.columns["y"].unit == "um"
    assert points.keys == ("y", "x")


def test_the_innermost_pixel_is_in_the_object() -> None:
    labels = bent()
    y, x = dr.labels.to_points(labels, place="innermost")[["y", "x"]].to_numpy()[0]
    assert (y, x) == (2, 9)
    y, x = dr.labels.to_points(labels)[["y", "x"]].to_numpy()[0].round().astype(int)
    assert labels[y, x] == 0


def test_each_time_has_its_points_and_pixel_sizes_count() -> None:
    labels = np.zeros((2, 3, 20, 20), np.uint16)
    labels[0, :, 2:5, 3:8] = 4
    labels[1, 1, 10:14, 10:14] = 4
    labels[1, 0, 0, 0] = 2
    value = Labels.of(labels, "tzyx", scale=(1, 2, 1, 1), units=("s", "um", "um", "um"))
    points = dr.labels.to_points(value)
    assert points.axes == ("t", "z", "y", "x")
    expected = [[0, 2, 3, 5], [1, 0, 0, 0], [1, 2, 11.5, 11.5]]
    np.testing.assert_allclose(points.data[list("tzyx")], expected)
    assert points.data["label"].tolist() == [4, 2, 4]


def test_markers_of_points_lie_in_their_objects() -> None:
    labels = Labels.of(bent(), **HALF)
    points = dr.labels.to_points(labels, place="innermost")
    markers = dr.labels.from_points(labels, points)
    assert np.argwhere(markers.data).tolist() == [[2, 9]]


@pytest.mark.parametrize("axes", ["yx", "zyx", "tyx", "tzyx", "xy"])
def test_outlines_give_the_objects_back(axes: str, tmp_path: Path) -> None:
    labels = Labels.of(noise((2, 3, 20, 23)[-len(axes) :]), axes, **HALF)
    shapes = dr.labels.to_shapes(labels)
    back = dr.labels.from_shapes(labels, shapes)
    np.testing.assert_array_equal(back.data, labels.data)
    dr.write(tmp_path / "outlines.csv", shapes)
    again = dr.labels.from_shapes(labels, dr.read(tmp_path / "outlines.csv"))
    np.testing.assert_array_equal(again.data, labels.data)


def test_an_outline_runs_along_the_edges_of_pixels() -> None:
    labels = np.zeros((5, 6), np.int32)
    labels[1:3, 2:5] = 3
    frame = dr.labels.to_shapes(labels)
    corners = frame[["y", "x"]].to_numpy().tolist()
    assert sorted(corners) == [[0.5, 1.5], [0.5, 4.5], [2.5, 1.5], [2.5, 4.5]]
    y, x = frame["y"].to_numpy(), frame["x"].to_numpy()
    # Clockwise as seen on the screen, where y points down.
    assert np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2 == 6
    assert set(frame["type"]) == {"polygon"}


def test_holes_are_kept_or_filled() -> None:
    labels = np.full((7, 7), 2, np.int32)
    labels[2:4, 2:4] = 0
    grid = Labels.of(labels)
    shapes = dr.labels.to_shapes(grid)
    assert shapes.labels.tolist() == [2, 2]
    assert (dr.labels.from_shapes(grid, shapes).data == labels).all()
    filled = dr.labels.to_shapes(grid, holes=False)
    assert filled.labels.tolist() == [2]
    assert (dr.labels.from_shapes(grid, filled).data == 2).all()


def test_pixels_that_touch_at_a_corner_are_two_polygons() -> None:
    shapes = dr.labels.to_shapes(Labels.of(np.eye(2, dtype=np.int32)))
    assert shapes.labels.tolist() == [1, 1]


def test_the_last_shape_is_on_top_or_the_first() -> None:
    grid = Labels.of(np.zeros((8, 8), np.int32))
    squares = Shapes.of([("rectangle", [[0, 0], [4, 4]]), ("rectangle", [[2, 2], [6, 6]])])
    last = dr.labels.from_shapes(grid, squares).data
    first = dr.labels.from_shapes(grid, squares, on_top="first").data
    assert (last[3, 3], first[3, 3]) == (2, 1)
    assert (last[0, 0], first[6, 6]) == (1, 2)
    assert (last > 0).tolist() == (first > 0).tolist()


@pytest.mark.parametrize("number", [0, -3, 2**31])
def test_a_number_that_no_object_can_have_is_told(number: int) -> None:
    grid = Labels.of(np.zeros((8, 8), np.int32))
    shapes = Shapes.of([("rectangle", [[0, 0], [4, 4]])], labels=[number])
    with pytest.raises(InputError, match=f"an object {number}, but .* from 1 to 2147483647"):
        dr.labels.from_shapes(grid, shapes)


def test_a_covered_shape_leaves_its_number_out() -> None:
    grid = Labels.of(np.zeros((8, 8), np.int32))
    drawn = [
        ("rectangle", [[2, 2], [3, 3]]),
        ("rectangle", [[0, 0], [6, 6]]),
        ("line", [[7, 0], [7, 5]]),
    ]
    found = dr.labels.from_shapes(grid, Shapes.of(drawn)).data
    assert np.unique(found).tolist() == [0, 2, 3]
    assert np.argwhere(found == 3)[:, 0].tolist() == [7] * 6


def test_shapes_of_a_plane_are_in_every_plane() -> None:
    grid = Labels.of(np.zeros((3, 8, 8), np.int32), "zyx")
    found = dr.labels.from_shapes(grid, Shapes.of([("rectangle", [[0, 0], [4, 4]])])).data
    assert (found.sum(axis=(1, 2)) == 25).all()


def test_negative_numbers_are_refused() -> None:
    for operation in ("labels.to_points", "labels.to_shapes"):
        with pytest.raises(InputError, match="negative"):
            run(operation, {"labels": Labels.of(np.full((3, 3), -1))})


def test_a_frame_of_points_comes_back_as_points() -> None:
    frame = dr.labels.to_points(bent())
    assert frame.attrs["kind"] == "points"
    markers = dr.labels.from_points(bent(), frame)
    assert int(markers.max()) == 1
    measured = frame.assign(size=[3.0])
    assert int(dr.labels.from_points(bent(), measured).max()) == 1


def test_points_keep_what_was_measured_in_a_file(tmp_path: Path) -> None:
    points = dr.labels.to_points(Labels.of(bent(), **HALF))
    dr.write(tmp_path / "points.csv", points)
    back = dr.read(tmp_path / "points.csv")
    assert isinstance(back, Points)
    assert (back.axes, back.measured) == (("y", "x"), ("label",))
    assert back.data.equals(points.data)


def test_each_plane_of_a_lazy_label_image_is_read_once() -> None:
    read = []

    def plane(t: int) -> NDArray[np.int32]:
        read.append(t)
        return np.eye(4, dtype=np.int32)

    planes = [da.from_delayed(delayed(plane)(t), (4, 4), np.int32) for t in range(3)]
    to_shapes(Labels(da.stack(planes), Calibration.of(("t", "y", "x"))))
    assert read == [0, 1, 2]
