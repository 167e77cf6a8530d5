"""What all of Darkroom's docked widgets have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QLabel, QStackedWidget, QWidget

from napari_darkroom.plugin.canvas_context import CanvasContext
from napari_darkroom.plugin.style import style_sheet

if TYPE_CHECKING:
    from napari import Viewer


class Panel(QWidget):
    """A widget in Darkroom's look that works on a viewer.

    Parameters
    ----------
    napari_viewer : Viewer
        Or the proxy for one that napari hands to a plugin's widgets.
    """

    def __init__(self, napari_viewer: Viewer) -> None:
        super().__init__()
        # The layers of a proxy are not the same objects as the viewer's.
        self.viewer: Viewer = getattr(napari_viewer, "__wrapped__", napari_viewer)
        CanvasContext.of(self.viewer)
        self.setStyleSheet(style_sheet())


def pages_with_hint(hint: str) -> QStackedWidget:
    """Return pages of which the first tells what to do while there is nothing to show."""
    label = QLabel(hint)
    label.setObjectName("empty")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    pages = QStackedWidget()
    pages.addWidget(label)
    return pages
