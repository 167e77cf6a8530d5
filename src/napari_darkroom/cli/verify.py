"""``darkroom verify``: make a result again and tell whether it is the same."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from napari_darkroom.cli.text import say

_EPILOG = """\
A result of Darkroom tells what it was made by and from which files. They are looked for by name and
hash in DIR, beside the result, and where they were when a batch was run; a file of another name or
format with the same pixels in DIR will do. Nothing is written.

verdicts:
  the same bits
  the same within the operations' stated tolerance, with the largest difference and what changed
  different

examples:
  darkroom verify results/a1/nuclei.tif
  darkroom verify regions.csv --inputs images

exit codes: 0 the same, 1 different, or an input is missing or has changed, 2 wrong usage, or made
by what this Darkroom does not know.
"""


def configure(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Add the arguments of the command."""
    del arguments
    parser.epilog = _EPILOG
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="an image or table that Darkroom wrote"
    )
    parser.add_argument(
        "--inputs", type=Path, metavar="DIR", help="the folder that its inputs are in"
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Say the verdict; return 1 where the result does not come out again."""
    from napari_darkroom.batch.verify import verify

    verdict = verify(options.file, options.inputs)
    say(verdict.text())
    return 0 if verdict.ok else 1
