"""The first line of the table's dock: which table, how many rows, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtWidgets import QLabel, QMenu, QPushButton, QToolButton, QWidget
from superqt import QFlowLayout

from napari_darkroom.plugin.table.choice import TableChoice
from napari_darkroom.plugin.table.colour_strip import colouring_text
from napari_darkroom.plugin.table.seen import SeenChoice
from napari_darkroom.tables.view import TableView

if TYPE_CHECKING:
    from napari import Viewer


class TableHead(QWidget):
    """Choices and buttons; what they do is the dock's.

    Parameters
    ----------
    viewer : Viewer
    """

    def __init__(self, viewer: Viewer) -> None:
        super().__init__()
        self.choice = TableChoice(viewer)
        self.count = QLabel()
        self.count.setObjectName("hint")
        self.seen = SeenChoice()
        self._seen_label = QLabel("Image shows")
        self._seen_label.setObjectName("hint")
        self.filter = _switch("Filter", "Show only rows with certain values.")
        self.colour = _switch("Colour", "Colour the objects in the image by a column.")
        self.mark = _opener("Mark", "Accept, reject or classify the selected objects by hand.")
        self.columns = _opener("Columns", "Choose which columns are shown.")
        self.plot = _switch("Plot", "Plot columns beside the table, and select in the plot.")
        self.save = QPushButton("Save…")
        self.more = _opener("⋯", "More")
        # In a narrow dock they stand in several lines.
        line = QFlowLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setHorizontalSpacing(4)
        line.setVerticalSpacing(3)
        for label in (self.count, self._seen_label):
            label.setMinimumHeight(self.choice.sizeHint().height())
        for part in (
            self.choice, self.count, self._seen_label, self.seen, self.filter, self.colour,
            self.mark, self.columns, self.plot, self.save, self.more,
        ):  # fmt: skip
            line.addWidget(part)

    def show_view(self, view: TableView | None) -> None:
        """Suit another view."""
        self.seen.show_view(view)
        for button in (self.save, self.filter, self.mark, self.columns, self.plot):
            button.setEnabled(view is not None)
        self.tell(view)

    def tell(self, view: TableView | None) -> None:
        """Say how many rows there are, and by what they are coloured."""
        self.count.setText(_count(view))
        self.colour.setText(colouring_text(None if view is None else view.colouring))

    def suit_layer(self, coloured: bool) -> None:
        """Offer what colours objects only where a layer can be coloured."""
        for part in (self._seen_label, self.seen, self.colour):
            part.setVisible(coloured)


def open_with(button: QToolButton, menu: QMenu) -> None:
    """Let a button open a menu."""
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


def _switch(text: str, tip: str) -> QToolButton:
    button = _opener(text, tip)
    button.setCheckable(True)
    return button


def _opener(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setObjectName("switch")
    return button


def _count(view: TableView | None) -> str:
    if view is None:
        return ""
    total, shown = len(view.table.data), len(view.rows)
    noun = "object" if "label" in view.table.keys else "row"
    nouns = f"{noun}{'' if total == 1 else 's'}"
    told = f"{shown:,} of {total:,} {nouns}" if view.filtered else f"{total:,} {nouns}"
    chosen = len(view.selection)
    return f"{told} · {chosen:,} selected" if chosen > 1 else told
