"""How often pairs of values occur: pixels of two channels against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.plots.theme import Theme

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from napari_darkroom.plots.chart import Chart, Data

COUNT = "count"
_PAIR = ("channel_1", "channel_2")


def draw_density(axes: Axes, chart: Chart, data: Data, theme: Theme) -> None:
    """Draw the pixels in each pair of bins as a colour; bins without any stay empty.

    Frames are added up. Of several pairs of channels that of the chart is drawn, or the first of
    the rows where they have none of it; the title says which.
    """
    from matplotlib.colors import LogNorm, Normalize

    pair = drawn_pair(data.frame, chart.pair)
    rows, title = np.flatnonzero(rows_of_pair(data.frame, pair)), pair_text(pair)
    starts = data.numbers(chart.x)[rows], data.numbers(chart.y)[rows]
    ends = data.numbers(chart.x_end)[rows], data.numbers(chart.y_end)[rows]
    edges = [np.unique(np.concatenate(pair)) for pair in zip(starts, ends, strict=True)]
    axes.set_xlabel(_name(data, 0, "first channel"))
    axes.set_ylabel(_name(data, 1, "second channel"))
    axes.set_title(title)
    if not len(rows):
        return
    counts = counted(starts, edges, data.numbers(COUNT)[rows])
    most = max(float(np.nanmax(counts, initial=1.0)), 1.0)
    norm = LogNorm(1, max(most, 2.0)) if chart.logarithmic else Normalize(0, most)
    shown = np.ma.masked_less_equal(counts.T, 0)
    drawn = axes.pcolormesh(*edges, shown, norm=norm, cmap="viridis", rasterized=True)
    bar = axes.figure.colorbar(drawn, ax=axes)
    bar.set_label("pixels", color=theme.text, fontsize=9)
    _mark(axes, starts, ends, data.selected[rows], theme)


def counted(
    starts: tuple[NDArray[np.float64], NDArray[np.float64]],
    edges: list[NDArray[np.float64]],
    counts: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the counts of bins as an image: first axis the first channel, 0 where there is none.

    Parameters
    ----------
    starts : (array, array)
        Where the bins of each row begin.
    edges : list of array
        Where bins begin and end along both channels, in order.
    """
    image = np.zeros([len(one) - 1 for one in edges])
    places = [np.searchsorted(one, start) for one, start in zip(edges, starts, strict=True)]
    np.add.at(image, tuple(places), np.nan_to_num(counts))
    return image


def channel_pairs(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the pairs of channels that rows are of, in their order; where none is told, none."""
    names = _named(frame)
    found = frame[names].drop_duplicates().astype(str)
    return list(found.itertuples(index=False, name=None)) if names else []


def drawn_pair(frame: pd.DataFrame, chosen: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the columns of the pair of channels that is drawn, and its channels."""
    pairs = channel_pairs(frame)
    pair = chosen if chosen in pairs else next(iter(pairs), ())
    return dict(zip(_named(frame), pair, strict=False))


def rows_of_pair(frame: pd.DataFrame, pair: dict[str, str]) -> NDArray[np.bool_]:
    """Return for each row whether it is of a pair of channels."""
    found = np.ones(len(frame), dtype=bool)
    for name, channel in pair.items():
        found &= (frame[name].astype(str) == channel).to_numpy()
    return found


def pair_text(pair: dict[str, str]) -> str:
    """Return a pair of channels as people write it."""
    return " against ".join(pair.values())


def _named(frame: pd.DataFrame) -> list[str]:
    return [name for name in _PAIR if name in frame.columns]


def _name(data: Data, number: int, unknown: str) -> str:
    known = data.images[number] if len(data.images) > number else ""
    return f"value in {known}" if known else f"value in the {unknown}"


def _mark(
    axes: Axes,
    starts: tuple[NDArray[np.float64], ...],
    ends: tuple[NDArray[np.float64], ...],
    selected: NDArray[np.bool_],
    theme: Theme,
) -> None:
    """Mark the selected bins by points in their middles."""
    if selected.any():
        x, y = ((low + high)[selected] / 2 for low, high in zip(starts, ends, strict=True))
        axes.plot(x, y, ".", color=theme.chosen, markersize=2, rasterized=True)
