from pathlib import Path

import pytest

from napari_darkroom.cli.main import main
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.shipped import shipped


def test_shipped_recipes_are_listed_with_what_they_are_for(capsys: pytest.CaptureFixture[str]):
    assert main(["recipe", "list"]) == 0
    flat = " ".join(capsys.readouterr().out.split())
    assert len(shipped()) >= 4
    for name, path in shipped().items():
        description = Recipe.load(path).description
        assert description
        assert f"{name} {description}" in flat


@pytest.mark.parametrize("name", list(shipped()))
def test_shipped_recipes_are_valid_and_canonical(name: str, capsys: pytest.CaptureFixture[str]):
    assert main(["recipe", "check", name]) == 0
    assert "is a valid recipe: Count" in capsys.readouterr().out
    text = shipped()[name].read_text(encoding="utf-8")
    assert Recipe.parse(text).text() == text


def test_check_says_what_a_recipe_needs_does_and_gives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = shipped()["count-nuclei"]
    copy = tmp_path / "mine.yaml"
    copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["recipe", "check", str(copy)]) == 0
    text = capsys.readouterr().out
    assert "needs  dna (image)" in text
    assert "smooth (filters.gaussian@1)" in text
    assert "gives  nuclei, objects" in text
    assert text.endswith(f"Run it: darkroom run {copy} *.tif --out results\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not: [a, recipe", "mine.yaml"),
        ("darkroom: 1\nsteps: []\n", "missing"),
        ("", "no recipe"),
        (
            "darkroom: 1\ninputs: {a: {kind: image}}\n"
            "steps: [{id: b, op: filters.gaussian@1, inputs: {image: a}, params: {sigm: 1}}]\n"
            "outputs: [b]\n",
            "Did you mean 'sigma'",
        ),
    ],
)
def test_a_bad_recipe_is_2(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    assert main(["recipe", "check", str(path)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("given", [".", "count-nucleus"])
def test_what_is_no_recipe_file_is_2(given: str, capsys: pytest.CaptureFixture[str]):
    assert main(["recipe", "check", given]) == 2
    assert capsys.readouterr().err.startswith("darkroom: ")
