"""A recipe on many image sets: every one on its own, the results in one folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from napari_darkroom.batch import records
from napari_darkroom.batch.image import Failure, Outcome, Task, lost, process
from napari_darkroom.batch.naming import check_name
from napari_darkroom.batch.plan import ImageSet
from napari_darkroom.batch.pool import count_workers, run_tasks
from napari_darkroom.core.atomic import write_text
from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.engine.memory import available
from napari_darkroom.recipe.environment import machine, packages, versions
from napari_darkroom.recipe.manual import copy_manual, load_one, manual_inputs, needed
from napari_darkroom.tables.sidecar import check_place

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Report:
    """How a run went.

    Attributes
    ----------
    out : Path
        The folder of the results.
    total, done : int
        Number of image sets, and of those that went well.
    failures : tuple of Failure
        What went wrong, as in ``errors.csv``.
    objects : mapping of str to int
        Number of objects in each output that is a label image, over all images.
    """

    out: Path
    total: int
    done: int
    failures: tuple[Failure, ...] = ()
    objects: Mapping[str, int] = field(default_factory=dict)

    def summary(self) -> str:
        """Return one line: ``12 of 12 images done, 0 failed, 348 objects; results in DIR``."""
        parts = [f"{self.done} of {self.total} images done", f"{self.total - self.done} failed"]
        one = len(self.objects) == 1
        parts += [f"{n} {'objects' if one else name}" for name, n in self.objects.items()]
        return f"{', '.join(parts)}; results in {self.out}"


def run_batch(
    recipe: Recipe,
    image_sets: Iterable[ImageSet],
    out: str | Path,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    overwrite: bool = False,
    folder: Path | None = None,
) -> Report:
    """Run a recipe on many image sets.

    A set that fails becomes a row of ``errors.csv`` and the others are done. The results are
    the same for any number of workers.

    Parameters
    ----------
    recipe : Recipe
        What is done with each.
    image_sets : iterable of ImageSet
        The files (`plan.plan_files`, `plan.plan_patterns`).
    out : path
        Folder of the results, made if missing: a folder an image with its outputs, each output
        table joined over all images, ``images.csv``, ``errors.csv`` if there are any,
        ``recipe.yaml`` with its manual inputs, and ``provenance.json``.
    workers : int, optional
        Number of processes; by default one a CPU. With 1 all runs in the calling process.
    progress : callable, optional
        Called with the number of finished sets and the number of all.
    overwrite : bool
        Whether `out` may hold files, of which those of the same names are replaced.
    folder : Path, optional
        Where the recipe lies, with the files of its manual inputs.

    Returns
    -------
    Report
        How it went.

    Raises
    ------
    FileError
        As `prepare`, before anything is done; or if the tables of the whole run cannot be written
        at its end, when the results of the images are.
    RecipeError, ParameterError
        As `prepare`.
    """
    sets, target = list(image_sets), Path(out)
    prepare(recipe, sets, target, workers=workers, overwrite=overwrite, folder=folder)
    recipe.save(target / "recipe.yaml")
    if folder is not None:
        copy_manual(recipe, folder, target)
    share = available() // count_workers(workers, len(sets))
    tasks = [Task(recipe.text(), images, target, recipe.outputs, folder, share) for images in sets]
    outcomes = run_tasks(process, lost, tasks, workers, progress or _silent)
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    done = len(sets) - len(failures)
    failures += records.write_joined(target, recipe, outcomes)
    records.write_images(target, recipe, outcomes)
    records.write_errors(target, failures)
    _write_provenance(target, recipe, outcomes)
    return Report(target, len(sets), done, tuple(failures), _total(recipe, outcomes))


def prepare(
    recipe: Recipe,
    sets: Sequence[ImageSet],
    out: Path,
    *,
    workers: int | None = None,
    overwrite: bool = False,
    folder: Path | None = None,
) -> None:
    """Check that a run can begin and make its folder; `run_batch` does it first of all.

    Called before it, tells a run that cannot begin from one that fails later.

    Raises
    ------
    FileError
        If the folder cannot be made or holds files, those of another program stand where tables
        go, a set's name leads out of it, two are the same, or the file of a manual input is
        missing or has changed.
    RecipeError
        If an output has the name of a table of the run.
    ParameterError
        If `workers` is below 1.
    """
    count_workers(workers, len(sets))
    _check_names(recipe, sets)
    if folder is not None:
        for name in needed(recipe) & manual_inputs(recipe).keys():
            if any(name not in images.files for images in sets):
                load_one(recipe, folder, name)
    _make(out, overwrite=overwrite)
    for path in records.table_paths(out, recipe):
        check_place(path)


def _silent(done: int, total: int) -> None:
    """Report nothing."""


def _make(folder: Path, *, overwrite: bool) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        filled = any(folder.iterdir())
    except OSError as error:
        raise FileError(
            f"The output folder {folder} cannot be made: {error.strerror}. Choose another."
        ) from error
    if filled and not overwrite:
        raise FileError(
            f"The output folder {folder} holds files already. Choose an empty one, or allow to "
            "overwrite earlier results."
        )


def _check_names(recipe: Recipe, sets: Sequence[ImageSet]) -> None:
    """Check that all results stay in the output folder, each at a place of its own."""
    for images in sets:
        check_name(images.name)
    double = Counter(images.name.casefold() for images in sets).most_common(1)
    if double and double[0][1] > 1:
        raise FileError(f"Several image sets are named {double[0][0]!r}: give each its own name.")
    taken = [name for name in recipe.outputs if name in records.RESERVED]
    if taken:
        raise RecipeError(
            f"An output named {taken[0]!r} would take the place of a table of the run: rename its "
            "step."
        )


def _write_provenance(folder: Path, recipe: Recipe, outcomes: Sequence[Outcome]) -> None:
    content = {
        "recipe": recipe.model_dump(mode="json", exclude_defaults=True),
        "versions": versions(),
        "machine": machine(),
        "packages": packages(step.op for step in recipe.steps),
        "images": {o.images.name: o.origin for o in outcomes if o.origin},
    }
    write_text(folder / "provenance.json", json.dumps(content, indent=2) + "\n")


def _total(recipe: Recipe, outcomes: Sequence[Outcome]) -> dict[str, int]:
    return {
        name: sum(outcome.counts.get(name, 0) for outcome in outcomes)
        for name in records.label_outputs(recipe)
    }
