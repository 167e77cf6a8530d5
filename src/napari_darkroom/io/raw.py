"""Pixels that stand in a file one after the other, written by parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np


@dataclass(frozen=True)
class RawPixels:
    """The place of an array within an open file; what is put at an index is written there.

    No map of the file is used: where the disk is full that ends the program instead of raising.

    Attributes
    ----------
    file : binary file
        Open for writing, and long enough.
    offset : int
        Where the first element stands.
    shape : sequence of int
        Shape of the array, in C order.
    dtype : dtype
        Type of an element in the file, byte order too.
    """

    file: BinaryIO
    offset: int
    shape: Sequence[int]
    dtype: np.dtype[Any]

    def __setitem__(self, index: tuple[slice, ...], block: Any) -> None:
        """Write a block at its place, given by slices with a step of 1, row by row."""
        pixels = np.ascontiguousarray(block, dtype=self.dtype)
        starts = [one.indices(length)[0] for one, length in zip(index, self.shape, strict=True)]
        strides = [int(np.prod(self.shape[i + 1 :], dtype=np.int64)) for i in range(len(starts))]
        for row in np.ndindex(pixels.shape[:-1]):
            places = [start + i for start, i in zip(starts, (*row, 0), strict=True)]
            element = sum(place * stride for place, stride in zip(places, strides, strict=True))
            self.file.seek(self.offset + element * self.dtype.itemsize)
            self.file.write(pixels[row].data)
