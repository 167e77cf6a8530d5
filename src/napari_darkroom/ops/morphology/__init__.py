"""Changing the shape of what is bright, or of what a mask holds."""

from napari_darkroom.ops.morphology.area_closing import area_closing
from napari_darkroom.ops.morphology.area_opening import area_opening
from napari_darkroom.ops.morphology.bottom_hat import bottom_hat
from napari_darkroom.ops.morphology.closing import closing
from napari_darkroom.ops.morphology.convex_hull import convex_hull
from napari_darkroom.ops.morphology.dilation import dilation
from napari_darkroom.ops.morphology.distance_map import distance_map
from napari_darkroom.ops.morphology.erosion import erosion
from napari_darkroom.ops.morphology.fill_holes import fill_holes
from napari_darkroom.ops.morphology.gradient import gradient
from napari_darkroom.ops.morphology.h_maxima import h_maxima
from napari_darkroom.ops.morphology.h_minima import h_minima
from napari_darkroom.ops.morphology.hit_or_miss import hit_or_miss
from napari_darkroom.ops.morphology.medial_axis import medial_axis
from napari_darkroom.ops.morphology.opening import opening
from napari_darkroom.ops.morphology.outline import outline
from napari_darkroom.ops.morphology.reconstruct import reconstruct
from napari_darkroom.ops.morphology.regional_maxima import regional_maxima
from napari_darkroom.ops.morphology.regional_minima import regional_minima
from napari_darkroom.ops.morphology.skeletonize import skeletonize
from napari_darkroom.ops.morphology.thin import thin
from napari_darkroom.ops.morphology.top_hat import top_hat
from napari_darkroom.ops.morphology.ultimate_points import ultimate_points

__all__ = [
    "area_closing",
    "area_opening",
    "bottom_hat",
    "closing",
    "convex_hull",
    "dilation",
    "distance_map",
    "erosion",
    "fill_holes",
    "gradient",
    "h_maxima",
    "h_minima",
    "hit_or_miss",
    "medial_axis",
    "opening",
    "outline",
    "reconstruct",
    "regional_maxima",
    "regional_minima",
    "skeletonize",
    "thin",
    "top_hat",
    "ultimate_points",
]
