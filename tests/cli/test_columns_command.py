"""`darkroom columns` tells what the table of objects can hold."""

import json

from napari_darkroom.cli.main import main


def test_columns_are_listed_for_people(capsys):
    assert main(["columns"]) == 0
    told = capsys.readouterr().out
    assert "intensity_median[_<channel>]" in told
    assert "ImageJ's columns (preset imagej)" in told


def test_columns_are_listed_for_programs(capsys):
    assert main(["columns", "--json"]) == 0
    told = {(one["ask"], *one["presets"]): one for one in json.loads(capsys.readouterr().out)}
    one = told["Perim.", "imagej"]
    assert one["unit"] == "length"
    assert one["source"] == "ImageJ"
    assert one["dimensions"] == [2]
