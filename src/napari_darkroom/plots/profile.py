"""Values along a way: a line each, and of many lines the mean with its deviation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.plots.theme import GROUPS, Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from napari_darkroom.plots.chart import Chart, Data

# So many lines are still told apart; of more the mean is drawn over thin ones.
_FEW = 6
_MOST_LINES = 500
_BAND = 0.25

Line = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class MeanProfile:
    """The mean of several lines at places along them.

    Attributes
    ----------
    places : array (n,)
    mean, deviation : array (n,)
        Of the lines that reach there; the deviation is that of the sample (n - 1), missing of one.
    """

    places: NDArray[np.float64]
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]


def mean_profile(lines: list[Line]) -> MeanProfile:
    """Return the mean and deviation of lines, each a pair of increasing places and values.

    Lines that have other places are interpolated linearly between their own; nothing is made up
    beyond the ends of a line, nor beside a missing value.
    """
    places = _common_places(lines)
    values = np.array([_at(places, x, y) for x, y in lines])
    there = np.isfinite(values)
    count = there.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(there, values, 0).sum(axis=0) / count
        squares = np.where(there, (values - mean) ** 2, 0).sum(axis=0)
        deviation = np.where(count > 1, np.sqrt(squares / (count - 1)), np.nan)
    return MeanProfile(places, mean, deviation)


def _common_places(lines: list[Line]) -> NDArray[np.float64]:
    first = max((x for x, _ in lines), key=len)
    if all(np.isin(x, first).all() for x, _ in lines):
        return first
    ends = min(x[0] for x, _ in lines), max(x[-1] for x, _ in lines)
    return np.linspace(*ends, max(len(x) for x, _ in lines))


def _at(
    places: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.interp(places, x, y, left=np.nan, right=np.nan)


def draw_profile(axes: Axes, chart: Chart, data: Data, theme: Theme) -> None:
    """Draw a line a profile, and of more than six the mean and deviation over thin lines.

    Groups have colours of their own. Without groups a few lines have, and are named after what
    tells them apart. Selected places stand out as points.
    """
    x, y = data.middles(chart.x, chart.x_end), data.numbers(chart.y)
    parts = data.groups(chart.group)[: len(GROUPS)]
    named = [(name, _lines(data, chart.lines, rows, x)) for name, rows in parts]
    if not chart.group and named and 1 < len(named[0][1]) <= _FEW:
        named = [(_told(data, chart.lines, rows), [rows]) for rows in named[0][1]]
    for i, (name, lines) in enumerate(named):
        colour = GROUPS[i] if len(named) > 1 or chart.group else theme.mark
        _draw_group(axes, [(x[rows], y[rows]) for rows in lines], name, colour, theme)
        alone = len(named) == len(lines) == 1
        if alone and chart.y == "mean" and "std" in data.frame.columns:
            spread = data.numbers("std")[lines[0]]
            _band(axes, MeanProfile(x[lines[0]], y[lines[0]], spread), colour, "± std of pixels")
    if data.selected.any():
        chosen = np.flatnonzero(data.selected)
        axes.plot(x[chosen], y[chosen], ".", color=theme.chosen, markersize=5, label="selected")
    if chart.logarithmic:
        axes.set_yscale("symlog" if (y <= 0).any() else "log")
    axes.autoscale_view()
    axes.set_xlabel(_along(data, chart))
    of = f" of {data.images[0]}" if data.images else ""
    axes.set_ylabel(f"{chart.y}{of}" if not data.unit(chart.y) else data.title(chart.y))
    theme.legend(axes)


def _along(data: Data, chart: Chart) -> str:
    """Return what stands at the axis of places."""
    if not chart.x_end:
        return data.title(chart.x)
    name, unit = chart.x.removesuffix("_start"), data.unit(chart.x)
    name = "value" if name == "bin" else name
    return f"{name} ({unit})" if unit else name


def _lines(
    data: Data, columns: tuple[str, ...], rows: NDArray[np.intp], x: NDArray[np.float64]
) -> list[NDArray[np.intp]]:
    """Return the rows of each line, in the order of their places; the first 500 lines."""
    order = rows[np.argsort(x[rows], kind="stable")]
    order = order[np.isfinite(x[order])]
    if not columns or not len(order):
        return [order] if len(order) else []
    # Lines in the order of the table, whatever their places.
    number = data.frame.groupby(list(columns), sort=False, dropna=False).ngroup().to_numpy()[order]
    order = order[np.argsort(number, kind="stable")]
    ends = np.flatnonzero(np.diff(np.sort(number))) + 1
    return np.split(order, ends)[:_MOST_LINES]


def _told(data: Data, columns: tuple[str, ...], rows: NDArray[np.intp]) -> str:
    """Return what tells a line from the others."""
    differing = [name for name in columns if data.frame[name].nunique(dropna=False) > 1]
    return ", ".join(f"{name} {data.frame[name].iloc[rows[0]]}" for name in differing)


def _draw_group(axes: Axes, lines: list[Line], name: str, colour: str, theme: Theme) -> None:
    if len(lines) <= _FEW:
        for i, (x, y) in enumerate(lines):
            axes.plot(x, y, color=colour, linewidth=1.5, label=(name or None) if i == 0 else None)
        return
    for x, y in lines:
        axes.plot(x, y, color=colour, linewidth=0.6, alpha=0.35)
    mean = mean_profile(lines)
    label = " ".join(filter(None, [name, f"mean ± deviation of {len(lines)}"]))
    strong = colour if name else theme.text
    axes.plot(mean.places, mean.mean, color=strong, linewidth=2, label=label)
    _band(axes, mean, strong, "")


def _band(axes: Axes, mean: MeanProfile, colour: str, label: str) -> None:
    low, high = mean.mean - mean.deviation, mean.mean + mean.deviation
    axes.fill_between(
        mean.places, low, high, color=colour, alpha=_BAND, linewidth=0, label=label or None
    )
