"""From grey values to a mask."""

from napari_darkroom.ops.threshold.automatic import automatic
from napari_darkroom.ops.threshold.background_sigma import background_sigma
from napari_darkroom.ops.threshold.hysteresis import hysteresis
from napari_darkroom.ops.threshold.local import local
from napari_darkroom.ops.threshold.manual import manual
from napari_darkroom.ops.threshold.multi_otsu import multi_otsu
from napari_darkroom.ops.threshold.otsu import otsu, otsu_threshold
from napari_darkroom.ops.threshold.percentile import percentile
from napari_darkroom.ops.threshold.try_all import try_all

__all__ = [
    "automatic",
    "background_sigma",
    "hysteresis",
    "local",
    "manual",
    "multi_otsu",
    "otsu",
    "otsu_threshold",
    "percentile",
    "try_all",
]
