"""A small picture of a value, for notebooks."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from napari_darkroom.core.values import Grid

LARGEST_SIDE = 320


def html(grid: Grid) -> str:
    """Return the middle plane of a grid as a picture with its description under it."""
    caption = escape(repr(grid))
    plane = _middle_plane(grid)
    if plane.size == 0:
        return f"<code>{caption}</code>"
    picture = b64encode(_png(_colours(grid.kind, plane))).decode("ascii")
    return (
        f'<figure style="margin:0"><img alt="{caption}" src="data:image/png;base64,{picture}"/>'
        f"<figcaption><code>{caption}</code></figcaption></figure>"
    )


def _middle_plane(grid: Grid) -> NDArray[Any]:
    """Return every n-th pixel of the plane in the middle, at most `LARGEST_SIDE` along a side."""
    behind = max(grid.calibration.ndim - 2, 0)
    index: list[Any] = [length // 2 for length in grid.shape[:behind]]
    index += [slice(None, None, -(-n // LARGEST_SIDE) or 1) for n in grid.shape[behind:]]
    plane = np.asarray(grid.data[tuple(index)])
    return np.atleast_2d(plane)


def _colours(kind: str, plane: NDArray[Any]) -> NDArray[np.uint8]:
    if kind == "labels":
        # Each number its own colour, the same in every picture.
        factors = np.array([7919, 104729, 1299709], dtype=np.uint64)
        mixed = plane.astype(np.uint64)[..., None] * factors % np.uint64(192) + np.uint64(64)
        return np.where(plane[..., None] == 0, 0, mixed).astype(np.uint8)
    values = plane.astype(np.float64)
    finite = values[np.isfinite(values)]
    low, high = np.percentile(finite, [0.5, 99.5]) if finite.size else (0.0, 1.0)
    stretched = (values - low) / (high - low if high > low else 1.0)
    return (np.clip(np.nan_to_num(stretched), 0, 1) * 255).astype(np.uint8)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    from PIL import Image as Picture

    buffer = BytesIO()
    Picture.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()
