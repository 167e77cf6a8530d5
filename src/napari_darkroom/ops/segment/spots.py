"""Finding small round spots of a known size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, Length, NewLabelsArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.numbering import in_order
from napari_darkroom.kernels.pieces import connected_pieces
from napari_darkroom.ops.segment.spot_answers import Levelled, rounding


@operation(title="Spots as objects", noun="spots", menu="segment/spots", tolerance=1e-3)
def spots(
    image: ImageArray,
    *,
    radius: Annotated[Length, Ge(1), Le(100)] = 3.0,
    signal_to_noise: Annotated[float, Gt(0), Le(1000)] = 5.0,
) -> NewLabelsArray:
    """Find bright round spots of about one size: molecules, vesicles, foci, stars.

    A gently uneven background does not matter, and spots that touch are told apart. Where a steep
    one meets the border it looks like a ridge: subtract it first. Measure the result to have a
    table of the spots with their places and brightness. For dark spots, invert the image. Spots of
    several sizes are found by `segment.find_spots`; `labels.from_points` makes objects of them.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    radius : length
        The radius of a spot; half and double sizes are found too, less well.
    signal_to_noise : float
        How far a spot stands out above the noise of the filtered image; lower finds fainter ones.

    Returns
    -------
    labels : array of int32
        A disc (ball in 3-D) of the radius around each spot, 1, 2, … in the order in which they
        are met row by row; where discs meet, pixels belong to the nearer spot.

    Notes
    -----
    The image is filtered with the Laplacian of a Gaussian, whose answer to a spot of the radius
    is largest in its centre. A spot is a pixel with the largest answer within the radius along
    each axis; pixels of one answer that touch are one spot. The noise is the median absolute
    deviation of all answers · 1.4826 (the standard deviation, if it is normal). Missing pixels
    (NaN) and infinite ones have no weight and no spots; beyond the image it is mirrored.

    Formula::

        σ = radius / √dimensions along each axis
        answer = −Σ σᵢ² ∂²/∂xᵢ² (Gaussian σ ∗ image)
        noise = 1.4826 · median |answer − median|
        spots: answer(x) largest within radius and
        answer(x) ≥ signal_to_noise · noise, > 0

    Equivalent but for the numbers of the objects and for ties, for a plane, within 0.02::

        import numpy as np
        from scipy.ndimage import gaussian_filter, maximum_filter
        from skimage.measure import label
        from skimage.segmentation import expand_labels

        r, values = np.array(radius), image - np.median(image)
        each = zip(r**2 / image.ndim, 2 * np.eye(image.ndim, dtype=int))
        answer = -sum(s * gaussian_filter(values, r / image.ndim**0.5, o) for s, o in each)
        least = signal_to_noise * 1.4826 * np.median(np.abs(answer - np.median(answer)))
        peaks = (answer >= least) & (answer == maximum_filter(answer, 2 * r.astype(int) + 1))
        labels = expand_labels(label(peaks), r.max(), spacing=r.max() / r)

    References
    ----------
    T. Lindeberg, International Journal of Computer Vision 30 (1998) 79–116; the filter is that of
    ``skimage.feature.blob_log`` at one size.
    """
    from napari_darkroom.kernels.discs import discs

    radii = per_axis(radius, image.ndim)
    if not np.isfinite(image).any():
        return np.zeros(image.shape, LABEL_DTYPE)
    peaks, known = _peaks(image, radii, signal_to_noise)
    places, numbers = np.argwhere(peaks), connected_pieces(peaks, diagonal=True)[peaks]
    del peaks
    drawn = discs(places, numbers, radii, image.shape)
    if known is not None:
        drawn[~known] = 0
    return in_order(drawn)


def _peaks(
    image: NDArray[Any], radii: Sequence[float], signal_to_noise: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_] | None]:
    """Return the middles of spots and what is known of the image; all else is free again."""
    from napari_darkroom.kernels.blobs import blob_answer, highest
    from napari_darkroom.kernels.middle import noise

    levelled = Levelled.of(image, radii)
    known, values = levelled.known, levelled.whole()
    lowest = max(rounding(values), float(np.finfo(np.float32).tiny))
    answer, _ = blob_answer(values, [r / image.ndim**0.5 for r in radii], "log")
    del values
    least = max(signal_to_noise * noise(answer, known), lowest)
    peaks = highest(answer, least, [int(r) for r in radii])
    if known is not None:
        peaks &= known
    return peaks, known
