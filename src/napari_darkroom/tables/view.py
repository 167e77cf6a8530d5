"""How a table is looked at: order, filters, selection, columns, colours. It knows of no window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.values import Table
from napari_darkroom.tables.colouring import Colouring
from napari_darkroom.tables.conditions import Condition, fulfil
from napari_darkroom.tables.order import sorted_rows
from napari_darkroom.tables.selection import How, Selection

if TYPE_CHECKING:
    import pandas as pd


class Aspect(Enum):
    """What of a view has changed."""

    ROWS = "rows"
    ORDER = "order"
    SELECTION = "selection"
    COLUMNS = "columns"
    COLOURS = "colours"
    STALE = "stale"


class Objects(Enum):
    """Which objects are seen in the image."""

    ALL = "all objects"
    ROWS = "objects in the rows shown"
    SELECTED = "selected objects"


class TableView:
    """A way to look at a table, which itself never changes.

    Rows are told by their place in the table, whatever the order in which they are shown.

    Parameters
    ----------
    table : Table

    Attributes
    ----------
    rows : array of int
        The rows that are shown, in the order in which they are.
    conditions : tuple of Condition
        What the rows that are shown fulfil.
    left_out : tuple of int
        For each condition how many rows of the table do not fulfil it.
    sort : (str, bool) or None
        The column that gives the order, and whether downwards; None for the table's own order.
    columns : tuple of str
        The columns that are shown, in order.
    colouring : Colouring or None
        By which column objects are coloured.
    objects : Objects
        Which objects are seen in the image.
    stale : array of bool
        The rows whose objects were changed since they were measured.
    listeners : list of callable
        Called with each `Aspect` that has changed.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.conditions: tuple[Condition, ...] = ()
        self.left_out: tuple[int, ...] = ()
        self.sort: tuple[str, bool] | None = None
        self.columns = tuple(str(name) for name in table.data.columns)
        self.colouring: Colouring | None = None
        self.objects = Objects.ALL
        self.stale = np.zeros(len(table.data), dtype=bool)
        self.selection = Selection(len(table.data))
        self.listeners: list[Callable[[Aspect], None]] = []
        self._order = np.arange(len(table.data))
        self._arrange()

    @property
    def shown(self) -> NDArray[np.bool_]:
        """For each row of the table whether it fulfils the conditions."""
        return self._shown

    @property
    def filtered(self) -> bool:
        """Whether rows are left out."""
        return len(self.rows) < len(self.table.data)

    # What is shown

    def set_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show only the rows that fulfil all of some conditions.

        Raises
        ------
        KeyError
            If one looks at a column that there is not; nothing is changed then.
        """
        different = tuple(dict.fromkeys(conditions))
        found = [one.rows(self.table.data) for one in different]
        shown = np.ones(len(self.table.data), dtype=bool)
        for rows in found:
            shown &= rows
        self.left_out = tuple(int((~rows).sum()) for rows in found)
        self.conditions = different
        self._arrange(shown)
        self._tell(Aspect.ROWS)
        if self.selection.keep(self.shown):
            self._tell(Aspect.SELECTION)

    def add_conditions(self, *conditions: Condition) -> None:
        """Show of the rows that are shown only those that fulfil more conditions.

        One of a kind that is there already for the same columns takes its place.
        """
        new = {(type(one), one.columns) for one in conditions}
        kept = [one for one in self.conditions if (type(one), one.columns) not in new]
        self.set_conditions([*kept, *conditions])

    def drop_condition(self, condition: Condition) -> None:
        """Show also what does not fulfil one of the conditions."""
        self.set_conditions([one for one in self.conditions if one != condition])

    def sort_by(self, column: str | None, *, descending: bool = False) -> None:
        """Order the rows by a column; None for the table's own order."""
        self.sort = None if column is None else (column, descending)
        cells = None if column is None else self.table.data[column]
        self._order = (
            np.arange(len(self.table.data))
            if cells is None
            else sorted_rows(cells, descending=descending)
        )
        self._arrange(self._shown)
        self._tell(Aspect.ORDER)

    def show_columns(self, columns: Sequence[str]) -> None:
        """Show some columns in some order; those that there are not are passed over."""
        known = self.table.data.columns
        self.columns = tuple(dict.fromkeys(name for name in columns if name in known))
        self._tell(Aspect.COLUMNS)

    def colour_by(self, colouring: Colouring | None) -> None:
        """Colour the objects by a column; None for their own colours."""
        if colouring != self.colouring:
            self.colouring = colouring
            self._tell(Aspect.COLOURS)

    def see(self, objects: Objects) -> None:
        """Let these objects be seen in the image, and hide all others."""
        if objects is not self.objects:
            self.objects = objects
            self._tell(Aspect.COLOURS)

    def note_stale(self, stale: NDArray[np.bool_]) -> None:
        """Note of which rows the objects were changed since they were measured."""
        if not np.array_equal(stale, self.stale):
            self.stale = stale
            self._tell(Aspect.STALE)

    # What is selected

    def point(self, places: NDArray[np.intp], how: How, *, stretch: bool = False) -> None:
        """Point at rows by where they are shown; see `Selection.point`."""
        self.select(self.rows[places], how, stretch=stretch)

    def select(self, rows: NDArray[np.intp], how: How = How.ONLY, *, stretch: bool = False) -> None:
        """Select rows of the table; those that are not shown are passed over."""
        before = self.selection.mask
        self.selection.point(rows[self._shown[rows]], how, stretch=stretch)
        if not np.array_equal(before, self.selection.mask):
            self._tell(Aspect.SELECTION)

    def select_where(self, *conditions: Condition, how: How = How.ONLY) -> None:
        """Select the rows shown that fulfil all of some conditions."""
        self.select(np.flatnonzero(fulfil(self.table.data, conditions)), how)

    def places(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return where rows of the table are shown, -1 where they are not."""
        return self._place[rows]

    def rows_of(self, key: Mapping[str, int]) -> NDArray[np.intp]:
        """Return the rows of an object by the numbers in the table's key columns."""
        frame = self.table.data
        if not key or not all(name in frame.columns for name in key):
            return np.zeros(0, dtype=np.intp)
        found = np.ones(len(frame), dtype=bool)
        for name, number in key.items():
            found &= frame[name].to_numpy() == number
        return np.flatnonzero(found)

    # As tables

    def frame(self, rows: NDArray[np.intp] | None = None) -> pd.DataFrame:
        """Return the cells that are shown, as they are shown; of some rows where given."""
        return self.table.data[list(self.columns)].iloc[self.rows if rows is None else rows]

    def selected_in_order(self) -> NDArray[np.intp]:
        """Return the selected rows in the order in which they are shown."""
        return self.rows[self.selection.mask[self.rows]]

    def shown_table(self) -> Table:
        """Return the table with the rows that are shown alone, in the table's own order."""
        left = self.table.data.loc[self._shown].reset_index(drop=True)
        return replace(self.table, data=left)

    def renewed(self, table: Table) -> TableView:
        """Return the same way to look at another table, as at objects that were measured again.

        What rests on columns that the table does not have is left out; selected are the objects
        with the same keys.
        """
        other, known = TableView(table), set(table.data.columns)
        if self.columns != tuple(map(str, self.table.data.columns)):
            added = [name for name in other.columns if name not in self.table.data.columns]
            other.columns = tuple(name for name in (*self.columns, *added) if name in known)
        if self.colouring is not None and self.colouring.column in known:
            other.colouring = self.colouring
        other.objects = self.objects
        other.set_conditions([one for one in self.conditions if known.issuperset(one.columns)])
        if self.sort is not None and self.sort[0] in known:
            other.sort_by(self.sort[0], descending=self.sort[1])
        other.select(_same_objects(self, table))
        return other

    def _arrange(self, shown: NDArray[np.bool_] | None = None) -> None:
        self._shown = np.ones(len(self._order), dtype=bool) if shown is None else shown
        self.rows = self._order[self._shown[self._order]]
        self._place = np.full(len(self._order), -1, dtype=np.intp)
        self._place[self.rows] = np.arange(len(self.rows))

    def _tell(self, aspect: Aspect) -> None:
        for listener in list(self.listeners):
            listener(aspect)


def _same_objects(view: TableView, table: Table) -> NDArray[np.intp]:
    import pandas as pd

    keys, selected = list(view.table.keys), view.selection.rows
    known = set(view.table.data.columns) & set(table.data.columns)
    if not keys or not len(selected) or not known.issuperset(keys):
        return np.zeros(0, dtype=np.intp)
    before = pd.MultiIndex.from_frame(view.table.data[keys].iloc[selected])
    return np.flatnonzero(pd.MultiIndex.from_frame(table.data[keys]).isin(before))
