"""Applying what was painted on a mask by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Labels, Mask
from napari_darkroom.ops.labels.touched import PlacedFrame, placed_frames


@operation(title="Correct mask", noun="corrected", menu="", copies=3)
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
    for frame in placed_frames(mask, corrections, owner="mask.correct"):
        if frame.present:
            _paint(result[frame.index], frame)
    return mask.with_data(result)


def _paint(pixels: NDArray[np.bool_], frame: PlacedFrame) -> None:
    """Change the pixels of a frame where somebody painted, as far as the painting lies in it."""
    offset = frame.offset.tolist()
    stops = [low + n for low, n in zip(offset, frame.before.shape, strict=True)]
    there = tuple(slice(max(low, 0), max(stop, 0)) for low, stop in zip(offset, stops, strict=True))
    here = tuple(
        slice(max(-low, 0), max(n - low, 0)) for low, n in zip(offset, pixels.shape, strict=True)
    )
    before, after = frame.before[here], frame.after[here]
    np.copyto(pixels[there], after > 0, where=before != after)
