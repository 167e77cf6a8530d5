"""Tables go out as CSV and come back the same."""

import csv
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import Cancelled, FileError, InputError
from napari_darkroom.core.values import Table
from napari_darkroom.tables import separated
from napari_darkroom.tables.frame import as_table
from napari_darkroom.tables.load import load_table
from napari_darkroom.tables.save import remove_table, save_table

FRAME = pd.DataFrame(
    {
        "label": np.array([1, 2, 3], np.int32),
        "area": [0.1, np.nan, 1e-300],
        "mean": np.array([0.1, np.inf, -np.inf], np.float32),
        "border": [True, False, True],
        "text": ["é", "a,b", 'quote " and\nline'],
        "big": np.array([0, 2**63, 2**64 - 1], np.uint64),
        "maybe": pd.Series([1, None, -3], dtype="Int64"),
    }
)
COLUMNS = {
    name: Column(f"What {name} is.", "um^2" if name == "area" else "", "ISO") for name in FRAME
}
TABLE = Table(FRAME, COLUMNS, ("label",), "regions", {"provenance": {"recipe": "r"}})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.csv"


def test_table_comes_back(path):
    assert save_table(path, TABLE) == [path, path.with_name("a.csv.json")]
    back = load_table(path)
    pd.testing.assert_frame_equal(back.data, FRAME, check_exact=True)
    assert (back.columns, back.keys, back.name) == (TABLE.columns, TABLE.keys, TABLE.name)
    assert back.metadata == TABLE.metadata


def test_file_has_one_header_line_and_missing_cells_are_empty(path):
    save_table(path, Table(FRAME[["label", "area", "border"]], COLUMNS))
    text = path.read_bytes().decode("utf-8")
    assert text == "label,area,border\n1,0.1,True\n2,,False\n3,1e-300,True\n"


def test_sidecar_tells_units_definitions_sources_keys_and_types(path):
    save_table(path, TABLE, provenance={"recipe": "other"})
    told = json.loads(path.with_name("a.csv.json").read_text("utf-8"))
    assert told["columns"]["area"] == {
        "definition": "What area is.", "unit": "um^2", "source": "ISO", "dtype": "float64",
    }  # fmt: skip
    assert told["keys"] == ["label"]
    assert told["provenance"] == {"recipe": "other"}


def test_a_table_without_rows_keeps_columns_and_types(path):
    save_table(path, Table(FRAME.iloc[:0], COLUMNS))
    assert path.read_text("utf-8") == "label,area,mean,border,text,big,maybe\n"
    pd.testing.assert_frame_equal(load_table(path).data, FRAME.iloc[:0])


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back(path, cell):
    frame = pd.DataFrame({cell: ["x", cell]})
    save_table(path, Table(frame, {cell: Column("")}, ()))
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [[f"'{cell}"], ["x"], [f"'{cell}"]]
    pd.testing.assert_frame_equal(load_table(path).data, frame)


def test_negative_numbers_are_not_guarded(path):
    save_table(path, as_table(pd.DataFrame({"x": [-1.5], "n": [-2]})))
    assert path.read_text("utf-8") == "x,n\n-1.5,-2\n"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    numbers=st.lists(st.floats(allow_nan=True), min_size=1, max_size=5),
    text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8),
)
def test_any_number_and_text_come_back_exactly(path, numbers, text):
    frame = pd.DataFrame({"x": np.array(numbers, float), "t": [text] * len(numbers)})
    save_table(path, as_table(frame))
    back = load_table(path).data
    np.testing.assert_array_equal(back["x"], frame["x"])
    assert list(back["t"]) == list(frame["t"])


@pytest.mark.parametrize("dtype", ["object", "str"])
@pytest.mark.parametrize("cells", [["", "a"], [None, "a"]])
def test_empty_text_is_text_and_missing_text_is_missing(path, cells, dtype):
    frame = pd.DataFrame({"text": pd.Series(cells, dtype=dtype)})
    save_table(path, Table(frame, {"text": Column("what")}, ()))
    pd.testing.assert_frame_equal(load_table(path).data, frame, check_exact=True)


def test_without_a_sidecar_types_are_guessed_and_definitions_are_empty(path):
    path.write_text("label,x,flag,name,gap\n1,0.1,True,a,\n2,nan,False,b,3\n", "utf-8")
    table = load_table(path)
    assert [dtype.kind for dtype in table.data.dtypes[:3]] == ["i", "f", "b"]
    assert list(table.data["name"]) == ["a", "b"]
    assert table.data["gap"].isna().tolist() == [True, False]
    assert table.columns["x"] == Column("")
    assert (table.keys, table.name) == (("label",), "a")


def test_a_bare_frame_takes_units_from_its_attributes():
    frame = pd.DataFrame({"label": [1], 7: [2.0]})
    frame.attrs = {"units": {"7": "um"}, "definitions": {"7": "Seven."}}
    table = as_table(frame)
    assert table.columns == {"label": Column(""), "7": Column("Seven.", "um")}
    assert list(frame.columns) == ["label", 7]


@pytest.mark.parametrize(("content", "message"), [
    (None, "does not exist"), (b"", "No columns"), (b"\xff\xfe\x00a", "not text in UTF-8"),
    (b"a,b\n1,2\n1,2,3\n", "Expected 2 fields"),
])  # fmt: skip
def test_what_is_no_table(path, content, message):
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError, match=f"a.csv cannot be read as a table.*{message}"):
        load_table(path)


def test_a_folder_is_no_table(tmp_path):
    with pytest.raises(FileError, match="is a folder"):
        load_table(tmp_path)


@pytest.mark.parametrize(("rest", "message"), [
    ('"ki', "is no JSON"), ('"x": 1}', "does not describe a table"),
    ('"kind": "image"}', "does not describe"),
    ('"kind": "table"}', "describes other columns"),
    ('"kind": "table", "columns": {"y": {}}}', "describes other columns than a.csv has"),
    ('"kind": "table", "columns": {"x": {}}}', "do not fit each other"),
    ('"kind": "table", "columns": {"x": 3}}', "do not fit each other"),
    ('"kind": "table", "columns": {"x": {"dtype": "int64", "definition": "", "unit": "", '
     '"source": ""}}}', "do not fit each other"),
    ('"kind": "table", "columns": {"x": {"dtype": "nonsense", "definition": "", "unit": "", '
     '"source": ""}}}', "do not fit each other"),
    ('"kind": "table", "columns": {"x": {"dtype": "bool", "definition": "", "unit": "", '
     '"source": ""}}}', "do not fit each other"),
])  # fmt: skip
def test_a_sidecar_of_another_table_is_named(path, rest, message):
    path.write_text("x\n1.5\n", "utf-8")
    path.with_name("a.csv.json").write_text(f'{{"darkroom": 1, {rest}', "utf-8")
    with pytest.raises(FileError, match=message):
        load_table(path)


@pytest.mark.parametrize("content", [
    b'{"fields": ["x"]}', b'{"kind": "table"}', b"", b"{", b"[]", b"\xff\xfe\x00",
])  # fmt: skip
def test_the_json_of_another_program_is_left_alone(path, content):
    path.write_text("x\n1.5\n", "utf-8")
    beside = path.with_name("a.csv.json")
    beside.write_bytes(content)
    assert load_table(path).data["x"].tolist() == [1.5]
    with pytest.raises(FileError, match=r"a\.csv\.json was not written by Darkroom.*another name"):
        save_table(path, TABLE)
    assert (path.read_text("utf-8"), beside.read_bytes()) == ("x\n1.5\n", content)
    remove_table(path)
    assert list(path.parent.iterdir()) == [beside]


def test_a_table_is_removed_with_its_sidecar(path):
    save_table(path, TABLE)
    remove_table(path)
    remove_table(path)
    assert list(path.parent.iterdir()) == []


def test_a_table_that_cannot_be_removed_is_named(path):
    path.mkdir()
    with pytest.raises(FileError, match=r"a\.csv cannot be removed"):
        remove_table(path)


@pytest.mark.parametrize("name", ["a.ods", "a", "a.csv.txt"])
def test_only_known_formats_are_written(tmp_path, name):
    with pytest.raises(FileError, match=r"ends in \.csv"):
        save_table(tmp_path / name, TABLE)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_table_that_cannot_be_written(path):
    save_table(path, TABLE)
    before = [file.read_bytes() for file in sorted(path.parent.iterdir())]
    with pytest.raises(InputError, match="provenance cannot be written as JSON"):
        save_table(path, TABLE, provenance={"a": object()})
    double = pd.DataFrame([[1, 2]], columns=["label", "label"])
    with pytest.raises(InputError, match="each name may stand once"):
        save_table(path, Table(double, COLUMNS))
    assert [file.read_bytes() for file in sorted(path.parent.iterdir())] == before


def test_the_digits_are_those_of_pandas_in_every_block(path, monkeypatch):
    monkeypatch.setattr(separated, "_BLOCK", 2)
    day = pd.to_datetime(["2020-01-01", None, "2021-01-02"])
    plain = FRAME[["label", "area", "mean", "border", "big", "maybe"]].assign(day=day)
    for frame in (plain, plain.assign(text=["a\rb", None, ""])):
        told: list[tuple[int, int]] = []
        save_table(path, as_table(frame), told=lambda *both, told=told: told.append(both))
        quoting = csv.QUOTE_NONNUMERIC if "text" in frame else csv.QUOTE_MINIMAL
        expected = frame.to_csv(index=False, lineterminator="\n", quoting=quoting)
        assert path.read_bytes().decode("utf-8") == expected
        assert told == [(0, 3), (2, 3)]


def test_who_stops_the_writing_leaves_the_file_as_it_was(path):
    save_table(path, TABLE)
    before = path.read_bytes()

    def stop(*_):
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        save_table(path, TABLE, told=stop)
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["a.csv", "a.csv.json"]
