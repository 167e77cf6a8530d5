"""From a lazy value to one in memory."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from napari_darkroom.core.blocks import store
from napari_darkroom.core.errors import TooLargeError
from napari_darkroom.core.values import Grid
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.memory import gigabytes, room

AnyValue = TypeVar("AnyValue")


def compute(value: AnyValue, job: Job | None = None) -> AnyValue:
    """Return a value with its pixels in memory, computed block by block without a second copy.

    Parameters
    ----------
    value : Image, Labels, Mask or other
        One that is in memory, or no grid, is returned as it is.
    job : Job, optional
        Where progress goes, and how the work is stopped.

    Raises
    ------
    TooLargeError
        If the pixels do not fit into memory.
    Cancelled
        If it was stopped.
    """
    if not (isinstance(value, Grid) and value.lazy):
        return value
    job = job or Job()
    size, free = value.data.size * value.dtype.itemsize, room(job)
    if size > free:
        raise TooLargeError(
            f"The {value.kind} {value.name!r} takes {gigabytes(size)} of memory, and "
            f"{gigabytes(free)} are free. Ways out: write it to a file as it is (.tif is written "
            "block by block), or crop it first (geometry.crop)."
        )
    pixels = np.empty(value.data.shape, value.dtype)
    store(value.data, pixels, job.step)
    return value.with_data(pixels)
