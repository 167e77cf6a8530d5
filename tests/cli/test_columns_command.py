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


def test_columns_are_found_by_words(capsys):
    assert main(["columns", "Solidity"]) == 0
    told = capsys.readouterr().out
    assert "solidity" in told
    assert "eccentricity" not in told
    assert main(["columns", "nothing", "such"]) == 2
    assert "No column holds nothing and such" in capsys.readouterr().err
