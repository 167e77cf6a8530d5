"""The distribution of a column in each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.plots.theme import Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from napari_darkroom.plots.chart import Chart, Data

_MOST_GROUPS = 24
_MOST_POINTS = 2_000
_GOLDEN = 0.6180339887498949
_SPREAD = 0.5


def draw_box(axes: Axes, chart: Chart, data: Data, theme: Theme) -> None:
    """Draw a box a group: the quartiles, whiskers up to 1.5 box lengths, and every row.

    Where there are more than 24 groups the first are drawn.
    """
    values = data.numbers(chart.y)
    groups = data.groups(chart.group)[:_MOST_GROUPS]
    parts = [values[rows][np.isfinite(values[rows])] for _, rows in groups]
    names = [f"{name}\nn {len(part)}" for (name, _), part in zip(groups, parts, strict=True)]
    if parts:
        _boxes(axes, parts, names, theme)
    for place, (_, rows) in enumerate(groups, start=1):
        drawn = rows[:: max(1, len(rows) // _MOST_POINTS)]
        _points(axes, place, values[drawn], data.selected[drawn], theme)
    if chart.logarithmic:
        axes.set_yscale("symlog" if (values <= 0).any() else "log")
    axes.set_xlabel(chart.group)
    axes.set_ylabel(data.title(chart.y))


def _boxes(axes: Axes, parts: list[NDArray[np.float64]], names: list[str], theme: Theme) -> None:
    lines = {"color": theme.text, "linewidth": 1.2}
    axes.boxplot(
        parts, tick_labels=names, showfliers=False, widths=0.55, boxprops=lines,
        whiskerprops=lines, capprops=lines, medianprops={**lines, "color": theme.chosen},
        zorder=3,
    )  # fmt: skip


def _points(
    axes: Axes, place: int, y: NDArray[np.float64], selected: NDArray[np.bool_], theme: Theme
) -> None:
    """Draw rows beside each other: steps of the golden ratio spread them evenly, without chance."""
    x = place + _SPREAD * (np.arange(len(y)) * _GOLDEN % 1.0 - 0.5)
    for chosen, colour in ((~selected, theme.mark), (selected, theme.chosen)):
        axes.plot(
            x[chosen], y[chosen], linestyle="none", marker="o", markersize=3, color=colour,
            alpha=0.6, markeredgewidth=0, zorder=2,
        )  # fmt: skip
