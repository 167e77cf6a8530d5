"""Keeping objects by what was measured of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ColumnName, Limit
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.frames import Frame, frames
from napari_darkroom.core.ranges import Range, Side, Unmeasured
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.kernels.label_ids import dense
from napari_darkroom.kernels.label_ids import keep as kept_pixels

_OWNER = "labels.filter"


@operation(title="Filter objects by a column", noun="objects", menu="segment/choose_objects")
def filter(  # noqa: A001 - what a user calls it
    labels: Labels,
    measurements: Table,
    *,
    column: ColumnName = "area",
    lower: Limit | None = None,
    upper: Limit | None = None,
    keep: Side = "inside",
    unmeasured: Unmeasured = "remove",
) -> Labels:
    """Keep the objects whose value in a column of their table lies in a range.

    Leave out debris by its area, dead cells by their brightness, clumps by their solidity.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects.
    measurements : Table
        A row for each object: its number in the column ``label``, and its frame.
    column : str
        The column that decides.
    lower : float or str, optional
        The smallest value of the range, in the unit of the column or with one, ``50 um^2``; none
        leaves it open.
    upper : float or str, optional
        The largest value of the range, as `lower`; none leaves it open.
    keep : {"inside", "outside"}
        Whether the objects inside of the range are kept, or those outside.
    unmeasured : {"remove", "keep", "refuse"}
        What becomes of an object that has no row in the table, or no value in the column: it is
        removed, kept, or nothing is done and the object is named.

    Returns
    -------
    labels : Labels
        The label image; the objects that are kept keep their numbers.

    Raises
    ------
    InputError
        If there is no such column, it cannot be told in the unit of a limit, the table does not
        tell the frame or has several rows for one object, or an object is unmeasured and that is
        refused.
    ParameterError
        If `lower` is above `upper`.

    Notes
    -----
    Both ends belong to the range. A row whose object is not in the label image has no say: the
    table may be that of more objects.

    Formula::

        labels(x) = labels(x) if lower ≤ measurement(labels(x)) ≤ upper
        labels(x) = 0 else

    Equivalent for one frame, in which each object has a row::

        import numpy as np

        value = measurements.set_index("label", drop=False)[column]
        low = -np.inf if lower is None else lower
        high = np.inf if upper is None else upper
        kept = value.index[value.between(low, high) == (keep == "inside")]
        labels = np.where(np.isin(labels, kept), labels, 0)

    References
    ----------
    CellProfiler, module FilterObjects, by *Measurements* and *Limits*.
    """
    found = Range(_OWNER, column, lower, upper, keep)
    values, ends = found.values(measurements), found.ends(measurements)
    axes = labels.calibration.axes
    walked = [axes[i] for i in range(len(axes)) if i not in labels.calibration.spatial]
    _check_keys(measurements, walked)
    result = np.empty(labels.shape, labels.dtype)
    for frame in frames(labels):
        rows = _rows_of(measurements, frame)
        ids, index = dense(frame.pixels)
        own = _values_of(ids[1:], measurements.data["label"].to_numpy()[rows], values[rows])
        left = found.kept(own, ends) | _unmeasured(ids[1:], own, frame, unmeasured)
        place = tuple(frame.keys.get(name, slice(None)) for name in axes)
        result[place] = kept_pixels(frame.pixels, ids, index, np.concatenate([[True], left]))
    return labels.with_data(result)


def _check_keys(table: Table, walked: list[str]) -> None:
    """Raise `InputError` unless the frame and the number of an object name one row."""
    wanted = [*walked, "label"]
    lacking = [name for name in wanted if name not in table.data.columns]
    if lacking:
        raise InputError(
            f"{_OWNER}: the table has no column {lacking[0]!r}, and its rows must tell "
            f"{', '.join(wanted)} of an object. Give a table that was measured of these objects."
        )
    if any(table.data[name].dtype.kind not in "iu" for name in wanted):
        raise InputError(
            f"{_OWNER}: {', '.join(wanted)} must be columns of whole numbers: they name an object."
        )
    if table.data.duplicated(wanted).any():
        raise InputError(
            f"{_OWNER}: the table has several rows for one object. Give a table with one row each, "
            "or keep some of its rows first with measure.filter_table."
        )


def _rows_of(table: Table, frame: Frame) -> NDArray[np.intp]:
    """Return the rows of a frame."""
    here = np.ones(len(table.data), dtype=bool)
    for name, at in frame.keys.items():
        here &= table.data[name].to_numpy() == at
    return np.flatnonzero(here)


def _values_of(
    ids: NDArray[np.integer], numbers: NDArray[np.integer], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the value of each object, NaN for one without a row."""
    found = np.full(len(ids), np.nan)
    if len(numbers) == 0:
        return found
    # Of one type: signed and unsigned numbers together would be compared as floats.
    numbers, ids = numbers.astype(np.uint64), ids.astype(np.uint64)
    order = np.argsort(numbers, kind="stable")
    at = np.minimum(np.searchsorted(numbers[order], ids), len(numbers) - 1)
    there = numbers[order][at] == ids
    found[there] = values[order][at][there]
    return found


def _unmeasured(
    ids: NDArray[np.integer], own: NDArray[np.float64], frame: Frame, choice: Unmeasured
) -> NDArray[np.bool_]:
    """Return which objects without a value are kept.

    Raises
    ------
    InputError
        If there is one and that is refused.
    """
    missing = np.isnan(own)
    if choice == "refuse" and missing.any():
        where = "".join(f", {name} {at}" for name, at in frame.keys.items())
        raise InputError(
            f"{_OWNER}: {np.count_nonzero(missing)} objects have no value in the table, the first "
            f"of them {ids[missing][0]}{where}. Measure these labels, or let unmeasured be remove "
            "or keep."
        )
    return missing & (choice == "keep")
