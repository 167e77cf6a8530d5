"""Reading, checking and writing recipes."""

import pytest

from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.shipped import shipped

COINS = """\
darkroom: 1
name: Count coins
inputs:
  coins: {kind: image}
steps:
- {id: smooth, op: filters.gaussian@1, inputs: {image: coins}, params: {sigma: 1.3 pixel}}
- {id: mask, op: threshold.otsu@1, inputs: {image: smooth}}
- {id: objects, op: segment.split_touching@1, inputs: {mask: mask}, params: {min_distance: 9 pixel}}
- {id: regions, op: measure.regions@1, inputs: {labels: objects, image: coins}}
outputs: [objects, regions]
"""


def test_canonical_text_comes_back_byte_for_byte():
    assert Recipe.parse(COINS).text() == COINS


def test_another_spelling_has_the_same_canonical_text():
    spelled = COINS.replace("sigma: 1.3 pixel", "sigma: 1.30").replace("9 pixel", "9 px")
    assert Recipe.parse(spelled).text() == COINS


def test_all_keys_of_the_format_come_back():
    text = COINS.replace(
        "inputs: {image: smooth}}",
        "inputs: {image: smooth}, axes: planes, over: [t], scope: group}",
    ).replace("{kind: image}", "{kind: image, channel: DAPI, description: Nuclei}")
    assert Recipe.parse(text).text() == text


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_recipes_are_valid_and_canonical(name):
    path = shipped()[name]
    assert Recipe.load(path).text() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("darkroom: 1", "darkroom: 2", "reads up to 1. Update"),
        ("darkroom: 1", "darkroom: one", "darkroom: Input should be 1"),
        ("name:", "nam:", "nam: this key is unknown. Allowed: .* Did you mean 'name'"),
        ("params:", "parms:", "step smooth, parms: this key is unknown"),
        (
            "{kind: image}",
            "{kind: picture}",
            "'image', 'labels', 'mask', 'table', 'points' or 'shapes'",
        ),
        ("filters.gaussian@1", "filters.gausian@1", "Did you mean 'filters.gaussian'"),
        ("filters.gaussian@1", "filters.gaussian", "must name an operation and its version"),
        (
            "filters.gaussian@1",
            "filters.gaussian@7",
            "filters.gaussian@7 is not the installed version, filters.gaussian@1",
        ),
        ("sigma:", "sgma:", "no parameter 'sgma'. Allowed: mode, sigma. Did you mean 'sigma'"),
        ("1.3 pixel", "-1", "sigma = -1 pixel: must be at least 0 and at most 500 pixel"),
        ("1.3 pixel", "many", "'many' is not a length"),
        ("{image: smooth}", "{image: smoth}", "no step or input 'smoth'.*Did you mean 'smooth'"),
        ("{image: smooth}", "{image: regions}", "does not come before it"),
        ("{image: smooth}", "{image: mask}", "does not come before it"),
        ("{image: smooth}", "{picture: smooth}", "no input 'picture'. Allowed: image"),
        ("{mask: mask}", "{mask: smooth}", "works on mask, and 'smooth' is image"),
        ("{mask: mask}", "{mask: [mask]}", "takes one mask, not a list"),
        ("{labels: objects, image: coins}", "{image: coins}", "needs the input 'labels'"),
        ("id: mask,", "id: smooth,", "'smooth' stands twice"),
        ("id: mask,", "id: coins,", "'coins' stands twice"),
        ("id: mask,", "id: ../mask,", "must be a name of small letters"),
        ("id: mask,", "id: mask, enabled: false,", "cannot be switched off"),
        ("outputs: [objects, regions]", "outputs: [object]", "Did you mean 'objects'"),
        ("outputs: [objects, regions]", "outputs: [regions, regions]", "each may stand once"),
        ("outputs: [objects, regions]", "", "outputs: this key is missing"),
        ("name: Count coins", "name: a\nname: b", "the key 'name' stands twice"),
        ("Count coins", "!!python/object/apply:os.getcwd []", "line 2, column 7"),
        ("Count coins", "&a x\ndescription: *a", "references .* are not allowed"),
        ("inputs:\n", "inputs: [\n", "line"),
    ],
)
def test_a_fault_is_named_with_its_place_and_what_is_allowed(old, new, message):
    assert old in COINS
    with pytest.raises(RecipeError, match=f"(?s)r.yaml.*{message}"):
        Recipe.parse(COINS.replace(old, new, 1), "r.yaml")


@pytest.mark.parametrize("text", ["", "hello", "- 1", "3", "[" * 5000, "\x00"])
def test_what_is_no_mapping_is_no_recipe(text):
    with pytest.raises(RecipeError):
        Recipe.parse(text)


def test_a_file_that_is_missing_or_not_text(tmp_path):
    with pytest.raises(FileError, match=r"missing\.yaml cannot be read: No such file"):
        Recipe.load(tmp_path / "missing.yaml")
    (tmp_path / "image.yaml").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(RecipeError, match="not a text file"):
        Recipe.load(tmp_path / "image.yaml")


def test_saving_writes_the_whole_text_and_nothing_else(tmp_path):
    recipe = Recipe.parse(COINS)
    assert recipe.save(tmp_path / "coins.yaml").read_text(encoding="utf-8") == COINS
    assert [p.name for p in tmp_path.iterdir()] == ["coins.yaml"]
    with pytest.raises(FileError, match="cannot be written"):
        recipe.save(tmp_path / "no" / "coins.yaml")


def test_a_recipe_shows_itself_escaped_in_a_notebook():
    recipe = Recipe.parse(COINS.replace("Count coins", "a <b> c"))
    assert "a &lt;b&gt; c" in recipe._repr_html_()
    assert str(recipe) == recipe.text()


def test_the_kind_of_every_name_is_known():
    kinds = Recipe.parse(COINS).kinds
    assert kinds["coins"] == kinds["smooth"] == "image"
    assert (kinds["mask"], kinds["objects"], kinds["regions"]) == ("mask", "labels", "table")
    assert kinds["regions.table"] == "table"


@pytest.mark.parametrize(
    "text", ["\x85", "a\u2028 b", "\u2029\u2029", " \n x", "\x00\ufeff", "é: #"]
)
def test_any_title_comes_back(text):
    recipe = Recipe.parse(COINS)
    steps = (recipe.steps[0].model_copy(update={"title": text}), *recipe.steps[1:])
    changed = recipe.model_copy(update={"steps": steps, "name": text, "description": text})
    assert Recipe.parse(changed.text()) == changed
