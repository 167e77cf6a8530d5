"""The numerical kernels that the operations share."""

from __future__ import annotations

from napari_darkroom.kernels.compiled_files import find_place

find_place()
