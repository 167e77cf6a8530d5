"""Two thresholds: what is bright enough draws in what is connected to it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.kernels.pieces import connected_pieces
from napari_darkroom.ops.threshold.decide import above
from napari_darkroom.ops.threshold.grey_levels import grey_levels
from napari_darkroom.ops.threshold.multi_otsu import otsu_levels

_BINS = 256


@operation(title="Threshold (hysteresis)", noun="mask", menu="segment/threshold")
def hysteresis(
    image: ImageArray,
    *,
    lower: float | None = None,
    upper: float | None = None,
    diagonal: bool = True,
) -> MaskArray:
    """Mark what is bright, and what is less bright but connected to it.

    For vessels, filaments and faint rims: an object needs some bright pixel, and is then followed
    as far as it is above the lower threshold. Noise that never gets bright is left out.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    lower : float, optional
        An object ends where the image is not above this value; none takes the lower of the two
        thresholds that part the image into three classes (multi-Otsu).
    upper : float, optional
        An object must somewhere be above this value; none takes the higher of the two.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

    Returns
    -------
    mask : array of bool
        The connected pieces above the lower threshold that hold a pixel above the upper one.

    Raises
    ------
    InputError
        If a threshold is to be found and no pixel has a finite value.
    ParameterError
        If the lower threshold is above the upper one.

    Notes
    -----
    Missing pixels (NaN) are outside.

    Formula::

        mask(x) = image(x) > lower and a path of such
        pixels leads from x to y with image(y) > upper

    Equivalent for images of 8 bits::

        import numpy as np
        from scipy.ndimage import generate_binary_structure, label
        from skimage.filters import threshold_multiotsu

        low = threshold_multiotsu(image, 3)[0] if lower is None else lower
        high = threshold_multiotsu(image, 3)[1] if upper is None else upper
        near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
        pieces, _ = label(image > low, near)
        mask = np.isin(pieces, pieces[image > high]) & (pieces > 0)

    References
    ----------
    J. Canny, IEEE PAMI 8 (1986) 679–698; ``skimage.filters.apply_hysteresis_threshold``, where
    pixels that meet at a corner are not connected.
    """
    low, high = _thresholds(image, lower, upper)
    if low > high:
        raise ParameterError(
            f"threshold.hysteresis: lower = {low:g} is above upper = {high:g}. Give a lower value "
            "for lower, or none for both to have them found."
        )
    pieces = connected_pieces(above(image, low), diagonal=diagonal)
    kept = np.zeros(int(pieces.max(initial=0)) + 1, dtype=bool)
    kept[pieces[above(image, high)]] = True
    kept[0] = False
    return np.asarray(kept[pieces])


def _thresholds(
    image: NDArray[Any], lower: float | None, upper: float | None
) -> tuple[float, float]:
    if lower is not None and upper is not None:
        return lower, upper
    levels = grey_levels(image, _BINS, "threshold.hysteresis")
    found = otsu_levels(levels.centers, levels.counts, 3)
    # An image of two values has one threshold.
    low = found[0] if lower is None else lower
    high = found[-1] if upper is None else upper
    if lower is not None:
        return low, max(low, high)
    return min(low, high), high
