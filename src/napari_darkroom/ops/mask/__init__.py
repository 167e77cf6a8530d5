"""Making and using masks."""

from napari_darkroom.ops.mask.apply import apply
from napari_darkroom.ops.mask.border import border
from napari_darkroom.ops.mask.combine import combine
from napari_darkroom.ops.mask.correct import correct
from napari_darkroom.ops.mask.crop import crop
from napari_darkroom.ops.mask.from_labels import from_labels
from napari_darkroom.ops.mask.from_points import from_points
from napari_darkroom.ops.mask.from_shapes import from_shapes
from napari_darkroom.ops.mask.grow import grow
from napari_darkroom.ops.mask.invert import invert
from napari_darkroom.ops.mask.shrink import shrink

__all__ = [
    "apply",
    "border",
    "combine",
    "correct",
    "crop",
    "from_labels",
    "from_points",
    "from_shapes",
    "grow",
    "invert",
    "shrink",
]
