"""Two tables of the same objects as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.core.values import Table

if TYPE_CHECKING:
    import pandas as pd

_OWNER = "measure.join"
# Up to here a float holds every whole number.
_LARGEST_EXACT = 2**53
_SIDE = "_darkroom_side"

Rows: TypeAlias = Literal["first", "both", "all"]


@operation(title="Join two tables", noun="joined rows", menu="measure/tables", tolerance=1e-9)
def join(measurements: Table, others: Table, *, rows: Rows = "first", suffix: str = "_2") -> Table:
    """Put the columns of two tables of the same objects side by side.

    Parameters
    ----------
    measurements : Table
        The first table; its rows are named by its keys: frame and number of the object.
    others : Table
        The table whose columns are added. Its keys are among those of the first: with fewer of
        them (one row a frame, say) each of its rows goes to all that it fits.
    rows : {"first", "both", "all"}
        Which rows there are: those of the first table, those that both have, or those of either.
        Where a table has no row its cells are missing.
    suffix : str
        What is added to the name of a column that both tables have, for that of the second.

    Returns
    -------
    table : Table
        The rows in the order of the first table (then those of the second alone), with the keys,
        the columns of the first and those of the second, each with its unit and definition.

    Raises
    ------
    InputError
        If a table has no keys, its keys name a row twice, or those of the second are not among
        those of the first.
    ParameterError
        If a column of the second table has the name of another, with the suffix too.

    Notes
    -----
    Whole numbers become floats where a cell is missing; numbers that a float does not hold are
    refused then.

    Formula::

        row(k) = columns of the first at k, columns of the second at k
        k: the cells of the keys

    Equivalent for the rows of the first table::

        keys = others.attrs["keys"]
        table = measurements.merge(others, how="left", on=keys, suffixes=("", suffix))
    """
    keys, shared = _keys(measurements, others)
    if rows == "all" and set(keys) != set(shared):
        raise InputError(
            f"{_OWNER}: rows of the second table alone would have no "
            f"{', '.join(key for key in keys if key not in shared)}. Take the rows of the first "
            "table, or those that both have."
        )
    names = _names(measurements, others, shared, suffix)
    second = others.data.rename(columns=names)[[*shared, *names.values()]]
    joined = _merged(measurements.data, second, shared, rows)
    _check_exact(joined, measurements.data, second)
    columns = dict(measurements.columns) | {new: others.columns[old] for old, new in names.items()}
    return replace(measurements, data=joined, columns=columns)


def _keys(first: Table, second: Table) -> tuple[tuple[str, ...], list[str]]:
    """Return the keys of the first table, and those that both have."""
    for which, table in (("first", first), ("second", second)):
        lacking = [key for key in table.keys if key not in table.data]
        if not table.keys or lacking:
            raise InputError(
                f"{_OWNER}: the {which} table has no column that names its rows"
                f"{' (' + ', '.join(lacking) + ')' if lacking else ''}: give a table of objects, "
                "with the column label."
            )
        repeated = table.data.duplicated(list(table.keys))
        if repeated.any():
            row = table.data.loc[repeated, list(table.keys)].iloc[0].to_dict()
            raise InputError(
                f"{_OWNER}: the {which} table has several rows for "
                f"{', '.join(f'{name} {cell}' for name, cell in row.items())}. Filter it first, so "
                "that each object has one."
            )
    foreign = [key for key in second.keys if key not in first.keys]
    if foreign:
        raise InputError(
            f"{_OWNER}: the rows of the first table are named by {', '.join(first.keys)}, those of "
            f"the second by {', '.join(second.keys)}; {foreign[0]} is none of the first. Give the "
            "tables the other way round, or two of the same objects."
        )
    _check_kinds(first, second)
    return first.keys, list(second.keys)


def _check_kinds(first: Table, second: Table) -> None:
    """Refuse numbers that would be compared with texts."""
    for key in second.keys:
        one, two = (table.data[key].dtype.kind in "iufb" for table in (first, second))
        if one != two and len(first.data) and len(second.data):
            raise InputError(
                f"{_OWNER}: the key {key} holds numbers in one table and texts in the other: they "
                "name no row together."
            )


def _names(first: Table, second: Table, shared: Sequence[str], suffix: str) -> Mapping[str, str]:
    """Return the new name of each column of the second table that is no key."""
    taken = {str(name) for name in first.data}
    own = [str(name) for name in second.data if name not in shared]
    names: dict[str, str] = {}
    for name in own:
        new = name + suffix if name in taken else name
        if new in taken or new in names.values() or (new != name and new in own):
            raise ParameterError(
                f"{_OWNER}: suffix = {suffix!r}: {name!r} would be called {new!r}, and there is "
                "such a column already. Choose another suffix."
            )
        names[name] = new
    return names


def _merged(
    first: pd.DataFrame, second: pd.DataFrame, shared: list[str], rows: Rows
) -> pd.DataFrame:
    import pandas as pd

    if rows == "both":
        return first.merge(second, how="inner", on=shared)
    joined = first.merge(second, how="left", on=shared)
    if rows == "first":
        return joined
    known = second.merge(first[shared], how="left", on=shared, indicator=_SIDE)
    alone = second[(known[_SIDE] == "left_only").to_numpy()]
    if alone.empty:
        return joined
    filled = [joined, alone.reindex(columns=joined.columns)]
    return pd.concat([part for part in filled if len(part)], ignore_index=True)


def _check_exact(joined: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame) -> None:
    """Refuse whole numbers that became floats and lost digits."""
    for name in joined.columns:
        cells = first[name] if name in first else second[name]
        became = cells.dtype.kind in "iu" and joined[name].dtype.kind == "f"
        if became and len(cells) and int(cells.abs().max()) > _LARGEST_EXACT:
            raise InputError(
                f"{_OWNER}: rows are missing, and numbers of {name} are too large to stand beside "
                "missing cells. Take the rows that both tables have."
            )
