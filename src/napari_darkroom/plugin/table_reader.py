"""Tables that are dropped on napari, or opened in it: shown in the table, not as layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from napari_darkroom.tables.fits_format import holds_only_tables
from napari_darkroom.tables.formats import table_suffixes

_NO_LAYERS = [(None,)]
_FITS = (".fits", ".fit")
# How napari's own files of points and shapes begin: those are layers.
_LAYERS = (b"index,axis-", b"index,shape-type,")
_BEGINNING = 64

Reader = Callable[[str | Sequence[str]], list[tuple[None]]]


def get_table_reader(path: str | Sequence[str]) -> Reader | None:
    """Return the function that opens tables, None for any other file."""
    names = [path] if isinstance(path, str) else list(path)
    return read_tables if names and all(map(_is_table, map(Path, names))) else None


def read_tables(path: str | Sequence[str]) -> list[tuple[None]]:
    """Show tables in the window; no layer is added by that."""
    from napari import current_viewer
    from qtpy.QtCore import QTimer

    from napari_darkroom.plugin.table.docks import open_table

    names, viewer = [path] if isinstance(path, str) else list(path), current_viewer()
    for name in names if viewer is not None else []:
        # When napari is done with the file.
        later: Any = partial(_show, open_table, viewer, Path(name))
        QTimer.singleShot(0, later)
    return list(_NO_LAYERS)


def _show(open_table: Any, viewer: Any, path: Path) -> None:
    open_table(viewer).commands.open_file(path)


def _is_table(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in table_suffixes() or not path.is_file():
        return False
    if suffix in _FITS:
        return holds_only_tables(path)
    with path.open("rb") as file:
        return not file.read(_BEGINNING).startswith(_LAYERS)
