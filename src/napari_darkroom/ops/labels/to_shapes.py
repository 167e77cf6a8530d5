"""Outlines of objects as polygons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Labels, Shapes
from napari_darkroom.kernels.label_ids import dense
from napari_darkroom.ops.measure.checks import check_grid

_LARGEST = np.iinfo(np.int64).max


@operation(title="Objects to shapes", noun="outlines", menu="segment/points_and_shapes")
def to_shapes(labels: Labels, *, holes: bool = True) -> Shapes:
    """Draw the outline of every object as a polygon.

    To change objects by hand, to keep them in a small file, or to go on in another program.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects.
    holes : bool
        Whether holes of objects get outlines too; without them they are filled.

    Returns
    -------
    shapes : Shapes
        Polygons in the world, with the number of the object in the column ``label``: plane by
        plane, in the order of the numbers. In a volume an object has polygons in each plane.

    Raises
    ------
    InputError
        If the label image has no axes y and x, or a label is negative or beyond 64 bits with a
        sign, which the outlines could not name.

    Notes
    -----
    Outlines run along the edges of pixels, clockwise as seen on the screen, and around holes the
    other way. An object whose pixels touch at a corner alone has a polygon for each piece. What
    lies in an even number of the polygons of one object is a hole: `labels.from_shapes` gives the
    label image back as it was.

    Formula::

        corners: where the edges between pixels with labels(x) = k
        and pixels with labels(x) ≠ k turn

    Equivalent for the vertices in any order, with holes, for a plane::

        import numpy as np
        import pandas as pd

        ids = np.unique(labels[labels > 0])
        inside = [np.pad(labels == k, 1).astype(int) for k in ids]
        turns = [np.abs(np.diff(np.diff(one, axis=0), axis=1)) for one in inside]
        places = [np.repeat(np.argwhere(n), n[n > 0], axis=0) - 0.5 for n in turns]
        shapes = pd.DataFrame(np.concatenate(places), columns=["y", "x"])
        shapes["label"] = np.repeat(ids, [len(one) for one in places])

    References
    ----------
    ``rasterio.features.shapes`` with a connectivity of 4.
    """
    check_grid("labels.to_shapes", labels)
    found = [_outlines(labels, index, holes) for index in _planes(labels)]
    places, counts, numbers = (np.concatenate(one) for one in zip(*found, strict=True))
    return Shapes.polygons(places, counts, labels.calibration, numbers, name=labels.name)


def _check_number(largest: int) -> None:
    if largest > _LARGEST:
        raise InputError(
            f"labels.to_shapes: the label image holds the number {largest}, and outlines can name "
            f"objects up to {_LARGEST}. Number them anew with labels.relabel."
        )


def _planes(labels: Labels) -> Iterator[tuple[int | slice, ...]]:
    """Yield the index of each plane along y and x."""
    named = zip(labels.calibration.axes, labels.shape, strict=True)
    yield from product(*([slice(None)] if name in "yx" else range(n) for name, n in named))


def _outlines(
    labels: Labels, index: tuple[int | slice, ...], holes: bool
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the outlines of a plane: vertices along all axes, how many each has, the objects."""
    from napari_darkroom.kernels.outline_vertices import outline_vertices

    axes = labels.calibration.axes
    turned = axes.index("x") < axes.index("y")
    pixels = as_native(np.asarray(labels.data[index]))
    ids, numbered = dense(pixels.T if turned else pixels)
    _check_number(int(ids[-1]))
    found = outline_vertices(numbered)
    del numbered
    order = np.argsort(found.owner, kind="stable")
    order = order if holes else order[~found.hole[order]]
    counts = np.diff(found.stops, prepend=0)
    corners = found.corners[_pieces((found.stops - counts)[order], counts[order])]
    places = np.empty((len(corners), len(axes)))
    places[:] = [0 if isinstance(at, slice) else at for at in index]
    # The corner above and left of a pixel is half a pixel before it.
    places[:, [axes.index("y"), axes.index("x")]] = corners - 0.5
    return places, counts[order], ids[found.owner[order]].astype(np.int64)


def _pieces(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the indices of pieces of a line, one piece after the other."""
    before = np.cumsum(counts) - counts
    return np.arange(counts.sum()) + np.repeat(starts - before, counts)
