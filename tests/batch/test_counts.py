"""What a batch counts: objects before and after every step, and what results tell of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.batch.plan import plan_files
from napari_darkroom.batch.run import run_batch
from napari_darkroom.cli.main import main
from napari_darkroom.core.errors import FileError
from napari_darkroom.recipe.model import Recipe

RECIPE = """
darkroom: 1
inputs:
  image: {kind: image}
steps:
  - {id: bright, op: threshold.manual@1, inputs: {image: image}, params: {lower: 100}}
  - {id: spots, op: segment.connected_components@1, inputs: {mask: bright}}
  - {id: large, op: labels.remove_small@1, inputs: {labels: spots}, params: {min_size: 5 pixel}}
  - {id: inner, op: labels.clear_border@1, inputs: {labels: large}}
  - {id: objects, op: measure.regions@1, inputs: {labels: inner, image: image}}
outputs: [inner, objects]
"""


def image(seed: int) -> dr.Image:
    """Return three large squares, one of them at the border, and as many specks as the seed."""
    pixels = np.zeros((40, 60), np.uint8)
    pixels[5:10, 5:10] = pixels[20:25, 20:25] = pixels[0:4, 40:44] = 200
    pixels[30, 4 : 4 + 2 * seed : 2] = 150
    return dr.Image.of(pixels, scale=0.5, units="um")


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run a batch of three images; return the folder of its results."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for seed in (1, 2, 4):
        dr.write(tmp_path / "in" / f"a{seed}.tif", image(seed))
    recipe = Recipe.parse(RECIPE)
    sets = plan_files(recipe, ["in"], skip=Path("out"))
    assert run_batch(recipe, sets, "out", workers=1).failures == ()
    return tmp_path / "out"


def test_every_label_image_on_the_way_has_a_column(out: Path):
    table = dr.read(out / "images.csv", kind="table")
    counts = table.data.set_index("image")[["count_spots", "count_large", "count_inner"]]
    assert counts.to_numpy().tolist() == [[4, 3, 2], [5, 3, 2], [7, 3, 2]]
    assert table.columns["count_large"].definition == (
        "Number of objects in large: what “Remove small objects” left of those in spots."
    )
    assert table.columns["count_spots"].definition.endswith("“Connected components” made.")


def test_a_result_tells_its_counts_and_the_methods_too(
    out: Path, capsys: pytest.CaptureFixture[str]
):
    told = dr.read(out / "a4" / "inner.tif").metadata["provenance"]
    assert told["counts"] == {"spots": 7, "large": 3, "inner": 2, "objects": 2}
    assert main(["recipe", "describe", str(out / "a4" / "inner.tif")]) == 0
    text = capsys.readouterr().out
    assert "7 before, 3 after" in text
    assert "3 before, 2 after" in text
    assert "(2 objects)" in text


def test_a_joined_table_is_verified_over_all_its_images(out: Path):
    path = out / "objects.csv"
    told = dr.read(path).metadata["provenance"]
    assert list(told["images"]) == ["a1", "a2", "a4"]
    assert told["images"]["a2"]["image"]["file"] == "a2.tif"
    assert told["recipe"]["outputs"] == ["inner", "objects"]
    assert dr.verify(path).outcome == "same bits"
    assert main(["recipe", "describe", str(path)]) == 0


def test_a_joined_table_in_which_a_cell_was_changed(out: Path):
    path = out / "objects.csv"
    text = path.read_text(encoding="utf-8").splitlines()
    text[2] = text[2].replace("a1,", "a2,", 1)
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    verdict = dr.verify(path)
    assert verdict.outcome == "different"
    assert [cell.column for cell in verdict.cells] == ["image"]


def test_a_missing_image_of_a_joined_table_is_named(out: Path, tmp_path: Path):
    (tmp_path / "in" / "a2.tif").rename(tmp_path / "a2.tif.old")
    with pytest.raises(FileError, match="Image a2 of 3: "):
        dr.verify(out / "objects.csv")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "a2.tif.old").rename(tmp_path / "elsewhere" / "a2.tif")
    dr.write(tmp_path / "in" / "a2.tif", image(9))
    with pytest.raises(FileError, match="Image a2 of 3: The input image has changed"):
        dr.verify(out / "objects.csv")
