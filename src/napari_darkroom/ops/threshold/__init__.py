"""From grey values to a mask."""

from napari_darkroom.ops.threshold.automatic import automatic
from napari_darkroom.ops.threshold.manual import manual
from napari_darkroom.ops.threshold.otsu import otsu, otsu_threshold

__all__ = ["automatic", "manual", "otsu", "otsu_threshold"]
