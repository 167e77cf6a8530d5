"""Gates that are drawn in a plot: what lies within is selected."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from napari_darkroom.plots.chart import Chart, Kind
from napari_darkroom.tables.conditions import Between, Condition, Inside

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FEWEST_CORNERS = 3
_MOST_CORNERS = 200


class Shape(Enum):
    """What a gate looks like."""

    RANGE = "Range"
    RECTANGLE = "Rectangle"
    LASSO = "Lasso"


def shapes_for(chart: Chart) -> tuple[Shape, ...]:
    """Return which gates suit a chart, the usual one first."""
    if chart.kind in (Kind.HISTOGRAM, Kind.BOX):
        return (Shape.RANGE,)
    return (Shape.RECTANGLE, Shape.LASSO)


class Gate:
    """A gate on the axes of a chart, drawn by dragging.

    Parameters
    ----------
    axes : Axes
    chart : Chart
    shape : Shape
    drawn : callable
        Called with the conditions that rows within fulfil, after each drag.
    colour : str
    half_bins : (float, float)
        Half the widths of bins along both axes, whose middles are drawn: a bin lies within where
        its middle does. Conditions are on where bins begin.
    """

    def __init__(
        self,
        axes: Axes,
        chart: Chart,
        shape: Shape,
        drawn: Callable[[tuple[Condition, ...]], None],
        colour: str,
        *,
        half_bins: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self._axes, self._chart, self._shape = axes, chart, shape
        self._drawn = drawn
        self._half_x, self._half_y = half_bins
        self._along = chart.x if chart.kind is Kind.HISTOGRAM else chart.y
        self._look: dict[str, Any] = {"facecolor": colour, "edgecolor": colour, "alpha": 0.25}
        # What is drawn of a gate is to leave the axes as long as they are.
        axes.set_xlim(axes.get_xlim())
        axes.set_ylim(axes.get_ylim())
        self._selector = self._made(axes, shape, colour)

    def show(self, conditions: tuple[Condition, ...]) -> None:
        """Show the gate that is set, where it is of this chart."""
        chart, ranges = self._chart, {c.column: c for c in conditions if isinstance(c, Between)}
        if self._shape is Shape.RANGE and self._along in ranges:
            along = ranges[self._along]
            self._selector.extents = (along.low, along.high)
        elif self._shape is Shape.RECTANGLE and {chart.x, chart.y} <= ranges.keys():
            x, y = ranges[chart.x], ranges[chart.y]
            across, up = self._half_x, self._half_y
            self._selector.extents = (x.low + across, x.high + across, y.low + up, y.high + up)
        for one in conditions:
            if isinstance(one, Inside) and (one.x, one.y) == (chart.x, chart.y):
                corners = np.add(one.corners, [self._half_x, self._half_y])
                self._axes.fill(*corners.T, **self._look)

    def remove(self) -> None:
        """Take the gate off its axes."""
        self._selector.disconnect_events()

    def _made(self, axes: Axes, shape: Shape, colour: str) -> Any:
        from matplotlib.widgets import LassoSelector, RectangleSelector, SpanSelector

        look = self._look
        if shape is Shape.RANGE:
            across = self._chart.kind is Kind.HISTOGRAM
            along: Literal["horizontal", "vertical"] = "horizontal" if across else "vertical"
            return SpanSelector(axes, self._ranged, along, props=look, interactive=True)
        if shape is Shape.RECTANGLE:
            return RectangleSelector(
                axes,
                self._boxed,
                props=look,
                interactive=True,
                minspanx=3,
                minspany=3,
                spancoords="pixels",
            )
        return LassoSelector(axes, self._lassoed, props={"color": colour, "linewidth": 1.5})

    def _ranged(self, low: float, high: float) -> None:
        if low < high:
            self._drawn((Between(self._along, float(low), float(high)),))

    def _boxed(self, _press: Any, _release: Any) -> None:
        left, right, bottom, top = map(float, self._selector.extents)
        if left < right and bottom < top:
            x, y, across, up = self._chart.x, self._chart.y, self._half_x, self._half_y
            within = Between(x, left - across, right - across), Between(y, bottom - up, top - up)
            self._drawn(within)

    def _lassoed(self, corners: list[tuple[float, float]]) -> None:
        if len(corners) < _FEWEST_CORNERS:
            return
        kept = np.asarray(corners, dtype=float)[:: 1 + len(corners) // _MOST_CORNERS]
        outline = tuple((float(x) - self._half_x, float(y) - self._half_y) for x, y in kept)
        self._drawn((Inside(self._chart.x, self._chart.y, outline),))
