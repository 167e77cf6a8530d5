"""One image set through a recipe: read, run, write; whatever goes wrong is a result too."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from napari_darkroom.batch.plan import ImageSet
from napari_darkroom.batch.results import remove_results, write_results
from napari_darkroom.core.errors import DarkroomError, FileError
from napari_darkroom.core.values import Table, Value
from napari_darkroom.engine.job import Job
from napari_darkroom.recipe.counts import counted, counts_of, told_counts
from napari_darkroom.recipe.manual import add_manual, manual_inputs, manual_path
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.provenance import file_origin, provenance_for
from napari_darkroom.recipe.run import StepError, as_input, run_recipe


@dataclass(frozen=True)
class Failure:
    """What went wrong with an image: its name, its file, the step, the message."""

    image: str
    file: str
    step: str
    message: str


@dataclass(frozen=True)
class Task:
    """One image set to run.

    Attributes
    ----------
    recipe : str
        Text of the recipe, which is safe to hand to another process.
    images : ImageSet
        The files.
    out : Path
        The folder in which the results get a folder of their own.
    outputs : tuple of str
        Names of the results, known also where the recipe cannot be read.
    folder : Path or None
        Where the recipe lies, with the files of its manual inputs.
    memory : int or None
        Bytes that the run may take: its share of what is free; None for all of that.
    """

    recipe: str
    images: ImageSet
    out: Path
    outputs: tuple[str, ...]
    folder: Path | None = None
    memory: int | None = None

    @property
    def results(self) -> Path:
        """The folder of the results."""
        return self.out / self.images.name


@dataclass(frozen=True)
class Outcome:
    """What an image set gave.

    Attributes
    ----------
    images : ImageSet
        The files.
    counts : dict of str to int
        What was counted (`recipe.counts`), by what refers to it.
    tables : dict of str to Table
        The outputs that are tables.
    origin : dict
        What is known of each input: the name of its file, hashes.
    failure : Failure or None
        What went wrong; the others are empty then.
    """

    images: ImageSet
    counts: dict[str, int] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    origin: dict[str, Any] = field(default_factory=dict)
    failure: Failure | None = None


@dataclass
class _Place:
    """How far a task has come: the step, and the file it has to do with."""

    step: str = "recipe"
    file: Path = field(default_factory=Path)


def process(task: Task) -> Outcome:
    """Run the recipe on one image set and write its results, all or none; never raise."""
    place = _Place()
    try:
        return _process(task, place)
    except Exception as error:  # noqa: BLE001 - a damaged file makes decoders raise anything
        failure = _failure(task, place.step, place.file, error)
    return Outcome(task.images, failure=_without_results(task, failure))


def _process(task: Task, place: _Place) -> Outcome:
    # An operation may be missing in a process of its own, as one declared in a notebook is.
    recipe = Recipe.parse(task.recipe)
    place.step = "read"
    values: dict[str, Value] = {}
    beside = manual_inputs(recipe).keys() - task.images.files.keys()
    for name, declared in recipe.inputs.items():
        if name not in beside:
            place.file = _file(task.images, name)
            values[name] = read_input(place.file, declared.kind)
    place.step, place.file = "run", next(iter(task.images.files.values()))
    given = {name: as_input(name, recipe.inputs[name], one) for name, one in values.items()}
    known = add_manual(recipe, given, task.folder)
    inputs = {name: file_origin(_origin(task, recipe, name), one) for name, one in known.items()}
    counts: dict[str, int] = {}

    wanted = counted(recipe)

    def count(reference: str, value: Value) -> None:
        if reference in wanted:
            counts.update(counts_of(reference, value))

    results = run_recipe(recipe, (), {**known, **values}, Job(memory=task.memory), made=count)
    told = told_counts(counts, recipe)
    place.step = "write"
    origins = {output: provenance_for(recipe, inputs, output, told) for output in results}
    write_results(task.results, results, origins)
    tables = {name: value for name, value in results.items() if isinstance(value, Table)}
    read = {name: origin.told() for name, origin in inputs.items()}
    return Outcome(task.images, counts, tables, read)


def _origin(task: Task, recipe: Recipe, name: str) -> Path:
    """Return the file of an input, which of a manual one may lie beside the recipe."""
    if name in task.images.files or task.folder is None:
        return _file(task.images, name)
    return manual_path(recipe, task.folder, name)


def _without_results(task: Task, failure: Failure) -> Failure:
    """Remove what an earlier run left; return the failure, which tells where that fails too."""
    try:
        remove_results(task.results, task.outputs)
    except OSError as error:
        return replace(failure, message=f"{failure.message} Earlier results are left: {error}")
    return failure


def lost(task: Task) -> Outcome:
    """Return the outcome of an image set whose process died."""
    file = next(iter(task.images.files.values()), Path())
    error = FileError("The process that worked on it died, most likely for want of memory.")
    return Outcome(task.images, failure=_failure(task, "run", file, error))


def read_input(path: Path, kind: Any) -> Any:
    """Return the value of a file; an image file stands for labels or a mask where asked to."""
    from napari_darkroom.engine import files

    return files.read_input(path, None if kind == "image" else kind)


def _file(images: ImageSet, name: str) -> Path:
    if name not in images.files:
        raise FileError(f"No file fits the input {name!r} of this image.")
    return images.files[name]


def _failure(task: Task, step: str, file: Path, error: Exception) -> Failure:
    known = isinstance(error, DarkroomError)
    message = str(error) if known else f"{type(error).__name__}: {error}"
    if isinstance(error, StepError):
        step, message = error.step, error.reason
    shown = "" if file == Path() else file.as_posix()
    return Failure(task.images.name, shown, step, " ".join(message.split()))
