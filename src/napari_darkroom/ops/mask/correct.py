"""Applying what was painted on a mask by hand."""

from __future__ import annotations

import numpy as np

from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Labels, Mask
from napari_darkroom.ops.labels.touched import touched_frames


@operation(title="Correct mask", noun="corrected", menu="")
def correct(mask: Mask, corrections: Labels) -> Mask:
    """Apply what was painted on a mask by hand, pixel by pixel.

    Parameters
    ----------
    mask : Mask
        The mask, which may have changed since it was painted on.
    corrections : Labels
        A first axis ``edit`` of length 2 (before and after), then the axes of the mask: 1 where
        something was, and 0 elsewhere. It may be a part of the image, placed by its calibration.

    Returns
    -------
    mask : Mask
        As painted where somebody painted, as it was elsewhere.

    Raises
    ------
    InputError
        If the corrections do not lie on the pixels of the mask.

    Notes
    -----
    Formula::

        result(x) = after(x) where before(x) ≠ after(x), else mask(x)

    Equivalent::

        import numpy as np

        before, after = corrections
        mask = np.where(before != after, after > 0, mask)

    References
    ----------
    ``cv2.copyTo(after, changed, mask)``, changed being where before and after differ. CellProfiler,
    module EditObjectsManually, is the like for objects, and keeps what was painted as it is.
    """
    result = np.asarray(mask.data).copy()
    pixels = Labels(result.view(np.uint8), mask.calibration)
    for frame in touched_frames(pixels, corrections, owner="mask.correct"):
        changed = frame.pixels.before != frame.pixels.after
        painted = np.flatnonzero(changed & (frame.pixels.now >= 0))
        where = tuple(frame.pixels.where[painted].T)
        result[frame.index][where] = frame.pixels.after[painted] > 0
    return mask.with_data(result)
