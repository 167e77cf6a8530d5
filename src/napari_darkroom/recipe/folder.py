"""A session on disk: its recipe, what was made by hand, where its inputs are, how it was seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from napari_darkroom.core.errors import FileError, InputError, RecipeError, choices
from napari_darkroom.core.values import Table, Value
from napari_darkroom.engine.job import Job
from napari_darkroom.recipe.environment import machine, packages, versions
from napari_darkroom.recipe.exchange import exchanging, finish
from napari_darkroom.recipe.inputs_file import (
    FORMAT,
    Listed,
    ListedFile,
    ListedValue,
    read_inputs,
    read_json,
    write_json,
)
from napari_darkroom.recipe.kept import copy_kept, keep, kept_hash, read_kept
from napari_darkroom.recipe.manual import FOLDER, manual_inputs, save_manual
from napari_darkroom.recipe.model import Manual, Recipe
from napari_darkroom.recipe.saved import FileSource, Saved
from napari_darkroom.tables.save import save_table

RECIPE, INPUTS, VIEW, VERSIONS, VALUES, TABLES = (
    "recipe.yaml",
    "inputs.json",
    "view.json",
    "versions.json",
    "inputs",
    "tables",
)
# All that a session writes; what else lies in its folder, as the cache does, is left alone.
PARTS = (RECIPE, INPUTS, VIEW, VERSIONS, VALUES, TABLES, FOLDER)


def save_session(folder: str | Path, saved: Saved) -> Path:
    """Write a session into a folder, in place of an earlier one: all of it, or nothing.

    Parameters
    ----------
    folder : path
        Made if missing. A folder ``cache``, and all else that is no part of a session, is left
        alone.
    saved : Saved
        The session.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    FileError
        If it cannot be written, or the folder holds other things of these names.
    RecipeError
        If something is given for an input that the recipe does not have.
    """
    target = Path(folder)
    _check_names(saved)
    _check_target(target)
    with exchanging(target, PARTS) as draft:
        write_parts(draft, target, saved)
    return target


def write_parts(draft: Path, target: Path, saved: Saved) -> None:
    """Write the parts of a session into an empty folder that is to become `target`."""
    _with_manual(draft, target, saved).save(draft / RECIPE)
    values = _write_values(draft / VALUES, saved.data, keep)
    tables = _write_values(draft / TABLES, saved.tables, _keep_whole)
    files = {name: ListedFile.of(source, target) for name, source in saved.sources.items()}
    listed = Listed(darkroom_session=FORMAT, files=files, values=values, tables=tables)
    write_json(draft / INPUTS, listed.model_dump(mode="json"))
    write_json(draft / VIEW, saved.view)
    write_json(draft / VERSIONS, _environment(saved.recipe))


def _write_values(
    folder: Path, given: Mapping[str, Value], write: Callable[[Path, str, Any], Path]
) -> dict[str, ListedValue]:
    """Write values into a folder, which is made where there are some."""
    if given:
        folder.mkdir()
    paths = {name: write(folder, name, value) for name, value in given.items()}
    return {n: ListedValue(file=one.name, sha256=kept_hash(one)) for n, one in paths.items()}


def _keep_whole(folder: Path, name: str, table: Table) -> Path:
    """Write a table with its name and what it was measured by."""
    return save_table(folder / f"{name}.csv", table)[0]


def load_session(folder: str | Path, job: Job | None = None) -> Saved:
    """Read a session from its folder.

    Inputs that are missing or have changed are told in `Saved.problems` and are no error; those
    made by hand or without a file are then left out. The files of the others are read as a whole,
    each once, to tell whether they have changed.

    Parameters
    ----------
    folder : path
    job : Job, optional
        Where its progress goes, and what stops it.

    Raises
    ------
    FileError
        If there is no session, or a part of it is damaged.
    RecipeError
        If its recipe is not valid, or it is of a newer version.
    """
    source = Path(folder)
    finish(source, PARTS)
    if not (source / INPUTS).is_file():
        raise FileError(
            f"{source} holds no session: there is no {INPUTS} in it. Choose the folder that a "
            "session was saved in."
        )
    told = read_inputs(source / INPUTS)
    recipe = Recipe.load(source / RECIPE)
    _check_fit(recipe, told, source)
    sources = {name: one.source(source) for name, one in told.files.items()}
    manual, lost = _values(recipe, source, manual_inputs(recipe), FOLDER)
    data, gone = _values(recipe, source, told.values, VALUES)
    tables, lost_tables = _tables(source, told.tables)
    known = {*sources, *manual_inputs(recipe), *told.values}
    wrong = _problems_of(sources, job or Job())
    problems = [
        *(f"Input {name}: {one}." for name, one in wrong.items()),
        *lost,
        *gone,
        *(f"Input {name}: the session tells nothing of it." for name in _unknown(recipe, known)),
    ]
    view = read_json(source / VIEW) if (source / VIEW).is_file() else {}
    return Saved(
        recipe, manual, sources, data, view, problems=tuple(problems), missing=frozenset(wrong),
        tables=tables, lost=tuple(lost_tables),
    )  # fmt: skip


def _problems_of(sources: Mapping[str, FileSource], job: Job) -> dict[str, str]:
    found = {
        name: one.problem(job.part(number, len(sources)))
        for number, (name, one) in enumerate(sources.items())
    }
    return {name: one for name, one in found.items() if one}


def _values(
    recipe: Recipe, folder: Path, kept: Mapping[str, Manual | ListedValue], place: str
) -> tuple[dict[str, Value], list[str]]:
    """Return the values that are kept in a folder of the session, and what is wrong with others."""
    values, problems = dict[str, Value](), list[str]()
    for name, one in kept.items():
        kind = recipe.inputs[name].kind
        try:
            values[name] = read_kept(folder / place / one.file, kind, one.sha256, folder)
        except (FileError, InputError) as error:
            problems.append(f"Input {name}: {error}")
    return values, problems


def _tables(folder: Path, kept: Mapping[str, ListedValue]) -> tuple[dict[str, Table], list[str]]:
    """Return the tables that no step reads, and what is wrong with others."""
    tables, problems = dict[str, Table](), list[str]()
    for name, one in kept.items():
        try:
            value = read_kept(folder / TABLES / one.file, "table", one.sha256, folder)
        except (FileError, InputError) as error:
            problems.append(f"A table that no step reads is left out. {error}")
        else:
            if isinstance(value, Table):
                tables[name] = value
    return tables, problems


def _check_fit(recipe: Recipe, told: Listed, folder: Path) -> None:
    for name in {**told.files, **told.values}:
        if name not in recipe.inputs:
            raise FileError(
                f"{folder / INPUTS} tells of the input {name!r}, which {RECIPE} does not have. "
                f"{choices(recipe.inputs, name)} One of the two is of another session."
            )


def _unknown(recipe: Recipe, known: Collection[str]) -> list[str]:
    return [name for name in recipe.inputs if name not in known]


def _with_manual(draft: Path, target: Path, saved: Saved) -> Recipe:
    """Write what was made by hand; return the recipe that tells of it.

    A file that was found missing or changed when the session was loaded stays as it is.
    """
    earlier = manual_inputs(saved.recipe)
    written = save_manual(draft, saved.manual, saved.made_on) if saved.manual else {}
    inputs = {}
    for name, one in saved.recipe.inputs.items():
        manual = written.get(name, one.manual)
        if name in earlier and name in written and not saved.made_on:
            manual = written[name].model_copy(update={"made_on": earlier[name].made_on})
        elif (
            name in earlier
            and name not in written
            and (target / FOLDER / earlier[name].file).is_file()
        ):
            copy_kept(target / FOLDER / earlier[name].file, draft / FOLDER)
        inputs[name] = one.model_copy(update={"manual": manual})
    return saved.recipe.model_copy(update={"inputs": inputs})


def _check_names(saved: Saved) -> None:
    given = [*saved.manual, *saved.sources, *saved.data]
    for name in given:
        if name not in saved.recipe.inputs:
            raise RecipeError(
                f"The session has no input {name!r}. {choices(saved.recipe.inputs, name)}"
            )
        if given.count(name) > 1:
            raise RecipeError(f"The input {name!r} is given twice: as a file, by hand or as data.")


def _check_target(folder: Path) -> None:
    """Check that nothing but an earlier session would be replaced."""
    if not folder.parent.is_dir():
        raise FileError(f"{folder} cannot be made: there is no folder {folder.parent}.")
    if (folder / INPUTS).is_file():
        read_inputs(folder / INPUTS)
        return
    taken = [name for name in PARTS if (folder / name).exists()]
    if taken:
        raise FileError(
            f"{folder} holds {', '.join(taken)} and is no session: choose another folder, so that "
            "nothing is lost."
        )


def _environment(recipe: Recipe) -> dict[str, Any]:
    told = packages(step.op for step in recipe.steps)
    return {"versions": versions(), "machine": machine(), "packages": told}
