"""Columns that are there by name alone: in no preset, as few want them and all would wait."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from napari_darkroom.core.errors import ParameterError
from napari_darkroom.ops.measure.columns.channel import Channel
from napari_darkroom.ops.measure.columns.definition import Definition, Unit
from napari_darkroom.ops.measure.columns.intensity import percentile
from napari_darkroom.ops.measure.columns.objects import Floats, Objects

_SKIMAGE = "scikit-image"
# Those of the kernel, which is not imported for a list of names.
_POWERS = ((2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3))
_UNITS: tuple[Unit, ...] = ("pixels^2", "pixels^3")
_PERCENTILE = re.compile(r"intensity_percentile_(\d+(?:\.\d+)?)")
_INDICES = re.compile(r"(_\d+)+$")


def _of_shape(kind: str, position: int) -> Callable[[Objects], Floats]:
    def compute(objects: Objects) -> Floats:
        found: Floats = getattr(objects, kind)[position]
        return found

    return compute


def _of_values(kind: str, position: int) -> Callable[[Objects, Channel], Floats]:
    def compute(objects: Objects, channel: Channel) -> Floats:
        found: Floats = getattr(channel, kind)[position]
        return found

    return compute


def _hu(_: Objects, channel: Channel, which: int) -> Floats:
    return channel.hu_moments[:, which]


def _moments(kind: str, weight: str) -> Iterator[Definition]:
    """Yield the moments of a kind (central, normalised) of the shapes or of the values."""
    compute: Callable[..., Callable[..., Any]] = _of_values if weight else _of_shape
    central = kind == "central"
    channel = "{_channel}" if weight else ""
    weighted = ", weighted by the image; missing where the values sum up to 0" if weight else ""
    if weight and not central:
        weighted += " or less"
    for position, (p, q) in enumerate(_POWERS):
        told = f"{'Central' if central else 'Normalised central'} moment of order {p} along y"
        scale = ", of pixels of the size 1" if central else ", the same for any size of the object"
        yield Definition(
            f"moments_{weight}{kind}_{p}_{q}{channel}",
            f"{told} and {q} along x{scale}{weighted}.",
            # The size stands before the central moments.
            compute(f"{kind}_moments", position + central),
            _UNITS[p + q - 2] if central else "none",
            _SKIMAGE,
            dimensions=(2,),
        )


BY_NAME: tuple[Definition, ...] = (
    Definition(
        "position_weighted_{axis}{_channel}",
        "Place of the centroid weighted by the image in the world along {axis}; missing where the "
        "values sum up to 0.",
        lambda objects, channel, i: objects.world_of(channel.centroid)[:, i],
        "world",
    ),
    *_moments("central", ""),
    *_moments("normalized", ""),
    *_moments("central", "weighted_"),
    *_moments("normalized", "weighted_"),
    *(
        Definition(
            f"moments_weighted_hu_{which}{{_channel}}",
            f"Hu's invariant {which + 1} of 7 of the object weighted by the image; missing where "
            "the values sum up to 0 or less.",
            partial(_hu, which=which),
            source=_SKIMAGE,
            dimensions=(2,),
        )
        for which in range(7)
    ),
)


def family(name: str) -> str:
    """Return a name without the numbers at its end, by which all that differ in them are asked for.

    Examples
    --------
    >>> family("moments_central_2_0"), family("zernike_2_0"), family("area")
    ('moments_central', 'zernike', 'area')
    """
    return _INDICES.sub("", name)


def free_percentile(name: str) -> Definition | None:
    """Return the column of any percentile, ``intensity_percentile_99.5``; None for other names.

    Raises
    ------
    ParameterError
        If it is above 100.
    """
    found = _PERCENTILE.fullmatch(name)
    if found is None:
        return None
    share = float(found.group(1))
    if not math.isfinite(share) or share > 100:
        raise ParameterError(f"also = {name}: a percentile is a number from 0 to 100.")
    return percentile(share)
