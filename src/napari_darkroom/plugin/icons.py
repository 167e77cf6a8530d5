"""Small drawings on buttons and lines, in the colour of the text around them."""

from __future__ import annotations

from types import MappingProxyType

from qtpy.QtCore import QByteArray, QRectF, Qt
from qtpy.QtGui import QAction, QColor, QPainter, QPaintEvent, QPalette
from qtpy.QtSvg import QSvgRenderer
from qtpy.QtWidgets import QMenu, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

_SIZE, _BUTTON = 16, 26
_FAINT = 0.35

# Paths on a square of 16.
PATHS = MappingProxyType(
    {
        "undo": "M5.5 2.5 2 6l3.5 3.5M2 6h7.5a4 4 0 0 1 0 8H6",
        "redo": "M10.5 2.5 14 6l-3.5 3.5M14 6H6.5a4 4 0 0 0 0 8H10",
        "branch": (
            "M4.5 5.2v5.6M11.5 6.8c0 3-7 1.4-7 4M6.2 3.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 1 1 3.4 0z"
            "M6.2 12.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 1 1 3.4 0z"
            "M13.2 5.1a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 1 1 3.4 0z"
        ),
        "rename": "M2.8 13.2l.7-3 7.2-7.2a1.6 1.6 0 0 1 2.3 2.3L5.8 12.5zM9.4 4.3l2.3 2.3",
        "delete": "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.8 7v4M9.2 7v4",
        "show": "M8 2.2 14 5.6 8 9 2 5.6zM2 9.4l6 3.4 6-3.4",
        "eye": (
            "M1.5 8C4 3.6 12 3.6 14.5 8 12 12.4 4 12.4 1.5 8z"
            "M9.8 8a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 1 1 3.6 0z"
        ),
        "no eye": "M1.5 8C4 3.6 12 3.6 14.5 8 12 12.4 4 12.4 1.5 8zM3 13.5l10-11",
        "save": "M8 2v7.5M4.8 6.5 8 9.7l3.2-3.2M2.5 11v2.7h11V11",
        "cancel": "M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6",
        "retry": "M13 8a5 5 0 1 1-1.6-3.7M13 2.2v3.3H9.7",
        "tick": "M3.8 8.3 6.8 11.3 12.4 5",
    }
)


def draw(painter: QPainter, name: str, place: QRectF, colour: QColor) -> None:
    """Draw one of `PATHS` into a square."""
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}"><path fill="none" '
        f'stroke="{colour.name()}" stroke-opacity="{colour.alphaF():.3f}" stroke-width="1.4" '
        f'stroke-linecap="round" stroke-linejoin="round" d="{PATHS[name]}"/></svg>'
    )
    QSvgRenderer(QByteArray(picture.encode())).render(painter, place)


class IconButton(QToolButton):
    """A flat button with a drawing that does what an action does; the tooltip is the action's.

    Parameters
    ----------
    name : str
        One of `PATHS`; of an action that can be checked, the drawing while it is.
    action : QAction
    unchecked : str
        The drawing while it is not checked, by default the same.
    menu : QMenu, optional
        What opens instead of the action.
    """

    def __init__(
        self, name: str, action: QAction, unchecked: str = "", menu: QMenu | None = None
    ) -> None:
        super().__init__()
        self._names = {True: name, False: unchecked or name}
        self.setDefaultAction(action)
        self.setFixedSize(_BUTTON, _BUTTON - 2)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if menu is not None:
            self.setMenu(menu)
            self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        """Paint the drawing over the button."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        colour = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        colour.setAlphaF(1.0 if self.isEnabled() else _FAINT)
        place = QRectF(0, 0, _SIZE, _SIZE)
        place.moveCenter(QRectF(self.rect()).center())
        draw(painter, self._names[self.isChecked()], place, colour)
