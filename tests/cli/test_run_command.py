from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.cli.main import main
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.engine.files import write

RECIPE = """
darkroom: 1
inputs:
  image: {kind: image}
steps:
  - {id: bright, op: threshold.manual@1, inputs: {image: image}, params: {lower: 100}}
  - {id: spots, op: segment.connected_components@1, inputs: {mask: bright}}
outputs: [spots]
"""
TWO = """
darkroom: 1
inputs:
  dna: {kind: image}
  cells: {kind: labels}
steps:
  - {id: objects, op: measure.regions@1, inputs: {labels: cells, image: dna}}
outputs: [objects]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    for i in range(3):
        array = np.zeros((8, 24), np.uint8)
        array[2:5, 2 : 2 + 6 * i : 3] = 200
        write(tmp_path / "in" / f"a{i}.tif", Image.of(array))
    (tmp_path / "one.yaml").write_text(RECIPE)
    (tmp_path / "two.yaml").write_text(TWO)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return main(["run", *arguments, "--workers", "1"])


def test_a_folder_of_images(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run("one.yaml", "in", "--out", "out") == 0
    shown = capsys.readouterr()
    assert shown.out == "3 of 3 images done, 0 failed, 6 objects; results in out\n"
    assert "3/3" in shown.err
    assert pd.read_csv("out/images.csv")["count_spots"].tolist() == [0, 2, 4]
    assert not (folder / "out" / "errors.csv").exists()


def test_a_bad_image_among_good_ones_is_1(folder: Path, capsys: pytest.CaptureFixture[str]):
    whole = (folder / "in" / "a1.tif").read_bytes()
    (folder / "in" / "cut.tif").write_bytes(whole[: len(whole) // 2])
    assert run("one.yaml", "in/a*.tif", "in/cut.tif", "missing.tif", "--out", "out") == 1
    shown = capsys.readouterr()
    assert shown.out.endswith("3 of 5 images done, 2 failed, 6 objects; results in out\n")
    assert "missing, step read: missing.tif does not exist" in shown.err
    errors = pd.read_csv("out/errors.csv")
    assert errors[["image", "file", "step"]].values.tolist() == [
        ["cut", "in/cut.tif", "read"],
        ["missing", "missing.tif", "read"],
    ]
    assert errors["message"].notna().all()


def test_a_mask_given_for_labels_is_a_failure(folder: Path):
    for k, (value, dtype) in enumerate([(Mask, bool), (Labels, int)]):
        write(folder / f"a{k}_dna.tif", Image.of(np.ones((8, 9), np.uint8)))
        write(folder / f"a{k}_m.tif", value.of(np.eye(8, 9, dtype=dtype)))
    files = ["--input", "dna=*_dna.tif", "--input", "cells=*_m.tif"]
    assert run("two.yaml", *files, "--out", "out") == 1
    errors = pd.read_csv("out/errors.csv")
    assert errors[["file", "step"]].values.tolist() == [["a0_m.tif", "read"]]
    assert "is a mask, and labels are wanted" in errors["message"][0]
    assert len(pd.read_csv("out/objects.csv")) == 1


def test_many_failures_are_left_to_the_table(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run("one.yaml", *(f"m{i}.tif" for i in range(9)), "--out", "out") == 1
    shown = capsys.readouterr().err
    assert "m4, step" in shown
    assert "m5, step" not in shown
    assert "all 9 failures are in" in shown


def test_inputs_by_pattern(folder: Path, capsys: pytest.CaptureFixture[str]):
    for i in range(2):
        write(f"in/a{i}_m.tif", Labels.of(np.full((8, 24), i, np.int32)))
    options = ["--input", "dna=in/a?.tif", "--input", "cells=in/a?_m.tif"]
    assert run("two.yaml", *options, "--out", "out") == 1
    assert "2 of 3 images done, 1 failed;" in capsys.readouterr().out
    objects = pd.read_csv("out/objects.csv")
    assert objects["image"].tolist() == ["a1"]
    assert "'cells'" in pd.read_csv("out/errors.csv")["message"][0]


def test_earlier_results_are_replaced_only_with_leave(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert run("one.yaml", "in", "--out", "out") == 0
    assert run("one.yaml", "in", "--out", "out") == 2
    assert "--overwrite" in capsys.readouterr().err
    assert run("one.yaml", "in", "--out", "out", "--overwrite") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.yaml", "in"], "There is no recipe 'none.yaml'"),
        (["count-nucleus", "in"], "Did you mean 'count-nuclei'"),
        (["one.yaml"], "Give the images"),
        (["one.yaml", "none*.tif"], "No image fits none*.tif"),
        (["one.yaml", "in", "--input", "image=in/a0.tif"], "not both"),
        (["one.yaml", "--input", "in/a0.tif"], "give each input once"),
        (["one.yaml", "--input", "imag=in/a0.tif"], "Did you mean 'image'"),
        (["two.yaml", "in"], "--input dna="),
        (["one.yaml", "in", "--workers", "0"], "at least 1"),
        (["one.yaml", "in", "--overwrit"], "Did you mean '--overwrite'"),
    ],
)
def test_wrong_usage_is_2_and_makes_no_folder(
    folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["run", *words, "--out", "out"]) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_an_output_folder_that_cannot_be_made_is_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert run("one.yaml", "in", "--out", "one.yaml/out") == 2
    assert "cannot be made" in capsys.readouterr().err


@pytest.mark.parametrize("table", ["images.csv", "errors.csv", "recipe.yaml", "provenance.json"])
def test_a_run_that_fails_after_it_has_begun_is_1(
    folder: Path,
    table: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target == Path("out", table):
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    assert run("one.yaml", "in", "missing.tif", "--out", "out") == 1
    shown = capsys.readouterr().err
    assert f"{table} cannot be written: No space left" in shown
    assert "--overwrite" not in shown
    assert (folder / "out" / "a1" / "spots.tif").exists() == (table != "recipe.yaml")


def test_a_file_of_another_program_among_the_tables_is_told_before_anything_runs(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    (folder / "out").mkdir()
    (folder / "out" / "images.csv.json").write_text("[]")
    assert run("one.yaml", "in", "--out", "out", "--overwrite") == 2
    assert "was not written by Darkroom" in capsys.readouterr().err
    assert [path.name for path in (folder / "out").iterdir()] == ["images.csv.json"]


def test_the_output_folder_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run("one.yaml", "in") == 2
    assert "--out" in capsys.readouterr().err


def test_a_shipped_recipe_by_its_name(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run("count-nuclei", "in/a0.tif", "--out", "out") == 0
    assert "1 of 1 images done, 0 failed, 0 objects" in capsys.readouterr().out
