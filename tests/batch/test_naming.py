from pathlib import Path

import pytest

from napari_darkroom.batch.naming import check_name, unique_names
from napari_darkroom.core.errors import FileError


def names(*paths: str) -> list[str]:
    given = [Path(path) for path in paths]
    found = unique_names(given)
    return [found[path] for path in given]


def test_a_name_is_the_stem_without_the_end_that_tells_the_format():
    assert names("in/a.tif", "in/b.ome.tif") == ["a", "b"]


def test_equal_stems_are_told_apart_by_their_folders():
    assert names("in/p1/a.tif", "in/p2/a.tif", "in/p2/b.tif") == ["p1_a", "p2_a", "b"]


def test_equal_stems_in_one_folder_are_told_apart_by_their_suffix():
    assert names("in/a.tif", "in/a.png") == ["a_tif", "a_png"]


def test_upper_and_lower_case_clash():
    found = names("in/p1/A.tif", "in/p2/a.tif")
    assert len({name.casefold() for name in found}) == 2


def test_names_that_would_meet_again_get_a_number():
    found = names("in/a_b/c.tif", "in/a/b_c.tif", "x/c.tif", "x/b_c.tif")
    assert len({name.casefold() for name in found}) == 4


@pytest.mark.parametrize("file", ["images.csv.tif", "run.json.png", "..tif", "a:b.tif"])
def test_every_name_is_allowed_as_a_folder(file: str):
    for name in names(file):
        check_name(name)


@pytest.mark.parametrize("name", ["../up", "a/b", "a\\b", "..", "", ".hidden", "images.csv", "c:d"])
def test_names_that_lead_elsewhere_are_refused(name: str):
    with pytest.raises(FileError, match="cannot name the folder"):
        check_name(name)
