"""Changing and making label images."""

from napari_darkroom.ops.labels.clear_border import clear_border
from napari_darkroom.ops.labels.combine import combine
from napari_darkroom.ops.labels.correct import correct
from napari_darkroom.ops.labels.expand import expand
from napari_darkroom.ops.labels.fill_holes import fill_holes
from napari_darkroom.ops.labels.filter import filter  # noqa: A004 - what a user calls it
from napari_darkroom.ops.labels.filter_by_size import filter_by_size
from napari_darkroom.ops.labels.from_points import from_points
from napari_darkroom.ops.labels.from_shapes import from_shapes
from napari_darkroom.ops.labels.join_slices import join_slices
from napari_darkroom.ops.labels.keep_largest import keep_largest
from napari_darkroom.ops.labels.merge_touching import merge_touching
from napari_darkroom.ops.labels.outlines import outlines
from napari_darkroom.ops.labels.relabel import relabel
from napari_darkroom.ops.labels.remove_small import remove_small
from napari_darkroom.ops.labels.shrink import shrink
from napari_darkroom.ops.labels.smooth import smooth
from napari_darkroom.ops.labels.split_disconnected import split_disconnected
from napari_darkroom.ops.labels.subtract import subtract
from napari_darkroom.ops.labels.to_points import to_points
from napari_darkroom.ops.labels.to_shapes import to_shapes

__all__ = [
    "clear_border",
    "combine",
    "correct",
    "expand",
    "fill_holes",
    "filter",
    "filter_by_size",
    "from_points",
    "from_shapes",
    "join_slices",
    "keep_largest",
    "merge_touching",
    "outlines",
    "relabel",
    "remove_small",
    "shrink",
    "smooth",
    "split_disconnected",
    "subtract",
    "to_points",
    "to_shapes",
]
