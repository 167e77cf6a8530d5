"""Which objects people have accepted and rejected, and why: counted of a table, and told."""

from __future__ import annotations

from collections.abc import Mapping

from napari_darkroom.core.marks import ACCEPTED, REASON, REJECTED, VERDICT
from napari_darkroom.core.values import Table
from napari_darkroom.recipe.english import in_brackets, joined

_BECAUSE = ": "


def verdict_counts(reference: str, table: Table) -> dict[str, int]:
    """Return how many rows are accepted and rejected, and rejected for each reason.

    Returns
    -------
    dict of str to int
        By ``reference.accepted``, ``reference.rejected`` and ``reference.rejected: reason``;
        nothing of a table without such marks.
    """
    if not {VERDICT, REASON} <= {*table.data.columns}:
        return {}
    counts = {
        f"{reference}.{verdict}": int((table.data[VERDICT] == verdict).sum())
        for verdict in (ACCEPTED, REJECTED)
    }
    reasons = table.data.loc[table.data[VERDICT] == REJECTED, REASON].astype(str)
    found = reasons[reasons != ""].value_counts().sort_index(kind="stable")
    return counts | {
        f"{reference}.{REJECTED}{_BECAUSE}{reason}": int(count) for reason, count in found.items()
    }


def is_verdict(key: str, reference: str) -> bool:
    """Whether a count is one of accepted or rejected rows of a table."""
    verdict = key.removeprefix(f"{reference}.").partition(_BECAUSE)[0]
    return key.startswith(f"{reference}.") and verdict in (ACCEPTED, REJECTED)


def verdicts_told(reference: str, counts: Mapping[str, int]) -> str:
    """Return what people have decided, as a sentence; empty where they have decided nothing."""
    accepted = counts.get(f"{reference}.{ACCEPTED}", 0)
    rejected = counts.get(f"{reference}.{REJECTED}", 0)
    start = f"{reference}.{REJECTED}{_BECAUSE}"
    reasons = [
        f"{key.removeprefix(start)} {count:,}"
        for key, count in counts.items()
        if key.startswith(start)
    ]
    told = [
        _were(count, what) for count, what in ((accepted, ACCEPTED), (rejected, REJECTED)) if count
    ]
    if not told:
        return ""
    rows = f"Of the {counts[reference]:,} rows" if reference in counts else "Of the rows"
    name = reference.replace("_", " ")
    return f"{rows} of “{name}”, {joined(told)} by hand{in_brackets(reasons)}."


def _were(count: int, what: str) -> str:
    return f"{count:,} {'was' if count == 1 else 'were'} {what}"
