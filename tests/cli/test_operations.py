import json

import pytest

from napari_darkroom.cli.main import main
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.search import Search

KEYS = {
    "id", "version", "title", "family", "summary", "package", "inputs", "params", "outputs",
}  # fmt: skip
PARAMETER_KEYS = {
    "name", "type", "default", "optional", "bounds", "unit", "choices", "description",
}  # fmt: skip


@pytest.fixture
def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict]:
    assert main(["operations", "--json"]) == 0
    return {one["id"]: one for one in json.loads(capsys.readouterr().out)}


def test_json_describes_every_operation(listed: dict[str, dict]):
    assert set(listed) == set(operations())
    for one in listed.values():
        assert set(one) == KEYS
        assert one["family"] == one["id"].partition(".")[0]
        assert one["summary"]
        assert one["inputs"]
        assert one["outputs"]


def test_json_describes_every_parameter(listed: dict[str, dict]):
    parameters = [parameter for one in listed.values() for parameter in one["params"]]
    assert parameters
    for one in parameters:
        assert set(one) == PARAMETER_KEYS
        assert one["description"]
        assert "`" not in one["description"]
        assert set(one["bounds"]) <= {"minimum", "maximum", "above", "below"}
        assert bool(one["choices"]) == (one["type"] == "choice")


def test_json_gives_default_bounds_and_unit(listed: dict[str, dict]):
    sigma = listed["filters.gaussian"]["params"][0]
    assert (sigma["name"], sigma["type"], sigma["default"]) == ("sigma", "length", "1 pixel")
    assert (sigma["bounds"], sigma["unit"]) == ({"minimum": 0, "maximum": 500}, "pixel")


def test_defaults_in_json_are_accepted_by_the_operation(listed: dict[str, dict]):
    for name, one in listed.items():
        given = {parameter["name"]: parameter["default"] for parameter in one["params"]}
        assert operations()[name].canonical(given) == given


def test_the_list_names_each_with_its_summary(capsys: pytest.CaptureFixture[str]):
    assert main(["operations"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for operation in operations().values():
        assert f"{operation.id} {operation.summary}" in text.replace("`", "")


def test_operations_are_found_as_in_the_window(capsys: pytest.CaptureFixture[str]):
    assert main(["operations", "touching", "cut"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("  segment.split_touching ")
    assert "filters." not in told
    assert main(["operations", "flood", "--json"]) == 0
    found = [one["id"] for one in json.loads(capsys.readouterr().out)]
    assert found[0] == "segment.flood"
    assert set(found) == set(Search(list(operations().values())).ranks("flood"))
    assert main(["operations", "flod"]) == 0
    assert capsys.readouterr().out.startswith("  segment.flood ")
    assert main(["operations", "xyzzy", "blur"]) == 2
    assert "No operation tells of xyzzy and blur" in capsys.readouterr().err
