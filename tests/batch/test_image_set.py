"""Whatever goes wrong with one image set stays with it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.batch import image
from napari_darkroom.batch.image import Task, process
from napari_darkroom.batch.plan import ImageSet, plan_files, plan_patterns
from napari_darkroom.batch.results import write_results
from napari_darkroom.batch.run import run_batch
from napari_darkroom.cli.main import main
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Image, Mask
from napari_darkroom.engine.files import read, write
from napari_darkroom.recipe.manual import load_manual, save_manual
from napari_darkroom.recipe.model import Recipe

TEXT = """
darkroom: 1
inputs:
  image: {kind: image}
steps:
  - {id: other, op: own_lab.twice@1, inputs: {image: image}}
outputs: [other]
"""


@pytest.fixture
def recipe() -> Iterator[Recipe]:
    """Return a recipe with an operation that only this process knows."""
    before = set(registry)

    @dr.operation(title="Twice", family="own_lab")
    def twice(image: dr.ImageArray) -> dr.SameArray:
        """Double the grey values."""
        return image * 2

    yield Recipe.parse(TEXT)
    for name in set(registry) - before:
        registry.remove(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in "ab":
        write(tmp_path / "in" / f"{name}.tif", Image.of(np.ones((4, 5), np.uint8)))
    return tmp_path


def task(folder: Path) -> Task:
    return Task(TEXT, ImageSet("a", {"image": folder / "in" / "a.tif"}), folder, ("other",))


def test_an_operation_that_the_workers_do_not_know_fails_image_by_image(
    folder: Path, recipe: Recipe
):
    out = folder / "out"
    sets = plan_files(recipe, [folder / "in"], skip=out)
    assert run_batch(recipe, sets, out, workers=1).done == 2
    report = run_batch(recipe, sets, out, workers=2, overwrite=True)
    assert [(one.image, one.step) for one in report.failures] == [("a", "recipe"), ("b", "recipe")]
    assert "own_lab.twice" in report.failures[0].message
    assert (out / "errors.csv").exists()
    assert not (out / "a").exists()


def test_older_results_that_cannot_be_removed_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    failure = process(task(folder)).failure
    assert failure is not None
    assert "own_lab.twice" in failure.message
    assert "Earlier results are left: " in failure.message
    assert "Permission denied" in failure.message


def test_a_step_of_the_counting_that_fails_is_a_failure_of_that_image(
    folder: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
):
    def short(*_: object) -> dict[str, int]:
        raise MemoryError

    monkeypatch.setattr(image, "counted", short)
    assert recipe.outputs == ("other",)
    outcome = process(task(folder))
    assert outcome.failure is not None
    assert "MemoryError" in outcome.failure.message
    assert not (folder / "a").exists()


@pytest.mark.parametrize("earlier", [True, False])
def test_results_of_which_one_cannot_take_its_place_leave_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, earlier: bool
):
    folder, move = tmp_path / "a", Path.replace
    old, new = (
        {name: Image.of(np.full((2, 3), value)) for name in ("one", "two")} for value in (1, 2)
    )
    if earlier:
        write_results(folder, old)
    before = contents(tmp_path)

    def refuse(path: Path, target: Path) -> Path:
        if target == folder / "two.tif" and path.parent.name.startswith(".part-"):
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileError, match=r"a cannot be written: Permission denied\."):
        write_results(folder, new)
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


MANUAL = """
darkroom: 1
inputs:
  image: {kind: image}
  drawn: {kind: mask, manual: {file: FILE, sha256: SHA, made_on: {image: DIGEST}}}
steps:
  - {id: inside, op: mask.apply@1, inputs: {image: image, mask: drawn}}
outputs: [inside]
"""


@pytest.fixture
def by_hand(folder: Path) -> Recipe:
    """Return a recipe with a mask that was drawn on image a; image b is another."""
    write(folder / "in" / "b.tif", Image.of(np.full((4, 5), 7, np.uint8)))
    drawn = Mask.of(np.eye(4, 5, dtype=bool))
    (folder / "recipe").mkdir()
    (manual,) = save_manual(folder / "recipe", {"drawn": drawn}).values()
    made_on = digest(Image.of(np.ones((4, 5), np.uint8)))
    text = MANUAL.replace("FILE", manual.file).replace("SHA", manual.sha256)
    recipe = Recipe.parse(text.replace("DIGEST", made_on))
    recipe.save(folder / "recipe" / "recipe.yaml")
    write(folder / "mine.tif", drawn)
    return recipe


def test_a_drawing_is_taken_for_its_image_and_other_images_ask_for_it(
    folder: Path, by_hand: Recipe
):
    out = folder / "out"
    sets = plan_files(by_hand, [folder / "in"], skip=out)
    report = run_batch(by_hand, sets, out, workers=1, folder=folder / "recipe")
    assert [(one.image, one.step) for one in report.failures] == [("b", "run")]
    assert "--input drawn=FILE" in report.failures[0].message
    inside = read(out / "a" / "inside.tif")
    np.testing.assert_array_equal(inside.data, np.eye(4, 5, dtype=np.uint8))
    told = inside.metadata["provenance"]["inputs"]
    assert set(told["drawn"]) == {"file", "sha256", "digest"}
    copy = Recipe.load(out / "recipe.yaml")
    assert copy == by_hand
    assert digest(load_manual(copy, out)["drawn"]) == told["drawn"]["digest"]


def test_a_drawing_that_is_given_goes_for_all_images(folder: Path, by_hand: Recipe):
    out = folder / "out"
    drawn = {"drawn": folder / "mine.tif"}
    sets = plan_files(by_hand, [folder / "in"], skip=out, manual=drawn)
    assert run_batch(by_hand, sets, out, workers=1).done == 2
    assert read(out / "b" / "inside.tif").data.sum() == 4 * 7
    patterns = {"image": str(folder / "in" / "*.tif"), "drawn": str(folder / "mine.tif")}
    assert plan_patterns(by_hand, patterns) == sets
    without = plan_patterns(by_hand, {"image": patterns["image"]})
    assert [one.files.keys() for one in without] == [{"image"}] * 2


def test_a_drawing_that_has_changed_ends_the_run_before_it_begins(folder: Path, by_hand: Recipe):
    file = folder / "recipe" / "manual" / "drawn.tif"
    file.write_bytes(file.read_bytes() + b"?")
    sets = plan_files(by_hand, [folder / "in"], skip=folder / "out")
    before = contents(folder)
    with pytest.raises(FileError, match=r"manual input 'drawn'.*SHA-256 should be"):
        run_batch(by_hand, sets, folder / "out", workers=1, folder=folder / "recipe")
    assert contents(folder) == before


def test_the_command_takes_a_drawing_beside_files(
    folder: Path, by_hand: Recipe, capsys: pytest.CaptureFixture[str]
):
    assert by_hand.outputs == ("inside",)
    recipe, images = str(folder / "recipe" / "recipe.yaml"), str(folder / "in")
    out = ["--workers", "1", "--out", str(folder / "out")]
    given = ["--input", f"drawn={folder / 'mine.tif'}"]
    assert main(["run", recipe, images, *given, *out]) == 0
    assert main(["run", recipe, images, *out, "--overwrite"]) == 1
    assert "switch off the step inside" in capsys.readouterr().err
    before = contents(folder)
    assert main(["run", recipe, images, "--input", "drawn=none.tif", *out, "--overwrite"]) == 2
    assert main(["run", recipe, images, "--input", "image=a.tif", *out, "--overwrite"]) == 2
    assert "for what was made by hand. Allowed: drawn." in capsys.readouterr().err
    assert contents(folder) == before
