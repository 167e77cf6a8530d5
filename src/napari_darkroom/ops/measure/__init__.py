"""From label images and images to tables."""

from napari_darkroom.ops.measure.image_statistics import image_statistics
from napari_darkroom.ops.measure.regions import regions

__all__ = ["image_statistics", "regions"]
