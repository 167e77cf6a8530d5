"""Saving the table that is shown; whether all of it is asked where rows are left out."""

from __future__ import annotations

from pathlib import Path

from qtpy.QtWidgets import QFileDialog, QMessageBox, QWidget

from napari_darkroom.core.values import Table
from napari_darkroom.engine.job import Job
from napari_darkroom.plugin.filing import Errand
from napari_darkroom.plugin.present import present
from napari_darkroom.tables.formats import FORMATS, table_suffixes
from napari_darkroom.tables.view import TableView


def _formats() -> str:
    """Return the formats as Qt's dialog of files asks for them."""
    return ";;".join(
        f"{one.title} ({' '.join(f'*{end}' for end in one.suffixes)})" for one in FORMATS
    )


def ask(parent: QWidget, view: TableView, name: str) -> tuple[Path, Table] | None:
    """Ask for a file, and where rows are left out whether they are to be saved too.

    Returns the file and what is to be in it, None where that was given up.
    """
    table = _asked_for(parent, view) if view.filtered else view.table
    if table is None:
        return None
    path, chosen = QFileDialog.getSaveFileName(parent, "Save the table", f"{name}.csv", _formats())
    return (_with_ending(Path(path), chosen), table) if path else None


def _with_ending(path: Path, chosen: str) -> Path:
    """Return a name that ends as the format that was chosen does, where it ends in none."""
    if path.suffix.lower() in table_suffixes():
        return path
    ending = next((one.suffixes[0] for one in FORMATS if chosen.startswith(one.title)), ".csv")
    return path.with_name(path.name + ending)


def saving(path: Path, table: Table) -> Errand[str]:
    """Return what writes a table to a file, in its own order, and gives words of it."""
    from napari_darkroom.tables.save import save_table

    def work(job: Job) -> list[Path]:
        return save_table(path, table, told=job.step)

    def end(written: list[Path]) -> str:
        rows = f"{len(table.data):,} row{'' if len(table.data) == 1 else 's'}"
        return f"Saved {rows}: {', '.join(map(str, written))}"

    return Errand(f"Saving {path.name}", work, end, needed=True)


def _asked_for(parent: QWidget, view: TableView) -> Table | None:
    """Return all of a table, or the rows that are shown, as is chosen; None for neither."""
    everything, shown = len(view.table.data), len(view.rows)
    box = QMessageBox(parent)
    box.setWindowTitle("Save the table")
    box.setText(f"A filter leaves out {everything - shown:,} of {everything:,} rows.")
    box.setInformativeText("Save all rows, or only those that are shown?")
    whole = present(box.addButton(f"All {everything:,} rows", QMessageBox.ButtonRole.AcceptRole))
    part = present(box.addButton(f"The {shown:,} shown", QMessageBox.ButtonRole.AcceptRole))
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    if box.clickedButton() is whole:
        return view.table
    return view.shown_table() if box.clickedButton() is part else None
