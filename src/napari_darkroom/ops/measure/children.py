"""The table of parents: how many objects lie in each of them, and how these are on average."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.ops.measure.overlap import check_family, objects_at, relate
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    calibrated_like,
    object_frames,
    object_table,
)

if TYPE_CHECKING:
    import pandas as pd

Statistic: TypeAlias = Literal["mean", "median", "sum", "min", "max", "std"]


@operation(
    title="Count objects within others", noun="children", menu="measure/relations", tolerance=1e-9
)
def children(
    parents: Labels,
    children: Labels,
    measurements: Table | None = None,
    *,
    statistic: Statistic = "mean",
    min_overlap: Annotated[float, Ge(0), Le(1)] = 0.0,
) -> Table:
    """Count the smaller objects in each larger one: the spots in a nucleus, the nuclei in a tissue.

    Parameters
    ----------
    parents : Labels, 2-D or 3-D, with time
        The objects that hold others.
    children : Labels
        The objects that are counted, on the same grid.
    measurements : Table, optional
        A table of the children, as a measurement of them gave it: each of its columns of numbers
        is summed up for every parent.
    statistic : {"mean", "median", "sum", "min", "max", "std"}
        What the measurements of the children of one parent become; std is the population's (n).
    min_overlap : float
        The least share of its pixels, 0 to 1, that a child has in its parent; one with less has
        none.

    Returns
    -------
    table : Table
        One row a parent (and frame): its number, how many children it has, the share of its own
        pixels that they cover and, for each column of `measurements`, the statistic of its
        children: ``mean_area``.

    Raises
    ------
    InputError
        If the two do not lie on one grid, a label is negative, or the table has other keys than
        the children.

    Notes
    -----
    A child belongs to the parent that holds most of its pixels, of several with as many to that
    of the lowest number. A parent without children counts 0, and its statistics are missing, a
    sum too. A child that `measurements` has no row for is counted; a missing cell has no say.

    Formula::

        children of p = number of k whose parent is p
        mean = Σ measurement(k) / n   over the children k that have one

    Equivalent without measurements and with a min_overlap of 0::

        import numpy as np
        import pandas as pd

        labels, kids = np.unique(parents[parents > 0]), np.unique(children[children > 0])
        shared = [np.bincount(parents[children == k], minlength=2)[1:] for k in kids]
        parent = [n.argmax() + 1 for n in shared if n.any()]
        counts = [parent.count(p) for p in labels]
        table = pd.DataFrame({"label": labels, "num_children": counts})

    References
    ----------
    CellProfiler, module RelateObjects.
    """
    check_family("measure.children", parents, children)
    parents = calibrated_like(parents, children)
    names = _measured(measurements, children)
    parts = []
    for one in object_frames(parents):
        theirs = objects_at(children, one.keys)
        relation = relate(theirs, one, min_overlap)
        table = {
            "num_children": np.bincount(relation.parent, minlength=one.count + 1)[1:],
            "children_share": _covered(one, theirs),
        }
        if measurements is not None:
            rows = _rows_of(measurements, theirs)
            table |= _summed(rows, names, relation.parent, one.count, statistic)
        parts.append((one, table))
    return object_table(parents, parts, _known(measurements, names, statistic))


def _covered(parents: Objects, children: Objects) -> NDArray[np.float64]:
    """Return the share of the pixels of each parent that lie in any child."""
    inside = np.where(children.index > 0, parents.index, 0)
    shared = np.bincount(inside.ravel(), minlength=parents.count + 1)[1:]
    return shared / np.maximum(parents.sizes(), 1)


def _measured(measurements: Table | None, children: Labels) -> list[str]:
    """Return the columns of numbers of a table of the children, once its keys are those."""
    if measurements is None:
        return []
    axes = children.calibration.axes
    walked = [axes[i] for i in range(len(axes)) if i not in children.calibration.spatial]
    wanted = (*walked, "label")
    if set(measurements.keys) != set(wanted):
        raise InputError(
            f"measure.children: the rows of the measurements are named by "
            f"{', '.join(measurements.keys) or 'nothing'}, and those of the children by "
            f"{', '.join(wanted)}. Give a table that was measured on the children."
        )
    if measurements.data.duplicated(list(wanted)).any():
        raise InputError(
            "measure.children: the measurements have several rows for one child. Give the table "
            "of one image."
        )
    cells = measurements.data
    return [
        str(name)
        for name in cells.columns
        if name not in wanted and cells[name].dtype.kind in "iufb"
    ]


def _rows_of(measurements: Table, children: Objects) -> pd.DataFrame:
    """Return the rows of the children of a frame, in their order; empty where there is none."""
    cells = measurements.data
    for name, at in children.keys.items():
        cells = cells[cells[name] == at]
    return cells.set_index("label").reindex(children.ids)


def _summed(
    rows: pd.DataFrame, names: list[str], parent: Any, count: int, statistic: Statistic
) -> Columns:
    """Return a statistic of each column over the children of every parent."""
    given = rows[names].astype(np.float64).reset_index(drop=True)[parent > 0]
    groups = given.groupby(parent[parent > 0])
    if statistic == "std":
        found = groups.std(ddof=0)
    elif statistic == "sum":
        found = groups.sum(min_count=1)
    else:
        found = groups.agg(statistic)
    found = found.reindex(np.arange(1, count + 1))
    return {f"{statistic}_{name}": found[name].to_numpy(np.float64) for name in names}


def _known(
    measurements: Table | None, names: list[str], statistic: Statistic
) -> Mapping[str, Column]:
    known = {
        "num_children": Column(
            "How many objects have most of their pixels in this one.",
            source="CellProfiler (Children_Count)",
        ),
        "children_share": Column("Share of the object's pixels that lie in any child."),
    }
    words = {"mean": "Mean", "median": "Median", "sum": "Sum", "min": "Smallest", "max": "Largest"}
    told = {} if measurements is None else measurements.columns
    for name in names if told else []:
        one = told[name]
        text = f"{words.get(statistic, 'Standard deviation (population, n)')} over the children "
        known[f"{statistic}_{name}"] = Column(
            f"{text}of {name}: {one.definition[:1].lower()}{one.definition[1:]}",
            one.unit,
            one.source,
        )
    return known
