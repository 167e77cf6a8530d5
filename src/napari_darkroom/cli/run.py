"""``darkroom run``: a recipe on one or many files."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from napari_darkroom.cli.recipe import folder_of, load
from napari_darkroom.cli.text import note, say
from napari_darkroom.core.errors import FileError, ParameterError, choices

if TYPE_CHECKING:
    from napari_darkroom.batch.plan import ImageSet
    from napari_darkroom.batch.run import Report
    from napari_darkroom.recipe.model import Recipe

_SHOWN_ERRORS = 5
_EPILOG = """\
Each image gets a folder with its results. Tables are joined over all images, images.csv has a row
an image, errors.csv a row for each image that failed. Folders are not searched for folders in
them; the pattern 'plates/**/*.tif' does that.

A recipe with several inputs takes the files of each by a pattern. Files belong together where the
wildcards (* and ?) stand for the same: a1_d0.tif with a1_d1.tif in the third example.

What was made by hand lies in the folder 'manual' beside the recipe, and is taken for the images
that it was made on. For others give it with --input NAME=FILE, which may stand beside INPUT files.

examples:
  darkroom run count-nuclei cells.tif --out results
  darkroom run my-recipe.yaml images/ more/*.tif --out results --workers 4
  darkroom run pores.yaml --input dna='*_d0.tif' --input pores='*_d1.tif' --out results
  darkroom run session/recipe.yaml a.tif --input corrections=painted.tif --out results

exit codes: 0 all images done, 1 some failed or the tables of the run cannot be written,
2 wrong usage and nothing was done.
"""


def configure(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Add the arguments of the command."""
    del arguments
    parser.usage = "%(prog)s RECIPE INPUT... --out DIR [options]"
    parser.epilog = _EPILOG
    parser.add_argument(
        "recipe", metavar="RECIPE", help="a recipe file, or a name from 'darkroom recipe list'"
    )
    parser.add_argument(
        "files", metavar="INPUT", nargs="*", help="files, folders of images, or patterns"
    )
    parser.add_argument(
        "--input",
        action="append",
        default=[],
        metavar="NAME=FILES",
        help="the file or pattern of one input of the recipe, for recipes with several or with "
        "something made by hand",
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="folder for the results"
    )
    parser.add_argument(
        "--workers", type=int, metavar="N", help="images treated at once [default: one a CPU]"
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="allow a folder with earlier results, which are replaced",
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Run the recipe on all images; report on the last line."""
    recipe = load(options.recipe)
    sets = _image_sets(recipe, options)
    _prepare(recipe, sets, options)
    report = _run(recipe, sets, options)
    for failure in report.failures[:_SHOWN_ERRORS]:
        note(f"{failure.image}, step {failure.step}: {failure.message}")
    if len(report.failures) > _SHOWN_ERRORS:
        note(f"... all {len(report.failures)} failures are in {options.out / 'errors.csv'}")
    say(report.summary())
    return 1 if report.failures else 0


def _prepare(recipe: Recipe, sets: Sequence[ImageSet], options: argparse.Namespace) -> None:
    from napari_darkroom.batch.run import prepare

    try:
        prepare(
            recipe,
            sets,
            options.out,
            workers=options.workers,
            overwrite=options.overwrite,
            folder=folder_of(options.recipe),
        )
    except FileError as error:
        # Not one of the images but the run itself: nothing is done.
        raise ParameterError(f"{error} (--out, --overwrite, --input)") from error


def _run(recipe: Recipe, sets: Sequence[ImageSet], options: argparse.Namespace) -> Report:
    from tqdm import tqdm

    from napari_darkroom.batch.run import run_batch

    with tqdm(total=len(sets), unit="image") as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return run_batch(
            recipe,
            sets,
            options.out,
            workers=options.workers,
            progress=progress,
            overwrite=options.overwrite,
            folder=folder_of(options.recipe),
        )


def _image_sets(recipe: Recipe, options: argparse.Namespace) -> list[ImageSet]:
    from napari_darkroom.batch.plan import plan_files, plan_patterns
    from napari_darkroom.recipe.manual import manual_inputs

    patterns, by_hand = _patterns(options.input), manual_inputs(recipe)
    if not options.files and patterns.keys() <= by_hand.keys():
        raise ParameterError("Give the images: files, a folder or a pattern.")
    if not options.files:
        return plan_patterns(recipe, patterns)
    others = sorted(patterns.keys() - by_hand.keys())
    if others:
        raise ParameterError(
            f"--input {others[0]}: give either INPUT files or --input NAME=FILES, not both; beside "
            f"files it is for what was made by hand. {choices(by_hand)}"
        )
    return plan_files(recipe, options.files, skip=options.out, manual=_manual_files(patterns))


def _manual_files(patterns: Mapping[str, str]) -> dict[str, Path]:
    """Return the file of each manual input, which is one for all images."""
    for name, path in patterns.items():
        if not Path(path).is_file():
            raise ParameterError(f"--input {name}={path}: there is no such file.")
    return {name: Path(path) for name, path in patterns.items()}


def _patterns(given: Sequence[str]) -> dict[str, str]:
    patterns: dict[str, str] = {}
    for one in given:
        name, found, pattern = one.partition("=")
        if not found or not pattern or name in patterns:
            raise ParameterError(f"--input {one}: give each input once, as in dna='*_d0.tif'.")
        patterns[name] = pattern
    return patterns
