"""The exported notebook: its form, and that its cells give the bits of the recipe."""

import json
import re

import nbformat
import pytest
from cases import assert_same
from inputs import Layout, make

import napari_darkroom as dr
from napari_darkroom.core.errors import RecipeError
from napari_darkroom.recipe.shipped import shipped


def _cells(recipe, files=None):
    return json.loads(recipe.notebook(files))["cells"]


def _code(recipe, files=None):
    return ["".join(c["source"]) for c in _cells(recipe, files) if c["cell_type"] == "code"]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_notebook_has_the_form_of_its_format(name):
    text = dr.Recipe.load(name).notebook()
    assert text == dr.Recipe.load(name).notebook()
    content = json.loads(text)
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    assert content.keys() == {"cells", "metadata", "nbformat", "nbformat_minor"}
    ids = [cell["id"] for cell in content["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in content["cells"]:
        assert re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", cell["id"])
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert cell.keys() == {"cell_type", "id", "metadata", "source"} | code
        assert all(isinstance(line, str) and line for line in cell["source"])
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


def test_nbformat_finds_it_valid():
    recipe = dr.Recipe.load("count-nuclei")
    nbformat.validate(nbformat.reads(recipe.notebook(), as_version=4))


def test_the_cells_give_the_results_of_the_recipe_and_show_each(tmp_path, monkeypatch):
    recipe = dr.Recipe.load("count-nuclei")
    dr.write(tmp_path / "cells.tif", make("image", Layout.of("yx"), "uint8"))
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    for source in _code(recipe, {"dna": "cells.tif"}):
        exec(compile(source, "cell", "exec"), names)  # noqa: S102 - what is tested
    for name, expected in recipe.run(dr.read("cells.tif")).items():
        suffix = "csv" if expected.kind == "table" else "tif"
        assert_same(dr.read(f"results/{name}.{suffix}"), expected)
    last = {source.splitlines()[-1] for source in _code(recipe)}
    assert {"dna", *(step.id for step in recipe.steps)} <= last


def test_headings_say_what_a_step_is_and_does():
    markdown = [
        "".join(cell["source"])
        for cell in _cells(dr.Recipe.load("count-nuclei"))
        if cell["cell_type"] == "markdown"
    ]
    assert markdown[0].startswith("# Count nuclei\n\nBright nuclei")
    assert "## Gaussian blur\n\nBlur with a Gaussian kernel." in markdown


def test_what_a_recipe_says_is_shown_as_it_is_and_is_no_markup():
    text = """
darkroom: 1
name: "a_b <img src=x> ![p](http://x)"
inputs: {dna: {kind: image}}
steps: [{id: b, op: filters.gaussian@1, inputs: {image: dna}, title: "*x*\\n# y", enabled: false}]
outputs: [b]
"""
    cells = ["".join(cell["source"]) for cell in _cells(dr.Recipe.parse(text))]
    assert cells[0].splitlines()[0] == r"# a\_b \<img src=x\> \!\[p\](http://x)"
    assert any(cell.startswith(r"## \*x\* \# y (switched off)") for cell in cells)


def test_long_names_keep_their_ids_short():
    step = "s" * 63
    text = f"""
darkroom: 1
inputs: {{dna: {{kind: image}}}}
steps: [{{id: {step}, op: filters.gaussian@1, inputs: {{image: dna}}}}]
outputs: [{step}]
"""
    ids = [cell["id"] for cell in _cells(dr.Recipe.parse(text))]
    assert max(map(len, ids)) == 64
    assert len(set(ids)) == len(ids)


def test_files_of_no_input_are_refused():
    with pytest.raises(RecipeError, match="no input 'dns'"):
        dr.Recipe.load("count-nuclei").notebook({"dns": "a.tif"})
