"""The table of neighbours: how many an object has, and how near the nearest are."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Length
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import spatial_axes
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.overlap import numbers
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    object_frames,
    object_table,
    spacing_of,
)

_CELLPROFILER = "CellProfiler"


@operation(title="Measure neighbours", noun="neighbours", menu="measure/relations", tolerance=1e-9)
def neighbours(labels: Labels, *, distance: Annotated[Length, Ge(0), Le(200)] = 1.0) -> Table:
    """Count the neighbours of every object, and measure how near the nearest ones are.

    Tells crowded cells from lonely ones.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects.
    distance : length
        How far away the nearest pixel of a neighbour may be: with 1 pixel neighbours touch along
        the side of a pixel, with 1.5 pixels a corner is enough.

    Returns
    -------
    table : Table
        One row an object (and frame): number of neighbours, share of the border that touches
        them; number of the nearest and second nearest object and the distances of their
        centroids, the angle between both; the nearest object by its edge and how far it is.

    Raises
    ------
    InputError
        If a label is negative.

    Notes
    -----
    Distances are in the unit of the pixel size, between the centres of pixels: objects that
    touch are one pixel size apart. The border of an object are its pixels with any other value
    among the eight (in 3-D 26) around them, and those at the edge of the image; it touches where
    another object is within `distance` and half a pixel. What has no neighbour has 0 as its
    number and no distance; of several at the same distance the lowest number counts.

    Formula::

        neighbours of k = number of objects j with min |x − y| ≤ distance
        touching = border pixels x of k with |x − y| ≤ distance + ½ / border pixels of k
        x in k, y in j
        nearest distance = min over j of |centroid(k) − centroid(j)|
        angle = between the ways to the nearest and to the second nearest

    Equivalent::

        import numpy as np
        import pandas as pd
        from scipy.ndimage import distance_transform_edt

        ids, shares = np.unique(labels[labels > 0]), 1 / np.maximum(distance, 0.5)
        within = [distance_transform_edt(labels != k, shares) <= 1 + 1e-9 for k in ids]
        around = [labels[near & (labels > 0)] for near in within]
        counts = [len(np.unique(one)) - 1 for one in around]
        table = pd.DataFrame({"label": ids, "num_neighbours": counts})

    References
    ----------
    CellProfiler, module MeasureObjectNeighbors.
    """
    check_grid("measure.neighbours", labels)
    reach = per_axis(distance, len(spatial_axes(labels)))
    radius = np.array((0.0,) * (3 - len(reach)) + reach)
    parts = [(one, _columns(one, labels, radius)) for one in object_frames(labels)]
    return object_table(labels, parts, _known(spacing_of(labels)[1]))


def _columns(objects: Objects, labels: Labels, radius: NDArray[np.float64]) -> Columns:
    return {
        **_contacts(objects, radius),
        **_centroids(objects, spacing_of(labels)[0]),
        **_edges(objects, spacing_of(labels)[0]),
    }


def _contacts(objects: Objects, radius: NDArray[np.float64]) -> Columns:
    from napari_darkroom.kernels.neighbours import contacts

    # A plane has no neighbours along z.
    further = radius + 0.5 * (radius > 0)
    near, border, touching = contacts(objects.runs, objects.index, radius, further).T
    return {"num_neighbours": near, "touching_share": touching / np.maximum(border, 1)}


def _centroids(objects: Objects, spacing: NDArray[np.float64]) -> Columns:
    from napari_darkroom.kernels.two_nearest import two_nearest

    centroids = objects.centroids() * spacing
    nearest = two_nearest(centroids)
    places = np.concatenate([centroids, np.full((1, 3), np.nan)])
    first, second = (places[nearest[:, i]] - centroids for i in range(2))
    near, far = (np.sqrt((way**2).sum(axis=1)) for way in (first, second))
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (first * second).sum(axis=1) / (near * far)
    return {
        "nearest_label": numbers(objects, nearest[:, 0] + 1),
        "nearest_distance": near,
        "second_nearest_label": numbers(objects, nearest[:, 1] + 1),
        "second_nearest_distance": far,
        "neighbour_angle": np.degrees(np.arccos(np.clip(cosine, -1, 1))),
    }


def _edges(objects: Objects, spacing: NDArray[np.float64]) -> Columns:
    from napari_darkroom.kernels.nearest_edge import nearest_edges
    from napari_darkroom.kernels.neighbours import border_pixels

    places = border_pixels(objects.index)
    owners = objects.index[tuple(places.T)]
    nearest, apart = nearest_edges(owners, places, spacing, objects.count)
    return {
        "nearest_edge_label": numbers(objects, nearest),
        "nearest_edge_distance": apart,
    }


def _known(unit: str) -> dict[str, Column]:
    known = {
        "num_neighbours": Column(
            "How many other objects have a pixel within the distance of one of the object's.",
            source=f"{_CELLPROFILER} (NumberOfNeighbors)",
        ),
        "touching_share": Column(
            "Share of the object's border pixels with another object within the distance and half "
            "a pixel, 0 to 1.",
            source=f"{_CELLPROFILER} (PercentTouching, as a share)",
        ),
    }
    for name, theirs in {"nearest": "FirstClosest", "second_nearest": "SecondClosest"}.items():
        word = name.replace("_", " ")
        known[f"{name}_label"] = Column(
            f"Number of the object whose centroid is the {word}; 0 for none.",
            source=f"{_CELLPROFILER} ({theirs}ObjectNumber)",
        )
        known[f"{name}_distance"] = Column(
            f"Distance of the centroids of the object and the {word} one.",
            unit,
            f"{_CELLPROFILER} ({theirs}Distance)",
        )
    known["neighbour_angle"] = Column(
        "Angle between the ways from the object's centroid to those of the nearest and the second "
        "nearest object, 0 to 180.",
        "deg",
        f"{_CELLPROFILER} (AngleBetweenNeighbors)",
    )
    known["nearest_edge_label"] = Column(
        "Number of the object with the pixel nearest to one of the object's; 0 for none."
    )
    known["nearest_edge_distance"] = Column(
        "Distance of the centres of the nearest pixels of the object and of another one; the size "
        "of a pixel where they touch.",
        unit,
    )
    return known
