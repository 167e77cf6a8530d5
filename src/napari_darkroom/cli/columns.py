"""``darkroom columns``: what the table of objects can hold, for people and for programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from napari_darkroom.cli.text import say, two_columns
from napari_darkroom.core.errors import ParameterError


def configure(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Add the arguments of the command."""
    del arguments
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="list only those that hold each of these words"
    )
    parser.add_argument(
        "--json", action="store_true", help="everything about each column, for programs"
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """List the columns."""
    from napari_darkroom.ops.measure.columns.listing import listing

    found = {
        title: [e for e in entries if _holds(options.words, f"{e.name} {e.definition}")]
        for title, entries in listing().items()
    }
    grouped = {title: entries for title, entries in found.items() if entries}
    if not grouped:
        told = " and ".join(options.words)
        raise ParameterError(f"No column holds {told}. Give fewer or other words.")
    if options.json:
        say(json.dumps([asdict(e) for entries in grouped.values() for e in entries], indent=2))
        return 0
    for title, entries in grouped.items():
        say(title)
        rows = [(e.name, f"{e.definition}{f' [{e.unit}]' if e.unit else ''}") for e in entries]
        say(two_columns(rows))
        say()
    say("measure.regions takes a preset, and further columns by name: --also intensity_median.")
    return 0


def _holds(words: Sequence[str], text: str) -> bool:
    return all(word.casefold() in text.casefold() for word in words)
