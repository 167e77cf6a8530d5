"""Lengths and sizes in pixels or physical units, and their one text form.

``1.3 pixel``, ``0.5 um`` and, one number an axis (in the order of the image's spatial
axes), ``1, 2, 2 pixel``. A bare number is in pixels. A size is a length to the power of
the number of spatial axes: ``50 pixel`` counts pixels, ``20 um^2`` is an area and
``20 um^3`` a volume.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

import numpy as np

from napari_darkroom.core.errors import ParameterError, UnitError

if TYPE_CHECKING:
    import pint

PIXEL = "pixel"
# In pint `px` is a CSS length: 7 px would be 1852 µm.
_PIXEL_NAMES = frozenset({"", "px", "pixel", "pixels", "voxel", "voxels"})
_CSS_PIXEL = re.compile(r"\bpx\b")

# Canonical already: known without importing pint.
_MICROMETRES = frozenset({"µm", "μm", "micron", "microns"})
_CANONICAL = frozenset({"nm", "um", "mm", "cm", "m", "s", "ms", "arcsec", "deg"})


# What pint lets through, by the version of Python, of a text that is no unit.
_UNREADABLE = (ValueError, TypeError, AttributeError, AssertionError, SyntaxError, TokenError)
_NUMBER = re.compile(r"(?P<number>[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)(?P<unit>.*)", re.IGNORECASE)


@lru_cache(maxsize=1)
def unit_registry() -> pint.UnitRegistry[float]:
    """Return pint's application registry, the one napari uses too."""
    import pint

    return pint.get_application_registry().get()


@lru_cache(maxsize=256)
def canonical_unit(text: str) -> str:
    """Return the short canonical name of a unit: ``µm`` and ``micron`` give ``um``.

    Raises
    ------
    UnitError
        If the unit is unknown.
    """
    name = text.strip().replace("²", "^2").replace("³", "^3")
    name = re.sub(r"(?<=[A-Za-zµμ])(?=[23]$)", "^", name)
    name = _CSS_PIXEL.sub(PIXEL, name)
    if name in _PIXEL_NAMES:
        return PIXEL
    if name in _CANONICAL:
        return name
    # pint shortens a micron to µ alone, and u is a mass.
    if name in _MICROMETRES:
        return "um"
    import pint

    try:
        unit = unit_registry().Unit(name.replace("µ", "u").replace("μ", "u"))
    except (*_UNREADABLE, pint.PintError) as error:
        raise UnitError(
            f"The unit {text!r} is unknown. Use pixel, or a unit such as um, nm, mm, arcsec or s."
        ) from error
    return f"{unit:~C}".replace("µ", "u").replace("**", "^") or "dimensionless"


def known_unit(text: str) -> str:
    """Return the canonical name of the unit of a column; empty for none, and for other words."""
    try:
        return canonical_unit(text) if text else ""
    except UnitError:
        return ""


def conversion_factor(source: str, target: str) -> float:
    """Return what a number in `source` is multiplied by to be in `target`.

    Raises
    ------
    UnitError
        If the two measure different things.
    """
    if source == target:
        return 1.0
    import pint

    try:
        return float(unit_registry().Quantity(1.0, source).to(target).magnitude)
    except pint.DimensionalityError as error:
        raise UnitError(f"A value in {source} cannot be expressed in {target}.") from error


def same_dimension(unit: str, other: str) -> bool:
    """Whether two units measure the same thing: µm and mm do, µm and s do not."""
    if unit == other:
        return True
    registry = unit_registry()
    return bool(registry.Unit(unit).is_compatible_with(registry.Unit(other)))


def power_unit(unit: str, power: int) -> str:
    """Return the unit of a length (`power` 1), area (2) or volume (3): ``um^2``."""
    return unit if power == 1 else f"{unit}^{power}"


@dataclass(frozen=True)
class Measure:
    """Numbers with a unit: one for all spatial axes, or one for each.

    Attributes
    ----------
    values : tuple of float
        One number, or one for each spatial axis.
    unit : str
        Canonical unit; ``pixel`` where none was given.
    """

    values: tuple[float, ...]
    unit: str = PIXEL

    @classmethod
    def parse(cls, given: object) -> Measure:
        """Read a number, a text such as ``1.5 um``, a sequence of numbers or a `Measure`.

        Raises
        ------
        ParameterError
            If it is none of these, or not finite.
        """
        if isinstance(given, Measure):
            return given
        if isinstance(given, str):
            return cls._from_text(given)
        given = given.tolist() if isinstance(given, np.ndarray) else given
        numbers = given if isinstance(given, Sequence) else [given]
        if any(isinstance(number, str) for number in numbers):
            return cls._from_text(", ".join(str(number) for number in numbers))
        return cls(tuple(_finite(number, given) for number in numbers))

    @classmethod
    def _from_text(cls, text: str) -> Measure:
        parts = [part.strip() for part in text.split(",")]
        numbers, units = zip(*(_split_number(part, text) for part in parts), strict=True)
        named = {canonical_unit(unit) for unit in units if unit} or {PIXEL}
        if len(named) > 1:
            raise ParameterError(f"{text!r} mixes units: give one unit, as in '1, 2, 2 um'.")
        return cls(numbers, named.pop())

    def __str__(self) -> str:
        return f"{', '.join(format_number(value) for value in self.values)} {self.unit}"


def unit_text(unit: str) -> str:
    """Return a unit as it is printed: ``µm²`` for ``um^2``."""
    text = "µ" + unit[1:] if unit.startswith("um") else unit
    return text.replace("^2", "²").replace("^3", "³")


def format_number(value: float) -> str:
    """Return the shortest text that reads back as the same number; ``2`` for 2.0."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _finite(number: Any, given: object) -> float:
    try:
        value = float(number)
    except (TypeError, ValueError):
        value = math.nan
    if isinstance(number, bool) or not math.isfinite(value):
        raise ParameterError(
            f"{given!r} is not a length. Give a number of pixels (2), a text with a unit "
            "('1.5 um'), or one number for each axis ('1, 2, 2 um')."
        )
    return value


def _split_number(part: str, text: str) -> tuple[float, str]:
    found = _NUMBER.match(part)
    if found is None:
        return _finite(part, text), ""
    return _finite(found["number"], text), found["unit"].strip()
