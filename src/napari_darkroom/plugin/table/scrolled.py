"""Lines of widgets that scroll where there is too little room for them."""

from __future__ import annotations

from qtpy.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from napari_darkroom.plugin.present import present

_LEAST_HEIGHT = 80


class ScrolledLines(QScrollArea):
    """Widgets below one another, some of which may wrap.

    Attributes
    ----------
    lines : QVBoxLayout
        Where they go.
    """

    def __init__(self) -> None:
        super().__init__()
        body = _Body()
        self.lines = QVBoxLayout(body)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(4)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(body)
        self.setMinimumHeight(_LEAST_HEIGHT)


class _Body(QWidget):
    """Lines that may wrap; a scroll bar is for where the least height is missing."""

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height that it needs: a scroll area would take what it wishes."""
        return int(present(self.layout()).minimumHeightForWidth(width))
