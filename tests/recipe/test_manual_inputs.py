"""What was made by hand lies beside a recipe, and is taken only for the images it was made on."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.columns import Column
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.recipe.manual import load_manual, needed, save_manual
from napari_darkroom.recipe.model import Recipe

TEXT = """
darkroom: 1
inputs:
  dna: {kind: image}
  drawn:
    kind: mask
    description: the nucleoli
    manual: {file: FILE, sha256: SHA, made_on: {MADE_ON}}
steps:
- {id: smooth, op: filters.gaussian@1, inputs: {image: dna}}
- {id: inside, op: mask.apply@1, inputs: {image: smooth, mask: drawn}}
outputs: [inside]
"""
DNA = dr.Image.of(np.arange(40, dtype=np.uint8).reshape(5, 8), scale=0.5, units="um")
OTHER = dr.Image.of(np.zeros((5, 8), np.uint8), scale=0.5, units="um")
DRAWN = dr.Mask.of(np.arange(40).reshape(5, 8) % 3 == 0, scale=0.5, units="um")
LABELS = dr.Labels.of(
    np.arange(80, dtype=np.int32).reshape(2, 5, 8), axes=("edit", "y", "x"), translate=(0, 3, 4)
)
TABLE = dr.Table(
    pd.DataFrame({"label": [1, 2], "note": ["=1+1", "cell"], "y": [0.1, np.nan]}),
    {"label": Column("l"), "note": Column("n"), "y": Column("y", "um")},
)


def recipe(folder: Path, *, made_on: dict[str, str] | None = None) -> Recipe:
    """Write the mask beside a recipe that needs it."""
    (manual,) = save_manual(folder, {"drawn": DRAWN}).values()
    told = {"dna": digest(DNA)} if made_on is None else made_on
    text = TEXT.replace("FILE", manual.file).replace("SHA", manual.sha256)
    return Recipe.parse(text.replace("MADE_ON", ", ".join(f"{n}: {d}" for n, d in told.items())))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() if p.is_file() else b"" for p in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("value", [DRAWN, LABELS, TABLE, DNA], ids=lambda one: one.kind)
def test_the_same_content_gives_the_same_bytes_and_comes_back(tmp_path: Path, value: dr.Image):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (first,) = save_manual(tmp_path / "one", {"drawn": value}).values()
    (second,) = save_manual(tmp_path / "two", {"drawn": value}).values()
    assert first == second
    files = {path.name: path.read_bytes() for path in (tmp_path / "one" / "manual").iterdir()}
    again = {path.name: path.read_bytes() for path in (tmp_path / "two" / "manual").iterdir()}
    assert files == again
    text = TEXT.replace("FILE", first.file).replace("SHA", first.sha256).replace("MADE_ON", "")
    text = text.split("steps:")[0].replace("kind: mask", f"kind: {value.kind}")
    loaded = load_manual(Recipe.parse(text + "steps: []\noutputs: [drawn]"), tmp_path / "one")
    assert digest(loaded["drawn"]) == digest(value)
    assert loaded["drawn"].kind == value.kind


def test_names_and_metadata_have_no_say_in_the_bytes(tmp_path: Path):
    named = dr.Mask(DRAWN.data, DRAWN.calibration, "painted", {"provenance": {"a": 1}})
    assert save_manual(tmp_path, {"drawn": DRAWN}) == save_manual(tmp_path, {"drawn": named})


def test_painted_labels_are_small_on_disk(tmp_path: Path):
    wide = dr.Labels.of(np.zeros((1000, 1000), np.int32))
    save_manual(tmp_path, {"drawn": wide})
    assert (tmp_path / "manual" / "drawn.tif").stat().st_size < 50_000


def test_it_is_taken_for_the_image_that_it_was_made_on(tmp_path: Path):
    made = recipe(tmp_path)
    result = made.run(DNA, folder=tmp_path)["inside"]
    assert digest(result) == digest(made.run(DNA, DRAWN)["inside"])
    assert digest(result) == digest(made.run(dna=DNA, drawn=DRAWN, folder=tmp_path)["inside"])


def test_on_another_image_it_is_asked_for_and_the_ways_out_are_told(tmp_path: Path):
    made, before = recipe(tmp_path), contents(tmp_path)
    with pytest.raises(RecipeError) as caught:
        made.run(OTHER, folder=tmp_path)
    message = str(caught.value)
    for part in (
        "manual input 'drawn' (mask made by hand: the nucleoli)",
        f"made on another image (dna {digest(DNA)[:8]}; given: dna {digest(OTHER)[:8]})",
        "--input drawn=FILE",
        "in the window",
        "switch off the step inside (enabled: false)",
    ):
        assert part in message
    assert contents(tmp_path) == before


def test_what_is_given_is_used_on_any_image(tmp_path: Path):
    made = recipe(tmp_path)
    assert made.run(OTHER, DRAWN)["inside"].data.max() == 0


def test_a_step_that_is_switched_off_needs_no_drawing(tmp_path: Path):
    made = recipe(tmp_path)
    off = Recipe.parse(made.text().replace("mask: drawn}", "mask: drawn}, enabled: false"))
    assert needed(made) == {"dna", "drawn"}
    assert needed(off) == {"dna"}
    smooth = dr.filters.gaussian(OTHER)
    np.testing.assert_array_equal(off.run(OTHER)["inside"].data, smooth.data)


def test_without_a_folder_or_without_the_image_told_it_is_not_taken(tmp_path: Path):
    with pytest.raises(RecipeError, match=r"where that is was not told.*folder="):
        recipe(tmp_path).run(DNA)
    with pytest.raises(RecipeError, match="does not tell which images it was made on"):
        recipe(tmp_path, made_on={}).run(DNA, folder=tmp_path)


@pytest.mark.parametrize("change", ["pixels", "missing", "cut"])
def test_a_file_that_is_not_what_was_saved_is_told(tmp_path: Path, change: str):
    made = recipe(tmp_path)
    file = tmp_path / "manual" / "drawn.tif"
    expected = made.inputs["drawn"].manual.sha256
    if change == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1] + (b"" if change == "cut" else b"?"))
    told = "does not exist" if change == "missing" else f"should be {expected} and is "
    before = contents(tmp_path)
    with pytest.raises(FileError, match=rf"manual input 'drawn': .*{told}"):
        made.run(DNA, folder=tmp_path)
    assert contents(tmp_path) == before


def test_a_changed_unit_in_the_sidecar_of_a_table_is_told(tmp_path: Path):
    (manual,) = save_manual(tmp_path, {"drawn": TABLE}).values()
    text = (
        TEXT.split("steps:", maxsplit=1)[0]
        .replace("kind: mask", "kind: table")
        .replace("MADE_ON", "")
    )
    text = text.replace("FILE", manual.file).replace("SHA", manual.sha256)
    sidecar = tmp_path / "manual" / "drawn.csv.json"
    sidecar.write_text(sidecar.read_text().replace('"um"', '"nm"'))
    with pytest.raises(FileError, match="SHA-256 should be"):
        load_manual(Recipe.parse(text + "steps: []\noutputs: [drawn]"), tmp_path)


def test_a_link_that_leads_out_is_refused(tmp_path: Path):
    (tmp_path / "recipe").mkdir()
    made = recipe(tmp_path / "recipe")
    file = tmp_path / "recipe" / "manual" / "drawn.tif"
    file.replace(tmp_path / "drawn.tif")
    file.symlink_to(tmp_path / "drawn.tif")
    with pytest.raises(FileError, match="out of the folder"):
        made.run(DNA, folder=tmp_path / "recipe")


@pytest.mark.parametrize(
    "name", ["../drawn.tif", "/etc/passwd", "a/b.tif", "..", ".hidden", "a\\b.tif", "C:x.tif"]
)
def test_names_that_lead_elsewhere_are_refused(name: str):
    text = TEXT.replace("FILE", f"'{name}'").replace("SHA", "0" * 64).replace("MADE_ON", "")
    with pytest.raises(RecipeError, match=r"inputs, drawn, manual, file: .*in the folder manual"):
        Recipe.parse(text)
