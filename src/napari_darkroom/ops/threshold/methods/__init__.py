"""Ways of finding one threshold from a histogram, each from its paper."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from napari_darkroom.ops.threshold.grey_levels import GreyLevels
from napari_darkroom.ops.threshold.methods import entropy, shape, variance

Method: TypeAlias = Literal[
    "default", "huang", "intermodes", "isodata", "li", "max_entropy", "mean", "min_error",
    "minimum", "moments", "otsu", "percentile", "renyi_entropy", "shanbhag", "triangle", "yen",
]  # fmt: skip

METHODS: Mapping[Method, Callable[[GreyLevels], float]] = MappingProxyType(
    {
        "default": variance.default,
        "huang": entropy.huang,
        "intermodes": shape.intermodes,
        "isodata": variance.isodata,
        "li": entropy.li,
        "max_entropy": entropy.max_entropy,
        "mean": variance.mean,
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


def find_threshold(method: Method, levels: GreyLevels) -> float:
    """Return the threshold by a method; of an image of one value that value."""
    return float(levels.centers[0]) if len(levels.centers) == 1 else METHODS[method](levels)
