"""Pixel sizes as TIFF files tell them: ImageJ's description, OME-XML, resolution tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from napari_darkroom.io.stored import AxisSize, axis_size

# A scanner or a print setting is at most 1200 dots an inch (21 µm): what is larger than this
# is not the size of a pixel on the object.
_LARGEST_PIXEL_UM = 20.0
_UM_BY_RESOLUTION_UNIT = {2: 25_400.0, 3: 10_000.0}
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")

Sizes = dict[str, AxisSize]


def tag_sizes(page: Any) -> Sizes:
    """Return the sizes along y and x by a plain TIFF's resolution tags, where plausible.

    A resolution of up to 1200 dpi (72, 96, 300 of printing and scanning) is no pixel size.
    """
    unit = _UM_BY_RESOLUTION_UNIT.get(_tag(page, "ResolutionUnit", 2))
    y, x = _pixels_per_unit(page, "Y"), _pixels_per_unit(page, "X")
    if unit is None or y is None or x is None:
        return {}
    sizes = {"y": unit / y, "x": unit / x}
    if max(sizes.values()) > _LARGEST_PIXEL_UM:
        return {}
    return _known({axis: axis_size(value, "um") for axis, value in sizes.items()})


def imagej_sizes(page: Any, description: Mapping[str, Any]) -> Sizes:
    """Return the sizes that ImageJ's description tells: unit, resolution, spacing, interval."""
    unit = _unescaped(str(description.get("unit", "")))
    sizes: dict[str, AxisSize | None] = {}
    if not unit:
        sizes |= tag_sizes(page)
    for axis in ("x", "y") if unit else ():
        density = _pixels_per_unit(page, axis.upper())
        own = _unescaped(str(description.get(f"{axis}unit", unit)))
        sizes[axis] = _placed(1 / density, own, description, axis) if density else None
    spacing = _number(description.get("spacing"))
    if unit and spacing:
        own = _unescaped(str(description.get("zunit", unit)))
        sizes["z"] = _placed(abs(spacing), own, description, "z")
    interval = _number(description.get("finterval"))
    if interval:
        sizes["t"] = axis_size(interval, _unescaped(str(description.get("tunit", "s"))))
    return _known(sizes)


def ome_sizes(pixels: Mapping[str, Any]) -> Sizes:
    """Return the sizes in the Pixels element of OME-XML (given as a mapping)."""
    sizes: dict[str, AxisSize | None] = {}
    for axis in ("z", "y", "x"):
        size = _number(pixels.get(f"PhysicalSize{axis.upper()}"))
        unit = str(pixels.get(f"PhysicalSize{axis.upper()}Unit", "um"))
        sizes[axis] = axis_size(size, unit) if size else None
    interval = _number(pixels.get("TimeIncrement"))
    unit = str(pixels.get("TimeIncrementUnit", "s"))
    sizes["t"] = axis_size(interval, unit) if interval else None
    return _known(sizes)


def _placed(size: float, unit: str, description: Mapping[str, Any], axis: str) -> AxisSize | None:
    # ImageJ counts its origin in pixels: the world's 0 lies at that index.
    origin = _number(description.get(f"{axis}origin")) or 0.0
    return axis_size(size, unit, -origin * size if origin else 0.0)


def _known(sizes: Mapping[str, AxisSize | None]) -> Sizes:
    return {axis: size for axis, size in sizes.items() if size is not None}


def _number(given: Any) -> float | None:
    try:
        return float(given)
    except (TypeError, ValueError):
        return None


def _unescaped(unit: str) -> str:
    r"""Return a unit as ImageJ means it: it writes µm as ``\u00B5m``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), unit)


def escaped(unit: str) -> str:
    r"""Return a unit as ImageJ writes it into its description of plain ASCII: ``\u00C5`` for Å."""
    return "".join(c if c.isascii() else f"\\u{ord(c):04X}" for c in unit)


def _tag(page: Any, name: str, default: Any) -> Any:
    tag = page.tags.get(name)
    return default if tag is None else tag.value


def _pixels_per_unit(page: Any, axis: str) -> float | None:
    value = _tag(page, f"{axis}Resolution", None)
    if not isinstance(value, tuple) or len(value) != 2 or not value[1]:
        return None
    return value[0] / value[1] or None
