"""Whatever goes wrong with one image set stays with it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.batch import image
from napari_darkroom.batch.image import Task, process
from napari_darkroom.batch.plan import ImageSet, plan_files
from napari_darkroom.batch.results import write_results
from napari_darkroom.batch.run import run_batch
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Image
from napari_darkroom.engine.files import write
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
    def short(_: object) -> dict[str, int]:
        raise MemoryError

    monkeypatch.setattr(image, "count_objects", short)
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
