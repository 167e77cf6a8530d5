"""Which files belong together: one image set for every run of a recipe."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from napari_darkroom.batch.naming import unique_names
from napari_darkroom.batch.patterns import input_options
from napari_darkroom.core.errors import RecipeError, choices
from napari_darkroom.recipe.manual import manual_inputs

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe

_WILDCARDS = {"*": "([^/]*)", "?": "([^/])"}
_NO_FILES: Mapping[str, Path] = MappingProxyType({})


@dataclass(frozen=True)
class ImageSet:
    """The files for one run of a recipe.

    Attributes
    ----------
    name : str
        Its name in tables and the name of the folder of its results.
    files : mapping of str to Path
        The file for each input of the recipe. One that was not found is left out, and so is a
        manual input whose file lies beside the recipe.
    """

    name: str
    files: Mapping[str, Path]


def plan_files(
    recipe: Recipe,
    given: Iterable[str | Path],
    *,
    skip: Path,
    manual: Mapping[str, Path] = _NO_FILES,
) -> list[ImageSet]:
    """Return one image set for each file, sorted by path; a file given twice is one.

    A recipe with several inputs takes all of them from the same file if each names its channel.
    Manual inputs do not count: their files lie beside the recipe.

    Parameters
    ----------
    given : iterable of str or Path
        Files, folders (the images directly in them) and patterns with ``*``, ``?`` and ``**``.
    skip : Path
        The output folder: what is in it is not taken for an input.
    manual : mapping of str to Path
        Files of manual inputs, which all image sets take instead of those beside the recipe.

    Raises
    ------
    RecipeError
        If the recipe needs several files for a run, or nothing fits.
    """
    inputs = {n: one for n, one in recipe.inputs.items() if one.manual is None}
    if len(inputs) != 1 and (not inputs or any(one.channel is None for one in inputs.values())):
        raise RecipeError(
            f"The recipe has {len(inputs)} inputs ({', '.join(inputs) or 'all made by hand'}): "
            f"give files for each, as in {input_options(recipe)}."
        )
    paths = _once(path for one in given for path in _expand(str(one), skip))
    names = unique_names(paths)
    return [ImageSet(names[path], {**dict.fromkeys(inputs, path), **manual}) for path in paths]


def plan_patterns(recipe: Recipe, patterns: Mapping[str, str]) -> list[ImageSet]:
    """Return the image sets of a recipe with several inputs, sorted by what varies.

    Files belong together if the wildcards of their patterns stand for the same text:
    ``dna='*_d0.tif'`` and ``pores='*_d1.tif'`` join ``a1_d0.tif`` with ``a1_d1.tif``.

    Parameters
    ----------
    patterns : mapping of str to str
        For each input of the recipe a pattern with ``*`` and ``?``, or a file. A manual input may
        be left out; one without wildcards is for all image sets.

    Raises
    ------
    RecipeError
        If an input is unknown or has no pattern, patterns have different wildcards, nothing
        fits, or a file would belong to two sets.
    """
    for name in patterns:
        if name not in recipe.inputs:
            raise RecipeError(f"The recipe has no input {name!r}. {choices(recipe.inputs, name)}")
    by_hand = manual_inputs(recipe)
    missing = [name for name in recipe.inputs if name not in patterns and name not in by_hand]
    if missing:
        raise RecipeError(
            f"The input {missing[0]!r} is missing: give files for each, as in "
            f"{input_options(recipe)}."
        )
    wildcards = {name: re.sub(r"[^*?]", "", pattern) for name, pattern in patterns.items()}
    manual = {n: Path(patterns[n]) for n, found in wildcards.items() if n in by_hand and not found}
    varying = {name: pattern for name, pattern in patterns.items() if name not in manual}
    wildcards = {name: wildcards[name] for name in varying}
    if len(set(wildcards.values())) > 1 or any("**" in p for p in varying.values()):
        raise RecipeError(
            "The patterns of all inputs need the same wildcards (* and ?, in the same order), for "
            f"what varies joins the files; given: {', '.join(varying.values())}."
        )
    found = {name: _match(varying[name]) for name in recipe.inputs if name in varying}
    keys = sorted({key for files in found.values() for key in files})
    sets = [{name: files[key] for name, files in found.items() if key in files} for key in keys]
    names = unique_names([next(iter(files.values())) for files in sets])
    return [ImageSet(names[next(iter(files.values()))], {**files, **manual}) for files in sets]


def _once(paths: Iterable[Path]) -> list[Path]:
    """Return the paths sorted, each file once however it is named."""
    by_file: dict[Path, Path] = {}
    for path in sorted(paths):
        by_file.setdefault(path.resolve(), path)
    return list(by_file.values())


def _expand(given: str, skip: Path) -> list[Path]:
    """Return the files of a file name, a folder or a pattern."""
    path = Path(given)
    if path.is_dir():
        found = _images_in(path)
    elif path.exists() or not glob.has_magic(given):
        # A missing file is a failure of that image, not of the run.
        return [path]
    else:
        found = [Path(name) for name in glob.glob(given, recursive=True)]  # noqa: PTH207 - not below one folder
        found = [one for one in found if one.is_file()]
    outside = [one for one in found if not one.resolve().is_relative_to(skip.resolve())]
    if not outside:
        raise RecipeError(f"No image fits {given}: give files, a folder with images or a pattern.")
    return outside


def _images_in(folder: Path) -> list[Path]:
    from napari_darkroom.io.formats import readable_suffixes

    return [
        path
        for path in folder.iterdir()
        if path.is_file()
        and not path.name.startswith(".")
        and path.name.lower().endswith(readable_suffixes())
    ]


def _match(pattern: str) -> dict[tuple[str, ...], Path]:
    """Return the files that fit a pattern by the texts of its wildcards."""
    text = Path(pattern).as_posix()
    parts = re.split(r"([*?])", text)
    expression = re.compile("".join(_WILDCARDS.get(part) or re.escape(part) for part in parts))
    paths: Sequence[Path] = [Path(text)]
    if "*" in text or "?" in text:
        # Brackets stand in file names more often than in patterns.
        paths = [Path(name) for name in glob.glob(text.replace("[", "[[]"))]  # noqa: PTH207 - not below one folder
    keyed: dict[tuple[str, ...], Path] = {}
    for path in sorted(paths):
        fits = expression.fullmatch(path.as_posix())
        if fits is not None:
            keyed[fits.groups()] = path
    if not keyed:
        raise RecipeError(f"No file fits {pattern}.")
    return keyed
