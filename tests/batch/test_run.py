import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.batch.plan import ImageSet, plan_files
from napari_darkroom.batch.run import Report, run_batch
from napari_darkroom.core.errors import DarkroomError, FileError, ParameterError, RecipeError
from napari_darkroom.core.values import Image
from napari_darkroom.engine.files import read, write
from napari_darkroom.recipe.model import Recipe

TEXT = """
darkroom: 1
name: Count
inputs:
  image: {kind: image}
steps:
  - {id: bright, op: threshold.manual@1, inputs: {image: image}, params: {lower: 100}}
  - {id: spots, op: segment.connected_components@1, inputs: {mask: bright}}
  - {id: objects, op: measure.regions@1, inputs: {labels: spots, image: image}}
outputs: [spots, objects]
"""
RECIPE = Recipe.parse(TEXT)


def spots(count: int, **axes: Sequence[float] | Sequence[str]) -> Image:
    """Return an image with `count` squares of different brightness."""
    array = np.zeros((32, 64), np.uint8)
    for i in range(count):
        array[4 + i : 10, 8 * i : 8 * i + 4] = 150 + i
    return Image.of(array, axes="yx", **axes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    images = tmp_path / "in"
    (images / "more").mkdir(parents=True)
    for name, count in {"b.tif": 2, "a.tif": 3, "none.tif": 0, "more/a.tif": 1}.items():
        write(images / name, spots(count))
    whole = (images / "b.tif").read_bytes()
    (images / "cut.tif").write_bytes(whole[: len(whole) // 2])
    return images


def run(folder: Path, out: Path, **options: object) -> Report:
    return run_batch(RECIPE, plan_files(RECIPE, [folder / "**/*.tif"], skip=out), out, **options)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_bad_image_becomes_a_row_and_the_rest_is_done(folder: Path, tmp_path: Path):
    steps: list[tuple[int, int]] = []
    report = run(folder, tmp_path / "out", workers=1, progress=lambda *step: steps.append(step))
    out = tmp_path / "out"
    assert report.summary() == f"4 of 5 images done, 1 failed, 6 objects; results in {out}"
    assert steps == [(i, 5) for i in range(6)]
    errors = pd.read_csv(out / "errors.csv")
    assert errors[["image", "step"]].values.tolist() == [["cut", "read"]]
    assert errors["file"][0].endswith("in/cut.tif")
    assert "cut off" in errors["message"][0]
    images = pd.read_csv(out / "images.csv", index_col="image")
    states = dict.fromkeys(["a", "b", "none", "more_a"], "done") | {"cut": "failed"}
    assert images["status"].to_dict() == states
    assert not (out / "cut").exists()
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]


def test_tables_are_joined_with_the_image_in_front(folder: Path, tmp_path: Path):
    run(folder, tmp_path / "out", workers=1)
    objects = read(tmp_path / "out" / "objects.csv")
    assert list(objects.data.columns[:2]) == ["image", "label"]
    assert objects.keys == ("image", "label")
    assert objects.data["image"].value_counts(sort=False).to_dict() == {"a": 3, "b": 2, "more_a": 1}
    alone = read(tmp_path / "out" / "b" / "objects.csv").data
    part = objects.data[objects.data["image"] == "b"].drop(columns="image").reset_index(drop=True)
    pd.testing.assert_frame_equal(part, alone)


def test_an_image_without_objects_gives_no_rows_all_columns_and_a_count_of_zero(
    folder: Path, tmp_path: Path
):
    run(folder, tmp_path / "out", workers=1)
    none = read(tmp_path / "out" / "none" / "objects.csv").data
    some = read(tmp_path / "out" / "b" / "objects.csv").data
    assert len(none) == 0
    assert list(none.columns) == list(some.columns)
    images = pd.read_csv(tmp_path / "out" / "images.csv", index_col="image")
    assert images["count_spots"]["none"] == 0
    assert np.isnan(images["count_spots"]["cut"])


def test_two_workers_give_the_bits_of_one_and_so_does_a_second_run(folder: Path, tmp_path: Path):
    run(folder, tmp_path / "one", workers=1)
    run(folder, tmp_path / "two", workers=2)
    first = contents(tmp_path / "one")
    assert contents(tmp_path / "two") == first
    run(folder, tmp_path / "one", workers=1, overwrite=True)
    assert contents(tmp_path / "one") == first


def test_results_tell_where_they_come_from(folder: Path, tmp_path: Path):
    run(folder, tmp_path / "out", workers=1)
    out = tmp_path / "out"
    assert Recipe.load(out / "recipe.yaml") == RECIPE
    told = json.loads((out / "provenance.json").read_text())
    assert len(told["images"]["b"]["image"]["sha256"]) == 64
    assert told["versions"]["numpy"] == np.__version__
    labels = read(out / "b" / "spots.tif")
    assert labels.kind == "labels"
    assert labels.metadata["provenance"]["recipe"]["name"] == "Count"
    assert str(folder) not in json.dumps(labels.metadata["provenance"])


def test_a_failing_step_is_named(tmp_path: Path):
    colours = Image.of(np.zeros((8, 8, 3), np.uint8), rgb=True)
    write(tmp_path / "rgb.png", colours)
    recipe = Recipe.parse(
        TEXT.replace("threshold.manual@1", "threshold.otsu@1").replace(", params: {lower: 100}", "")
    )
    sets = [ImageSet("rgb", {"image": tmp_path / "rgb.png"})]
    report = run_batch(recipe, sets, tmp_path / "out", workers=1)
    assert [(one.step, one.image) for one in report.failures] == [("bright", "rgb")]
    assert "color.to_gray" in report.failures[0].message


def test_an_image_that_now_fails_leaves_no_older_results(tmp_path: Path):
    path = tmp_path / "a.tif"
    write(path, spots(2))
    sets = [ImageSet("a", {"image": path})]
    run_batch(RECIPE, sets, tmp_path / "out", workers=1)
    (tmp_path / "out" / "a" / "mine.txt").write_text("keep")
    path.write_bytes(b"")
    run_batch(RECIPE, sets, tmp_path / "out", workers=1, overwrite=True)
    assert [one.name for one in (tmp_path / "out" / "a").iterdir()] == ["mine.txt"]
    assert not (tmp_path / "out" / "objects.csv").exists()


def test_files_of_another_program_among_the_results_stay_as_they_are(tmp_path: Path):
    write(tmp_path / "a.tif", spots(2))
    place, out = tmp_path / "out" / "a", tmp_path / "out"
    place.mkdir(parents=True)
    theirs = [place / "objects.csv.json", place / "spots.json"]
    for path in theirs:
        path.write_text('{"fields": []}')
    sets = [ImageSet("a", {"image": tmp_path / "a.tif"})]
    report = run_batch(RECIPE, sets, out, workers=1, overwrite=True)
    assert [(one.image, one.step) for one in report.failures] == [("a", "write")]
    assert "was not written by Darkroom" in report.failures[0].message
    assert sorted(place.iterdir()) == theirs
    assert {path.read_text() for path in theirs} == {'{"fields": []}'}


def test_a_file_of_another_program_where_a_joined_table_goes_is_refused(tmp_path: Path):
    (tmp_path / "objects.csv.json").write_text("[]")
    with pytest.raises(FileError, match="was not written by Darkroom"):
        run_batch(RECIPE, [ImageSet("a", {})], tmp_path, workers=1, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["objects.csv.json"]


def test_a_joined_table_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write(tmp_path / "a.tif", spots(2))
    out, replace = tmp_path / "out", Path.replace

    def full(path: Path, target: Path) -> Path:
        if target == out / "objects.csv":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    report = run_batch(RECIPE, [ImageSet("a", {"image": tmp_path / "a.tif"})], out, workers=1)
    assert (report.done, [one.step for one in report.failures]) == (1, ["join"])
    assert pd.read_csv(out / "images.csv")["status"].tolist() == ["done"]


def test_errors_of_an_earlier_run_go_when_all_is_well(tmp_path: Path):
    path = tmp_path / "a.tif"
    sets = [ImageSet("a", {"image": path})]
    run_batch(RECIPE, sets, tmp_path / "out", workers=1)
    assert (tmp_path / "out" / "errors.csv").exists()
    write(path, spots(1))
    run_batch(RECIPE, sets, tmp_path / "out", workers=1, overwrite=True)
    assert not (tmp_path / "out" / "errors.csv").exists()


def test_tables_in_different_units_are_told_and_not_joined(tmp_path: Path):
    write(tmp_path / "a.tif", spots(1, scale=[1, 1], units=["um", "um"]))
    write(tmp_path / "b.tif", spots(1, scale=[1, 1], units=["nm", "nm"]))
    out = tmp_path / "out"
    report = run_batch(RECIPE, plan_files(RECIPE, [tmp_path], skip=out), out, workers=1)
    assert report.done == 2
    assert [one.step for one in report.failures] == ["join"]
    assert "bring them to one unit" in report.failures[0].message
    assert (out / "a" / "objects.csv").exists()
    assert not (out / "objects.csv").exists()


def test_a_missing_partner_is_a_failure_of_that_image(tmp_path: Path):
    report = run_batch(RECIPE, [ImageSet("a", {})], tmp_path / "out", workers=1)
    assert "No file fits the input 'image'" in report.failures[0].message


def test_a_folder_with_files_needs_leave(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileError, match="holds files already"):
        run_batch(RECIPE, [], tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path, out: str):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot be made"):
        run_batch(RECIPE, [], tmp_path / out)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere"
)
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(FileError, match="cannot be"):
        run_batch(RECIPE, [], tmp_path / "out")


@pytest.mark.parametrize(
    ("sets", "workers", "text", "error"),
    [
        (["../up"], 1, TEXT, FileError),
        (["a", "A"], 1, TEXT, FileError),
        (["a"], 0, TEXT, ParameterError),
        (["a"], 1, TEXT.replace("objects", "images"), RecipeError),
    ],
)
def test_what_cannot_run_at_all_writes_nothing(
    tmp_path: Path, sets: list[str], workers: int, text: str, error: type[DarkroomError]
):
    given = [ImageSet(name, {"image": tmp_path / "a.tif"}) for name in sets]
    with pytest.raises(error):
        run_batch(Recipe.parse(text), given, tmp_path / "out", workers=workers)
    assert list(tmp_path.iterdir()) == []


def test_several_label_outputs_are_counted_by_name(tmp_path: Path):
    write(tmp_path / "a.tif", spots(2))
    text = TEXT.replace(
        "outputs: [",
        "  - {id: large, op: labels.remove_small@1, "
        "inputs: {labels: spots}, params: {min_size: 24}}\noutputs: [large, ",
    )
    sets = [ImageSet("a", {"image": tmp_path / "a.tif"})]
    report = run_batch(Recipe.parse(text), sets, tmp_path / "out", workers=1)
    assert "0 failed, 1 large, 2 spots;" in report.summary()


def test_points_and_shapes_are_results_and_points_are_joined(tmp_path: Path):
    for name, count in {"a": 2, "b": 3}.items():
        write(tmp_path / f"{name}.tif", spots(count))
    text = TEXT.replace(
        "outputs: [",
        "  - {id: places, op: labels.to_points@1, inputs: {labels: spots}}\n"
        "  - {id: outlines, op: labels.to_shapes@1, inputs: {labels: spots}}\n"
        "outputs: [places, outlines, ",
    )
    sets = [ImageSet(name, {"image": tmp_path / f"{name}.tif"}) for name in "ab"]
    out = tmp_path / "out"
    run_batch(Recipe.parse(text), sets, out, workers=1)
    assert read(out / "a" / "places.csv").kind == "points"
    assert len(read(out / "b" / "places.csv").data) == 3
    assert read(out / "a" / "outlines.csv").kind == "shapes"
    joined = read(out / "places.csv")
    assert joined.kind == "table"
    assert list(joined.data.columns) == ["image", "y", "x", "label"]
    assert joined.data["image"].tolist() == ["a", "a", "b", "b", "b"]
    assert not (out / "outlines.csv").exists()
    assert read(out / "images.csv").data["count_places"].tolist() == [2, 3]
