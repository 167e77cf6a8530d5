"""NumPy's own format: one array, never anything that would run code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from napari_darkroom.core.blocks import store
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Grid
from napari_darkroom.io.damage import decoding
from napari_darkroom.io.raw import RawPixels
from napari_darkroom.io.stored import Stored


def read_npy(path: Path) -> list[Stored]:
    """Return the array in a ``.npy`` file, its axes named as those of a bare array.

    So a last axis of length 3 or 4 behind two or more is colour.

    Raises
    ------
    FileError
        If the file is damaged or cut off, holds Python objects, or no pixels.
    """
    with decoding(path, "NPY"):
        # A map checks the size against the file before any memory is taken, and takes no pickle.
        mapped = np.lib.format.open_memmap(path, mode="r")
        if mapped.ndim == 0:
            raise FileError(f"{path} holds a single number: an image has at least one axis.")
        data = as_native(np.array(mapped))
    rgb = data.ndim >= 3 and data.shape[-1] in (3, 4)
    axes = Calibration.default(data.ndim - rgb).axes
    return [Stored(data, axes, rgb=rgb)]


def write_npy(path: Path, value: Grid, provenance: Mapping[str, Any] | None) -> None:
    """Write the array of a value (a mask as bool); a lazy one is computed block by block."""
    del provenance  # stands in the sidecar
    with path.open("wb") as file:
        if not value.lazy:
            np.save(file, np.asarray(value.data), allow_pickle=False)
            return
        shape, dtype = value.data.shape, value.dtype
        told = {"descr": dtype.str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, told)
        store(value.data, RawPixels(file, file.tell(), shape, dtype))
