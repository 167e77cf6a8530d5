"""Changing and making label images."""

from napari_darkroom.ops.labels.clear_border import clear_border
from napari_darkroom.ops.labels.correct import correct
from napari_darkroom.ops.labels.expand import expand
from napari_darkroom.ops.labels.filter import filter  # noqa: A004
from napari_darkroom.ops.labels.filter_by_size import filter_by_size
from napari_darkroom.ops.labels.from_points import from_points
from napari_darkroom.ops.labels.keep_largest import keep_largest
from napari_darkroom.ops.labels.relabel import relabel
from napari_darkroom.ops.labels.remove_small import remove_small
from napari_darkroom.ops.labels.shrink import shrink

__all__ = [
    "clear_border",
    "correct",
    "expand",
    "filter",
    "filter_by_size",
    "from_points",
    "keep_largest",
    "relabel",
    "remove_small",
    "shrink",
]
