"""What a TIFF tells other programs of a value: ImageJ's description and OME-XML."""

from __future__ import annotations

from typing import Any

from napari_darkroom.core.errors import UnitError
from napari_darkroom.core.units import PIXEL, conversion_factor
from napari_darkroom.core.values import Grid, Image
from napari_darkroom.io.tiff_calibration import escaped

_OME_UNITS = {unit: unit for unit in ("pm", "Å", "nm", "mm", "cm", "m", "in")} | {"um": "µm"}
_OME_TIME_UNITS = {unit: unit for unit in ("ns", "ms", "s", "min", "h", "d")} | {"us": "µs"}
# ImageJ overlays two to seven channels in colours.
_COMPOSITE = range(2, 8)


def _unit(value: Grid) -> str:
    """Return the one unit of length that ImageJ knows for an image: that of x, if y has one too."""
    c = value.calibration
    units = [c.units[c.axes.index(axis)] for axis in ("y", "x")]
    return PIXEL if PIXEL in units else units[1]


def _size(value: Grid, axis: str, unit: str) -> float | None:
    """Return the pixel size along an axis in `unit`, None where the value does not tell it."""
    c = value.calibration
    if axis not in c.axes:
        return None
    position = c.axes.index(axis)
    try:
        return c.scale[position] * conversion_factor(c.units[position], unit)
    except UnitError:
        return None


def _length(value: Grid, axis: str) -> int:
    return value.shape[value.calibration.axes.index(axis)]


def resolution(value: Grid) -> tuple[float, float] | None:
    """Return pixels to a unit along x and y, None where the pixel size is not known."""
    unit = _unit(value)
    sizes = _size(value, "x", unit), _size(value, "y", unit)
    if unit == PIXEL or sizes[0] is None or sizes[1] is None:
        return None
    return 1 / sizes[0], 1 / sizes[1]


def imagej_metadata(value: Grid) -> dict[str, Any]:
    """Return the entries of ImageJ's description: unit, spacing, interval and origin."""
    unit = _unit(value)
    told: dict[str, Any] = {} if unit == PIXEL else {"unit": escaped(unit)}
    spacing = None if unit == PIXEL else _size(value, "z", unit)
    interval = _size(value, "t", "s")
    if spacing is not None:
        told["spacing"] = spacing
    if interval is not None:
        told["finterval"] = interval
    if "c" in value.calibration.axes and _length(value, "c") in _COMPOSITE:
        told["mode"] = "composite"
    return told | _origins(value)


def _origins(value: Grid) -> dict[str, float]:
    """Return the index of the world's 0 along each axis, which is how ImageJ keeps positions."""
    c = value.calibration
    if _unit(value) == PIXEL:
        return {}
    return {
        f"{axis}origin": -c.translate[i] / c.scale[i]
        for i, axis in enumerate(c.axes)
        if axis in ("x", "y", "z") and c.translate[i]
    }


def ome_metadata(value: Grid) -> dict[str, Any]:
    """Return the entries of OME-XML: name, sizes with their units, names of channels."""
    c = value.calibration
    told: dict[str, Any] = {"Name": value.name}
    for axis, size, unit in zip(c.axes, c.scale, c.units, strict=True):
        if axis in ("z", "y", "x") and unit in _OME_UNITS:
            told[f"PhysicalSize{axis.upper()}"] = size
            told[f"PhysicalSize{axis.upper()}Unit"] = _OME_UNITS[unit]
        if axis == "t" and unit in _OME_TIME_UNITS:
            told["TimeIncrement"] = size
            told["TimeIncrementUnit"] = _OME_TIME_UNITS[unit]
    names = list(value.channels) if isinstance(value, Image) else []
    if names and "c" in c.axes and len(names) == _length(value, "c"):
        told["Channel"] = {"Name": names}
    return told
