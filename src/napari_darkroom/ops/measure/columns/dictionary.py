"""All columns by the names that each program gives them, and the choice among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, TypeAlias

from napari_darkroom.core.errors import InputError, ParameterError, choices
from napari_darkroom.ops.measure.columns.cellprofiler import CELLPROFILER
from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.imagej import IMAGEJ
from napari_darkroom.ops.measure.columns.intensity import INTENSITIES
from napari_darkroom.ops.measure.columns.interior import INTERIORS
from napari_darkroom.ops.measure.columns.moments import MOMENTS
from napari_darkroom.ops.measure.columns.named import BY_NAME, family, free_percentile
from napari_darkroom.ops.measure.columns.scikit_image import SCIKIT_IMAGE
from napari_darkroom.ops.measure.columns.shape import SHAPES
from napari_darkroom.ops.measure.columns.size import SIZES
from napari_darkroom.ops.measure.columns.solids import SOLIDS

Preset: TypeAlias = Literal[
    "basic", "shape", "intensity", "everything", "imagej", "cellprofiler", "scikit_image"
]
OWN: tuple[Definition, ...] = (*SIZES, *MOMENTS, *SHAPES, *INTERIORS, *SOLIDS, *INTENSITIES)
# Those of other programs, by the preset that is named after each.
OTHERS: Mapping[str, tuple[Definition, ...]] = MappingProxyType(
    {"imagej": IMAGEJ, "cellprofiler": CELLPROFILER, "scikit_image": SCIKIT_IMAGE}
)


def choose(
    preset: str, also: str, *, ndim: int, images: bool, calibrated: bool
) -> list[Definition]:
    """Return the columns of a preset and those named beside it, in the order of the dictionary.

    Parameters
    ----------
    preset : str
        Name of the preset.
    also : str
        Names of further columns, with commas or blanks between them.
    ndim : int
        Number of spatial axes.
    images : bool
        Whether there is an image to measure.
    calibrated : bool
        Whether the size of a pixel is known.

    Raises
    ------
    ParameterError
        If there is no column of a name; the text tells which are near.
    InputError
        If a named column needs an image, and there is none.
    """
    named = _named(also, ndim, images)
    wanted = {*SIZES[:1], *_preset(preset), *named}
    # The number of the object stands first in every table.
    order = [*SIZES[:1], *(one for known in OTHERS.values() for one in known), *OWN[1:], *BY_NAME]
    # Percentiles of any share stand last.
    order += [one for one in named if one not in order]
    return [one for one in order if one in wanted and one.fits(ndim, images, calibrated)]


def _preset(name: str) -> Sequence[Definition]:
    if name in OTHERS:
        return OTHERS[name]
    return [one for one in OWN if name == "everything" or name in one.presets]


def _named(also: str, ndim: int, images: bool) -> list[Definition]:
    names = also.replace(",", " ").split()
    if not names:
        return []
    known = [*OWN, *BY_NAME, *(one for others in OTHERS.values() for one in others)]
    by_name: dict[str, list[Definition]] = {}
    for one in known:
        by_name.setdefault(one.stem, []).append(one)
    found: dict[str, Definition] = {}
    for name in names:
        for one in _find(name, by_name, ndim, images):
            # Of 5 and 5.0 one is enough.
            found.setdefault(one.name, one)
    return list(found.values())


def _find(
    name: str, by_name: Mapping[str, Sequence[Definition]], ndim: int, images: bool
) -> Sequence[Definition]:
    """Return the column of a name, or all that have it in front of their numbers."""
    found = by_name.get(name) or _family(name) or _percentile(name, by_name)
    if not found:
        near = choices([stem for stem in by_name if _akin(stem, name)] or by_name, name)
        raise ParameterError(
            f"also = {name}: there is no such column. {near} 'darkroom columns' lists all."
        )
    fitting = [one for one in found if ndim in one.dimensions]
    if not fitting:
        raise ParameterError(f"also = {name}: there is no such column in {ndim} dimensions.")
    if fitting[0].per_channel and not images:
        raise InputError(f"also = {name}: give the image that it is measured on.")
    return fitting if name not in by_name else fitting[:1]


def _family(name: str) -> list[Definition]:
    return [one for one in (*OWN, *BY_NAME) if one.stem != name == family(one.stem)]


def _percentile(name: str, by_name: Mapping[str, Sequence[Definition]]) -> list[Definition]:
    free = free_percentile(name)
    if free is None:
        return []
    # One that the dictionary has is that one, however its number is written.
    return list(by_name.get(free.stem, [free]))


def _akin(stem: str, name: str) -> bool:
    return stem.partition("_")[0] == name.partition("_")[0]
