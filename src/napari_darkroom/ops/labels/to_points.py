"""A point for every object."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import frame_indices, frame_keys
from napari_darkroom.core.values import Labels, Points
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.columns.objects import Objects
from napari_darkroom.ops.measure.per_object import whole_numbers

Place: TypeAlias = Literal["centroid", "innermost"]
_LABEL = Column("Number of the object.")


@operation(title="Objects to points", noun="points", menu="segment/points_and_shapes")
def to_points(labels: Labels, *, place: Place = "centroid") -> Points:
    """Put a point in the middle of every object.

    To count, to measure distances, as markers for a watershed, or to go on in another program.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects.
    place : {"centroid", "innermost"}
        The mean place of an object's pixels, which may lie outside of a bent one; or the pixel
        that is farthest from the outside of the object, the first of several.

    Returns
    -------
    points : Points
        One for every object of every frame, in the world, with the number of its object in the
        column ``label``: in the order of the frames, and of the numbers.

    Raises
    ------
    InputError
        If the label image has no axes y and x, or a label is negative.

    Notes
    -----
    Distances within an object are measured in the unit of the pixel size; beyond the border of the
    image is outside, and so is a touching object. `labels.from_points` is the way back.

    Formula::

        centroid = mean of the places x of the object's pixels
        innermost = the x with the largest distance
        to the nearest pixel that is not of the object

    Equivalent for a centroid in pixels, within 1e-9::

        import pandas as pd
        from skimage.measure import regionprops_table

        found = pd.DataFrame(regionprops_table(labels, properties=("label", "centroid")))
        names = {f"centroid-{i}": name for i, name in enumerate("zyx"[-labels.ndim :])}
        points = found.rename(columns=names)

    References
    ----------
    ImageJ, Analyze Particles: the columns X and Y, which lie half a pixel further down and right.
    """
    check_grid("labels.to_points", labels)
    found = [_frame(labels, index, place) for index in frame_indices(labels)]
    places, numbers = (np.concatenate(one) for one in zip(*found, strict=True))
    measured = {"label": (whole_numbers(numbers), _LABEL)}
    return Points.of(places, labels.calibration, measured, name=labels.name)


def _frame(
    labels: Labels, index: tuple[int | slice, ...], place: Place
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the place of each object of a frame, along all axes, and its number."""
    keys = frame_keys(labels, index)
    objects = Objects(labels, labels.data[index], keys)
    inside = objects.centroid if place == "centroid" else objects.innermost
    places = np.empty((objects.runs.count, labels.calibration.ndim))
    places[:] = [keys.get(name, 0) for name in labels.calibration.axes]
    places[:, list(labels.calibration.spatial)] = inside
    return places, objects.runs.ids
