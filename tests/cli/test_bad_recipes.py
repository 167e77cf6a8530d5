"""A recipe that is not right: the message says where, nothing runs and nothing is written."""

from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.cli.main import main
from napari_darkroom.core.digest import digest
from napari_darkroom.recipe.manual import save_manual

TEXT = """\
darkroom: 1
inputs:
  dna: {kind: image}
  drawn: {kind: mask, manual: {file: drawn.tif, sha256: SHA, made_on: {dna: DIGEST}}}
steps:
- {id: smooth, op: filters.gaussian@1, inputs: {image: dna}, params: {sigma: 1}}
- {id: inside, op: mask.apply@1, inputs: {image: smooth, mask: drawn}}
outputs: [inside]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    image = dr.Image.of(np.arange(40, dtype=np.uint8).reshape(5, 8))
    dr.write(tmp_path / "a.tif", image)
    (manual,) = save_manual(tmp_path, {"drawn": dr.Mask.of(np.eye(5, 8) > 0)}).values()
    text = TEXT.replace("SHA", manual.sha256).replace("DIGEST", f"'{digest(image)}'")
    (tmp_path / "recipe.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() if p.is_file() else b"" for p in sorted(folder.rglob("*"))}


def test_the_recipe_itself_is_right(folder: Path):
    assert main(["run", "recipe.yaml", "a.tif", "--out", "out", "--workers", "1"]) == 0
    assert (folder / "out" / "a" / "inside.tif").is_file()
    assert main(["verify", "out/a/inside.tif"]) == 0


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        (("darkroom: 1", "darkroom: 2"), ["format 2", "reads up to 1", "Update"]),
        (("filters.gaussian", "filters.gausian"), ["step smooth", "Did you mean"]),
        (("filters.gaussian@1", "filters.gaussian@9"), ["step smooth", "not the installed"]),
        (("sigma: 1", "sigmo: 1"), ["step smooth", "sigmo", "Did you mean 'sigma'"]),
        (("sigma: 1", "sigma: -1"), ["step smooth", "sigma"]),
        (("image: dna}", "image: dno}"), ["step smooth", "'dno'", "Did you mean 'dna'"]),
        (("{image: dna}, params", "{}, params"), ["step smooth", "at least one"]),
        (("image: dna}", "image: inside}"), ["step smooth", "circle"]),
        (("image: dna}", "image: smooth}"), ["step smooth", "does not come before it"]),
        (("- {id", "- !!python/object/apply:os.system {id"), ["line 6", "python/object"]),
        (("sigma: 1", "sigma: !!python/name:os.system ''"), ["line 6", "python/name"]),
        (("dna: {kind", "&a dna: {x: *a, kind"), ["line 3", "not allowed"]),
        (("file: drawn.tif", "file: ../drawn.tif"), ["drawn, manual, file", "no other folder"]),
        (("file: drawn.tif", "file: /drawn.tif"), ["drawn, manual, file", "no other folder"]),
        (("  drawn:", "  ../drawn:"), ["'../drawn'", "small letters, digits"]),
        (("id: inside", "id: ../inside"), ["'../inside'", "small letters, digits"]),
        (("[inside]", "[../inside]"), ["outputs", "'../inside'"]),
        (("[inside]", "[insode]"), ["outputs", "Did you mean 'inside'"]),
        (("sha256: ", "sha256: 0123456789abcdef0123456789abcdef #"), ["line"]),
    ],
    ids=lambda one: one[1][:30] if isinstance(one, tuple) else "",
)
def test_a_recipe_that_is_not_right_does_nothing(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    change: tuple[str, str],
    messages: list[str],
):
    text = (folder / "recipe.yaml").read_text()
    assert change[0] in text
    (folder / "recipe.yaml").write_text(text.replace(*change, 1))
    before = contents(folder)
    assert main(["run", "recipe.yaml", "a.tif", "--out", "out", "--workers", "1"]) == 2
    shown = capsys.readouterr().err.replace("Step ", "step ")
    for message in ["recipe.yaml", *messages]:
        assert message in shown
    assert contents(folder) == before


@pytest.mark.parametrize("missing", [True, False])
def test_a_drawing_that_is_missing_or_has_changed_does_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], *, missing: bool
):
    drawn = folder / "manual" / "drawn.tif"
    drawn.write_bytes(drawn.read_bytes() + b"?")
    if missing:
        drawn.unlink()
    before = contents(folder)
    assert main(["run", "recipe.yaml", "a.tif", "--out", "out", "--workers", "1"]) == 2
    shown = capsys.readouterr().err
    assert "The manual input 'drawn': " in shown
    assert ("does not exist" if missing else "SHA-256 should be") in shown
    assert contents(folder) == before


def test_inputs_that_are_missing_do_nothing(folder: Path, capsys: pytest.CaptureFixture[str]):
    before = contents(folder)
    assert main(["run", "recipe.yaml", "--out", "out"]) == 2
    assert main(["run", "recipe.yaml", "--input", "drawn=manual/drawn.tif", "--out", "out"]) == 2
    assert capsys.readouterr().err.count("Give the images") == 2
    assert contents(folder) == before
