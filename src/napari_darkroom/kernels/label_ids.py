"""The numbers in a label image: which there are, and tables over them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError

# Above this the table of all numbers would be larger than the image is worth.
_LARGEST_TABLE = 2**25
_MANY = 2**20


def dense(labels: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
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
        ``ids[index] == labels``.

    Raises
    ------
    InputError
        If a number is negative.
    """
    refuse_negative(labels)
    if labels.size == 0:
        return np.zeros(1, labels.dtype), labels.astype(np.intp)
    largest = int(labels.max())
    if largest >= max(_LARGEST_TABLE, labels.size):
        import fastremap

        found = np.asarray(fastremap.unique(labels))
        ids = found if found[0] == 0 else np.concatenate([np.zeros(1, found.dtype), found])
        return ids, np.searchsorted(ids, labels)
    present = np.zeros(largest + 1, dtype=bool)
    _mark(labels, present)
    present[0] = True
    ids = np.flatnonzero(present).astype(labels.dtype)
    if len(ids) == largest + 1:
        return ids, labels.astype(np.intp)
    table = np.zeros(largest + 1, dtype=np.intp)
    table[ids] = np.arange(len(ids))
    return ids, table[labels]


def _mark(labels: NDArray[Any], present: NDArray[np.bool_]) -> None:
    if labels.size < _MANY:
        present[labels.ravel()] = True
        return
    # Here, so that few labels can be looked at without loading numba.
    from napari_darkroom.kernels.label_marks import mark

    whole = np.ascontiguousarray(labels)
    mark(whole.view(f"u{whole.dtype.itemsize}").reshape(-1), present)


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
    labels: NDArray[Any], ids: NDArray[Any], index: NDArray[np.intp], kept: NDArray[np.bool_]
) -> NDArray[Any]:
    """Return `labels` with 0 in place of the numbers that are not `kept`."""
    return np.where(kept, ids, 0).astype(labels.dtype)[index]
