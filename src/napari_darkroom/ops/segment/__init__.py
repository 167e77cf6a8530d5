"""From images and masks to objects."""

from napari_darkroom.ops.segment.connected_components import connected_components
from napari_darkroom.ops.segment.find_maxima import find_maxima
from napari_darkroom.ops.segment.find_spots import find_spots
from napari_darkroom.ops.segment.flood import flood
from napari_darkroom.ops.segment.grow_seeds import grow_seeds
from napari_darkroom.ops.segment.kmeans import kmeans
from napari_darkroom.ops.segment.random_walker import random_walker
from napari_darkroom.ops.segment.split_touching import split_touching
from napari_darkroom.ops.segment.spots import spots
from napari_darkroom.ops.segment.superpixels import superpixels
from napari_darkroom.ops.segment.watershed import watershed

__all__ = [
    "connected_components",
    "find_maxima",
    "find_spots",
    "flood",
    "grow_seeds",
    "kmeans",
    "random_walker",
    "split_touching",
    "spots",
    "superpixels",
    "watershed",
]
