"""The published schema: what recipes are, for editors."""

import json

import jsonschema
import pytest
import yaml

import napari_darkroom as dr
from napari_darkroom.engine.catalog import operations
from napari_darkroom.recipe import schema
from napari_darkroom.recipe.shipped import shipped


def _plain(name="count-nuclei"):
    return yaml.safe_load(shipped()[name].read_text(encoding="utf-8"))


def _validator():
    jsonschema.Draft202012Validator.check_schema(schema.schema())
    return jsonschema.Draft202012Validator(schema.schema())


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_recipes_are_valid(name):
    assert list(_validator().iter_errors(_plain(name))) == []


def test_whatever_a_recipe_can_hold_is_valid():
    recipe = dr.Recipe.parse(f"""
inputs:
  dna: {{kind: image, channel: 1}}
  a: {{kind: mask, manual: {{file: a.tif, sha256: {"a" * 64}, made_on: {{dna: {"b" * 32}}}}}}}
steps:
- {{id: b, op: filters.gaussian@1, inputs: {{image: dna}}, params: {{sigma: [1, 2]}}, over: [t],
   axes: planes, enabled: false, title: B}}
- {{id: c, op: geometry.crop@1, inputs: {{image: b}}, params: {{x: "1:"}}}}
- {{id: d, op: mask.apply@1, inputs: {{image: c, mask: a}}, params: {{outside: nan}}}}
- {{id: e, op: threshold.manual@1, inputs: {{image: d}}, params: {{lower: none}}}}
outputs: [e.mask]
""")
    assert list(_validator().iter_errors(yaml.safe_load(recipe.text()))) == []


@pytest.mark.parametrize(
    ("place", "key", "value"),
    [
        ("params", "rdius", 3), ("params", "radius", 1000), ("params", "radius", [1, "a"]),
        ("params", "light_background", "maybe"), ("inputs", "picture", "dna"),
        ("inputs", "image", ["dna"]), ("inputs", "image", "../dna"),
    ],
)  # fmt: skip
def test_what_a_step_cannot_hold_is_not_valid(place, key, value):
    content = _plain()
    content["steps"][0].setdefault(place, {})[key] = value
    assert list(_validator().iter_errors(content))


@pytest.mark.parametrize("key", ["steps", "outputs", "inputs"])
def test_what_is_missing_or_too_much_is_not_valid(key):
    content = _plain()
    del content[key]
    assert list(_validator().iter_errors(content))
    assert list(_validator().iter_errors({**_plain(), "code": "import os"}))
    assert list(_validator().iter_errors({**_plain(), "inputs": {"../a": {"kind": "image"}}}))


def test_every_operation_has_its_parameters_in_it():
    rules = schema.schema()["$defs"]["Step"]["allOf"]
    said = {rule["if"]["properties"]["op"]["const"]: rule["then"]["properties"] for rule in rules}
    own = [operation for operation in operations().values() if not operation.module]
    assert set(said) == {operation.reference for operation in own}
    for operation in own:
        expected = [parameter.name for parameter in operation.parameters]
        assert list(said[operation.reference]["params"]["properties"]) == expected


def test_a_change_of_the_schema_would_be_noticed(tmp_path, monkeypatch, capsys):
    other = tmp_path / "recipe.schema.json"
    other.write_text(schema.text().replace("sigma", "sgma"), encoding="utf-8")
    monkeypatch.setattr(schema, "TARGET", other)
    assert schema.main(["--check"]) == 1
    assert "out of date" in capsys.readouterr().err
    assert schema.main([]) == 0
    assert schema.main(["--check"]) == 0
    assert json.loads(other.read_text(encoding="utf-8")) == schema.schema()
