"""Files are written whole or not at all."""

import errno

import pytest

from napari_darkroom.core.atomic import replacing, write_text
from napari_darkroom.core.errors import FileError


def test_both_files_take_their_places(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("old")
    with replacing(one, two) as (first, second):
        first.write_text("1")
        second.write_text("2")
        assert one.read_text() == "old"
    assert (one.read_text(), two.read_text()) == ("1", "2")
    assert sorted(tmp_path.iterdir()) == [one, two]


@pytest.mark.parametrize("error", [KeyError("x"), KeyboardInterrupt()])
def test_what_was_there_stays_if_the_writing_fails(tmp_path, error):
    path = tmp_path / "a"
    path.write_text("old")

    def write():
        with replacing(path) as (draft,):
            draft.write_text("half")
            raise error

    with pytest.raises(type(error)):
        write()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_named(tmp_path):
    def write():
        with replacing(tmp_path / "a"):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(
        FileError, match=r"a cannot be written: No space left on device.*free some space"
    ):
        write()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_missing_folder_are_named(tmp_path):
    with pytest.raises(FileError, match="is a folder"):
        write_text(tmp_path, "x")
    with pytest.raises(FileError, match="there is no folder"):
        write_text(tmp_path / "missing" / "a", "x")


@pytest.mark.parametrize("name", ["n" * 300, "a\0"])
def test_a_name_that_cannot_be_written(tmp_path, name):
    with pytest.raises((FileError, ValueError), match=r"cannot be written|null"):
        write_text(tmp_path / name, "x")
    assert list(tmp_path.iterdir()) == []


def test_text_is_utf8_with_plain_line_ends(tmp_path):
    write_text(tmp_path / "a", "é\nb\n")
    assert (tmp_path / "a").read_bytes() == "é\nb\n".encode()


def test_a_long_name_can_be_written(tmp_path):
    path = tmp_path / ("n" * 251 + ".tif")
    write_text(path, "x")
    assert list(tmp_path.iterdir()) == [path]
