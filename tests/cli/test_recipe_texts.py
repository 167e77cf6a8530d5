"""``darkroom recipe describe``, ``diff``, ``script``, ``notebook``."""

import json
from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.cli.main import main
from napari_darkroom.recipe.shipped import shipped

Output = pytest.CaptureFixture[str]


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """Return a result that knows its recipe and the file it was made of."""
    origin = {
        "recipe": dr.Recipe.load("count-nuclei").model_dump(mode="json"),
        "inputs": {"dna": {"file": "plate a.tif", "sha256": "0"}},
        "versions": {"napari-darkroom": "0.0.7", "python": "3.9"},
    }
    dr.write(tmp_path / "nuclei.tif", dr.Labels.of(np.eye(4, dtype=int)), provenance=origin)
    return tmp_path / "nuclei.tif"


@pytest.mark.parametrize("name", sorted(shipped()))
@pytest.mark.parametrize("action", ["describe", "script", "notebook"])
def test_the_text_goes_to_the_terminal(action: str, name: str, capsys: Output) -> None:
    assert main(["recipe", action, name]) == 0
    assert capsys.readouterr().out == getattr(dr.Recipe.load(name), action)()


@pytest.mark.parametrize("action", ["describe", "script", "notebook"])
def test_the_text_goes_into_a_file(action: str, tmp_path: Path, capsys: Output) -> None:
    recipe = dr.Recipe.load("count-coins")
    given = recipe.save(tmp_path / "mine.yaml")
    assert main(["recipe", action, str(given), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == getattr(recipe, action)()


def test_a_result_tells_its_recipe_files_and_versions(result: Path, capsys: Output) -> None:
    assert main(["recipe", "describe", str(result)]) == 0
    text = capsys.readouterr().out
    assert "file plate a.tif" in text
    assert "napari-darkroom 0.0.7 (Python 3.9)" in text
    assert main(["recipe", "script", str(result)]) == 0
    assert 'dna = dr.read("plate a.tif")' in capsys.readouterr().out
    assert main(["recipe", "notebook", str(result)]) == 0
    assert "plate a.tif" in json.dumps(json.loads(capsys.readouterr().out))


def test_diff_has_the_exit_codes_of_diff(result: Path, capsys: Output) -> None:
    assert main(["recipe", "diff", "count-nuclei", str(result)]) == 0
    assert capsys.readouterr().out == ""
    text = shipped()["count-nuclei"].read_text(encoding="utf-8")
    other = result.with_name("other.yaml")
    other.write_text(text.replace("sigma: 1.5 pixel", "sigma: 2 pixel"), encoding="utf-8")
    assert main(["recipe", "diff", str(result), str(other)]) == 1
    assert capsys.readouterr().out == "step smooth: sigma: 1.5 pixel -> 2 pixel\n"


@pytest.mark.parametrize("given", ["nothing.yaml", "nothing.tif", "nothing.csv", "count-nucleus"])
def test_what_cannot_be_read_is_2(given: str, capsys: Output) -> None:
    assert main(["recipe", "diff", "count-nuclei", given]) == 2
    assert main(["recipe", "describe", given]) == 2
    assert given in capsys.readouterr().err


def test_an_image_that_no_recipe_made_is_2(tmp_path: Path, capsys: Output) -> None:
    dr.write(tmp_path / "raw.tif", np.eye(4))
    assert main(["recipe", "script", str(tmp_path / "raw.tif")]) == 2
    assert "does not tell how it was made" in capsys.readouterr().err


def test_the_recipe_itself_is_not_overwritten(tmp_path: Path, capsys: Output) -> None:
    given = dr.Recipe.load("count-coins").save(tmp_path / "mine.yaml")
    before = given.read_bytes()
    assert main(["recipe", "script", str(given), f"--out={given}"]) == 2
    assert "is the file that is read" in capsys.readouterr().err
    assert main(["recipe", "script", str(given), f"--out={tmp_path / 'no' / 'a.py'}"]) == 1
    assert given.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]
