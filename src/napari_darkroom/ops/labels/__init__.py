"""Changing and making label images."""

from napari_darkroom.ops.labels.clear_border import clear_border
from napari_darkroom.ops.labels.remove_small import remove_small

__all__ = ["clear_border", "remove_small"]
