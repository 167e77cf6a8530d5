"""Making and using masks."""

from napari_darkroom.ops.mask.apply import apply

__all__ = ["apply"]
