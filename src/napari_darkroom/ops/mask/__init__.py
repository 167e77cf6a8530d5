"""Making and using masks."""

from napari_darkroom.ops.mask.apply import apply
from napari_darkroom.ops.mask.from_labels import from_labels

__all__ = ["apply", "from_labels"]
