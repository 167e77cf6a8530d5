"""A package with operations, built, installed beside Darkroom and used from every side."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from napari_darkroom.core.values import Image
from napari_darkroom.engine.files import read, write

SOURCE = Path(__file__).parent / "packages" / "darkroom_example"
NAME, VERSION = "darkroom-example-models", "0.3"
RECIPE = f"""\
darkroom: 1
inputs:
  image: {{kind: image}}
steps:
- {{id: probability, op: example.probability@1, inputs: {{image: image}}, params: {{seed: 7}}}}
- {{id: cells, op: example.cells@1, inputs: {{probability: probability}}}}
outputs: [probability, cells]
packages: {{{NAME}: '{VERSION}'}}
"""
RECORD = """
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.packages import packages_of
from napari_darkroom.recipe.text import load_yaml

content = load_yaml(open("recipe.yaml").read(), "the recipe")
recipe = Recipe.model_validate({**content, "packages": {}})
recipe.model_copy(update={"packages": packages_of(recipe.steps)}).save("recorded.yaml")
"""
RUN = """
import numpy as np
import napari_darkroom as dr

image = dr.read("dots.tif")
results = dr.Recipe.load("recipe.yaml").run(image)
by_hand = dr.example.probability(image, seed=7)
assert np.array_equal(results["probability"].data, by_hand.data)
assert by_hand.calibration == image.calibration
np.savez("results.npz", **{name: value.data for name, value in results.items()})
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """Build and install the package into a folder of its own, without any network."""
    folder = tmp_path_factory.mktemp("example")
    copy = shutil.copytree(SOURCE, folder / "source")
    return install(copy, folder / "place")


def install(source: Path, place: Path) -> Path:
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(place)]
    done = python("-m", "pip", "install", "-q", *options, str(source), folder=source)
    assert done.returncode == 0, done.stderr
    return place


def python(*arguments: str, folder: Path, beside: Path | None = None):
    """Run Python in a folder, with the package installed in another or not at all."""
    environment = {name: v for name, v in os.environ.items() if name != "PYTHONPATH"}
    if beside is not None:
        environment["PYTHONPATH"] = str(beside)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def darkroom(*arguments: str, folder: Path, beside: Path | None = None):
    return python("-m", "napari_darkroom.cli.main", *arguments, folder=folder, beside=beside)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Give a folder with an image of two cells and the recipe."""
    pixels = np.zeros((40, 50), np.float32)
    pixels[8:14, 8:14] = pixels[25:30, 30:38] = 1
    write(tmp_path / "dots.tif", Image.of(pixels, scale=0.5, units="um"))
    (tmp_path / "recipe.yaml").write_text(RECIPE)
    return tmp_path


def renumbered(place: Path, folder: Path, version: str) -> Path:
    """Return a copy of the installed package that says to be of another version."""
    other = shutil.copytree(place, folder / "other")
    (info,) = other.glob("*.dist-info")
    text = (info / "METADATA").read_text()
    (info / "METADATA").write_text(text.replace(f"Version: {VERSION}", f"Version: {version}"))
    info.rename(other / info.name.replace(VERSION, version))
    return other


def test_the_command_line_lists_it_with_its_package(place, desk):
    listed = darkroom("operations", folder=desk, beside=place)
    assert listed.returncode == 0, listed.stderr
    assert f"example ({NAME} {VERSION})" in listed.stdout.splitlines()
    assert "example.probability" in listed.stdout
    told = darkroom("operations", "--json", folder=desk, beside=place)
    (one,) = [o for o in json.loads(told.stdout) if o["id"] == "example.cells"]
    assert one["package"] == {"name": NAME, "version": VERSION}


def test_python_and_command_line_give_the_same_bits(place, desk):
    done = python("-W", "error", "-c", RUN, folder=desk, beside=place)
    assert done.returncode == 0, done.stderr
    run = darkroom(
        "run",
        "recipe.yaml",
        "dots.tif",
        "--out",
        "out",
        "--workers",
        "1",
        folder=desk,
        beside=place,
    )
    assert run.returncode == 0, run.stderr
    results = np.load(desk / "results.npz", allow_pickle=False)
    assert results["cells"].max() == 2
    for name in ("probability", "cells"):
        written = read(desk / "out" / "dots" / f"{name}.tif")
        np.testing.assert_array_equal(written.data, results[name])
        assert written.metadata["provenance"]["packages"]["example.probability@1"] == {
            "package": NAME,
            "version": VERSION,
        }


def test_one_operation_runs_from_the_command_line(place, desk):
    options = ("dots.tif", "p.tif", "--seed", "3")
    done = darkroom("apply", "example.probability", *options, folder=desk, beside=place)
    assert done.returncode == 0, done.stderr
    assert read(desk / "p.tif").dtype == np.float32


def test_what_is_recorded_is_the_same_text_again(place, desk):
    done = python("-c", RECORD, folder=desk, beside=place)
    assert done.returncode == 0, done.stderr
    assert (desk / "recorded.yaml").read_text() == RECIPE


def test_without_the_package_the_recipe_says_what_to_install(desk):
    done = darkroom("run", "recipe.yaml", "dots.tif", "--out", "out", folder=desk)
    assert done.returncode == 2
    assert (
        "Step probability: there is no operation example.probability. The recipe was made with "
        f"the package {NAME} {VERSION}, which is not installed: install it (pip install {NAME})."
    ) in done.stderr
    assert not (desk / "out").exists()


def test_another_version_is_told_on_the_way_and_in_the_result(place, desk):
    other = renumbered(place, desk, "0.4")
    done = darkroom(
        "run",
        "recipe.yaml",
        "dots.tif",
        "--out",
        "out",
        "--workers",
        "1",
        folder=desk,
        beside=other,
    )
    assert done.returncode == 0, done.stderr
    assert f"made with the package {NAME} 0.3, and 0.4 is installed" in done.stderr
    origin = read(desk / "out" / "dots" / "cells.tif").metadata["provenance"]
    assert origin["recipe"]["packages"] == {NAME: "0.3"}
    assert origin["packages"]["example.cells@1"]["version"] == "0.4"


def test_a_package_that_cannot_be_imported_takes_nothing_down(place, desk):
    broken = shutil.copytree(place, desk / "broken")
    module = broken / "example_models" / "operations.py"
    module.write_text(f"{module.read_text()}\nimport a_library_that_is_missing\n")
    why = f"The operations of the package {NAME} {VERSION} are missing"
    missing = "No module named 'a_library_that_is_missing'"

    listed = darkroom("operations", folder=desk, beside=broken)
    assert listed.returncode == 0
    assert "filters.gaussian" in listed.stdout
    assert "example.probability" not in listed.stdout
    assert listed.stderr.count(why) == 1

    blurred = darkroom("apply", "filters.gaussian", "dots.tif", "b.tif", folder=desk, beside=broken)
    assert blurred.returncode == 0, blurred.stderr
    assert why in blurred.stderr

    named = darkroom("apply", "example.cells", "dots.tif", "b.tif", folder=desk, beside=broken)
    assert named.returncode == 2
    assert "no operation 'example.cells'" in named.stderr
    assert missing in named.stderr

    run = darkroom("run", "recipe.yaml", "dots.tif", "--out", "out", folder=desk, beside=broken)
    assert run.returncode == 2
    assert "there is no operation example.probability" in run.stderr
    assert missing in run.stderr

    asked = python("-c", "import napari_darkroom as dr\ndr.example", folder=desk, beside=broken)
    assert "AttributeError" in asked.stderr
    assert missing in asked.stderr
