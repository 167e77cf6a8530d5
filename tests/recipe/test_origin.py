"""The recipe of a result, from the result itself."""

from collections.abc import Sequence

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.cli.main import main
from napari_darkroom.core.annotations import ImageArray, SameArray
from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.core.registry import registry
from napari_darkroom.recipe.origin import recipe_of_file


@pytest.mark.parametrize("name", ["a.tif", "a.csv", "a.png"])
def test_a_result_knows_its_recipe(tmp_path, name):
    recipe = dr.Recipe.load("count-nuclei")
    origin = {"recipe": recipe.model_dump(mode="json"), "versions": {"numpy": "1"}}
    labels = dr.Labels.of(np.eye(5, dtype=np.uint8))
    value = dr.measure.regions(labels) if name.endswith("csv") else labels
    dr.write(tmp_path / name, value, provenance=origin)
    found, told = recipe_of_file(tmp_path / name)
    assert found == recipe
    assert told == origin


def test_what_apply_made_has_a_recipe_of_one_step(tmp_path):
    image = np.arange(30, dtype=np.float32).reshape(5, 6)
    dr.write(tmp_path / "in.tif", image)
    code = main(["apply", "filters.gaussian", *(str(tmp_path / n) for n in ("in.tif", "a.tif"))])
    assert code == 0
    recipe, told = recipe_of_file(tmp_path / "a.tif")
    (step,) = recipe.steps
    assert step.op == "filters.gaussian@1"
    assert told["inputs"]["image"]["file"] == "in.tif"
    assert "file in.tif" in recipe.describe(told)
    made = recipe.run({"image": dr.Image.of(image)})
    np.testing.assert_array_equal(made["result"].data, dr.read(tmp_path / "a.tif").data)


@pytest.fixture
def _blending():
    @dr.operation(title="Blend", family="trial")
    def blend(images: Sequence[ImageArray]) -> SameArray:
        """Take the first."""
        return images[0]

    yield
    registry.remove("trial.blend")


@pytest.mark.usefixtures("_blending")
def test_files_that_apply_took_for_one_input_are_inputs_of_their_own(tmp_path):
    origin = {
        "operation": "trial.blend@1",
        "inputs": {"images": {"file": "r.tif"}, "images 2": {"file": "g.tif"}},
    }
    dr.write(tmp_path / "a.tif", np.eye(5), provenance=origin)
    recipe, told = recipe_of_file(tmp_path / "a.tif")
    assert list(recipe.inputs) == ["images", "images_2"] == list(told["inputs"])
    assert recipe.steps[0].inputs == {"images": ("images", "images_2")}


@pytest.mark.parametrize(
    ("origin", "message"),
    [
        (None, "does not tell how it was made"),
        ({"operation": "filters.gaussian@1"}, "made by filters.gaussian@1 alone"),
        (
            {"operation": "filters.gone@1", "inputs": {"image": {}}},
            r"a\.tif tells of its operation.*filters\.gone",
        ),
        ({"versions": {}}, "does not tell of a recipe"),
        ({"recipe": {"darkroom": 1}}, r"The recipe in .*a\.tif: inputs: this key is missing"),
        ({"recipe": {"darkroom": 9}}, r"The recipe in .*a\.tif has format 9.*Update"),
    ],
)
def test_what_tells_of_no_valid_recipe_is_refused(tmp_path, origin, message):
    dr.write(tmp_path / "a.tif", np.eye(5), provenance=origin)
    with pytest.raises(RecipeError, match=f"(?s){message}"):
        recipe_of_file(tmp_path / "a.tif")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileError, match="does not exist"):
        recipe_of_file(tmp_path / "a.tif")
