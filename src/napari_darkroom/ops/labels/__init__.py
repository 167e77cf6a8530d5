"""Changing and making label images."""

from napari_darkroom.ops.labels.clear_border import clear_border
from napari_darkroom.ops.labels.correct import correct
from napari_darkroom.ops.labels.filter import filter  # noqa: A004
from napari_darkroom.ops.labels.from_points import from_points
from napari_darkroom.ops.labels.remove_small import remove_small

__all__ = ["clear_border", "correct", "filter", "from_points", "remove_small"]
