"""An image in blocks of rows, so that copies are of a block and not of all of it."""

from __future__ import annotations


def row_blocks(height: int, rows: int) -> list[tuple[int, int]]:
    """Return the first row of each block and one more than its last."""
    return [(low, min(low + rows, height)) for low in range(0, height, rows)]
