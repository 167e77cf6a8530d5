"""The mark that tells how a step stands: by its colour, and by its shape for who sees none."""

from __future__ import annotations

from types import MappingProxyType

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPen

from napari_darkroom.plugin.entries import Entry
from napari_darkroom.recipe.history import Status

GREY = QColor("#8d95a0")
RED = QColor("#e5707a")
BLUE = QColor("#4583f5")
_AMBER = QColor("#d69e2e")
_COLOURS = MappingProxyType(
    {
        Status.CURRENT: QColor("#3fa65a"),
        Status.STALE: _AMBER,
        Status.WAITING: _AMBER,
        Status.RUNNING: BLUE,
        Status.FAILED: RED,
        Status.BLOCKED: _AMBER,
        Status.OFF: GREY,
    }
)
_RADIUS = 4.5
_FULL_TURN = 360 * 16
_TOP = 90 * 16


def paint_mark(painter: QPainter, entry: Entry, centre: QPointF) -> None:
    """Paint the mark of an entry around a point.

    A disc is up to date, a ring is not yet, a ring that fills is running, a disc with a bar has
    failed, a ring with a bar is switched off or held up; inputs are squares.
    """
    painter.save()
    painter.translate(centre)
    colour = _COLOURS[entry.status]
    if entry.is_input:
        _square(painter, GREY if entry.status is Status.CURRENT else colour)
    elif entry.status is Status.RUNNING:
        _ring(painter, colour, entry.progress)
    else:
        _disc(painter, entry.status, colour)
    painter.restore()


def _square(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    side = 2 * _RADIUS - 1
    painter.drawRoundedRect(QRectF(-side / 2, -side / 2, side, side), 2, 2)


def _disc(painter: QPainter, status: Status, colour: QColor) -> None:
    filled = status in (Status.CURRENT, Status.FAILED)
    painter.setPen(QPen(colour, 1.8))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(), _RADIUS - 0.6, _RADIUS - 0.6)
    if status in (Status.FAILED, Status.BLOCKED, Status.OFF):
        painter.setPen(QPen(QColor("white") if filled else colour, 1.6))
        painter.drawLine(QPointF(-2, 0), QPointF(2, 0))


def _ring(painter: QPainter, colour: QColor, progress: float) -> None:
    faint = QColor(colour)
    faint.setAlphaF(0.35)
    around = QRectF(-_RADIUS, -_RADIUS, 2 * _RADIUS, 2 * _RADIUS)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(faint, 2.4))
    painter.drawEllipse(around)
    painter.setPen(flat_pen(colour, 2.4))
    painter.drawArc(around, _TOP, -int(_FULL_TURN * progress))


def flat_pen(colour: QColor, width: float) -> QPen:
    """Return a pen whose lines end where they are told to: those that meet do not overlap."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
