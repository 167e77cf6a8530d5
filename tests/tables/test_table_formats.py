"""Every format keeps cells, types, units, definitions and where the table came from."""

import sqlite3
from contextlib import closing

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Table
from napari_darkroom.tables.formats import FORMATS
from napari_darkroom.tables.load import load_table
from napari_darkroom.tables.save import save_table

FRAME = pd.DataFrame(
    {
        "t": np.array([0, 0, 1], np.int32),
        "label": np.array([1, 7, 2**62 + 1], np.int64),
        "area": [0.1, np.nan, 1e-300],
        "mean": np.array([0.1, np.inf, -np.inf], np.float32),
        "border": [True, False, True],
        "class": ["mitotic", "=1+1", 'quote " and, comma'],
        "remark": ["seen", None, "again"],
        "big": np.array([0, 2**63, 2**64 - 1], np.uint64),
        "maybe": pd.Series([1, None, -3], dtype="Int64"),
    }
)
COLUMNS = {
    name: Column(f"What {name} is.", "um^2" if name == "area" else "", "ISO") for name in FRAME
}
TABLE = Table(FRAME, COLUMNS, ("t", "label"), "regions", {"provenance": {"recipe": "r" * 70_000}})
SUFFIXES = [suffix for one in FORMATS for suffix in one.suffixes]
each_suffix = pytest.mark.parametrize("suffix", SUFFIXES)


@each_suffix
def test_a_table_comes_back_from_every_format(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    assert save_table(path, TABLE)[0] == path
    back = load_table(path)
    pd.testing.assert_frame_equal(back.data, FRAME, check_exact=True)
    assert (back.columns, back.keys, back.name) == (TABLE.columns, TABLE.keys, TABLE.name)
    assert back.metadata == TABLE.metadata


@each_suffix
def test_a_table_without_rows_comes_back_from_every_format(tmp_path, suffix):
    empty = Table(FRAME.iloc[:0], COLUMNS, ("t", "label"))
    save_table(tmp_path / f"a{suffix}", empty)
    back = load_table(tmp_path / f"a{suffix}").data
    pd.testing.assert_frame_equal(back, FRAME.iloc[:0], check_exact=True)


@each_suffix
def test_dr_reads_and_writes_every_format(tmp_path, suffix):
    labels = dr.Labels.of(np.array([[1, 1, 0], [0, 0, 5]]), scale=0.5, units="um")
    table = dr.measure.regions(labels)
    dr.write(tmp_path / f"a{suffix}", table)
    back = dr.read(tmp_path / f"a{suffix}")
    assert isinstance(back, Table)
    pd.testing.assert_frame_equal(back.data, pd.DataFrame(table), check_exact=True)
    assert back.columns["area"].unit == "um^2"
    assert "recipe" in back.metadata["provenance"]


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s != ".tsv"])
@pytest.mark.parametrize("content", [b"", b"no such thing", bytes(range(256)) * 40])
def test_what_is_damaged_is_a_clear_error(tmp_path, suffix, content):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    if suffix == ".csv" and content == b"no such thing":
        assert list(load_table(path).data.columns) == ["no such thing"]
        return
    with pytest.raises(FileError, match=f"a{suffix}"):
        load_table(path)


@each_suffix
def test_a_file_that_is_cut_off_is_a_clear_error_or_a_shorter_text(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    save_table(path, TABLE)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    if suffix in (".csv", ".tsv"):
        assert len(load_table(path).data) < len(FRAME)
        return
    with pytest.raises(FileError, match=f"a{suffix}"):
        load_table(path)


@each_suffix
def test_nothing_is_left_where_writing_fails(tmp_path, suffix):
    with pytest.raises(FileError, match="no folder"):
        save_table(tmp_path / "none" / f"a{suffix}", TABLE)
    assert list(tmp_path.iterdir()) == []


def test_excel_takes_no_text_for_a_formula(tmp_path):
    import openpyxl

    save_table(tmp_path / "a.xlsx", TABLE)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    header = [cell.value for cell in sheet[1]]
    assert header == list(FRAME)
    cell = sheet.cell(3, header.index("class") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_excel_tells_units_and_definitions_to_a_reader(tmp_path):
    import openpyxl

    save_table(tmp_path / "a.xlsx", TABLE)
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx")["columns"].values)
    assert rows[0] == ("column", "unit", "definition")
    assert ("area", "um^2", "What area is.") in rows


def test_pandas_reads_our_parquet_and_a_query_our_sqlite(tmp_path):
    save_table(tmp_path / "a.parquet", TABLE)
    assert list(pd.read_parquet(tmp_path / "a.parquet")["label"]) == list(FRAME["label"])
    save_table(tmp_path / "a.sqlite", TABLE)
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
        query = "SELECT label FROM measurements WHERE area < 1 AND border ORDER BY label"
        assert connection.execute(query).fetchall() == [(1,), (2**62 + 1,)]
        units = dict(connection.execute("SELECT name, unit FROM darkroom_columns"))
    assert units["area"] == "um^2"


@pytest.mark.parametrize("suffix", [".ecsv", ".fits"])
def test_astropy_reads_our_units(tmp_path, suffix):
    from astropy import units
    from astropy.table import Table as AstropyTable

    save_table(tmp_path / f"a{suffix}", TABLE)
    table = AstropyTable.read(tmp_path / f"a{suffix}", **({"hdu": 1} if suffix == ".fits" else {}))
    assert table["area"].unit == units.um**2
    assert list(table["label"]) == list(FRAME["label"])


def test_tables_of_astronomers_come_with_their_units(tmp_path):
    from astropy.table import Table as AstropyTable

    stars = AstropyTable({"NUMBER": [1, 2], "FLUX": [3.5, 4.5]}, units={"FLUX": "Jy"})
    for name in ("stars.fits", "stars.ecsv"):
        stars.write(tmp_path / name)
        back = dr.read(tmp_path / name)
        assert isinstance(back, Table)
        assert back.columns["FLUX"].unit == "Jy"
        assert list(back.data["NUMBER"]) == [1, 2]


def test_a_fits_file_with_an_image_is_an_image_unless_a_table_is_asked_for(tmp_path):
    from astropy.io import fits
    from astropy.table import Table as AstropyTable

    pixels = fits.PrimaryHDU(np.zeros((3, 4), np.float32))
    stars = fits.table_to_hdu(AstropyTable({"NUMBER": [1, 2]}))
    fits.HDUList([pixels, stars]).writeto(tmp_path / "a.fits")
    assert dr.read(tmp_path / "a.fits").kind == "image"
    assert len(dr.read(tmp_path / "a.fits", kind="table").data) == 2


def test_fits_refuses_what_is_not_ascii(tmp_path):
    table = Table(pd.DataFrame({"label": [1], "who": ["Żółw"]}), {**COLUMNS, "who": Column("")})
    with pytest.raises(FileError, match="ASCII"):
        save_table(tmp_path / "a.fits", table)
    assert list(tmp_path.iterdir()) == []


def test_parquet_without_pyarrow_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(FileError, match=r"pip install .napari-darkroom\[parquet\]"):
        save_table(tmp_path / "a.parquet", TABLE)


def test_a_database_of_several_tables_says_which_is_read(tmp_path):
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("CREATE TABLE one (x)")
        connection.execute("CREATE TABLE two (x)")
    with pytest.raises(FileError, match=r"one, two.*measurements"):
        load_table(tmp_path / "a.db")
