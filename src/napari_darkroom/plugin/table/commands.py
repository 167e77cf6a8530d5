"""What can be done with the table that is shown, beyond looking at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from napari.qt.threading import create_worker
from napari.utils.notifications import show_error, show_info
from qtpy.QtCore import QObject, Qt
from qtpy.QtGui import QAction, QKeySequence
from qtpy.QtWidgets import QMenu, QShortcut

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.marks import REJECTED, VERDICT
from napari_darkroom.core.values import Table
from napari_darkroom.engine.job import Job
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.copying import copying
from napari_darkroom.plugin.table.keeping import keep_shown
from napari_darkroom.plugin.table.loading import ask_for_file, forget_names, linked
from napari_darkroom.plugin.table.marking import keep_marks, mark, mark_opened, marks_behind
from napari_darkroom.plugin.table.measuring import request_again
from napari_darkroom.plugin.table.read_tables import table_above
from napari_darkroom.plugin.table.row_setting import open_setting, row_setting
from napari_darkroom.plugin.table.saving import ask, saving
from napari_darkroom.recipe.graph import root
from napari_darkroom.tables.clipboard import check_cells
from napari_darkroom.tables.rows import read_rows

if TYPE_CHECKING:
    from napari.layers import Layer

    from napari_darkroom.plugin.session import Session
    from napari_darkroom.plugin.table.dock import TableDock
    from napari_darkroom.tables.view import TableView

# More take so long that the window works on meanwhile.
_MANY_CELLS = 100_000
# From so many bytes on reading a table is noticed.
_LARGE = 10_000_000


class TableCommands(QObject):
    """The commands of one dock.

    Parameters
    ----------
    dock : TableDock
    """

    def __init__(self, dock: TableDock) -> None:
        super().__init__(dock)
        self._dock = dock
        self.menu = QMenu(dock)
        self.copy_action = present(self.menu.addAction("Copy rows for a spreadsheet"))
        self.copy_action.triggered.connect(_without_state(self.copy))
        for text, does in (
            ("Open a table from a file…", self.load),
            ("Show another table beside", self.open_beside),
            ("Ask again what columns of other programs mean", self.ask_again),
        ):
            present(self.menu.addAction(text)).triggered.connect(_without_state(does))
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), dock.view)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)

    @property
    def _session(self) -> Session:
        from napari_darkroom.plugin.session import Session

        return Session.of(self._dock.viewer)

    def copy(self) -> None:
        """Copy the selected rows, or all that are shown, for a spreadsheet."""
        state = self._dock.state
        if state is None:
            return
        chosen, columns = state.selected_in_order(), list(state.columns)
        rows = chosen if len(chosen) else state.rows
        errand = copying(state.table.data, rows, columns)

        def does() -> None:
            check_cells(len(rows), len(columns))
            if len(rows) * len(columns) > _MANY_CELLS:
                self._dock.saving.begin(self._session.filing, errand)
            else:
                show_info(errand.end(errand.work(Job())))

        self._tried(does)

    def ask_and_save(self) -> None:
        """Save the table to a file that is asked for."""
        if self._dock.state is not None:
            asked = ask(self._dock, self._dock.state, self._dock.choice.source)
            if asked is not None:
                self._save(*asked)

    def save(self, path: Path) -> None:
        """Write the whole table to a file, in its own order, while the window works on."""
        if self._dock.table is not None:
            self._save(path, self._dock.table)

    def _save(self, path: Path, table: Table) -> None:
        filing = self._session.filing
        self._tried(lambda: self._dock.saving.begin(filing, saving(path, table)))

    def load(self) -> None:
        """Ask for the file of a table and open it."""
        path = ask_for_file(self._dock)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Open a table from a file, linked with its labels where these are open.

        A large file is read beside the window, which answers meanwhile.
        """
        if not path.is_file() or path.stat().st_size < _LARGE:
            self._tried(lambda: self._show_file(path, read_rows(path)))
            return
        show_info(f"Reading {path.name}…")
        worker = create_worker(read_rows, path)
        worker.returned.connect(lambda table: self._show_file(path, table))
        worker.errored.connect(lambda error: show_error(str(error)))
        worker.start()

    def _show_file(self, path: Path, read: Table) -> None:
        table = linked(self._dock, read)
        if table is None:
            return
        opened = self._session.opened
        key = opened.open(path, table, named_by_hand=table is not read)
        layer = opened.labels(opened[key].source)
        if layer is None:
            self._dock.show_alone(table, key, path.name)
            show_info(f"No open labels hold the objects of {path.name}: it is shown alone.")
        else:
            show_table(layer, key, table)
            self._dock.show_table(layer, key)
        self._session.changed.emit()

    def ask_again(self) -> None:
        """Forget which columns of other programs' tables number their objects."""
        forget_names()
        show_info("When such a table is opened next, it is asked which column numbers its objects.")

    def open_beside(self) -> None:
        """Open one more dock, for another table."""
        viewer = self._dock.viewer
        other = type(self._dock)(viewer)
        number = sum(
            isinstance(one, type(self._dock)) for one in viewer.window.dock_widgets.values()
        )
        viewer.window.add_dock_widget(
            other, name=f"Table {number + 1}", area="bottom", add_vertical_stretch=False
        )

    def mark(self, fields: Mapping[str, str]) -> None:
        """Set marks on the selected objects."""
        state = self._dock.state
        if state is not None:
            self._tried(lambda: self._mark(state, fields))

    def _mark(self, state: TableView, fields: Mapping[str, str]) -> None:
        choice, rows = self._dock.choice, state.selection.rows
        if self.is_recorded():
            mark(self._session, choice.key, state.table, rows, fields)
            return
        mark_opened(self._session, choice.key, state.table, rows, fields)

    def keep_shown(self) -> None:
        """Make new labels with only the objects that are shown."""
        layer, state = self._dock.choice.layer, self._dock.state
        if layer is None or state is None:
            return
        key = self._dock.choice.key
        if self._tried(lambda: keep_shown(self._session, layer, key, state)):
            show_info(_kept(state))

    def measure_again(self) -> None:
        """Measure the objects as they are now, as the table was measured; their marks stay."""
        layer, table = self._dock.choice.layer, self._dock.table
        if layer is not None and table is not None:
            self._tried(lambda: self._measure_again(layer, table))

    def _measure_again(self, layer: Layer, table: Table) -> None:
        session, read = self._session, self._as_read(table)
        marks = marks_behind(session, self._dock.choice.key)
        (step,) = session.run([request_again(session, layer, read)])
        if marks is not None:
            keep_marks(session, step, marks)

    def row_actions(self, row: int) -> list[QAction]:
        """Return what a row offers besides: the operation that it names a setting of."""
        table, choice = self._dock.table, self._dock.choice
        setting = None if table is None else row_setting(table, row)
        if setting is None:
            return []
        action = QAction(setting.text, self._dock)
        action.triggered.connect(
            lambda _=False: open_setting(self._session, setting, choice.key, choice.layer)
        )
        return [action]

    def is_recorded(self) -> bool:
        """Whether the table is the result of a step."""
        steps = self._session.history.graph.steps
        return root(self._dock.choice.key) in {step.id for step in steps}

    def follows_labels(self) -> bool:
        """Whether the table is measured again by itself where its labels change."""
        key, graph = self._dock.choice.key, self._session.history.graph
        return self.is_recorded() and not table_above(graph, key)

    def _as_read(self, table: Table) -> Table:
        """Return the table as it was read from its file: that tells how it was measured."""
        session, key = self._session, self._dock.choice.key
        read = table_above(session.history.graph, key) if self.is_recorded() else ""
        source = session.history.sources.get(read)
        return source.value if source is not None and isinstance(source.value, Table) else table

    def _tried(self, does: Callable[[], object]) -> bool:
        try:
            does()
        except DarkroomError as error:
            show_error(str(error))
            return False
        return True


def _without_state(does: Callable[[], None]) -> Callable[..., None]:
    return lambda _=False: does()


def _kept(state: TableView) -> str:
    """Return how many objects are kept, and how many of them somebody had rejected."""
    text = f"Kept {len(state.rows):,} of {len(state.table.data):,} objects."
    shown = state.table.data.iloc[state.rows]
    rejected = int((shown[VERDICT] == REJECTED).sum()) if VERDICT in shown else 0
    if not rejected:
        return text
    return f"{text} {rejected:,} of them you rejected: filter {VERDICT}, not {REJECTED}."
