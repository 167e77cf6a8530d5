"""Which object of one label image lies in which of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.frames import pixels_at
from napari_darkroom.core.values import Labels
from napari_darkroom.ops.measure.checks import check_grid, check_no_more_axes, check_same_grid
from napari_darkroom.ops.measure.per_object import Objects, objects_of


@dataclass(frozen=True)
class Relation:
    """The parent of every child of one frame.

    Attributes
    ----------
    parent : array of int
        For each child 0 or the place of its parent, counted from 1.
    shared : array of int
        Pixels that a child shares with its parent.
    candidates : array of int
        How many parents a child shares pixels with.
    """

    parent: NDArray[np.intp]
    shared: NDArray[np.int64]
    candidates: NDArray[np.int64]


def check_family(owner: str, first: Labels, second: Labels) -> None:
    """Raise `InputError` unless two label images are of the same pixels."""
    check_grid(owner, first)
    check_same_grid(owner, first, second)
    check_no_more_axes(owner, first, second)


def objects_at(labels: Labels, keys: dict[str, int]) -> Objects:
    """Return the objects of the frame at the place `keys`."""
    return objects_of(keys, pixels_at(labels, keys))


def relate(children: Objects, parents: Objects, min_overlap: float) -> Relation:
    """Return the parent that each child shares most pixels with, of equals the lowest number.

    Parameters
    ----------
    min_overlap : float
        The least share of its pixels that a child has in its parent.
    """
    from napari_darkroom.kernels.overlap import shared_pixels

    child, parent, shared = shared_pixels(children.runs, parents.runs)
    # The last assignment to a child holds: that of most pixels and, of equals, the lowest parent.
    order = np.lexsort((-parent, shared))
    best = np.zeros(children.count + 1, dtype=np.intp)
    most = np.zeros(children.count + 1, dtype=np.int64)
    best[child[order]] = parent[order]
    most[child[order]] = shared[order]
    candidates = np.bincount(child, minlength=children.count + 1)
    enough = most[1:] >= min_overlap * children.sizes()
    return Relation(
        np.where(enough, best[1:], 0),
        np.where(enough, most[1:], 0),
        candidates[1:].astype(np.int64),
    )


def numbers(objects: Objects, places: NDArray[Any]) -> NDArray[Any]:
    """Return the numbers of objects by their places, 0 where the place is 0."""
    zero = np.zeros(1, objects.ids.dtype)
    return np.concatenate([zero, objects.ids])[places]
