"""A threshold of its own for every pixel, found from what surrounds it."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge, Gt, Le

from napari_darkroom.core.annotations import ImageArray, Length, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.ops.threshold.surroundings import LocalMethod, halo, thresholds


@operation(title="Threshold (local)", noun="mask", menu="segment/threshold", halo=halo)
def local(
    image: ImageArray,
    *,
    method: LocalMethod = "mean",
    radius: Annotated[Length, Ge(0), Le(500)] = 15.0,
    offset: float = 0.0,
    k: Annotated[float, Ge(-10), Le(10)] = 0.2,
    least_contrast: Annotated[float, Ge(0), Le(1)] = 0.06,
    white: Annotated[float, Gt(0)] | None = None,
    dark_objects: bool = False,
) -> MaskArray:
    """Mark what is brighter than its surroundings.

    For images whose ground is brighter in one place than in another, so that no single threshold
    suits all of them. The box must be larger than the objects, or they become hollow. Raise the
    offset if noise of an even ground is marked.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    method : str
        How the threshold follows from the surroundings: see the formula.
    radius : length
        How far the surroundings reach to each side: they are a square or a box.
    offset : float
        How much a pixel must be above its threshold, in grey values (below it for dark objects).
    k : float
        How much the spread of the surroundings counts, for niblack, sauvola and phansalkar. Their
        papers take 0.2, 0.5 and 0.25.
    least_contrast : float
        For bernsen: surroundings whose values lie closer together than this share of white are
        all ground or all object.
    white : float, optional
        For bernsen, sauvola and phansalkar: the largest grey value that there can be, such as
        255 or 4095. None takes that of the image; give it if images are to be treated alike.
    dark_objects : bool
        Mark what is not brighter instead: dark objects on a light ground.

    Returns
    -------
    mask : array of bool
        True where image > threshold + offset; for dark objects where image ≤ threshold − offset.

    Notes
    -----
    Missing pixels (NaN) have no say and are outside; infinite ones have none in ``otsu``. Outside
    of the image it is mirrored (dcba|abcd|dcba). Sauvola was made for dark print: with dark objects
    chosen it leaves an even ground unmarked, else it marks it. With ``white`` not given the methods
    that need it need the whole image at once. ``contrast`` (nearer to the largest value than to the
    smallest) is the same as ``midgrey``; both names are in use.

    Formula::

        mask(x) = image(x) > t(x) + offset
        box: |i| ≤ radius along each axis
        m, s: mean, standard deviation in the box
        low, high: smallest, largest value in it
        mean: t = m
        gaussian: t = mean with weights
          exp(−i² / 2σ²), σ = radius / 3, |i| ≤ 4σ
        median: t = median in the box
        midgrey, contrast: t = (low + high) / 2
        bernsen: the same; where high − low <
          least_contrast · white all is ground,
          or object if t > white / 2
        niblack: t = m + k s  (dark: m − k s)
        sauvola: t = m (1 + k (s / R − 1))
        phansalkar: t = m (1 + 2 exp(−10 m / white)
          + k (s / R − 1)),  R = white / 2
        otsu: n₀ n₁ (μ₀ − μ₁)² of the box largest

    Equivalent for mean and median, without missing pixels::

        import numpy as np
        from scipy import ndimage

        box = [2 * int(r) + 1 for r in radius]
        mean = ndimage.correlate(image.astype(float), np.ones(box)) / np.prod(box)
        threshold = mean if method == "mean" else ndimage.median_filter(image, box)
        mask = image <= threshold - offset if dark_objects else image > threshold + offset

    References
    ----------
    niblack: W. Niblack, An Introduction to Digital Image Processing, Prentice Hall (1986) 115–116.
    sauvola: J. Sauvola, M. Pietikäinen, Pattern Recognition 33 (2000) 225–236. phansalkar:
    N. Phansalkar et al., Proc. ICCSP (2011) 218–220. bernsen: J. Bernsen, Proc. 8th ICPR (1986)
    1251–1255. otsu: N. Otsu, IEEE Trans. SMC 9 (1979) 62–66. ``skimage.filters.threshold_local``,
    ``threshold_niblack`` and ``threshold_sauvola`` give the same away from the border; Fiji's
    Auto Local Threshold takes a disk for some methods and 8 bits for all.
    """
    signed = -k if dark_objects and method == "niblack" else k
    reach = per_axis(radius, image.ndim)
    mask = np.empty(image.shape, dtype=bool)
    for part, level in thresholds(
        image, method, reach, k=signed, least_contrast=least_contrast, white=white
    ):
        if dark_objects:
            np.less_equal(image[part], level - offset, out=mask[part])
        else:
            np.greater(image[part], level + offset, out=mask[part])
    return mask
