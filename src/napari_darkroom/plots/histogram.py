"""How often values occur."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.plots.theme import GROUPS, Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from napari_darkroom.plots.chart import Chart, Data

_FEWEST, _MOST = 8, 100


def bin_edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the edges of the bins of a histogram, by the rule of Freedman and Diaconis.

    Few whole numbers have a bin each, whose middle is the number. There are 8 bins at least and
    100 at most; values that are all one number lie in one bin.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return np.array([0.0, 1.0])
    low, high = float(finite.min()), float(finite.max())
    if high - low < _MOST and np.array_equal(finite, np.rint(finite)):
        return np.arange(low, high + 2) - 0.5
    if low == high:
        return np.array([low - 0.5, high + 0.5])
    quarter, three = np.percentile(finite, [25, 75])
    width = 2 * (three - quarter) / len(finite) ** (1 / 3)
    count = (high - low) / width if width > 0 else _FEWEST
    return np.linspace(low, high, int(np.clip(np.ceil(count), _FEWEST, _MOST)) + 1)


def draw_histogram(axes: Axes, chart: Chart, data: Data, theme: Theme) -> None:
    """Draw a histogram, by group where there is one, and over it that of the selected rows."""
    values = data.numbers(chart.x)
    edges = bin_edges(values)
    groups = data.groups(chart.group)[: len(GROUPS)]
    for i, (name, rows) in enumerate(groups):
        counts, _ = np.histogram(values[rows], edges)
        if chart.group:
            axes.stairs(counts, edges, color=GROUPS[i], linewidth=1.5, label=name)
        else:
            axes.stairs(counts, edges, color=theme.mark, fill=True, linewidth=0)
    if data.selected.any():
        counts, _ = np.histogram(values[data.selected], edges)
        axes.stairs(counts, edges, color=theme.chosen, fill=True, alpha=0.9, label="selected")
    if chart.logarithmic:
        axes.set_yscale("symlog", linthresh=1)
    axes.set_xlabel(data.title(chart.x))
    axes.set_ylabel("objects" if "label" in data.frame.columns else "rows")
    axes.set_ylim(bottom=0)
    theme.legend(axes)
