"""A column along another one, a line a group: tracks over time, a profile over distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.plots.theme import Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from napari_darkroom.plots.chart import Chart, Data

_MOST_LINES = 500


def mean_course(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the different places and the mean of the values at each, without missing ones."""
    there = np.isfinite(x) & np.isfinite(y)
    places, which = np.unique(x[there], return_inverse=True)
    counts = np.bincount(which, minlength=len(places))
    return places, np.bincount(which, y[there], minlength=len(places)) / counts


def draw_course(axes: Axes, chart: Chart, data: Data, theme: Theme) -> None:
    """Draw a line a group, those with selected rows above, and the mean of all lines.

    Where there are more than 500 lines the first are drawn; the mean is that of all.
    """
    from matplotlib.collections import LineCollection

    x, y = data.numbers(chart.x), data.numbers(chart.y)
    groups = [rows[np.argsort(x[rows], kind="stable")] for _, rows in data.groups(chart.group)]
    chosen = [bool(data.selected[rows].any()) for rows in groups]
    for is_chosen, colour, width in ((False, theme.mark, 0.8), (True, theme.chosen, 1.8)):
        drawn = [g for g, c in zip(groups, chosen, strict=True) if c == is_chosen][:_MOST_LINES]
        lines = [np.column_stack([x[rows], y[rows]]) for rows in drawn]
        alpha = 1.0 if is_chosen or len(groups) == 1 else 0.6
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, alpha=alpha))
        ends = [line[0] for line in lines if len(line) == 1]
        if ends:
            single = np.array(ends)
            axes.plot(single[:, 0], single[:, 1], ".", color=colour)
    if len(groups) > 1:
        places, means = mean_course(x, y)
        axes.plot(places, means, color=theme.text, linewidth=2, label="mean of all")
    if chart.logarithmic:
        axes.set_yscale("symlog" if (y <= 0).any() else "log")
    axes.autoscale_view()
    axes.set_xlabel(data.title(chart.x))
    axes.set_ylabel(data.title(chart.y))
    theme.legend(axes)
