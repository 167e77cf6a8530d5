"""A table that a script gives to an operation of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.lineage import Given, is_changed
from napari_darkroom.core.values import Table
from napari_darkroom.recipe.graph import root
from napari_darkroom.tables.frame import as_table, is_frame

if TYPE_CHECKING:
    from pathlib import Path

    from napari_darkroom.plugin.session import Session


def reference_to(session: Session, given: Any) -> str:
    """Return what names a table in the record.

    One that a step gives, or that is an input already, is known by its contents.

    Parameters
    ----------
    given : Table or DataFrame

    Raises
    ------
    InputError
        If it is none.
    """
    table = as_table(given) if is_frame(given) else given
    if not isinstance(table, Table) or table.kind != "table":
        raise InputError(
            f"A table is wanted, not {type(given).__name__}: give what an operation has returned, "
            'a DataFrame, or dr.read("cells.csv").'
        )
    found, kinds = digest(table), session.history.graph.kinds
    tables = [name for name, kind in kinds.items() if kind == "table"]
    # The first output of a step has its name too.
    for reference in sorted(tables, key=lambda name: root(name) != name):
        value = session.scheduler.value(reference)
        if value is not None and digest(value) == found:
            return reference
    return session.opened.give(table, _file(table))


def _file(table: Table) -> Path | None:
    """Return the file that a table was read from, None where it is not any more what was read."""
    known = table.lineage
    if not isinstance(known, Given) or known.state is None or is_changed(table):
        return None
    return known.state.path if known.hashed().sha256 else None
