"""From label images and images to tables."""

from napari_darkroom.ops.measure.annotate import annotate
from napari_darkroom.ops.measure.axis_profile import axis_profile
from napari_darkroom.ops.measure.children import children
from napari_darkroom.ops.measure.colocalization import colocalization
from napari_darkroom.ops.measure.counts import counts
from napari_darkroom.ops.measure.distance_to import distance_to
from napari_darkroom.ops.measure.filter_table import filter_table
from napari_darkroom.ops.measure.granularity import granularity
from napari_darkroom.ops.measure.growth import growth
from napari_darkroom.ops.measure.histogram import histogram
from napari_darkroom.ops.measure.histogram_2d import histogram_2d
from napari_darkroom.ops.measure.image_granularity import image_granularity
from napari_darkroom.ops.measure.image_statistics import image_statistics
from napari_darkroom.ops.measure.join import join
from napari_darkroom.ops.measure.kymograph import kymograph
from napari_darkroom.ops.measure.line_profile import line_profile
from napari_darkroom.ops.measure.neighbours import neighbours
from napari_darkroom.ops.measure.overlap_scores import overlap_scores
from napari_darkroom.ops.measure.parents import parents
from napari_darkroom.ops.measure.radial_distribution import radial_distribution
from napari_darkroom.ops.measure.radial_profile import radial_profile
from napari_darkroom.ops.measure.regions import regions
from napari_darkroom.ops.measure.skeleton import skeleton
from napari_darkroom.ops.measure.texture import texture

__all__ = [
    "annotate",
    "axis_profile",
    "children",
    "colocalization",
    "counts",
    "distance_to",
    "filter_table",
    "granularity",
    "growth",
    "histogram",
    "histogram_2d",
    "image_granularity",
    "image_statistics",
    "join",
    "kymograph",
    "line_profile",
    "neighbours",
    "overlap_scores",
    "parents",
    "radial_distribution",
    "radial_profile",
    "regions",
    "skeleton",
    "texture",
]
