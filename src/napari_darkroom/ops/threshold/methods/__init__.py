"""Ways of finding one threshold from a histogram, each from its paper."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, get_args

from numpy.typing import NDArray

from napari_darkroom.ops.threshold.grey_levels import GreyLevels, grey_levels
from napari_darkroom.ops.threshold.methods import entropy, shape, variance

Method: TypeAlias = Literal[
    "default", "huang", "intermodes", "isodata", "li", "max_entropy", "mean", "min_error",
    "minimum", "moments", "otsu", "percentile", "renyi_entropy", "shanbhag", "triangle", "yen",
]  # fmt: skip

ALL: tuple[Method, ...] = get_args(Method)

METHODS: Mapping[Method, Callable[[GreyLevels], float]] = MappingProxyType(
    {
        "default": variance.default,
        "huang": entropy.huang,
        "intermodes": shape.intermodes,
        "isodata": variance.isodata,
        "max_entropy": entropy.max_entropy,
        "min_error": variance.min_error,
        "minimum": shape.minimum,
        "moments": variance.moments,
        "otsu": variance.otsu_level,
        "percentile": variance.percentile,
        "renyi_entropy": entropy.renyi_entropy,
        "shanbhag": entropy.shanbhag,
        "triangle": shape.triangle,
        "yen": entropy.yen,
    }
)
# These look at the values themselves.
BY_VALUES: Mapping[Method, Callable[[NDArray[Any], str], float]] = MappingProxyType(
    {"li": entropy.li, "mean": variance.mean}
)


def find_threshold(method: Method, values: NDArray[Any], bins: int, owner: str) -> float:
    """Return the threshold of some pixels by a method; of pixels of one value that value.

    Parameters
    ----------
    bins : int
        Number of bins for floats, and for integers that lie far apart.
    owner : str
        Id of the operation that asks.

    Raises
    ------
    InputError
        If no pixel has a finite value, or the method needs two peaks and there is one.
    """
    if method in BY_VALUES:
        return BY_VALUES[method](values, owner)
    return threshold_of(method, grey_levels(values, bins, owner))


def threshold_of(method: Method, levels: GreyLevels) -> float:
    """Return the threshold of a histogram by one of `METHODS`; of one value that value."""
    return float(levels.centers[0]) if len(levels.centers) == 1 else METHODS[method](levels)
