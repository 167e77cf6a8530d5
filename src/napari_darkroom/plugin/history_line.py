"""One line of the history: where its parts are, and how it is painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qtpy.QtCore import QPointF, QRect, QRectF, QSize, Qt
from qtpy.QtGui import QColor, QFont, QPainter, QPainterPath, QPalette, QPen
from qtpy.QtWidgets import QStyle, QStyleOptionViewItem

from napari_darkroom.plugin.entries import Entry
from napari_darkroom.plugin.history_model import figures, progress_text
from napari_darkroom.plugin.icons import draw
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.state_mark import BLUE, RED, flat_pen, paint_mark
from napari_darkroom.recipe.history import Status

_CHOSEN = QColor(47, 111, 235, 110)
_UNDER = QColor(127, 137, 150, 40)
_RAIL = QColor(127, 137, 150, 150)
_INDENT, _DEEPEST = 14, 6
_FIRST_RAIL, _BEHIND_MARK, _BOX, _EDGE = 15, 11, 16, 8
_BAR = 3
_GAP = 6
_SOFT, _OFF = 0.62, 0.45
# The theme is dark where its text is lighter than this; on a light one red has to be darker.
_MIDDLE, _DARK_RED = 128, QColor("#c4303c")


_ABOVE, _BELOW = 5, 6


@dataclass(frozen=True)
class Areas:
    """Where the parts of a line are.

    Attributes
    ----------
    title, details : QRect
        Of the two lines of text.
    mark : QPointF
        Middle of the mark.
    check : QRect
        Of the box that switches a step on and off.
    button : QRect
        Of the cross that cancels, or the arrow that tries again.
    """

    title: QRect
    details: QRect
    mark: QPointF
    check: QRect
    button: QRect


def line_height(option: QStyleOptionViewItem) -> int:
    """Return the height of an entry."""
    return int(2 * option.fontMetrics.lineSpacing() + _ABOVE + _BELOW)


def areas(rect: QRect, line: int, entry: Entry) -> Areas:
    """Return where the parts of an entry are, whose lines of text are `line` pixels high."""
    first = rect.top() + _ABOVE
    middle = first + line / 2
    top = round(middle - _BOX / 2)
    check = QRect(rect.right() - _EDGE - _BOX, top, _BOX, _BOX)
    button = check.translated(-_BOX - _GAP, 0)
    end = (button if button_of(entry) else check).left() - _GAP
    rail = rail_at(rect, entry.place.level)
    start = round(rail + _BEHIND_MARK)
    title = QRect(start, first, end - start, line)
    details = QRect(start, first + line, rect.right() - _EDGE - start, line)
    return Areas(title, details, QPointF(rail, middle), check, button)


def rail_at(rect: QRect, level: int) -> float:
    """Return where the line runs that joins the marks of a level."""
    return rect.left() + _FIRST_RAIL + _INDENT * min(level, _DEEPEST) + 0.5


def button_of(entry: Entry) -> str:
    """Return what the button of a line does, empty where it has none."""
    if entry.is_input:
        return ""
    return {Status.RUNNING: "cancel", Status.FAILED: "retry"}.get(entry.status, "")


def details(entry: Entry, *, room: Callable[[str], bool] = lambda _: True) -> str:
    """Return the second line of an entry, without its figures.

    Parameters
    ----------
    room : callable
        Whether a text fits. Where the line does not, the end is not seen: what is said of the
        result, as how many objects are left, then stands in front.
    """
    if entry.error:
        return " ".join(entry.error.split())
    if entry.is_input:
        return entry.changes or entry.kind
    made_of = f"{entry.changes} ← {entry.inputs}".strip()
    parts = [made_of, *entry.remarks]
    line = " · ".join(parts)
    return line if room(line) else " · ".join([*entry.remarks, made_of])


def paint_entry(painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
    """Paint an entry in two lines, with its mark, its branch and its box."""
    parts = areas(option.rect, option.fontMetrics.lineSpacing(), entry)
    _paint_ground(painter, option, entry)
    _paint_rails(painter, option.rect, entry, parts.mark.y())
    paint_mark(painter, entry, parts.mark)
    text = QColor(present(option.widget).palette().color(QPalette.ColorRole.WindowText))
    _paint_title(painter, option, entry, parts.title, text)
    _paint_details(painter, option, entry, parts.details, text)
    _paint_controls(painter, entry, parts, text)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, _CHOSEN)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, _UNDER)
    if entry.in_lineage:
        painter.fillRect(QRect(option.rect.topLeft(), QSize(_BAR, option.rect.height())), BLUE)


def _paint_rails(painter: QPainter, rect: QRect, entry: Entry, middle: float) -> None:
    """Paint the lines that join what comes of one another, with a gap around the mark."""
    place, top, bottom = entry.place, float(rect.top()), float(rect.bottom() + 1)
    painter.setPen(flat_pen(_RAIL, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    own = rail_at(rect, place.level)
    for level in range(place.level):
        # Branches stand before what goes straight on, so the lines of all levels above go through.
        rail = rail_at(rect, level)
        painter.drawLine(QPointF(rail, top), QPointF(rail, bottom))
    if place.leaves:
        parent = rail_at(rect, place.level - 1)
        bend = QPainterPath(QPointF(parent, top))
        bend.cubicTo(QPointF(parent, middle), QPointF(parent, middle), QPointF(own - 7, middle))
        painter.drawPath(bend)
    if place.follows:
        painter.drawLine(QPointF(own, top), QPointF(own, middle - 7))
    if place.continues:
        painter.drawLine(QPointF(own, middle + 7), QPointF(own, bottom))


def _paint_title(
    painter: QPainter, option: QStyleOptionViewItem, entry: Entry, place: QRect, text: QColor
) -> None:
    font = QFont(option.font)
    font.setWeight(QFont.Weight.Bold if entry.selected else QFont.Weight.DemiBold)
    font.setStrikeOut(not entry.enabled)
    painter.setFont(font)
    painter.setPen(_faded(text, 1.0 if entry.enabled else _OFF))
    width = _write(painter, place, entry.title)
    rest = place.adjusted(width + _GAP + 2, 0, 0, 0)
    if entry.operation and entry.operation != entry.title and rest.width() > 3 * _GAP:
        painter.setFont(_small(option))
        painter.setPen(_faded(text, _SOFT if entry.enabled else _OFF))
        _write(painter, rest, entry.operation)


def _paint_details(
    painter: QPainter, option: QStyleOptionViewItem, entry: Entry, place: QRect, text: QColor
) -> None:
    painter.setFont(_small(option))
    metrics = painter.fontMetrics()
    painter.setPen(_faded(text, _SOFT if entry.enabled else _OFF))
    right = progress_text(entry) or " · ".join(figures(entry))

    def fits(line: str) -> bool:
        width = metrics.horizontalAdvance(line) + metrics.horizontalAdvance(right)
        return bool(width + 12 <= place.width())

    if not fits(details(entry)):
        # Where there is no room for both figures the time alone is told.
        right = right.partition(" · ")[0]
    left = details(entry, room=fits)
    _write(painter, place, right, Qt.AlignmentFlag.AlignRight)
    if entry.error:
        painter.setPen(RED if text.lightness() > _MIDDLE else _DARK_RED)
    _write(painter, place.adjusted(0, 0, -metrics.horizontalAdvance(right) - 12, 0), left)


def _paint_controls(painter: QPainter, entry: Entry, parts: Areas, text: QColor) -> None:
    if entry.is_input:
        return
    painter.setPen(QPen(_faded(text, 0.4), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(parts.check).adjusted(1.5, 1.5, -1.5, -1.5), 2.5, 2.5)
    if entry.enabled:
        draw(painter, "tick", QRectF(parts.check).adjusted(1, 1, -1, -1), _faded(text, 0.85))
    if button_of(entry):
        draw(painter, button_of(entry), QRectF(parts.button), text)


def _write(
    painter: QPainter,
    place: QRect,
    text: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Write a text, with its end left out where it is too long; return its width."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
    return int(metrics.horizontalAdvance(shown))


def _small(option: QStyleOptionViewItem) -> QFont:
    font = QFont(option.font)
    font.setPointSizeF(max(font.pointSizeF() * 0.9, 6.0))
    return font


def _faded(colour: QColor, opacity: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(opacity)
    return faded
