"""``darkroom demo``: the shipped recipes on sample images, and a page to look at."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from napari_darkroom.cli.text import note, say
from napari_darkroom.core.errors import DarkroomError, ParameterError

if TYPE_CHECKING:
    from napari_darkroom.batch.showcase import Shown

_TITLE = "Darkroom: what the recipes find"
_INTRODUCTION = (
    "Each image went through a recipe that comes with Darkroom. The pictures show the objects it "
    "found; the files below them hold the label image and the measurements."
)
_EPILOG = """\
Needs no window and no network. Leaves a folder for each sample with the image, the objects found
as a label image (.tif), their measurements (.csv) and an overlay picture (.png), and index.html
with all of it to look at. Run again, it replaces these files.

exit codes: 0 all went well, 1 a sample failed and the others are done, 2 wrong usage.
"""


def configure(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Add the arguments of the command."""
    del arguments
    parser.epilog = _EPILOG
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("darkroom-demo"),
        metavar="DIR",
        help="folder for the results [default: darkroom-demo in the current folder]",
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Run all samples; say what was found and where it is."""
    from napari_darkroom.batch.page import page
    from napari_darkroom.batch.showcase import SHOWCASE
    from napari_darkroom.core.atomic import write_text

    out: Path = options.out
    _make(out)
    shown = []
    for number, (sample, recipe) in enumerate(SHOWCASE.items(), start=1):
        note(f"[{number}/{len(SHOWCASE)}] {sample}: running {recipe} ...")
        result = _show(sample, recipe, out)
        if result is not None:
            shown.append(result.entry)
            say(f"{sample}: {result.summary()}; files in {out / sample}")
    index = out / "index.html"
    write_text(index, page(_TITLE, _INTRODUCTION, shown))
    failed = len(SHOWCASE) - len(shown)
    say(f"{len(shown)} of {len(SHOWCASE)} samples done, {failed} failed; look at {index}")
    return 1 if failed else 0


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ParameterError(
            f"--out {out}: the folder cannot be made: {error.strerror}."
        ) from error


def _show(sample: str, recipe: str, out: Path) -> Shown | None:
    """Return what a recipe found in a sample, None if it failed, which is said."""
    from napari_darkroom.batch.showcase import show
    from napari_darkroom.io.samples import samples
    from napari_darkroom.recipe.model import Recipe
    from napari_darkroom.recipe.shipped import shipped

    try:
        return show(samples()[sample], Recipe.load(shipped()[recipe]), out / sample)
    except DarkroomError as error:
        note(f"{sample} failed: {error}")
        return None
