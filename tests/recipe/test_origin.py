"""The recipe of a result, from the result itself."""

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import FileError, RecipeError
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


@pytest.mark.parametrize(
    ("origin", "message"),
    [
        (None, "does not tell how it was made"),
        ({"operation": "filters.gaussian@1"}, "made by filters.gaussian@1 alone"),
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
