"""The table of skeletons: how long and how branched the middle line of every object is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    object_frames,
    object_table,
    spacing_of,
)


@operation(title="Measure skeletons", noun="skeletons", menu="measure/skeleton", tolerance=1e-9)
def skeleton(labels: Labels) -> Table:
    """Measure the length and the branches of the middle line of every object.

    For nerve cells, vessels, roots and fibres.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects; each is thinned alone to a line of one pixel, also where it touches another.

    Returns
    -------
    table : Table
        One row an object (and frame): length of the skeleton, number of its pixels, of branches,
        branch points and ends, mean length of a branch, and the longest of the shortest ways.

    Raises
    ------
    InputError
        If a label is negative.

    Notes
    -----
    Lengths are in the unit of the pixel size, from centre to centre of pixels that share a side
    or a corner; thinning itself counts in pixels. Where a pixel of the skeleton lies between two
    that share a corner, the way leads over it. A pixel with one neighbour is an end; one with
    more than two is a branching, and branchings that are joined are one branch point. A branch
    leads from an end or branch point to the next; a ring without either is one branch. The
    skeleton of a round object is a point or a short line, without length or branch.

    The longest way is the largest distance along the skeleton between an end or branch point and
    any other pixel of the same piece: in a tree the longest way from end to end.

    Formula::

        length = Σ |x − y| over pixels x, y of the skeleton that are joined
        ends = number of x that are joined to one pixel
        branch points = groups of joined x that are each joined to more than two
        branches = (ways out of all ends and branch points) / 2 + rings

    Equivalent of the number of pixels::

        import numpy as np
        import pandas as pd
        from skimage.morphology import skeletonize

        ids = np.unique(labels[labels > 0])
        lines = [skeletonize(labels == k) for k in ids]
        counts = [np.count_nonzero(line) for line in lines]
        table = pd.DataFrame({"label": ids, "num_skeleton_pixels": counts})

    References
    ----------
    Thinned in a plane as T. Zhang and C. Suen, Communications of the ACM 27 (1984) 236–239, in a
    volume as T. Lee, R. Kashyap and C. Chu, CVGIP 56 (1994) 462–478, with scikit-image. Ends,
    branchings and longest shortest path as I. Arganda-Carreras et al., 3D reconstruction of
    histological sections: application to mammary gland tissue, Microscopy Research and Technique
    73 (2010) 1019–1029 (AnalyzeSkeleton); bends as R. Gonzalez and R. Woods, Digital Image
    Processing, mixed adjacency.
    """
    check_grid("measure.skeleton", labels)
    spacing, unit = spacing_of(labels)
    parts = [(one, _columns(one, spacing)) for one in object_frames(labels)]
    return object_table(labels, parts, _known(unit))


def _columns(objects: Objects, spacing: NDArray[np.float64]) -> Columns:
    from napari_darkroom.kernels.skeleton_graph import measure_skeletons

    found = measure_skeletons(_thinned(objects), spacing, objects.count)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(found.branches > 0, found.length / found.branches, np.nan)
    return {
        "skeleton_length": found.length,
        "num_skeleton_pixels": found.pixels,
        "num_branches": found.branches,
        "num_branch_points": found.branch_points,
        "num_end_points": found.ends,
        "branch_length_mean": mean,
        "longest_path": found.longest,
    }


def _thinned(objects: Objects) -> NDArray[np.intp]:
    """Return the index image of the skeletons."""
    from scipy.ndimage import find_objects
    from skimage.morphology import skeletonize

    lines = np.zeros_like(objects.index)
    flat = len(objects.shape) == 2
    for number, box in enumerate(find_objects(objects.index), start=1):
        inside = objects.index[box] == number
        line = skeletonize(inside[0])[None] if flat else skeletonize(inside)
        lines[box][line] = number
    return lines


def _known(unit: str) -> dict[str, Column]:
    analyze = "AnalyzeSkeleton"
    return {
        "skeleton_length": Column(
            "Length of the skeleton: the steps between its joined pixels.", unit
        ),
        "num_skeleton_pixels": Column(
            "Number of pixels of the skeleton.", PIXEL, "scikit-image (skeletonize)"
        ),
        "num_branches": Column(
            "Ways from an end or branch point to the next, and rings without either.",
            source=analyze,
        ),
        "num_branch_points": Column(
            "Pixels with more than two neighbours; those that are joined count as one.",
            source=analyze,
        ),
        "num_end_points": Column("Pixels with one neighbour.", source=analyze),
        "branch_length_mean": Column(
            "Length of the skeleton over the number of branches; missing without any.", unit
        ),
        "longest_path": Column(
            "Largest distance along the skeleton from an end or branch point to another pixel of "
            "the same piece.",
            unit,
            f"{analyze} (longest shortest path)",
        ),
    }
