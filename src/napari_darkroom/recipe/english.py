"""The little English that turns what an operation does into what was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

_IRREGULAR = MappingProxyType(
    {
        "bring": "brought",
        "build": "built",
        "choose": "chose",
        "cut": "cut",
        "do": "did",
        "draw": "drew",
        "find": "found",
        "get": "got",
        "give": "gave",
        "grow": "grew",
        "keep": "kept",
        "label": "labelled",
        "leave": "left",
        "let": "let",
        "lay": "laid",
        "make": "made",
        "put": "put",
        "read": "read",
        "run": "ran",
        "say": "stated",
        "set": "set",
        "shrink": "shrank",
        "split": "split",
        "spread": "spread",
        "take": "took",
        "tell": "told",
        "write": "wrote",
    }
)
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_VOWELS = "aeiou"
_PRESENT = MappingProxyType(
    {
        "is": "was",
        "are": "were",
        "has": "had",
        "have": "had",
        "lies": "lay",
        "lie": "lay",
        "touch": "touched",
        "touches": "touched",
    }
)


def told(summary: str) -> tuple[str, str]:
    """Return the verb of a summary in lower case, and what stands behind it, of its first clause.

    Examples
    --------
    >>> told("Replace each pixel by the median; removes specks.")
    ('replace', 'each pixel by the median')
    """
    clause = summary.partition(";")[0].rstrip(". ")
    verb, _, rest = clause.partition(" ")
    return verb.lower(), rest


def past(summary: str) -> str:
    """Return what was done, where a summary says what to do.

    Examples
    --------
    >>> past("Blur with a Gaussian kernel.")
    'blurred with a Gaussian kernel'
    >>> past("Mark what is brighter than Otsu's threshold.")
    "marked what was brighter than Otsu's threshold"
    """
    verb, rest = told(summary)
    return f"{_past_verb(verb)} {in_past(rest)}".strip()


def in_past(text: str) -> str:
    """Return a text with the forms of *be*, *have* and a few more in the past."""
    return re.sub(rf"\b({'|'.join(_PRESENT)})\b", lambda found: _PRESENT[found[0]], text)


def _past_verb(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1] if _doubles(verb) else ''}ed"


def _doubles(verb: str) -> bool:
    """Whether the last letter is written twice: one short vowel before one consonant."""
    short = re.fullmatch(rf"[^{_VOWELS}]*[{_VOWELS}][^{_VOWELS}wxy]", verb)
    return short is not None


def joined(parts: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last


def series(clauses: Sequence[str]) -> str:
    """Return clauses that have commas in them as a series: ``a, b, and c``."""
    *others, last = clauses
    return f"{', '.join(others)}, and {last}" if others else last


def in_brackets(parts: Sequence[str]) -> str:
    """Return the parts that say something as `` (a; b)``, nothing if none does."""
    said = "; ".join(filter(None, parts))
    return f" ({said})" if said else ""


def counted(number: int, noun: str) -> str:
    """Return ``One input was``, ``Three inputs were`` or ``12 inputs were``."""
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {noun} was" if number == 1 else f"{word} {noun}s were"
