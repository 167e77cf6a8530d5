"""The medial axis and the width along it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.annotations import FloatImageArray, MaskArray, Spacing
from napari_darkroom.core.declaration import operation


class MedialAxis(NamedTuple):
    """The axis, and how far the background is along it."""

    axis: MaskArray
    distance: FloatImageArray


@operation(title="Medial axis", noun="axis", menu="segment/shape", dimensions=(2,), tolerance=1e-6)
def medial_axis(
    mask: MaskArray,
    *,
    seed: Annotated[int, Ge(0), Le(2**31 - 1)] = 0,
    spacing: Spacing = None,
) -> MedialAxis:
    """Find the line through the middle of what a mask holds, and half its width there.

    Gives the local thickness of vessels, fibres and roots; the line has more side branches than a
    skeleton.

    Parameters
    ----------
    mask : array of bool, 2-D
        The mask.
    seed : int
        Number that the order begins with, in which pixels of the same distance are looked at.
    spacing : sequence of float, optional
        Pixel size along each axis; the engine gives it.

    Returns
    -------
    axis : array of bool
        Pixels with two or more nearest background pixels, as connected lines.
    distance : array of float
        On the axis the distance to the background, in the unit of the pixel size where it is known,
        else in pixels; 0 elsewhere.

    Notes
    -----
    The axis is that of the pixels, whatever their size; only the distance is physical. What lies
    outside of the image is no background, and a mask without background has no axis. Volumes are
    treated plane by plane.

    Formula::

        axis: pixels of the mask from near the background to far
        are taken away unless that breaks a line or shortens it

    Equivalent::

        from skimage.morphology import medial_axis

        axis = medial_axis(mask, rng=seed)

    References
    ----------
    H. Blum, in Models for the Perception of Speech and Visual Form, 1967;
    ``skimage.morphology.medial_axis`` with the same seed.
    """
    if mask.all():
        return MedialAxis(np.zeros(mask.shape, bool), np.zeros(mask.shape, np.float32))
    from napari_darkroom.kernels import medial
    from napari_darkroom.kernels.distance import distance

    axis = medial.medial_axis(mask, seed)
    return MedialAxis(axis, np.where(axis, distance(mask, spacing), np.float32(0)))
