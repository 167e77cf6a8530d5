"""A stored result beside one that was made again: what differs, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.digest import array_digest
from napari_darkroom.core.values import Grid, Image, Table, Value

if TYPE_CHECKING:
    import pandas as pd

Outcome: TypeAlias = Literal["same bits", "within tolerance", "different"]


@dataclass(frozen=True)
class ChangedCell:
    """A cell of a table that is not as it was.

    Attributes
    ----------
    row : str
        The keys of its row and their values.
    column : str
        The name of its column.
    stored, now : object
        What the file holds, and what was found now.
    """

    row: str
    column: str
    stored: Any
    now: Any

    def __str__(self) -> str:
        return f"{self.row}, {self.column}: {self.stored} stored, {self.now} now"


@dataclass(frozen=True)
class Comparison:
    """How two values differ.

    Attributes
    ----------
    outcome : str
        ``same bits``, ``within tolerance`` or ``different``.
    largest : float
        Largest difference, as a share of the largest number in the image or column.
    details : tuple of str
        What cannot be told as a number: another shape, kind or type, a share of pixels.
    cells : tuple of ChangedCell
        The cells of a table that differ.
    """

    outcome: Outcome
    largest: float = 0.0
    details: tuple[str, ...] = ()
    cells: tuple[ChangedCell, ...] = ()


def compare_values(stored: Value, now: Value, tolerance: float) -> Comparison:
    """Compare a stored result with one that was made again.

    Names and metadata have no say. Labels and masks have no tolerance: an object or a pixel is the
    same, or it is not; neither have the whole numbers, texts and keys of a table, which tell of
    them.

    Parameters
    ----------
    stored, now : value
        The two results.
    tolerance : float
        Largest difference that is allowed, as a share of the largest number in an image, or in a
        column of a table.
    """
    if stored.kind != now.kind:
        return Comparison("different", details=(_was("kind", stored.kind, now.kind),))
    if isinstance(stored, Table) and isinstance(now, Table):
        return _compare_tables(stored, now, tolerance)
    if isinstance(stored, Grid) and isinstance(now, Grid):
        return _compare_grids(stored, now, tolerance)
    raise TypeError(stored.kind)


def _was(what: str, stored: object, now: object) -> str:
    return f"{what}: {stored} stored, {now} now"


def _compare_grids(stored: Grid, now: Grid, tolerance: float) -> Comparison:
    details = tuple(_grid_details(stored, now))
    if details:
        return Comparison("different", details=details)
    a, b = np.asarray(stored.data), np.asarray(now.data)
    if array_digest(a) == array_digest(b):
        return Comparison("same bits")
    exact = a.dtype.kind == "b" or (a.dtype.kind in "iu" and not tolerance)
    if exact or not isinstance(stored, Image):
        share = np.count_nonzero(a != b) / a.size
        return Comparison("different", details=(f"{share:.4%} of the pixels differ",))
    return _graded(_distance(a, b), tolerance)


def _grid_details(stored: Grid, now: Grid) -> Iterator[str]:
    if stored.dtype != now.dtype:
        yield _was("pixel type", stored.dtype, now.dtype)
    if stored.data.shape != now.data.shape:
        yield _was("shape", tuple(stored.data.shape), tuple(now.data.shape))
    a, b = stored.calibration, now.calibration
    for name in ("axes", "scale", "units", "translate", "rotate", "shear", "affine"):
        if getattr(a, name) != getattr(b, name):
            yield _was(name, getattr(a, name), getattr(b, name))
    if isinstance(stored, Image) and isinstance(now, Image) and stored.channels != now.channels:
        yield _was("channels", stored.channels, now.channels)


def _graded(largest: float, tolerance: float, cells: tuple[ChangedCell, ...] = ()) -> Comparison:
    outcome: Outcome = "within tolerance" if largest <= tolerance else "different"
    return Comparison(outcome, largest, cells=cells)


def _distance(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Return the largest difference as a share of the largest number; infinite where one is none.

    Missing (NaN) is the same as missing, and infinite as infinite.
    """
    a, b = a.astype(np.longdouble), b.astype(np.longdouble)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    if same.all():
        return 0.0
    scale = max(np.max(np.abs(one), where=np.isfinite(one), initial=0) for one in (a, b))
    a, b = a[~same], b[~same]
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return float("inf")
    return float(np.max(np.abs(a - b)) / scale)


def _compare_tables(stored: Table, now: Table, tolerance: float) -> Comparison:
    details = tuple(_table_details(stored, now))
    if details:
        return Comparison("different", details=details)
    largest, cells, exact = 0.0, list[tuple[int, ChangedCell]](), list[str]()
    for name in stored.data.columns:
        a, b = stored.data[name], now.data[name]
        differs = _differing(a, b)
        if differs.any():
            if a.dtype.kind == "f" and name not in stored.keys:
                largest = max(largest, _distance(a.to_numpy(), b.to_numpy()))
            else:
                exact.append(str(name))
            cells += [
                (row, ChangedCell(_row_name(stored, row), str(name), a.iloc[row], b.iloc[row]))
                for row in np.flatnonzero(differs).tolist()
            ]
    if not cells:
        return Comparison("same bits")
    ordered = tuple(cell for _, cell in sorted(cells, key=lambda one: one[0]))
    if exact:
        names = ", ".join(exact)
        details = (f"{names} differ: whole numbers, texts and keys have no tolerance",)
        return Comparison("different", largest, details, ordered)
    return _graded(largest, tolerance, ordered)


def _table_details(stored: Table, now: Table) -> Iterator[str]:
    a, b = stored.data, now.data
    if list(a.columns) != list(b.columns):
        # Where none was added or left out their order differs.
        odd = [[n for n in one if n not in other] for one, other in ((a, b), (b, a))]
        shown = odd if any(odd) else [list(a), list(b)]
        yield _was("columns", *(", ".join(map(str, one)) or "no others" for one in shown))
        return
    if len(a) != len(b):
        yield _was("rows", len(a), len(b))
    if stored.keys != now.keys:
        yield _was("keys", ", ".join(stored.keys), ", ".join(now.keys))
    for name in a.columns:
        numbers = [column.dtype.kind in "biuf" for column in (a[name], b[name])]
        if a[name].dtype != b[name].dtype and any(numbers):
            yield _was(f"type of {name}", a[name].dtype, b[name].dtype)
        if stored.columns[name].unit != now.columns[name].unit:
            yield _was(f"unit of {name}", stored.columns[name].unit, now.columns[name].unit)


def _differing(a: pd.Series[Any], b: pd.Series[Any]) -> NDArray[np.bool_]:
    missing = a.isna().to_numpy() & b.isna().to_numpy()
    return np.asarray(a.to_numpy() != b.to_numpy()) & ~missing


def _row_name(table: Table, row: int) -> str:
    told = [f"{key} {table.data[key].iloc[row]}" for key in table.keys if key in table.data]
    return ", ".join(told) or f"row {row + 1}"
