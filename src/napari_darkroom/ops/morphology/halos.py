"""How far beyond a tile the operations on neighbourhoods look."""

from __future__ import annotations

from typing import Any

from napari_darkroom.kernels.footprints import reach


def one_pass(*, radius: Any, **_: Any) -> list[int]:
    """Return the halo of one erosion or dilation."""
    return reach(radius)


def two_passes(*, radius: Any, **_: Any) -> list[int]:
    """Return the halo of one after the other."""
    return [2 * r for r in reach(radius)]
