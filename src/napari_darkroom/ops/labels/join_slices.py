"""Objects of planes joined to objects of the volume."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import numpy as np
from annotated_types import Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import LabelsArray, NewLabelsArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE

if TYPE_CHECKING:
    from napari_darkroom.kernels.runs import Runs

Share: TypeAlias = Literal["union", "smaller"]


@operation(title="Join objects across slices", noun="joined", menu="segment/change_objects")
def join_slices(
    labels: LabelsArray,
    *,
    min_overlap: Annotated[float, Gt(0), Le(1)] = 0.25,
    of: Share = "union",
) -> NewLabelsArray:
    """Make objects of a volume of those that were found in each of its planes.

    Parameters
    ----------
    labels : array of int, 3-D
        The objects of each plane; an object is what has one number in one plane. A plane alone is
        numbered anew.
    min_overlap : float
        The least overlap of two objects of neighbouring planes that are joined, 0 to 1.
    of : {"union", "smaller"}
        What the overlap is a share of: the pixels that either has, or those of the smaller one,
        so that an object may grow and shrink quickly from plane to plane.

    Returns
    -------
    labels : array of int32
        Objects of the volume, numbered 1, 2, … by the plane in which they begin, and in a plane by
        the numbers that they had.

    Notes
    -----
    Two objects are joined if they overlap enough and none of them overlaps more with another one:
    an object goes on as one. Of several with the same overlap the one with the lowest number is
    taken. An object that is missing in a plane ends there.

    Formula::

        overlap(a, b) = pixels of a and b / pixels of a or b
        a and b are joined if overlap(a, b) ≥ min_overlap and overlap(a, b) is
        the largest overlap of a with the plane of b, and of b with that of a

    Equivalent for a share of the union, for a volume, within 1e-9::

        from itertools import pairwise

        import numpy as np
        from scipy.spatial.distance import jaccard

        labels = np.where(labels > 0, labels + labels.max() * np.c_[: len(labels)][..., None], 0)
        for p, q in pairwise(labels.reshape(len(labels), -1)):
            a, b = np.unique(p[p > 0]), np.unique(q[q > 0])
            m = np.reshape([1 - jaccard(p == i, q == j) for i in a for j in b], (len(a), len(b)))
            best = (m == m.max(0, initial=0)) & (m.T == m.max(1, initial=0)).T & (m >= min_overlap)
            _ = [np.place(q, q == b[j], a[i]) for i, j in np.argwhere(best)]

    References
    ----------
    ``cellpose.utils.stitch3D``, which joins every object to the one below that it overlaps most.
    """
    from napari_darkroom.kernels.runs import find_runs

    volume = labels if labels.ndim == 3 else labels[None]
    joined = np.zeros(volume.shape, LABEL_DTYPE)
    before, numbers, last = None, np.zeros(1, LABEL_DTYPE), 0
    for plane, out in zip(volume, joined, strict=True):
        runs = find_runs([(0, plane)], (1, *plane.shape))
        taken = np.zeros(runs.count + 1, LABEL_DTYPE)
        if before is not None:
            first, second = _pairs(before, runs, min_overlap, of)
            taken[second] = numbers[first]
        new = np.flatnonzero(taken[1:] == 0) + 1
        taken[new] = last + 1 + np.arange(len(new))
        last += len(new)
        runs.draw(taken[1:], out)
        before, numbers = runs, taken
    return joined.reshape(labels.shape)


def _pairs(
    before: Runs, behind: Runs, least: float, of: Share
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the objects of two planes that are joined, counted from 1."""
    from napari_darkroom.kernels.overlap import shared_pixels

    first, second, shared = shared_pixels(before, behind)
    a, b = (_sizes(runs)[which - 1] for runs, which in ((before, first), (behind, second)))
    share = shared / (a + b - shared if of == "union" else np.minimum(a, b))
    best = (share >= least) & _is_most(share, first) & _is_most(share, second)
    first, second = first[best], second[best]
    # They come in the order of the numbers: of equal ones the lowest is met first.
    _, lone = np.unique(first, return_index=True)
    first, second = first[lone], second[lone]
    _, lone = np.unique(second, return_index=True)
    return first[lone], second[lone]


def _sizes(runs: Runs) -> NDArray[np.int64]:
    return np.bincount(runs.owner, np.diff(runs.first), runs.count).astype(np.int64)


def _is_most(share: NDArray[np.float64], which: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether each share is the largest that its object has."""
    most = np.zeros(int(which.max(initial=0)) + 1)
    np.maximum.at(most, which, share)
    return np.asarray(share == most[which])
