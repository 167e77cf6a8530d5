"""How a table colours, fades and hides places of tracks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Tracks
from numpy.typing import NDArray

from napari_darkroom.plugin.placement import layer_calibration
from napari_darkroom.plugin.table.link import track_column
from napari_darkroom.plugin.table.scale import scale_colours
from napari_darkroom.plugin.table.seen_rows import FAINT, UNKNOWN, fades, hides, seen_rows
from napari_darkroom.tables.view import TableView

if TYPE_CHECKING:
    import pandas as pd
    from napari import Viewer


@dataclass(eq=False)
class _Own:
    """The colours that tracks have by themselves, and those that a table gave them last."""

    colours: NDArray[Any]
    given: NDArray[Any]


class TracksLook:
    """Colours each place of a track by its row, or all of a track by its one row."""

    events = ("color_by", "colormap")
    by_frame = False

    def suits(self, layer: Tracks, view: TableView) -> bool:
        """Whether the rows of a table name tracks of the layer."""
        named = _numbers(view.table.data, track_column(view.table))
        return len(layer.data) > 0 and bool(np.isfinite(named).any())

    def asks(self, view: TableView) -> bool:
        """Whether the layer is to look otherwise than it does by itself."""
        return view.colouring is not None or hides(view) or fades(view)

    def own(self, layer: Tracks) -> _Own:
        """Return what the layer looks like by itself."""
        colours = np.array(layer.track_colors, dtype=np.float32)
        return _Own(colours, colours)

    def is_ours(self, layer: Tracks, own: _Own | None) -> bool:
        """Whether the layer looks as a table has it."""
        colours = layer.track_colors
        return own is not None and colours is not None and np.array_equal(colours, own.given)

    def paint(self, viewer: Viewer, layer: Tracks, view: TableView, own: _Own) -> None:
        """Let the layer look as a view says."""
        del viewer
        rows = _rows_of_places(layer, view)
        known = rows >= 0
        own.given = _place_colours(layer, view, own, rows)
        if fades(view):
            own.given[~(known & view.selection.mask[rows]), 3] *= FAINT
        own.given[known & ~seen_rows(view)[rows], 3] = 0
        layer.track_colors = own.given

    def give_back(self, layer: Tracks, own: _Own) -> None:
        """Let the layer look as by itself again: by the property that it is coloured by."""
        del own
        layer.color_by = layer.color_by


def _place_colours(
    layer: Tracks, view: TableView, own: _Own, rows: NDArray[np.intp]
) -> NDArray[np.float32]:
    colouring, unknown = view.colouring, np.array(UNKNOWN, dtype=np.float32)
    if colouring is None:
        same = len(own.colours) == len(layer.data)
        return own.colours.copy() if same else unknown[np.newaxis].repeat(len(layer.data), axis=0)
    steps = colouring.steps(view.table.data[colouring.column])
    colours = scale_colours(colouring.colormap)[steps[rows]]
    colours[rows < 0] = unknown
    return colours


def _numbers(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return a column as numbers, NaN where it has none: napari names tracks by nothing else."""
    import pandas as pd

    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    return np.asarray(pd.to_numeric(frame[name], errors="coerce"), dtype=np.float64)


def _rows_of_places(layer: Tracks, view: TableView) -> NDArray[np.intp]:
    """Return for each place of the layer its row in the table, -1 for none."""
    import pandas as pd

    frame, name = view.table.data, track_column(view.table)
    cells, places = [_numbers(frame, name)], [layer.data[:, 0]]
    frames = layer_calibration(layer).axes[0]
    if frames in frame.columns:
        cells.append(_numbers(frame, frames))
        places.append(layer.data[:, 1])
    table = pd.MultiIndex.from_arrays(cells)
    first = np.flatnonzero(~table.duplicated())
    found = table[first].get_indexer(pd.MultiIndex.from_arrays(places))
    return np.where(found < 0, -1, first[found]).astype(np.intp)
