"""Points and shapes: places in the world, and back to pixels."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.columns import Column
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import InputError, UnitError
from napari_darkroom.core.values import VALUE_TYPES, Points, Shapes, Table

GRID = Calibration.of("zyx", (2.0, 0.5, 0.25), "um", (100.0, -3.0, 7.0))
PLANE = GRID.select([1, 2])
TURNED = replace(
    PLANE,
    rotate=((0.8, -0.6), (0.6, 0.8)),
    shear=((1.0, 0.3), (0.0, 1.0)),
    affine=((1.5, 0.0, 5.0), (0.2, 1.0, -4.0), (0.0, 0.0, 1.0)),
)
PLACES = np.array([[3.0, 4.25], [-1.0, 0.0], [12.5, 77.0]])


@pytest.mark.parametrize("grid", [PLANE, TURNED, Calibration.default(2)])
def test_places_come_back_in_pixels(grid: Calibration) -> None:
    points = Points.of(PLACES, grid)
    np.testing.assert_array_equal(points.pixels(grid), PLACES)
    np.testing.assert_allclose(points.data[["y", "x"]], grid.world(PLACES))


@pytest.mark.parametrize("grid", [PLANE, TURNED])
def test_index_undoes_world(grid: Calibration) -> None:
    np.testing.assert_allclose(grid.index(grid.world(PLACES)), PLACES, atol=1e-9)


def test_columns_have_the_units_of_the_axes() -> None:
    points = Points.of([[1, 2, 3]], GRID)
    assert points.axes == ("z", "y", "x")
    assert points.units == ("um", "um", "um")
    assert {column.unit for column in points.columns.values()} == {"um"}


def test_units_are_converted() -> None:
    millimetres = Calibration.of("yx", 0.001, "mm")
    np.testing.assert_array_equal(
        Points.of([[2, 4]], millimetres).pixels(PLANE), np.array([[10.0, -12.0]])
    )


def test_a_unit_that_cannot_be_converted_is_refused() -> None:
    with pytest.raises(UnitError, match="in pixel along y, and the image is in um"):
        Points.of([[1, 2]]).pixels(PLANE)
    with pytest.raises(UnitError, match="in um along y, and the image is in pixel"):
        Points.of([[1, 2]], PLANE).pixels(Calibration.default(2))


def test_axes_that_only_one_has() -> None:
    in_plane = Points.of([[1, 2]], PLANE)
    assert in_plane.axes_in(GRID) == ("y", "x")
    np.testing.assert_array_equal(in_plane.pixels(GRID), [[1, 2]])
    one_plane = Points.of([[4, 1, 2], [4, 3, 5]], GRID)
    np.testing.assert_array_equal(one_plane.pixels(PLANE), [[1, 2], [3, 5]])
    spread = Points.of([[4, 1, 2], [5, 3, 5]], GRID)
    with pytest.raises(InputError, match="z is missing there"):
        spread.pixels(PLANE)
    with pytest.raises(InputError, match="y is missing there"):
        in_plane.pixels(Calibration.of("x"))


def test_shapes_come_back_in_pixels() -> None:
    drawn = [("polygon", PLACES), ("line", PLACES[:2]), ("path", PLACES)]
    found = Shapes.of(drawn, TURNED).pixels(TURNED)
    assert [type_ for type_, _ in found] == ["polygon", "line", "path"]
    for (_, vertices), (_, wanted) in zip(found, drawn, strict=True):
        np.testing.assert_array_equal(vertices, wanted)


def test_two_corners_are_a_rectangle() -> None:
    (one,) = Shapes.of([("rectangle", [[1, 2], [5, 9]])]).pixels(Calibration.default(2))
    np.testing.assert_array_equal(one[1], [[1, 2], [1, 9], [5, 9], [5, 2]])


def test_rows_may_stand_in_any_order() -> None:
    shapes = Shapes.of([("path", PLACES), ("line", PLACES[:2])], PLANE)
    mixed = replace(shapes, data=shapes.data.sample(frac=1, random_state=3))
    for (_, one), (_, two) in zip(mixed.pixels(PLANE), shapes.pixels(PLANE), strict=True):
        np.testing.assert_array_equal(one, two)


def test_nothing_drawn_is_a_value() -> None:
    assert Points.of([]).pixels(Calibration.default(2)).shape == (0, 2)
    assert Points.of([], GRID).axes == ("z", "y", "x")
    assert Shapes.of([]).pixels(Calibration.default(2)) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([[1, 2, 3]], "one column an axis"),
        ([1, 2], "one column an axis"),
        ([[1, np.nan]], "not finite"),
        ([["a", "b"]], "must be numbers"),
    ],
)
def test_coordinates_that_are_none_are_refused(given: object, says: str) -> None:
    with pytest.raises(InputError, match=says):
        Points.of(given, PLANE)


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        ([("circle", PLACES)], "'circle' is no type of shape"),
        ([("rectangle", PLACES)], "a rectangle has 4"),
        ([("line", PLACES)], "a line has 2"),
        ([("path", PLACES), ("path", [[1, 2, 3]])], "same number of axes"),
    ],
)
def test_shapes_that_are_none_are_refused(drawn: list[tuple[str, object]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        Shapes.of(drawn)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"y": [1.0]}, "no column 'x'"),
        ({"y": [1.0], "x": [2]}, "must hold finite floats"),
        ({"y": [1.0], "x": [np.inf]}, "must hold finite floats"),
    ],
)
def test_tables_without_places_are_no_points(cells: dict[str, list[float]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        Points(pd.DataFrame(cells), {name: Column("") for name in cells})


def test_a_shape_of_two_types_is_refused() -> None:
    shapes = Shapes.of([("path", PLACES)])
    frame = shapes.data.assign(type=["path", "path", "polygon"])
    with pytest.raises(InputError, match="of type path, polygon"):
        replace(shapes, data=frame)


def test_shape_numbers_are_whole() -> None:
    shapes = Shapes.of([("path", PLACES)])
    with pytest.raises(InputError, match="shape of the shapes must hold whole numbers"):
        replace(shapes, data=shapes.data.assign(shape=0.5))


def test_they_are_tables_of_their_own_kind() -> None:
    points, shapes = Points.of([[1, 2]], name="seeds"), Shapes.of([("path", PLACES)])
    assert isinstance(points, Table)
    assert [type(value) for value in (points, shapes)] == [
        VALUE_TYPES["points"], VALUE_TYPES["shapes"],
    ]  # fmt: skip
    assert repr(points) == "Points('seeds': 1 rows, columns y, x)"
    rows = Table(points.data, points.columns, points.keys)
    assert digest(points) != digest(rows)
    assert digest(points) == digest(Points.of([[1, 2]]))
    assert digest(points) != digest(Points.of([[1, 3]]))


def test_polygons_that_stand_one_after_the_other_are_those_given_one_by_one():
    given = [np.array([[0, 0], [0, 4], [3, 1]]), np.array([[5, 5], [5, 9], [9, 9], [9, 5]])]
    one_by_one = Shapes.of([("polygon", one) for one in given], PLANE, [3, 3], name="cells")
    stacked = Shapes.polygons(np.concatenate(given), [3, 4], PLANE, [3, 3], name="cells")
    assert stacked.data.equals(one_by_one.data)
    assert stacked.columns == one_by_one.columns
    assert len(Shapes.polygons(np.zeros((0, 2)), [], PLANE).data) == 0
