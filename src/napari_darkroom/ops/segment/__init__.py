"""From images and masks to objects."""

from napari_darkroom.ops.segment.connected_components import connected_components
from napari_darkroom.ops.segment.split_touching import split_touching
from napari_darkroom.ops.segment.watershed import watershed

__all__ = ["connected_components", "split_touching", "watershed"]
