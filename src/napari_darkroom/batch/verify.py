"""Whether a result comes out again: its recipe run once more on its inputs, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from napari_darkroom.batch.comparison import ChangedCell, Outcome, compare_values
from napari_darkroom.batch.locate import Found, Search
from napari_darkroom.batch.origin import Origin
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Table, Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.files import read
from napari_darkroom.engine.job import Job
from napari_darkroom.recipe.environment import machine, versions
from napari_darkroom.recipe.packages import remarks
from napari_darkroom.recipe.run import run_recipe
from napari_darkroom.tables.join import join

_SHOWN = 10


@dataclass(frozen=True)
class Verdict:
    """What came of making a result again.

    Attributes
    ----------
    path : Path
        The file of the result.
    outcome : str
        ``same bits``, ``within tolerance`` (the one that its operations state) or ``different``.
    largest : float
        Largest difference, as a share of the largest number in the image or column.
    tolerance : float
        Largest difference that its operations state across versions and machines.
    details : tuple of str
        What differs besides: shape, kind, type, the share of the pixels of labels or a mask.
    cells : tuple of ChangedCell
        The cells of a table that differ.
    changed : tuple of str
        Versions and parts of the machine that are not as they were, inputs that are read
        otherwise.
    """

    path: Path
    outcome: Outcome
    largest: float = 0.0
    tolerance: float = 0.0
    details: tuple[str, ...] = ()
    cells: tuple[ChangedCell, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the result came out again: the same bits, or within the tolerance."""
        return self.outcome != "different"

    def text(self) -> str:
        """Return the verdict in lines; the first 10 cells that differ are named."""
        lines = [f"{self.path}: {self._headline()}", *self._lines()]
        return "\n  ".join(lines)

    def _headline(self) -> str:
        if self.outcome == "same bits":
            return "the same bits"
        if self.outcome == "within tolerance":
            return "the same within the operations' stated tolerance"
        return "different"

    def _lines(self) -> Iterator[str]:
        yield from self.details
        if self.outcome != "same bits" and not self.details:
            yield (
                f"largest difference: {self.largest:.3g} of the largest number (tolerance: "
                f"{self.tolerance:.3g})"
            )
        yield from map(str, self.cells[:_SHOWN])
        if len(self.cells) > _SHOWN:
            yield f"... {len(self.cells)} cells differ"
        yield from (f"changed: {one}" for one in self.changed)


def verify(path: str | PathLike[str], inputs: str | PathLike[str] | None = None) -> Verdict:
    """Make a result again from its inputs, and tell whether it is the same. Nothing is written.

    Parameters
    ----------
    path : path
        A file that Darkroom wrote: an image, labels, a mask or a table. For a table that was joined
        over many images all of them are done again, which takes as long as the batch did with one
        process.
    inputs : path, optional
        The folder that its inputs are in. They are looked for beside the file too, and where they
        were when a batch was run.

    Returns
    -------
    Verdict
        What came of it. Labels and masks have no tolerance.

    Raises
    ------
    FileError
        If the file tells nothing of its origin, or an input is missing or has changed.
    RecipeError
        If it was made by what this Darkroom does not know, or a step fails.
    """
    file = Path(path)
    stored = read(file)
    origin = Origin.of(file, stored.metadata.get("provenance"))
    folder = None if inputs is None else Path(inputs)
    if origin.images:
        made, changed = _joined(file, origin, folder)
    else:
        made, changed = _made(file, origin, Search.around(file, folder))
    return judge(file, origin, stored, made, [*changed_here(origin), *changed])


def _made(file: Path, origin: Origin, search: Search) -> tuple[Value, list[str]]:
    """Return a result made again, and which inputs are read otherwise now."""
    found = _inputs(file, origin, search)
    values = {name: one.value for name, one in found.items()}
    results = run_recipe(origin.recipe, (), values, Job())
    return results[origin.output], list(_read_otherwise(found))


def _joined(file: Path, origin: Origin, folder: Path | None) -> tuple[Value, list[str]]:
    """Return a table that was joined over many images made again, one image after the other."""
    parts, changed = list[tuple[dict[str, object], Table]](), list[str]()
    for name in origin.images:
        try:
            search = Search.around(file, folder, name)
            table, otherwise = _made(file, origin.of_image(name), search)
        except FileError as error:
            raise FileError(f"Image {name} of {len(origin.images)}: {error}") from error
        if isinstance(table, Table):
            parts.append(({"image": name}, table))
        changed += [f"image {name}: {one}" for one in otherwise]
    return join(parts), changed


def judge(file: Path, origin: Origin, stored: Value, now: Value, changed: Iterable[str]) -> Verdict:
    """Return what came of making a result again.

    Parameters
    ----------
    file : Path
        Where the result is.
    origin : Origin
        What it was made by.
    stored, now : value
        As it was, and as it was made again.
    changed : iterable of str
        What is not as it was when it was made.
    """
    steps = [step for step in origin.recipe.steps if step.enabled]
    tolerance = max((_tolerance(find(step.op)) for step in steps), default=0.0)
    compared = compare_values(stored, now, tolerance)
    return Verdict(
        file,
        compared.outcome,
        compared.largest,
        tolerance,
        compared.details,
        compared.cells,
        tuple(changed),
    )


def _tolerance(operation: Operation) -> float:
    """Return the tolerance of an operation for numbers; one that makes objects alone states none.

    What is measured on other objects is another measurement, and not one within rounding.
    """
    only_objects = all(output.kind in ("labels", "mask") for output in operation.outputs)
    return 0.0 if only_objects else operation.tolerance


def _inputs(file: Path, origin: Origin, search: Search) -> dict[str, Found]:
    """Return the inputs of the recipe; of the manual ones those that were used."""
    found: dict[str, Found] = {}
    for name, declared in origin.recipe.inputs.items():
        if name in origin.inputs:
            found[name] = search.find(name, declared, origin.inputs[name])
        elif declared.manual is None:
            raise FileError(f"{file} does not tell which file was its input {name}.")
    return found


def _read_otherwise(found: Mapping[str, Found]) -> Iterator[str]:
    """Yield which inputs are not read as they were when the result was made."""
    for name, one in found.items():
        if not one.same_value:
            yield f"{name} ({one.path.name}) is read otherwise now than when it was made"


def changed_here(origin: Origin) -> Iterator[str]:
    """Yield what is not as it was when a result was made: itself, versions, the machine."""
    if origin.changed:
        yield origin.changed
    for then, now in ((origin.versions, versions()), (origin.machine, machine())):
        for name in {**then, **(now if then else {})}:
            before, after = then.get(name, "not there"), now.get(name, "not there")
            if before != after:
                yield f"{name} {before} when it was made, {after} now"
    yield from remarks(origin.recipe.steps, origin.recipe.packages)
