"""Points and shapes in CSV files: our own, napari's and those of other programs."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.values import Points, Shapes, Table
from napari_darkroom.tables.drawn import as_kind
from napari_darkroom.tables.frame import as_frame, as_table

GRID = Calibration.of("tyx", (30.0, 0.1, 0.3), ["s", "um", "um"], (0.0, 1 / 3, 7.0))
DRAWN = [("polygon", [[0, 1, 2], [0, 7, 3], [0, 5, 9]]), ("path", [[1, 0, 0], [1, 2.5, 3]])]
VALUES = [
    Points.of([[0, 1, 2], [1, 3.7, 1e-9]], GRID, name="seeds"),
    Shapes.of(DRAWN, GRID, name="cells"),
    Points.of([], GRID),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("asked", [True, False])
def test_files_keep_everything(tmp_path: Path, value: Points | Shapes, asked: bool) -> None:
    path = tmp_path / "drawn.csv"
    dr.write(path, value)
    again = dr.read(path, kind=value.kind if asked else None)
    assert isinstance(again, type(value))
    pd.testing.assert_frame_equal(again.data, value.data, check_exact=True)
    assert (again.columns, again.keys, again.name) == (value.columns, value.keys, value.name)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_frames_keep_everything(value: Points | Shapes) -> None:
    again = as_table(as_frame(value))
    assert isinstance(again, type(value))
    pd.testing.assert_frame_equal(again.data, value.data)


def test_a_file_without_sidecar_is_in_pixels(tmp_path: Path) -> None:
    path = tmp_path / "found.csv"
    path.write_text("id,y,x,flux\n7,1,2.5,100\n8,3,4,50\n", encoding="utf-8")
    points = dr.read(path, kind="points")
    assert isinstance(points, Points)
    assert (points.axes, points.units) == (("y", "x"), ("pixel", "pixel"))
    np.testing.assert_array_equal(points.pixels(Calibration.default(2)), [[1, 2.5], [3, 4]])
    assert dr.read(path).kind == "table"


def test_points_as_napari_saves_them(tmp_path: Path) -> None:
    pytest.importorskip("napari", reason="napari writes the file")
    from napari_builtins.io import napari_write_points

    path = tmp_path / "napari.csv"
    napari_write_points(str(path), np.array([[0, 1, 2.5], [3, 4, 5]]), {})
    points = dr.read(path, kind="points")
    assert isinstance(points, Points)
    assert points.axes == ("z", "y", "x")
    np.testing.assert_array_equal(points.data.to_numpy(), [[0, 1, 2.5], [3, 4, 5]])


def test_shapes_as_napari_saves_them(tmp_path: Path) -> None:
    pytest.importorskip("napari", reason="napari writes the file")
    from napari_builtins.io import napari_write_shapes

    path = tmp_path / "napari.csv"
    vertices = [np.array([[0, 0], [0, 3], [4, 3], [4, 0.5]]), np.array([[1, 1], [2, 2]])]
    napari_write_shapes(str(path), vertices, {"shape_type": ["rectangle", "line"]})
    shapes = dr.read(path, kind="shapes")
    assert isinstance(shapes, Shapes)
    found = shapes.pixels(Calibration.default(2))
    assert [type_ for type_, _ in found] == ["rectangle", "line"]
    for (_, one), wanted in zip(found, vertices, strict=True):
        np.testing.assert_array_equal(one, wanted)


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("a,b\n1,2\n", "points", "no column 'y'"),
        ("y,x\n1,2\n", "shapes", "no column 'shape'"),
        ("y,x\n1,two\n", "points", "holds no points"),
        ("y,x\n1,\n", "points", "finite floats"),
        ("shape,type,vertex,y,x\n0,blob,0,1,2\n", "shapes", "'blob' is no type of shape"),
    ],
)
def test_other_tables_are_refused(tmp_path: Path, text: str, kind: str, says: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        dr.read(path, kind=kind)  # type: ignore[arg-type]  # one of its choices


def test_one_drawing_is_not_taken_for_the_other(tmp_path: Path) -> None:
    path = tmp_path / "seeds.csv"
    dr.write(path, VALUES[0])
    with pytest.raises(InputError, match="is points, and shapes are wanted"):
        dr.read(path, kind="shapes")
    rows = dr.read(path, kind="table")
    assert type(rows) is Table


def test_a_sidecar_that_lies_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    dr.write(path, pd.DataFrame({"a": [1]}))
    beside = tmp_path / "rows.csv.json"
    text = beside.read_text(encoding="utf-8").replace('"kind": "table"', '"kind": "points"')
    beside.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match="holds no points"):
        dr.read(path)


def test_images_are_not_points(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read as points"):
        dr.read(tmp_path / "image.tif", kind="points")


def test_a_table_of_the_kind_is_returned_as_it_is() -> None:
    assert as_kind(VALUES[0], "points") is VALUES[0]
