"""What the history says of how many objects and rows a step made, kept and left."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from napari_darkroom.recipe.counts import number

NOT_APPLIED = "not applied"
_NOUNS: Mapping[str, str] = MappingProxyType({"labels": "object", "points": "point"})


def remark(reference: str, kind: str, main: str, counts: Mapping[str, int]) -> str:
    """Return what is told of a result: ``1,300 → 1,214 objects``; empty where nothing is counted.

    Parameters
    ----------
    kind : str
        Of the result: ``labels``, ``table`` or ``points``.
    main : str
        What its step read first, empty where that is of another kind: objects before are told only
        where they are what is left.
    counts : mapping of str to int
        What was counted (`recipe.counts`).
    """
    if reference not in counts:
        return ""
    applied = counts.get(f"{reference}.applied")
    if applied is not None:
        changes, left = number(counts[reference], "correction"), counts[reference] - applied
        return f"{changes}, {left:,} {NOT_APPLIED}" if left else changes
    told = number(counts[reference], _NOUNS.get(kind, "row"))
    return f"{counts[main]:,} → {told}" if main in counts else told
