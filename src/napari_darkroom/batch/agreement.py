"""How well found objects agree with known ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Labels


@dataclass(frozen=True)
class Agreement:
    """Counts of known, found and matched objects.

    Attributes
    ----------
    known, found : int
        Number of objects in the truth and in the result.
    matched : int
        Pairs whose overlap is more than half of their union; each object has one partner at most.
    """

    known: int
    found: int
    matched: int

    @property
    def f1(self) -> float:
        """2 · matched / (known + found); 1 where there is nothing to find and nothing found."""
        total = self.known + self.found
        return 2 * self.matched / total if total else 1.0


def compare(truth: Labels, found: Labels) -> Agreement:
    """Match found objects to known ones by their overlap.

    Parameters
    ----------
    truth, found : Labels
        Of equal shape.

    Raises
    ------
    InputError
        If the shapes differ.
    """
    if truth.shape != found.shape:
        raise InputError(
            f"The known objects have shape {truth.shape}, the found ones {found.shape}: compare "
            "those of the same image."
        )
    known, a = np.unique(np.asarray(truth.data), return_inverse=True)
    seen, b = np.unique(np.asarray(found.data), return_inverse=True)
    joint = np.bincount(a.ravel() * len(seen) + b.ravel(), minlength=len(known) * len(seen))
    joint = joint.reshape(len(known), len(seen))
    union = joint.sum(axis=1)[:, np.newaxis] + joint.sum(axis=0) - joint
    objects = np.ix_(known != 0, seen != 0)
    matched = int(np.count_nonzero(2 * joint[objects] > union[objects]))
    return Agreement(int(np.count_nonzero(known)), int(np.count_nonzero(seen)), matched)
