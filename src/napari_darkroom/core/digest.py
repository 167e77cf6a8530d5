"""What changes when a value does: a hash of pixels, calibration and kind."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b, sha256
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Image, Table, Value

_CHUNK = 2**20


def digest(value: Value) -> str:
    """Return the digest of a value, 32 hexadecimal digits: the same for the same content.

    Names and metadata have no say. Of a lazy array the name of its graph is taken: it is not
    computed, and the digest is then not that of its pixels.
    """
    state = blake2b(value.kind.encode(), digest_size=16)
    if isinstance(value, Table):
        _add_table(state, value)
        return state.hexdigest()
    state.update(repr(_plain(value.calibration)).encode())
    if isinstance(value, Image):
        state.update(repr((value.rgb, value.channels)).encode())
    state.update(array_digest(value.data).encode())
    return state.hexdigest()


def array_digest(data: Any) -> str:
    """Return the digest of an array's shape, type and elements; of a lazy one that of its name."""
    if hasattr(data, "dask"):
        return blake2b(str(data.name).encode(), digest_size=16).hexdigest()
    native = data.dtype.newbyteorder("=")
    state = blake2b(f"{data.shape} {native.str}".encode(), digest_size=16)
    array = np.ascontiguousarray(data, dtype=native)
    state.update(array.reshape(-1).view(np.uint8).data)
    return state.hexdigest()


def file_hash(path: Path, told: Callable[[int], object] = lambda _: None) -> str:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    told : callable
        Called with the number of bytes so far; what it raises ends the reading.

    Raises
    ------
    FileError
        If it cannot be read.
    """
    try:
        with path.open("rb", buffering=0) as file:
            return _hash_of(file, told)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error


def _hash_of(file: FileIO, told: Callable[[int], object]) -> str:
    state, part, done = sha256(), bytearray(_CHUNK), 0
    while count := file.readinto(part):
        state.update(memoryview(part)[:count])
        done += count
        told(done)
    return state.hexdigest()


def text_digest(*parts: str) -> str:
    """Return the digest of some texts; where one ends and the next begins has a say."""
    state = blake2b(digest_size=16)
    for part in parts:
        content = part.encode()
        state.update(f"{len(content)} ".encode())
        state.update(content)
    return state.hexdigest()


def _plain(calibration: Calibration) -> list[Any]:
    """Return a calibration so that equal ones have one text: whole numbers, NumPy's, minus 0."""
    placed: list[Any] = [calibration.scale, calibration.translate]
    placed += [calibration.rotate, calibration.shear, calibration.affine]
    told = [one if one is None else (np.asarray(one, dtype=float) + 0.0).tolist() for one in placed]
    return [tuple(calibration.axes), tuple(calibration.units), *told]


def _add_table(state: blake2b, table: Table) -> None:
    state.update(repr((table.keys, tuple(table.columns.items()))).encode())
    # Pair by pair: by its name pandas takes longer to find a column than its digest takes.
    for name, cells in table.data.items():
        state.update(text_digest(str(name)).encode())
        column = cells.to_numpy()
        if column.dtype.kind in "biuf":
            state.update(array_digest(column).encode())
        else:
            # None, NaN and NA all say that a cell is missing; a file keeps no more of them.
            told = zip(column.tolist(), cells.isna().tolist(), strict=True)
            state.update(text_digest(*("" if gone else repr(one) for one, gone in told)).encode())
