"""The table of children: in which object each of them lies."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.ops.measure.overlap import check_family, numbers, objects_at, relate
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    calibrated_like,
    object_frames,
    object_table,
    spacing_of,
)

_CELLPROFILER = "CellProfiler"


@operation(
    title="Find the parent of each object", noun="parents", menu="measure/relations", tolerance=1e-9
)
def parents(
    children: Labels,
    parents: Labels,
    *,
    min_overlap: Annotated[float, Ge(0), Le(1)] = 0.0,
) -> Table:
    """Tell for each object in which larger one it lies: for a spot its nucleus or cell.

    Parameters
    ----------
    children : Labels, 2-D or 3-D, with time
        The objects that belong to others.
    parents : Labels
        The objects that they belong to, on the same grid.
    min_overlap : float
        The least share of its pixels, 0 to 1, that a child has in its parent; one with less has
        none.

    Returns
    -------
    table : Table
        One row a child (and frame): its number, its parent's (0 for none), the share of the
        child's pixels in the parent, how many parents it touches, and the distance between the
        centroids of both.

    Raises
    ------
    InputError
        If the two do not lie on one grid, or a label is negative.

    Notes
    -----
    The parent is the object that holds most pixels of the child, and of several with as many the
    one of the lowest number. Pixels outside of all parents have no say, however many they are.
    A child that lies in no parent has the parent 0, the share 0, and no distance.

    Formula::

        parent(k) = the p with most pixels x: children(x) = k and parents(x) = p
        share = number of these pixels / number of pixels of k

    Equivalent with a min_overlap of 0::

        import numpy as np
        import pandas as pd

        labels = np.unique(children[children > 0])
        shared = [np.bincount(parents[children == k], minlength=2)[1:] for k in labels]
        parent = [n.argmax() + 1 if n.any() else 0 for n in shared]
        table = pd.DataFrame({"label": labels, "parent": parent})

    References
    ----------
    CellProfiler, module RelateObjects.
    """
    check_family("measure.parents", children, parents)
    children = calibrated_like(children, parents)
    parts = [
        (one, _columns(one, objects_at(parents, one.keys), children, min_overlap))
        for one in object_frames(children)
    ]
    return object_table(children, parts, _known(spacing_of(children)[1]))


def _columns(children: Objects, parents: Objects, labels: Labels, min_overlap: float) -> Columns:
    relation = relate(children, parents, min_overlap)
    spacing, _ = spacing_of(labels)
    theirs = np.concatenate([np.full((1, 3), np.nan), parents.centroids()])
    apart = (children.centroids() - theirs[relation.parent]) * spacing
    return {
        "parent": numbers(parents, relation.parent),
        "parent_overlap": relation.shared / np.maximum(children.sizes(), 1),
        "num_parents": relation.candidates,
        "parent_centroid_distance": np.sqrt((apart**2).sum(axis=1)),
    }


def _known(unit: str) -> dict[str, Column]:
    return {
        "parent": Column(
            "Number of the object that holds most pixels of this one; 0 for none.",
            source=f"{_CELLPROFILER} (Parent)",
        ),
        "parent_overlap": Column("Share of the object's pixels that lie in its parent."),
        "num_parents": Column("How many objects of the parents it shares pixels with."),
        "parent_centroid_distance": Column(
            "Distance between the centroids of the object and of its parent; missing without one.",
            unit,
            f"{_CELLPROFILER} (Distance_Centroid)",
        ),
    }
