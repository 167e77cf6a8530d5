"""The numbers in a label image: which there are, and tables over them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError

# Above this the table of all numbers would be larger than the image is worth.
_LARGEST_TABLE = 2**25
_MANY = 2**20
_LARGEST_SHORT = 2**31


def dense(labels: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """Return the numbers in `labels`, 0 first, and for every pixel its position among them.

    Parameters
    ----------
    labels : array of int
        0 is background; numbers may be sparse and huge.

    Returns
    -------
    ids : array of int, sorted
        0, whether it occurs or not, and every number that does.
    index : array of int32, of the shape of `labels`
        ``ids[index] == labels``. It may be `labels` itself, and is not to be written to.

    Raises
    ------
    InputError
        If a number is negative.
    """
    ids = numbers_in(labels)
    if int(ids[-1]) == len(ids) - 1:
        return ids, labels.astype(np.int32, copy=False)
    if int(ids[-1]) >= _largest_table(labels):
        return ids, _found(labels, ids)
    table = np.zeros(int(ids[-1]) + 1, dtype=np.int32)
    table[ids] = np.arange(len(ids))
    return ids, look_up(table, labels)


def short(labels: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[Any] | None]:
    """Return labels of 32 bits in the same order, and what they stand for.

    Unlike `dense` it looks at no table where the numbers themselves are small enough.

    Returns
    -------
    index : array of int32
        It may be `labels` itself, and is not to be written to.
    ids : array of int, or None
        ``ids[index] == labels``; None where the numbers are the same.

    Raises
    ------
    InputError
        If a number is negative.
    """
    refuse_negative(labels)
    if labels.dtype.itemsize < 4 or int(labels.max(initial=0)) < _LARGEST_SHORT:
        return labels.astype(np.int32, copy=False), None
    ids, index = dense(labels)
    return index, ids


def named(index: NDArray[np.int32], ids: NDArray[Any] | None, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the numbers that those of `short` stand for."""
    return index.astype(dtype, copy=False) if ids is None else look_up(ids, index)


def numbers_in(labels: NDArray[Any]) -> NDArray[Any]:
    """Return the numbers in `labels`, sorted, and 0 before them whether it occurs or not.

    Raises
    ------
    InputError
        If a number is negative.
    """
    refuse_negative(labels)
    largest = int(labels.max(initial=0))
    if largest < _largest_table(labels):
        present = np.zeros(largest + 1, dtype=bool)
        _mark(labels, present)
        present[0] = True
        return np.flatnonzero(present).astype(labels.dtype)
    import fastremap

    found = np.asarray(fastremap.unique(labels))
    return found if found[0] == 0 else np.concatenate([np.zeros(1, found.dtype), found])


def _largest_table(labels: NDArray[Any]) -> int:
    return max(_LARGEST_TABLE, labels.size)


def _mark(labels: NDArray[Any], present: NDArray[np.bool_]) -> None:
    if labels.size < _MANY:
        present[labels.ravel()] = True
        return
    # Here, so that few labels can be looked at without loading numba.
    from napari_darkroom.kernels.label_marks import mark

    mark(_line(labels), present)


def look_up(table: NDArray[Any], index: NDArray[Any]) -> NDArray[Any]:
    """Return ``table[index]`` for an index without negative numbers, which is not copied."""
    if index.size < _MANY:
        return np.asarray(table[index])
    from napari_darkroom.kernels.label_marks import draw
    from napari_darkroom.kernels.side_by_side import in_strips

    result = np.empty(index.shape, table.dtype.newbyteorder("="))
    in_strips(index.size, index.size, draw, _line(table), _line(index), _line(result))
    return result


def counts(index: NDArray[np.int32], length: int) -> NDArray[np.int64]:
    """Return how many pixels have each number from 0 to below `length`."""
    if index.size < _MANY:
        return np.bincount(index.ravel(), minlength=length).astype(np.int64, copy=False)
    from napari_darkroom.kernels.label_marks import count

    found = np.zeros(length, np.int64)
    count(_line(index), found)
    return found


def _found(labels: NDArray[Any], ids: NDArray[Any]) -> NDArray[np.int32]:
    if labels.size < _MANY:
        return np.searchsorted(ids, labels).astype(np.int32)
    from napari_darkroom.kernels.label_marks import find
    from napari_darkroom.kernels.side_by_side import in_strips

    result = np.empty(labels.shape, np.int32)
    in_strips(labels.size, labels.size, find, _line(ids), _line(labels), result.reshape(-1))
    return result


def _line(array: NDArray[Any]) -> NDArray[Any]:
    """Return the bits of an array as one line of numbers without a sign."""
    whole = np.ascontiguousarray(array)
    native = whole.astype(whole.dtype.newbyteorder("="), copy=False)
    return native.view(f"u{native.dtype.itemsize}").reshape(-1)


def refuse_negative(labels: NDArray[Any]) -> None:
    """Refuse labels below 0.

    Raises
    ------
    InputError
        If a number is negative.
    """
    if labels.dtype.kind == "i" and labels.size and labels.min() < 0:
        raise InputError(
            f"The label image holds the negative number {labels.min()}. Labels are 0 (background) "
            "and up."
        )


def keep(
    labels: NDArray[Any], ids: NDArray[Any], index: NDArray[np.int32], kept: NDArray[np.bool_]
) -> NDArray[Any]:
    """Return `labels` with 0 in place of the numbers that are not `kept`."""
    return look_up(np.where(kept, ids, 0).astype(labels.dtype), index)
