"""The values of each object over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

TIME = "t"


@dataclass(frozen=True)
class Tracks:
    """The known values of each object, in the order of time.

    Attributes
    ----------
    names : DataFrame
        The keys of each object.
    owner : array of int
        The object of each value, from 0, in order.
    time, value : array of float
    """

    names: pd.DataFrame
    owner: NDArray[np.intp]
    time: NDArray[np.float64]
    value: NDArray[np.float64]

    @property
    def number(self) -> NDArray[np.int64]:
        """How many values each object has."""
        return np.bincount(self.owner, minlength=len(self.names)).astype(np.int64)

    def total(self, values: NDArray[np.float64]) -> NDArray[Any]:
        """Return the sum of values over each object."""
        return np.bincount(self.owner, values, minlength=len(self.names))

    def centred(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values less their mean over the object."""
        with np.errstate(invalid="ignore"):
            return values - (self.total(values) / self.number)[self.owner]

    def at_ends(
        self, values: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the first and the last of values for each object, NaN where there is none."""
        places = np.arange(len(self.names))
        some = self.number > 0
        ends = np.full((2, len(places)), np.nan)
        ends[0, some] = values[np.searchsorted(self.owner, places[some], "left")]
        ends[1, some] = values[np.searchsorted(self.owner, places[some], "right") - 1]
        return ends[0], ends[1]


def tracks_of(
    caller: str,
    data: pd.DataFrame,
    keys: list[str],
    time: NDArray[np.float64],
    value: NDArray[np.float64],
) -> Tracks:
    """Return the known values of each object in the order of time.

    Parameters
    ----------
    caller : str
        The operation, for messages.
    data : DataFrame
        One row an object and time.
    keys : list of str
        The columns that name an object; without any all rows are of one.
    time, value : array of float
        Of each row; one that is not finite is left out.

    Raises
    ------
    InputError
        If an object has several rows of one time.
    """
    _check_once(caller, data, [*keys, TIME])
    if keys:
        names = data[keys].drop_duplicates().sort_values(keys, ignore_index=True)
        numbers = data.groupby(keys, sort=True, dropna=False).ngroup()
        owner = np.asarray(numbers, dtype=np.intp)
    else:
        names = data.iloc[:1][[]].reset_index(drop=True)
        owner = np.zeros(len(data), dtype=np.intp)
    known = np.isfinite(value) & np.isfinite(time)
    order = np.lexsort((time[known], owner[known]))
    return Tracks(names, owner[known][order], time[known][order], value[known][order])


def _check_once(caller: str, data: pd.DataFrame, keys: list[str]) -> None:
    repeated = data.duplicated(keys)
    if repeated.any():
        row = data.loc[repeated, keys].iloc[0].to_dict()
        raise InputError(
            f"{caller}: there are several rows for "
            f"{', '.join(f'{name} {cell}' for name, cell in row.items())}. Give one row an object "
            "and frame."
        )
