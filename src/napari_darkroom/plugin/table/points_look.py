"""How a table colours and hides points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Points
from numpy.typing import NDArray

from napari_darkroom.plugin.table.scale import scale_colours
from napari_darkroom.plugin.table.seen_rows import hides, seen_rows
from napari_darkroom.tables.view import TableView

if TYPE_CHECKING:
    from napari import Viewer

_EMPTY = np.zeros((0, 4), dtype=np.float32)


@dataclass(eq=False)
class _Own:
    """What points look like by themselves, and the colours that a table gave them last."""

    part: str
    colours: NDArray[Any]
    shown: NDArray[np.bool_]
    given: NDArray[Any] = field(default_factory=lambda: _EMPTY)


class PointsLook:
    """Colours the faces of points, or their borders where the faces are clear."""

    events = ("face_color", "border_color")
    by_frame = False

    def suits(self, layer: Points, view: TableView) -> bool:
        """Whether the table has a row a point."""
        return len(layer.data) == len(view.table.data)

    def asks(self, view: TableView) -> bool:
        """Whether the layer is to look otherwise; what is selected napari itself rings."""
        return view.colouring is not None or hides(view)

    def own(self, layer: Points) -> _Own:
        """Return what the layer looks like by itself."""
        clear = len(layer.data) > 0 and not layer.face_color[:, 3].any()
        part = "border_color" if clear else "face_color"
        return _Own(part, getattr(layer, part).copy(), np.array(layer.shown))

    def is_ours(self, layer: Points, own: _Own | None) -> bool:
        """Whether the layer looks as a table has it."""
        return own is not None and _same(getattr(layer, own.part), own.given)

    def paint(self, viewer: Viewer, layer: Points, view: TableView, own: _Own) -> None:
        """Let the layer look as a view says."""
        del viewer
        layer.shown = seen_rows(view) & _fitting(own.shown, layer)
        colouring = view.colouring
        if colouring is None:
            own.given = _fitting_colours(layer, own)
        else:
            steps = colouring.steps(view.table.data[colouring.column])
            own.given = scale_colours(colouring.colormap)[steps]
        setattr(layer, own.part, own.given)

    def give_back(self, layer: Points, own: _Own) -> None:
        """Let the layer look as by itself again."""
        layer.shown = _fitting(own.shown, layer)
        setattr(layer, own.part, _fitting_colours(layer, own))


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return one.shape == other.shape and np.allclose(one, other)


def _fitting(shown: NDArray[np.bool_], layer: Points) -> NDArray[np.bool_]:
    """Return which points are shown by themselves; of others than there were, all are."""
    return shown if len(shown) == len(layer.data) else np.ones(len(layer.data), dtype=bool)


def _fitting_colours(layer: Points, own: _Own) -> Any:
    """Return the colours that points have by themselves.

    Of others than there were nobody knows which is which: they get the one colour that all had,
    or else that of new points.
    """
    count = len(layer.data)
    if len(own.colours) == count:
        return own.colours
    alike = len(own.colours) > 0 and bool((own.colours == own.colours[0]).all())
    one = own.colours[:1] if alike else np.atleast_2d(_colour_of_new(layer, own.part))
    return one.repeat(count, axis=0)


def _colour_of_new(layer: Points, part: str) -> NDArray[Any]:
    from napari.utils.colormaps.standardize_color import transform_color

    return np.asarray(transform_color(getattr(layer, f"current_{part}")))
