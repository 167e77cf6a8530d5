"""A small picture of a histogram, with lines at the values that an operation decides by."""

from __future__ import annotations

import numpy as np
from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from qtpy.QtWidgets import QWidget

from napari_darkroom.engine.histogram import Histogram
from napari_darkroom.plugin.layers import MASK_COLOUR

_HEIGHT = 58
_TEXT_HEIGHT = 14
_BAR = QColor(141, 149, 160, 150)
_GROUND = QColor(127, 137, 150, 24)
_TEXT = QColor(141, 149, 160)


class HistogramView(QWidget):
    """Paints a histogram with logarithmic counts."""

    def __init__(self) -> None:
        super().__init__()
        self.histogram: Histogram | None = None
        self.limits: tuple[float, ...] = ()
        self.setFixedHeight(_HEIGHT + _TEXT_HEIGHT)
        self.setToolTip(
            "How many pixels of the input have which value (logarithmic). The lines are the values "
            "that the operation decides by."
        )

    def show_histogram(self, histogram: Histogram | None) -> None:
        """Paint another histogram, or none."""
        self.histogram = histogram
        self.update()

    def show_limits(self, limits: tuple[float, ...]) -> None:
        """Draw lines at other values."""
        if limits != self.limits:
            self.limits = limits
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        """Paint bars, lines, and the numbers under them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(0, 0, self.width(), self.height() - _TEXT_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(area, 3, 3)
        if self.histogram is None:
            return
        painter.setBrush(_BAR)
        painter.drawPolygon(_outline(self.histogram, area))
        self._paint_numbers(painter, self.histogram)
        painter.setPen(QPen(QColor(MASK_COLOUR), 1.5))
        for x in self.line_places(self.histogram):
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def line_places(self, histogram: Histogram) -> list[float]:
        """Return where the lines stand, in pixels; those beside the histogram at its edge."""
        places = [min(max(histogram.place(limit), 0.0), 1.0) for limit in self.limits]
        return [1 + place * (self.width() - 2) for place in places]

    def _paint_numbers(self, painter: QPainter, histogram: Histogram) -> None:
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        row = QRectF(1, self.height() - _TEXT_HEIGHT, self.width() - 2, _TEXT_HEIGHT)
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.setPen(_TEXT)
        low, high = histogram.ends
        painter.drawText(row, bottom | Qt.AlignmentFlag.AlignLeft, f"{low:.5g}")
        painter.drawText(row, bottom | Qt.AlignmentFlag.AlignRight, f"{high:.5g}")
        if self.limits:
            painter.setPen(QColor(MASK_COLOUR))
            text = " – ".join(f"{limit:.5g}" for limit in self.limits)
            painter.drawText(row, bottom | Qt.AlignmentFlag.AlignHCenter, text)


def _outline(histogram: Histogram, area: QRectF) -> QPolygonF:
    """Return the bars as one shape, the highest as high as the area."""
    heights = np.log1p(histogram.counts.astype(float))
    heights *= (area.height() - 2) / max(float(heights.max()), 1e-9)
    edges = np.linspace(area.left(), area.right(), len(heights) + 1)
    points = [QPointF(area.left(), area.bottom())]
    for left, right, height in zip(edges[:-1], edges[1:], heights, strict=True):
        points += [QPointF(left, area.bottom() - height), QPointF(right, area.bottom() - height)]
    return QPolygonF([*points, QPointF(area.right(), area.bottom())])
