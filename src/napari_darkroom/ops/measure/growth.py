"""How objects grow: the change of a measurement over time, object by object."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ColumnName, PhysicalTime
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.core.ranges import column_of
from napari_darkroom.core.units import PIXEL, Measure
from napari_darkroom.core.values import Table
from napari_darkroom.ops.measure.tracks import TIME, Tracks, tracks_of

_OWNER = "measure.growth"
# Two points lie on a line always.
_FEWEST_TO_JUDGE = 3


@operation(title="Growth over time", noun="growth", menu="measure/tables", tolerance=1e-9)
def growth(
    measurements: Table,
    *,
    column: ColumnName = "area",
    frame_interval: PhysicalTime | None = None,
) -> Table:
    """Measure how fast each object grows: rate, doubling time, and how well they describe it.

    Parameters
    ----------
    measurements : Table
        Measurements of a movie: one row an object and frame, with the columns label and t. An
        object has one number in all frames. A table of one row a frame, such as counts, is one
        growing whole.
    column : str
        What grows: the area, the intensity, the number of objects.
    frame_interval : time, optional
        Time between frames, ``30 s``. Without it times are in the unit of the column t, or in
        frames where that has none.

    Returns
    -------
    table : Table
        One row an object: number of frames, first and last time and value, change, relative change
        and its rate, and of exponential growth the rate, doubling time and R².

    Raises
    ------
    InputError
        If there is no column t among the keys, no such column, or it holds texts; if an object has
        two rows of one time.
    ParameterError
        If an interval is given that is not above 0, or for times that have a unit already.

    Notes
    -----
    Missing and infinite cells are left out. What has a value in one frame only has neither change
    nor rate. There is no exponential growth where a value is 0 or below. Of what shrinks the
    doubling time is negative: the time in which half is left. R² is missing for less than three
    frames, and where the value never changes.

    Formula::

        relative rate = (last − first) / (first · (time of last − time of first))
        growth rate = Σ (t − mean t) · (ln v − mean ln v) / Σ (t − mean t)²
        doubling time = ln 2 / growth rate
        R² = 1 − Σ (ln v − fit)² / Σ (ln v − mean ln v)²

    Equivalent for times in frames and objects in several frames, within 1e-9::

        import numpy as np
        import pandas as pd
        from scipy.stats import linregress

        tracks = [rows.sort_values("t") for _, rows in measurements.groupby("label")]
        fits = [linregress(one["t"], np.log(one[column])) for one in tracks]
        table = pd.DataFrame({"growth_rate": [fit.slope for fit in fits]})
        table["doubling_time"] = np.log(2) / table["growth_rate"]
        table["r_squared"] = [fit.rvalue**2 for fit in fits]

    References
    ----------
    ``scipy.stats.linregress`` of the logarithms. Exponential growth of cells: J. Monod, The growth
    of bacterial cultures, Annual Review of Microbiology 3, 1949.
    """
    time, unit = _times(measurements, frame_interval)
    keys = [name for name in measurements.keys if name != TIME]
    values = _numbers(measurements, column)
    tracks = tracks_of(_OWNER, measurements.data, keys, time, values)
    cells = {**_change(tracks), **_fit(tracks)}
    own = measurements.columns[column]
    known = {name: measurements.columns[name] for name in keys} | _known(column, own, unit)
    table = tracks.names.assign(**cells)
    return Table(table, known, tuple(keys), measurements.name, measurements.metadata)


def _times(table: Table, interval: Measure | None) -> tuple[NDArray[np.float64], str]:
    """Return the time of each row and its unit; none for frames."""
    if TIME not in table.keys or TIME not in table.data:
        raise InputError(
            f"{_OWNER}: the rows are named by {', '.join(table.keys) or 'nothing'}, and no t is "
            "among them. Give the measurements of a movie, whose axes are named t, y, x."
        )
    unit = table.columns[TIME].unit
    unit = "" if unit == PIXEL else unit
    time = _numbers(table, TIME)
    if interval is None:
        return time, unit
    if unit:
        raise ParameterError(
            f"{_OWNER}: frame_interval = {interval}: the times of the table are in {unit} already. "
            "Leave it out."
        )
    if not interval.values[0] > 0:
        raise ParameterError(
            f"{_OWNER}: frame_interval = {interval}: give a time above 0, such as '30 s'."
        )
    return time * interval.values[0], interval.unit


def _numbers(table: Table, name: str) -> NDArray[np.float64]:
    cells = column_of(_OWNER, table, name)
    if cells.dtype.kind not in "iufb":
        raise InputError(f"{_OWNER}: the column {name} holds texts. Name a column of numbers.")
    return np.asarray(cells.to_numpy(), dtype=np.float64)


def _change(tracks: Tracks) -> dict[str, NDArray[Any]]:
    begin, end = tracks.at_ends(tracks.time)
    first, last = tracks.at_ends(tracks.value)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(tracks.number > 1, last - first, np.nan)
        relative = np.where(first != 0, change / first, np.nan)
        return {
            "num_frames": tracks.number,
            "first_time": begin,
            "last_time": end,
            "first_value": first,
            "last_value": last,
            "change": change,
            "relative_change": relative,
            "relative_rate": relative / (end - begin),
        }


def _fit(tracks: Tracks) -> dict[str, NDArray[np.float64]]:
    """Return the line through the logarithms, by sums of what is centred."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithm = np.where(tracks.value > 0, np.log(tracks.value), np.nan)
        # From the first on: what never changes is 0, without rounding.
        logarithm -= tracks.at_ends(logarithm)[0][tracks.owner]
        time, height = tracks.centred(tracks.time), tracks.centred(logarithm)
        spread, together = tracks.total(time * time), tracks.total(time * height)
        rate = together / spread
        rest = height - rate[tracks.owner] * time
        share = 1 - tracks.total(rest * rest) / tracks.total(height * height)
        return {
            "growth_rate": rate,
            "doubling_time": np.where(rate != 0, np.log(2) / rate, np.nan),
            "r_squared": np.where(tracks.number < _FEWEST_TO_JUDGE, np.nan, share),
        }


def _known(name: str, column: Column, unit: str) -> dict[str, Column]:
    rate = f"1/{unit}" if unit else ""
    per = unit or "frame"
    each = "" if unit else ", counted in frames"
    text = "missing where it has a value in one frame only"
    return {
        "num_frames": Column(f"Number of frames with a value of {name}."),
        "first_time": Column(f"Time of the first value{each}.", unit),
        "last_time": Column(f"Time of the last value{each}.", unit),
        "first_value": Column(f"First value of {name}.", column.unit),
        "last_value": Column(f"Last value of {name}.", column.unit),
        "change": Column(f"Last value of {name} less the first; {text}.", column.unit),
        "relative_change": Column(f"Change as a share of the first value of {name}; {text}."),
        "relative_rate": Column(f"Relative change to one {per}; {text}.", rate),
        "growth_rate": Column(
            f"Rate of exponential growth to one {per}, fitted to the logarithms of {name}; missing "
            "where one is 0 or below.",
            rate,
            "scipy.stats.linregress",
        ),
        "doubling_time": Column(
            f"Time in which {name} doubles by the fit{each}; negative: in which it halves.", unit
        ),
        "r_squared": Column(
            "Share of the variance of the logarithms that the fit explains, 0 to 1; missing for "
            "less than three frames.",
            "",
            "scipy.stats.linregress",
        ),
    }
