"""Making and using masks."""

from napari_darkroom.ops.mask.apply import apply
from napari_darkroom.ops.mask.correct import correct
from napari_darkroom.ops.mask.from_labels import from_labels
from napari_darkroom.ops.mask.from_shapes import from_shapes

__all__ = ["apply", "correct", "from_labels", "from_shapes"]
