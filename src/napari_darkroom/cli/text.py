"""Words on the terminal: results on standard output, the rest on standard error."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections.abc import Sequence


def say(text: str = "") -> None:
    """Write a line of the result."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Write a line about the run or an error, which is no part of the result."""
    sys.stderr.write(f"{text}\n")


def plain(docstring: str) -> str:
    """Return the text of a docstring without its markup."""
    return docstring.replace("`", "")


def width() -> int:
    """Return the columns to fill: those of the terminal, at most 100."""
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help whose descriptions keep their lines and whose options have room."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=width())

    def _format_action(self, action: argparse.Action) -> str:
        """List commands like anything else; argparse repeats the heading and breaks lines."""
        if action.nargs != argparse.PARSER:
            return super()._format_action(action)
        commands = self._iter_indented_subactions(action)
        return two_columns([(one.dest, one.help or "") for one in commands]) + "\n"


def paragraphs(docstring: str, indent: int = 0) -> str:
    """Return the paragraphs of a docstring wrapped to leave room for an indent.

    Formulas and code, which stand indented after a double colon, keep their lines.
    """
    parts = plain(docstring).strip("\n").split("\n\n")
    return "\n\n".join(_paragraph(part, width() - indent) for part in parts)


def _paragraph(part: str, room: int) -> str:
    if part.startswith(" "):
        return part.rstrip()
    words = " ".join(part.split())
    return textwrap.fill(words[:-1] if words.endswith("::") else words, room)


def two_columns(rows: Sequence[tuple[str, str]], indent: str = "  ", margin: int = 0) -> str:
    """Return names and what they mean as aligned lines, long meanings wrapped.

    The `margin` stays free for who puts them further to the right.
    """
    left = max((len(name) for name, _ in rows), default=0)
    room = max(width() - left - len(indent) - 2 - margin, 30)
    lines: list[str] = []
    for name, meaning in rows:
        first, *rest = textwrap.wrap(plain(meaning), room) or [""]
        lines.append(f"{indent}{name:<{left}}  {first}".rstrip())
        lines += [f"{indent}{'':<{left}}  {line}" for line in rest]
    return "\n".join(lines)
