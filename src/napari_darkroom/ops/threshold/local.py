"""A threshold of its own for every pixel, found from what surrounds it."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Gt, Le

from napari_darkroom.core.annotations import ImageArray, Length, MaskArray, OnlyFor
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.earlier import formerly
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.footprints import reach as box_reach
from napari_darkroom.ops.threshold.strips import marked
from napari_darkroom.ops.threshold.surroundings import (
    MEASURED_BY_WHITE,
    WEIGHTED_BY_SPREAD,
    LocalMethod,
    Thresholding,
    halo,
)
from napari_darkroom.ops.threshold.usual_offset import usual_offset


@operation(
    title="Threshold (local)",
    noun="mask",
    menu="segment/threshold",
    version=2,
    halo=halo,
    earlier={1: formerly({"k": "deviation_weight", "white": "white_level"}, offset=0.0)},
)
def local(
    image: ImageArray,
    *,
    method: LocalMethod = "mean",
    radius: Annotated[Length, Ge(0), Le(500)] = 15.0,
    offset: float | None = None,
    deviation_weight: Annotated[
        float, Ge(-10), Le(10), OnlyFor("method", WEIGHTED_BY_SPREAD)
    ] = 0.2,
    least_contrast: Annotated[float, Ge(0), Le(1), OnlyFor("method", ("bernsen",))] = 0.06,
    white_level: Annotated[float, Gt(0), OnlyFor("method", MEASURED_BY_WHITE)] | None = None,
    dark_objects: bool = False,
) -> MaskArray:
    """Mark what is brighter than its surroundings.

    For images whose ground is brighter in one place than in another, so that no single threshold
    suits all of them. The box must be larger than the objects, or they become hollow.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    method : str
        How the threshold follows from the surroundings: see the formula.
    radius : length
        How far the surroundings reach to each side: they are a square or a box.
    offset : float, optional
        How much a pixel must be above its threshold, in grey values (below it for dark objects):
        raise it if noise is marked, lower it if objects are missed. None finds it from noise and
        contrast of the image; give it if images are to be treated alike.
    deviation_weight : float
        How much the standard deviation of the surroundings counts, for niblack, sauvola and
        phansalkar: k in their papers, which take 0.2, 0.5 and 0.25.
    least_contrast : float
        For bernsen: surroundings whose values lie closer together than this share of the white
        level are all ground or all object.
    white_level : float, optional
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
    chosen it leaves an even ground unmarked, else it marks it. What is found from the image, an
    offset or a white level that is not given, needs the whole image at once. The offset is found
    from strips of it if it has more than 2²⁰ pixels; bernsen, sauvola and phansalkar, which know
    contrast by the white level, have none. ``contrast`` (nearer to the largest value
    than to the smallest) is the same as ``midgrey``; both names are in use. `otsu` of floats is
    slow: round them to whole numbers if there are many.

    Formula::

        mask(x) = image(x) > t(x) + offset
        offset: 2.5 noise or spread / 3, the larger
        noise: 1.4826 / 6 · median of the second
          differences |Δy² Δx² image|
        spread: √ of the mean of (image − m)²
        box: |i| ≤ radius along each axis
        m, s: mean, standard deviation in the box
        low, high: smallest, largest value in it
        mean: t = m
        gaussian: t = mean with weights
          exp(−i² / 2σ²), σ = radius / 3, |i| ≤ 4σ
        median: t = median in the box
        midgrey, contrast: t = (low + high) / 2
        bernsen: the same; where high − low <
          least_contrast · white_level all is ground,
          or object if t > white_level / 2
        niblack: t = m + k s  (dark: m − k s)
        sauvola: t = m (1 + k (s / R − 1))
        phansalkar: t = m (1 + 2 exp(−10 m / 2R)
          + k (s / R − 1))
        R, k: white_level / 2, deviation_weight
        otsu: n₀ n₁ (μ₀ − μ₁)² of the box largest

    Equivalent for mean and median, without missing pixels::

        import numpy as np
        from scipy import ndimage

        box = np.ones([2 * int(r) + 1 for r in radius])
        mean = ndimage.correlate(image.astype(float), box) / box.size
        threshold = mean if method == "mean" else ndimage.median_filter(image, box.shape)
        noise = 1.4826 / 6 * np.median(abs(np.diff(np.diff(image.astype(float), 2), 2, -2)))
        up = max(2.5 * noise, np.mean((image - mean) ** 2) ** 0.5 / 3) if offset is None else offset
        mask = image <= threshold - up if dark_objects else image > threshold + up

    References
    ----------
    niblack: W. Niblack, An Introduction to Digital Image Processing, Prentice Hall (1986) 115–116.
    sauvola: J. Sauvola, M. Pietikäinen, Pattern Recognition 33 (2000) 225–236. phansalkar:
    N. Phansalkar et al., Proc. ICCSP (2011) 218–220. bernsen: J. Bernsen, Proc. 8th ICPR (1986)
    1251–1255. otsu: N. Otsu, IEEE Trans. SMC 9 (1979) 62–66. ``skimage.filters.threshold_local``,
    ``threshold_niblack`` and ``threshold_sauvola`` give the same away from the border; Fiji's
    Auto Local Threshold takes a disk for some methods and 8 bits for all.
    """
    reach = per_axis(radius, image.ndim)
    turned = dark_objects and method == "niblack"
    found = Thresholding(
        method, -deviation_weight if turned else deviation_weight, least_contrast, white_level
    )
    if offset is None:
        offset = 0.0 if method in MEASURED_BY_WHITE else usual_offset(image, box_reach(reach))
    return marked(image, reach, found.of(image), offset=offset, dark_objects=dark_objects)
