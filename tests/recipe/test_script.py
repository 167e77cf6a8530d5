"""The exported script: it runs, gives the bits of the recipe, and is pleasant to read."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from cases import assert_same
from inputs import Layout, make

import napari_darkroom as dr
from napari_darkroom.core.errors import RecipeError
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Table
from napari_darkroom.recipe.manual import save_manual
from napari_darkroom.recipe.shipped import shipped

HOSTILE = r"""
darkroom: 1
name: "Say \"hello\" \\ \"\"\" and 'bye'"
description: "ends with a quote\""
inputs:
  dna: {kind: image, channel: "D'A\"PI", description: "two\nlines; import os"}
  lambda: {kind: mask}
  out: {kind: image, channel: 1}
steps:
- {id: l, op: filters.gaussian@1, inputs: {image: dna}, params: {sigma: "1, 2 pixel"},
   title: "a\n\nimport os"}
- {id: type, op: filters.median@1, inputs: {image: l}, enabled: false,
   params: {radius: 3, shape: square}}
- {id: dr, op: mask.apply@1, inputs: {image: type, mask: lambda}, params: {outside: nan}}
- {id: a_name_of_a_step_that_is_so_long_that_the_call_needs_two_lines, op: filters.gaussian@1,
   inputs: {image: dr}, params: {sigma: 12.75 pixel, mode: constant}, axes: planes, over: []}
- {id: cut, op: geometry.crop@1, inputs: {image: out}, params: {y: "1:20", x: ":5"}}
outputs: [a_name_of_a_step_that_is_so_long_that_the_call_needs_two_lines, cut, l.image]
"""
TWO_OUTPUTS = """
from typing import NamedTuple
import pandas as pd
import napari_darkroom as dr

class Halves(NamedTuple):
    labels: dr.Labels
    changes: dr.Table
    rest: dr.Image

@dr.operation(title="Take apart", family="export_test")
def apart(images: list[dr.Image], *, note: str = "a") -> Halves:
    '''Take images apart.'''
    first = images[0]
    frame = pd.DataFrame({"n": [len(images)], "note": [note]})
    columns = {"n": dr.Column("How many.", "um", "nobody"), "note": dr.Column("What.")}
    labels = dr.Labels(first.data.astype("int32"), first.calibration)
    return Halves(labels, dr.Table(frame, columns, ("note",), "halves"), images[-1])

@dr.operation(title="Count again", family="export_test")
def again(changes: dr.Table) -> dr.Table:
    '''Count the rows of a table.'''
    return dr.Table(changes.data.assign(n=len(changes.data)), changes.columns, changes.keys, "b")
"""


def _run(folder: Path, script: str) -> None:
    (folder / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def _assert_results(folder: Path, expected: dict) -> None:
    for name, value in expected.items():
        suffix = "csv" if isinstance(value, Table) else "tif"
        assert_same(dr.read(folder / f"{name}.{suffix}", kind=value.kind), value)
    written = {path.name for path in folder.iterdir() if path.suffix != ".json"}
    assert len(written) == len(expected)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_script_gives_the_files_of_the_recipe(name, tmp_path):
    recipe = dr.Recipe.load(name)
    (own,) = recipe.inputs
    rgb = "RGB" in recipe.inputs[own].description
    dr.write(tmp_path / f"{own}.tif", make("image", Layout.of("yx", rgb=rgb), "uint8"))
    _run(tmp_path, recipe.script())
    _assert_results(tmp_path / "results", recipe.run(dr.read(tmp_path / f"{own}.tif")))


def test_hostile_names_and_texts_are_no_code(tmp_path):
    recipe = dr.Recipe.parse(HOSTILE)
    stack = make("image", Layout.of("cyx"))
    channels = dr.Image(stack.data, stack.calibration, "s", channels=("D'A\"PI", "b", "c"))
    dr.write(tmp_path / "a 'b\".tif", channels)
    mask = make("mask", Layout.of("yx"))
    dr.write(tmp_path / "m.tif", mask.with_data(mask.data, channels.channel(0).calibration))
    files = {"dna": "a 'b\".tif", "out": "a 'b\".tif", "lambda": "m.tif"}
    script = recipe.script(files)
    assert not [n for n in ast.walk(ast.parse(script)) if getattr(n, "names", [None])[0] == "os"]
    imports = [n for n in ast.walk(ast.parse(script)) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert len(imports) == 2
    _run(tmp_path, script)
    image = dr.read(tmp_path / files["dna"])
    expected = recipe.run(image, dr.read(tmp_path / "m.tif", kind="mask"), image)
    _assert_results(tmp_path / "results", expected)


def test_what_is_switched_off_stays_as_a_comment():
    script = dr.Recipe.parse(HOSTILE).script()
    assert (
        "# Median (switched off)\n"
        '# type_ = dr.filters.median(l_, radius="3 pixel", shape="square")\n'
        "type_ = l_\n"
    ) in script


def test_a_script_is_set_as_ruff_would_set_it(tmp_path):
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not installed")
    recipes = [dr.Recipe.load(name) for name in shipped()] + [dr.Recipe.parse(HOSTILE)]
    for k, recipe in enumerate(recipes):
        (tmp_path / f"s{k}.py").write_text(recipe.script(), encoding="utf-8")
    for command in (["format", "--line-length", "100", "--diff"], ["check"]):
        done = subprocess.run(
            [ruff, *command, "--isolated", "--no-cache", str(tmp_path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_text_is_as_people_write():
    script = dr.Recipe.load("count-nuclei").script({"dna": "cells/a.tif"})
    assert script.startswith('"""Count nuclei.\n\nBright nuclei of about')
    lines = script.splitlines()
    assert 'dna = dr.read("cells/a.tif")' in lines
    at = lines.index("# Gaussian blur")
    assert lines[at + 1] == 'smooth = dr.filters.gaussian(flat, sigma="1.5 pixel")'
    assert "objects = dr.measure.regions(nuclei, image=dna)" in lines
    assert lines[-1] == 'dr.write(out / "objects.csv", objects)'


@pytest.fixture
def others(tmp_path, monkeypatch):
    """Operations of another module, with several outputs and lists and tables as inputs."""
    import importlib

    (tmp_path / "export_test.py").write_text(TWO_OUTPUTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.import_module("export_test")
    yield
    for name in ("apart", "again"):
        registry.remove(f"export_test.{name}")
    del sys.modules["export_test"]


@pytest.mark.usefixtures("others")
def test_several_outputs_lists_and_tables_of_others_operations(tmp_path):
    recipe = dr.Recipe.parse("""
darkroom: 1
inputs: {a: {kind: image}, halves_changes: {kind: image}}
steps:
- {id: halves, op: export_test.apart@1, inputs: {images: [a, halves_changes]}}
- {id: rows, op: export_test.again@1, inputs: {changes: halves.changes}}
outputs: [halves, halves.labels, halves.changes, halves.rest, rows]
""")
    script = recipe.script()
    assert "import export_test  # noqa: F401" in script
    assert "halves, halves_changes_, halves_rest = dr.export_test.apart(" in script
    assert "rows = dr.export_test.again(halves_changes_)" in script
    for name in recipe.inputs:
        dr.write(tmp_path / f"{name}.tif", make("image", Layout.of("yx"), "uint8"))
    values = [dr.read(tmp_path / f"{name}.tif") for name in recipe.inputs]
    _run(tmp_path, script)
    _assert_results(tmp_path / "results", recipe.run(*values))


def test_an_operation_that_no_other_program_finds_is_refused(monkeypatch):
    def local(image: dr.Image) -> dr.Image:
        """Do nothing."""
        return image

    local.__module__ = "__main__"
    dr.operation(title="Local", family="own")(local)
    step = "{id: b, op: own.local@1, inputs: {image: a}}"
    text = f"{{inputs: {{a: {{kind: image}}}}, outputs: [b], steps: [{step}]}}"
    with pytest.raises(RecipeError, match=r"own\.local was declared in a notebook"):
        dr.Recipe.parse(text).script()
    registry.remove("own.local")


MANUAL = """
darkroom: 1
inputs:
  dna: {{kind: image}}
  inside: {{kind: mask, manual: {{file: {file}, sha256: {sha256}}}}}
steps:
- {{id: blank, op: mask.apply@1, inputs: {{image: dna, mask: inside}}}}
outputs: [blank]
"""


def test_what_was_made_by_hand_is_read_from_its_folder(tmp_path):
    image, mask = make("image", Layout.of("yx")), make("mask", Layout.of("yx"))
    made = save_manual(tmp_path, {"inside": mask})["inside"]
    recipe = dr.Recipe.parse(MANUAL.format(file=made.file, sha256=made.sha256))
    dr.write(tmp_path / "dna.tif", image)
    script = recipe.script()
    assert f'# Made by hand.\ninside = dr.read("manual/{made.file}", kind="mask")' in script
    _run(tmp_path, script)
    _assert_results(tmp_path / "results", recipe.run(image, inside=mask))


def test_what_only_a_step_that_is_off_takes_is_not_read(tmp_path):
    text = MANUAL.format(file="gone.tif", sha256="a" * 64)
    recipe = dr.Recipe.parse(text.replace("mask: inside}}", "mask: inside}, enabled: false}"))
    dr.write(tmp_path / "dna.tif", np.eye(5))
    assert '# inside = dr.read("manual/gone.tif", kind="mask")' in recipe.script()
    _run(tmp_path, recipe.script())
    assert (tmp_path / "results" / "blank.tif").exists()


def test_files_of_no_input_and_groups_are_refused():
    recipe = dr.Recipe.load("count-nuclei")
    with pytest.raises(RecipeError, match=r"no input 'dns'.*Did you mean 'dna'"):
        recipe.script({"dns": "a.tif"})
    grouped = HOSTILE.replace("params: {outside: nan}", "scope: group")
    with pytest.raises(RecipeError, match="Step dr: scope: group is not supported"):
        dr.Recipe.parse(grouped).script()
