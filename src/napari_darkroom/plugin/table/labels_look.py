"""How a table colours, fades and hides the objects of labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Labels
from numpy.typing import NDArray

from napari_darkroom.plugin.table.link import rows_in_frame
from napari_darkroom.plugin.table.object_colours import ObjectColours
from napari_darkroom.plugin.table.scale import scale_colours
from napari_darkroom.plugin.table.seen_rows import CLEAR, FAINT, UNKNOWN, fades, hides
from napari_darkroom.tables.view import Objects, TableView

if TYPE_CHECKING:
    from napari import Viewer


class LabelsLook:
    """Colours by number, with a colour map that takes the place of the layer's own one."""

    events = ("colormap",)
    by_frame = True

    def suits(self, layer: Labels, view: TableView) -> bool:
        """Whether the rows of a table name objects of the layer."""
        del layer
        return "label" in view.table.data.columns

    def asks(self, view: TableView) -> bool:
        """Whether the layer is to look otherwise than it does by itself."""
        return view.colouring is not None or hides(view) or fades(view)

    def own(self, layer: Labels) -> Any:
        """Return what the layer looks like by itself."""
        return layer.colormap

    def is_ours(self, layer: Labels, own: Any) -> bool:
        """Whether the layer looks as a table has it."""
        del own
        return isinstance(layer.colormap, ObjectColours)

    def paint(self, viewer: Viewer, layer: Labels, view: TableView, own: Any) -> None:
        """Let the layer look as a view says."""
        layer.colormap = _colours(view, own, rows_in_frame(viewer, layer, view.table))

    def give_back(self, layer: Labels, own: Any) -> None:
        """Let the layer look as by itself again."""
        layer.colormap = own


def _colours(view: TableView, own: Any, in_frame: NDArray[np.bool_]) -> ObjectColours:
    """Return a colour for every label that needs one of its own, and one for all others."""
    selected = view.selection.mask
    hidden = ~view.shown if view.objects is Objects.ROWS else np.zeros(len(in_frame), dtype=bool)
    rest: Any = UNKNOWN
    if view.objects is Objects.SELECTED:
        named, rest = in_frame & selected, CLEAR
    elif view.colouring is None and not hidden.any():
        # All others fade into one colour: few need one of their own.
        named, rest = in_frame & selected, (*UNKNOWN[:3], FAINT)
    else:
        named = in_frame
    rows = np.flatnonzero(named)
    labels = view.table.data["label"].to_numpy()[rows]
    places, colours = _object_colours(view, own, rows, labels)
    # After the colours as they are come the faint ones, and last none at all.
    faded = colours * np.array([1, 1, 1, FAINT], dtype=np.float32)
    palette = np.concatenate([colours, faded, [CLEAR]]).astype(np.float32)
    if view.objects is not Objects.SELECTED and fades(view):
        places = places + len(colours) * ~selected[rows]
    places = np.where(hidden[rows], len(palette) - 1, places)
    return ObjectColours.of(labels, places, palette, rest)


def _object_colours(
    view: TableView, own: Any, rows: NDArray[np.intp], labels: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return some colours, and for each object the place of its colour among them."""
    colouring = view.colouring
    if colouring is not None:
        steps = colouring.steps(view.table.data[colouring.column].iloc[rows])
        return steps.astype(np.intp), scale_colours(colouring.colormap)
    colours = np.array(own.map(labels), dtype=np.float32).reshape(len(labels), 4)
    # As bytes, as the screen has them, equal ones are quickly found.
    packed = np.rint(255 * colours).astype(np.uint8).view(np.uint32).ravel()
    _, first, places = np.unique(packed, return_index=True, return_inverse=True)
    return places.ravel(), colours[first]
