"""One column against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from napari_darkroom.plots.theme import GROUPS, Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from napari_darkroom.plots.chart import Chart, Data

# With so many points single ones are no longer seen: they become small, and pixels in a file.
_MANY = 5_000


def draw_scatter(axes: Axes, chart: Chart, data: Data, theme: Theme) -> None:
    """Draw a point a row, in the colour of its group, and over them the selected ones."""
    x, y = data.numbers(chart.x), data.numbers(chart.y)
    many = len(x) > _MANY
    size = 2.0 if many else 4.5
    for i, (name, rows) in enumerate(data.groups(chart.group)[: len(GROUPS)]):
        colour = GROUPS[i] if chart.group else theme.mark
        axes.plot(
            x[rows], y[rows], linestyle="none", marker="o", markersize=size, color=colour,
            markeredgewidth=0, alpha=0.35 if many else 0.75, label=name or None, rasterized=many,
        )  # fmt: skip
    if data.selected.any():
        chosen = np.flatnonzero(data.selected)
        axes.plot(
            x[chosen], y[chosen], linestyle="none", marker="o", markersize=size + 1,
            color=theme.chosen, markeredgewidth=0, label="selected", rasterized=many,
        )  # fmt: skip
    if chart.logarithmic:
        axes.set_xscale("symlog" if (x <= 0).any() else "log")
        axes.set_yscale("symlog" if (y <= 0).any() else "log")
    axes.set_xlabel(data.title(chart.x))
    axes.set_ylabel(data.title(chart.y))
    theme.legend(axes)
