"""One threshold for all pixels, by the method of one's choice."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.operation import Limits
from napari_darkroom.ops.threshold.decide import Numbers, of_some, pixels_inside, split
from napari_darkroom.ops.threshold.methods import Method, find_threshold


def _limits(values: NDArray[Any], *, method: Method, bins: int, **_: Any) -> Numbers:
    def find(some: NDArray[Any]) -> float:
        return find_threshold(method, some, bins, "threshold.automatic")

    return (of_some(find, values),)


@operation(
    title="Threshold (automatic)",
    noun="mask",
    menu="segment/threshold",
    dimensions=(),
    limits=Limits(_limits, split, inside="mask"),
)
def automatic(
    image: ImageArray,
    mask: MaskArray | None = None,
    *,
    method: Method = "li",
    bins: Annotated[int, Ge(2), Le(65536)] = 4096,
    dark_objects: bool = False,
) -> MaskArray:
    """Mark what is brighter than a threshold that is found from the image.

    Binarizes by one of sixteen methods, since no one suits all images. For bright cells or nuclei
    on a dark ground try li, otsu or isodata; for few and small objects triangle, yen or
    max_entropy.

    Parameters
    ----------
    image : array
        The image.
    mask : array of bool, optional
        The pixels of which the threshold is found, such as the inside of a tissue. All pixels are
        compared with it; `mask.combine` leaves out those outside of the mask.
    method : str
        How the threshold is found: see the formula.
    bins : int
        Number of bins of the histogram of a float image; an integer image has one a
        value, as long as its values lie within 2²⁴ of each other.
    dark_objects : bool
        Mark what is not brighter instead: dark objects on a light ground.

    Returns
    -------
    mask : array of bool
        True where image > threshold, the threshold being that of the image, volume or stack that is
        treated at once. Where the mask given holds no pixel nothing is marked.

    Raises
    ------
    InputError
        If no pixel has a finite value, or the method needs two peaks and there is one.

    Notes
    -----
    Missing and infinite pixels have no say; missing ones are outside. An image of one value has
    this value as its threshold. Of thresholds that are equally good the lowest is taken.

    Li and mean are found from the values themselves, the others from the histogram, whose levels
    are not merged for 16 bits: methods made for 256 levels may find other values than programs
    that do. ``default`` is the variant of IsoData that ImageJ begins with. ``intermodes`` and
    ``minimum`` go on smoothing after 10,000 rounds, with more neighbours. In ``renyi_entropy``
    thresholds are near each other within 5 of 256 parts of the range. ``percentile`` halves the
    pixels; `threshold.percentile` takes another share. ``huang`` rounds means to levels.

    Formula::

        mask(x) = image(x) > t
        p: share of a grey level; P₀, P₁: shares of
        the classes ≤ t, > t; μ, σ: mean, deviation
        H: −Σ p/P ln(p/P) of a class
        otsu: P₀ P₁ (μ₀ − μ₁)² largest
        isodata: t = (μ₀ + μ₁) / 2, the lowest
        default: the same from below; a highest peak
          over twice the second is 1.5 times that
        li: t = (μ₀ − μ₁) / (ln μ₀ − ln μ₁)
        min_error: Σ P ln(σ / P) smallest
        mean: t = μ of all
        percentile: P₀ nearest to 1/2
        moments: P₀ keeps the first three moments
        max_entropy: H₀ + H₁ largest
        renyi_entropy: weighed from 3 such t, with
          ln Σ (p/P)^α / (1 − α), α = 1/2, 1, 2
        yen: 2 ln(P₀ P₁) − ln(Σ₀ p² Σ₁ p²) largest
        shanbhag: −Σ p/P ln(1 − Pᵢ / 2P) alike in
          both; Pᵢ: what lies farther from t
        huang: Σ p S(1 / (1 + |g − μ| / range))
          smallest; S(m) = −m ln m − (1−m) ln(1−m)
        triangle: farthest below the line from the
          highest peak to the end of the long tail
        minimum, intermodes: smoothed until 2 peaks;
          lowest between them, middle between them

    Equivalent for isodata, li, mean, otsu, triangle and yen, without missing pixels::

        from skimage import filters

        find = getattr(filters, f"threshold_{method}")
        threshold = find(image if mask is None else image[mask])
        mask = image <= threshold if dark_objects else image > threshold

    References
    ----------
    isodata: T. Ridler, S. Calvard, IEEE Trans. SMC 8 (1978) 630–632; default: the same, as in
    ImageJ 1.53. huang: L.-K. Huang, M.-J. Wang, Pattern Recognition 28 (1995) 41–51. intermodes,
    minimum: J. Prewitt, M. Mendelsohn, Ann. N.Y. Acad. Sci. 128 (1966) 1035–1053. li: C. Li,
    P. Tam, Pattern Recognition Letters 18 (1998) 771–776. max_entropy: J. Kapur, P. Sahoo, A. Wong,
    CVGIP 29 (1985) 273–285. mean: C. Glasbey, CVGIP 55 (1993) 532–537. min_error: J. Kittler,
    J. Illingworth, Pattern Recognition 19 (1986) 41–47. moments: W. Tsai, CVGIP 29 (1985) 377–393.
    otsu: N. Otsu, IEEE Trans. SMC 9 (1979) 62–66. percentile: W. Doyle, J. ACM 9 (1962) 259–267.
    renyi_entropy: P. Sahoo, C. Wilkins, J. Yeager, Pattern Recognition 30 (1997) 71–84. shanbhag:
    A. Shanbhag, CVGIP 56 (1994) 414–419. triangle: G. Zack, W. Rogers, S. Latt, J. Histochem.
    Cytochem. 25 (1977) 741–753. yen: J. Yen, F. Chang, S. Chang, IEEE Trans. Image Processing 4
    (1995) 370–378. Of ``skimage.filters`` these six and minimum give the same.
    """
    found = _limits(pixels_inside(image, mask), method=method, bins=bins)
    return split(image, found, dark_objects=dark_objects)
