"""The tables of a run: its images, its errors, and the tables of all images joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.batch.image import Failure, Outcome
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.values import Kind, Table
from napari_darkroom.recipe.counts import counted_objects
from napari_darkroom.recipe.provenance import IMAGES, provenance_for
from napari_darkroom.tables.join import join
from napari_darkroom.tables.save import remove_table, save_table

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe

RESERVED = frozenset({"images", "errors"})
_IMAGE = Column("Name of the image, and of the folder of its results.")


def table_paths(folder: Path, recipe: Recipe) -> list[Path]:
    """Return the tables that a run may write into its folder."""
    return [folder / f"{name}.csv" for name in (*sorted(RESERVED), *_joined(recipe))]


def write_joined(folder: Path, recipe: Recipe, outcomes: Sequence[Outcome]) -> list[Failure]:
    """Write outputs that are tables or points, joined over all images; none if no image was done.

    Returns
    -------
    list of Failure
        The tables that cannot be joined, such as those in different units, or not written.
    """
    failures: list[Failure] = []
    for name in _joined(recipe):
        parts = [
            ({"image": outcome.images.name}, outcome.tables[name])
            for outcome in outcomes
            if name in outcome.tables
        ]
        try:
            remove_table(folder / f"{name}.csv")
            if parts:
                origin = _joined_origin(recipe, name, outcomes)
                save_table(folder / f"{name}.csv", join(parts), provenance=origin)
        except (InputError, FileError) as error:
            failures.append(Failure("", f"{name}.csv", "join", str(error)))
    return failures


def _joined_origin(recipe: Recipe, name: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return what a joined table tells: the recipe, and the inputs of each image."""
    origin = provenance_for(recipe, {}, name)
    images = {one.images.name: one.origin for one in outcomes if name in one.tables}
    return {**origin, IMAGES: images}


def write_images(folder: Path, recipe: Recipe, outcomes: Sequence[Outcome]) -> None:
    """Write ``images.csv``: files, whether done, and counts of objects, a row an image.

    Every label image, and all points, on the way are counted, so that what a step has taken away
    is seen.
    """
    columns = {"image": _IMAGE}
    columns |= {f"file_{name}": Column(f"File of the input {name}.") for name in recipe.inputs}
    columns |= {"status": Column("done, or failed: errors.csv tells why.")}
    meanings = counted_objects(recipe)
    columns |= {
        f"count_{name}": Column(meaning, source="Darkroom") for name, meaning in meanings.items()
    }
    counted = list(meanings)
    rows = [_image_row(recipe, outcome, counted) for outcome in outcomes]
    _save(folder / "images.csv", columns, rows, [f"count_{name}" for name in counted])


def write_errors(folder: Path, failures: Sequence[Failure]) -> None:
    """Write ``errors.csv``, a row a failed image; remove an older one if all went well."""
    path = folder / "errors.csv"
    remove_table(path)
    columns = {
        "image": _IMAGE,
        "file": Column("The file that failed, the first of the image, or a joined table."),
        "step": Column("recipe, read, run, write, join, or the step of the recipe."),
        "message": Column("What went wrong, and what to do."),
    }
    if failures:
        _save(path, columns, [vars(failure) for failure in failures])


def label_outputs(recipe: Recipe) -> list[str]:
    """Return the outputs of a recipe that are label images."""
    return _outputs(recipe, "labels")


def _joined(recipe: Recipe) -> list[str]:
    """Return the outputs of a recipe that are joined over all images: tables and points."""
    return _outputs(recipe, "table", "points")


def _outputs(recipe: Recipe, *wanted: Kind) -> list[str]:
    """Return the outputs of a recipe that are of some kinds."""
    kinds = recipe.kinds
    return [name for name in recipe.outputs if kinds[name] in wanted]


def _image_row(recipe: Recipe, outcome: Outcome, counted: Sequence[str]) -> dict[str, Any]:
    files = outcome.images.files
    row: dict[str, Any] = {"image": outcome.images.name}
    for name in recipe.inputs:
        row[f"file_{name}"] = files[name].as_posix() if name in files else ""
    row["status"] = "failed" if outcome.failure else "done"
    return row | {f"count_{name}": outcome.counts.get(name) for name in counted}


def _save(
    path: Path,
    columns: Mapping[str, Column],
    rows: Sequence[Mapping[str, Any]],
    counts: Sequence[str] = (),
) -> None:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    # Whole numbers that may be missing: a failed image has no count.
    frame = frame.astype(dict.fromkeys(counts, "Int64"))
    save_table(path, Table(frame, columns, ("image",), path.stem))
