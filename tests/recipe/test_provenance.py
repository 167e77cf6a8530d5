import json
import math
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import cv2
import dask.array as da
import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.batch.plan import ImageSet
from napari_darkroom.batch.run import run_batch
from napari_darkroom.cli.main import main
from napari_darkroom.core.digest import digest
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Image
from napari_darkroom.engine.files import read, write
from napari_darkroom.recipe import environment
from napari_darkroom.recipe.environment import LIBRARIES, libraries, packages, versions
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.packages import package_version
from napari_darkroom.recipe.provenance import (
    InputOrigin,
    file_origin,
    provenance_for,
    value_digest,
)

TEXT = """
darkroom: 1
inputs:
  image: {kind: image}
steps:
  - {id: smooth, op: filters.gaussian@1, inputs: {image: image}}
  - {id: root, op: own_lab.root@1, inputs: {image: smooth}}
outputs: [root]
"""


def root(image: dr.ImageArray) -> dr.FloatImageArray:
    """Take the square root."""
    return image**0.5


@pytest.fixture(params=["numpydoc", "__main__"])
def package(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Declare an operation of an installed package, or of a notebook."""
    monkeypatch.setattr(root, "__module__", request.param)
    dr.operation(title="Root", family="own_lab")(root)
    yield request.param
    registry.remove("own_lab.root")


def expected(package: str) -> dict[str, dict[str, str]]:
    own = package_version([registry["own_lab.root"]])
    version = own if package == "__main__" else metadata.version(package)
    return {"own_lab.root@1": {"package": package, "version": version}}


def forget_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let versions be looked up again, and nothing of it be remembered after the test."""
    monkeypatch.setattr(environment, "_version", environment._version.__wrapped__)


def test_opencv_is_told_by_its_module(monkeypatch: pytest.MonkeyPatch):
    found = metadata.version

    def other_wheel(name: str) -> str:
        if name.startswith("opencv"):
            raise metadata.PackageNotFoundError(name)
        return found(name)

    monkeypatch.setattr("napari_darkroom.recipe.environment.version", other_wheel)
    forget_versions(monkeypatch)
    told = versions()
    assert told["cv2"] == cv2.__version__
    assert told["opencv-python-headless"] == "not installed"
    assert told["numpy"] == np.__version__
    assert set(libraries()) == {*LIBRARIES, "cv2"}


def test_every_library_of_the_list_is_installed():
    assert "not installed" not in libraries().values()


def test_own_operations_need_no_package():
    assert packages(["filters.gaussian", "threshold.otsu@1"]) == {}


def test_results_of_a_recipe_tell_the_packages_of_their_operations(tmp_path: Path, package: str):
    write(tmp_path / "a.tif", Image.of(np.ones((4, 5), np.float32)))
    sets, out = [ImageSet("a", {"image": tmp_path / "a.tif"})], tmp_path / "out"
    assert run_batch(Recipe.parse(TEXT), sets, out, workers=1).failures == ()
    told = read(out / "a" / "root.tif").metadata["provenance"]
    assert told["packages"] == expected(package)
    assert json.loads((out / "provenance.json").read_text())["packages"] == expected(package)


def test_a_result_of_the_command_line_tells_the_package_of_its_operation(
    tmp_path: Path, package: str
):
    source, target = tmp_path / "a.tif", tmp_path / "b.tif"
    write(source, Image.of(np.full((4, 5), 4, np.float32)))
    assert main(["apply", "own_lab.root", str(source), str(target)]) == 0
    result = read(target)
    assert math.isclose(result.data[0, 0], 2)
    assert result.metadata["provenance"]["packages"] == expected(package)


def test_a_result_tells_its_inputs_its_output_and_the_machine(tmp_path: Path):
    image = Image.of(np.ones((4, 5), np.float32))
    write(tmp_path / "a.tif", image)
    recipe = Recipe.parse(TEXT.replace("own_lab.root", "intensity.invert"))
    inputs = {"image": file_origin(tmp_path / "a.tif", image)}
    told = provenance_for(recipe, inputs, "root")
    assert told["output"] == "root"
    assert told["inputs"]["image"]["file"] == "a.tif"
    assert told["inputs"]["image"]["digest"] == digest(image)
    assert len(told["inputs"]["image"]["sha256"]) == 64
    assert told["machine"].keys() == {"system", "architecture", "processor"}
    assert all(told["machine"].values())
    assert json.loads(json.dumps(told)) == told == provenance_for(recipe, inputs, "root")
    assert str(tmp_path) not in json.dumps(told)


def test_an_input_without_a_file_tells_its_digest_and_a_lazy_one_is_not_computed():
    def refuse(*_: object) -> None:
        raise AssertionError

    image = Image.of(np.ones((4, 5)))
    assert InputOrigin(digest=value_digest(image)).told() == {"digest": digest(image)}
    lazy = image.with_data(
        da.from_array(image.data).map_blocks(refuse, dtype=float, meta=image.data)
    )
    assert InputOrigin(digest=value_digest(lazy)).told() == {}


def test_a_seed_is_told_also_where_it_is_the_default():
    @dr.operation(title="Noise", family="own_lab")
    def noise(image: dr.ImageArray, *, seed: int = 7) -> dr.FloatImageArray:
        """Add noise.

        Parameters
        ----------
        image : array
            An image.
        seed : int
            Where the random numbers begin.
        """
        return image + np.random.default_rng(seed).random(image.shape)

    try:
        recipe = Recipe.parse(TEXT.replace("own_lab.root", "own_lab.noise"))
        assert provenance_for(recipe, {}, "root")["seeds"] == {"root": 7}
    finally:
        registry.remove("own_lab.noise")


def test_the_environment_changes_with_a_library(monkeypatch: pytest.MonkeyPatch):
    before = environment.environment_digest()
    assert before == environment.environment_digest()
    environment.environment_digest.cache_clear()
    assert environment.environment_digest() == before
    environment.environment_digest.cache_clear()
    forget_versions(monkeypatch)
    monkeypatch.setattr(environment, "version", lambda name: f"1.{len(name)}")
    assert environment.environment_digest() != before
    environment.environment_digest.cache_clear()
