"""Text that a spreadsheet would run as a formula, made harmless and brought back."""

from __future__ import annotations

import re

# What spreadsheets take for a formula, and what is already guarded: so guarding can be undone.
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_GUARDED = re.compile(r"^'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return `text` with an apostrophe in front if a spreadsheet would run it as a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("cell")
    ("'=1+1", 'cell')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
