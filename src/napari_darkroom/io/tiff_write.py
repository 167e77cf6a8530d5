"""Writing TIFF: a hyperstack for ImageJ where it can hold the value, else OME, else plain.

========================  =============================================================
ImageJ                    uint8, uint16, float32, uint8 RGB(A); masks as 0 and 255; labels
                          up to 65535; axes t, z, c, y, x; one length unit
OME                       all other integers up to 32 bits, float64, uint16 RGB; and every
                          file whose name ends in ``.ome.tif``
plain                     what neither knows: 64-bit integers, float16, other axes
========================  =============================================================

Nothing is converted with a loss, and each flavour carries Darkroom's record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from napari_darkroom.core.errors import FileError, UnitError
from napari_darkroom.core.units import PIXEL, conversion_factor
from napari_darkroom.core.values import Grid, Image, Labels
from napari_darkroom.io.record import KEY, make_record, to_json

Flavour: TypeAlias = Literal["imagej", "ome", "plain"]
_ORDER = ("t", "z", "c", "y", "x")
_IMAGEJ_TYPES = ("uint8", "uint16", "float32")
_OME_TYPES = (*_IMAGEJ_TYPES, "int8", "int16", "int32", "uint32", "float64")
_OME_UNITS = {"nm": "nm", "um": "µm", "mm": "mm", "cm": "cm", "m": "m", "pm": "pm", "Å": "Å", "in": "in"}
_OME_TIME_UNITS = {"s": "s", "ms": "ms", "us": "µs", "ns": "ns", "min": "min", "h": "h", "d": "d"}
# Classic TIFF counts bytes in 32 bits; a little is left for the tags.
_CLASSIC_LIMIT = 2**32 - 2**25
# Bounds of a fraction of two 32-bit integers, with digits to spare.
_RESOLUTIONS = (1e-5, 1e8)


def write_tiff(path: Path, value: Grid, provenance: Mapping[str, Any] | None) -> None:
    """Write a value in the first of the three flavours that can hold it, plane by plane."""
    _write(path, value, provenance, _flavour(value))


def write_ome_tiff(path: Path, value: Grid, provenance: Mapping[str, Any] | None) -> None:
    """Write a value as OME-TIFF, plane by plane.

    Raises
    ------
    FileError
        If OME-TIFF cannot hold the pixel type or the axes.
    """
    if not _omeable(value):
        raise FileError(
            f"OME-TIFF cannot hold {value.dtype} along {', '.join(value.calibration.axes)}: it knows "
            f"{', '.join(sorted(_OME_TYPES))} along t, c, z, y, x. Use a name that ends in .tif."
        )
    _write(path, value, provenance, "ome")


def _write(path: Path, value: Grid, provenance: Mapping[str, Any] | None, flavour: Flavour) -> None:
    from tifffile import imwrite

    axes = _stored_axes(value)
    dtype = _stored_type(value)
    record = to_json(make_record(value, axes, provenance))
    colour = value.data.shape[value.calibration.ndim :]
    lengths = dict(zip(value.calibration.axes, value.shape, strict=True))
    shape = tuple(lengths.get(axis, 1) for axis in axes) + colour
    imwrite(
        path,
        _planes(value, axes, dtype),
        shape=shape,
        dtype=dtype,
        photometric="rgb" if colour else "minisblack",
        planarconfig="contig" if colour else None,
        extrasamples=["unassalpha"] if colour == (4,) else None,
        bigtiff=flavour != "imagej" and _bytes(shape, dtype) > _CLASSIC_LIMIT,
        **_description(flavour, value, axes, record, shape),
    )


def _stored_axes(value: Grid) -> tuple[str, ...]:
    """Return ImageJ's order of all five axes where it holds them all, else the value's own."""
    axes = value.calibration.axes
    standard = set(axes) <= set(_ORDER) and {"y", "x"} <= set(axes)
    return _ORDER if standard else axes


def _stored_type(value: Grid) -> np.dtype[Any]:
    if value.kind == "mask":
        return np.dtype(np.uint8)
    dtype = value.dtype.newbyteorder("=")
    if not isinstance(value, Labels) or dtype == np.uint8 or not value.data.size:
        return dtype
    fits = int(value.data.min()) >= 0 and int(value.data.max()) <= np.iinfo(np.uint16).max
    return np.dtype(np.uint16) if fits else dtype


def _omeable(value: Grid) -> bool:
    return _stored_axes(value) == _ORDER and _stored_type(value).name in _OME_TYPES


def _flavour(value: Grid) -> Flavour:
    dtype = _stored_type(value)
    rgb = value.data.ndim > value.calibration.ndim
    types = ("uint8",) if rgb else _IMAGEJ_TYPES
    small = value.data.size * dtype.itemsize <= _CLASSIC_LIMIT
    if _stored_axes(value) == _ORDER and dtype.name in types and small and _resolution_fits(value):
        return "imagej"
    return "ome" if _omeable(value) else "plain"


def _planes(value: Grid, axes: tuple[str, ...], dtype: np.dtype[Any]) -> Any:
    """Return the planes in the file's order, each computed and converted when it is asked for."""
    own = value.calibration.axes
    if axes != _ORDER:
        return np.asarray(value.data).astype(dtype, copy=False)
    present = [axis for axis in axes if axis in own]
    colour = list(range(len(own), value.data.ndim))
    data = value.data.transpose([own.index(axis) for axis in present] + colour)
    factor = 255 if value.kind == "mask" else 1
    return _each_plane(data, len(present) - 2, dtype, factor)


def _each_plane(data: Any, leading: int, dtype: np.dtype[Any], factor: int) -> Iterator[Any]:
    for index in np.ndindex(data.shape[:leading]):
        plane = np.ascontiguousarray(data[index], dtype=dtype)
        yield plane * dtype.type(factor) if factor != 1 else plane


def _bytes(shape: tuple[int, ...], dtype: np.dtype[Any]) -> int:
    return int(np.prod(shape, dtype=np.int64)) * dtype.itemsize


def _description(
    flavour: Flavour, value: Grid, axes: tuple[str, ...], record: str, shape: tuple[int, ...]
) -> dict[str, Any]:
    """Return tifffile's arguments that say what the pixels are."""
    codes = "".join(axes).upper() + "S" * (len(shape) - len(axes))
    if flavour == "imagej":
        told = _imagej_metadata(value) | {"axes": codes, "Info": f"{KEY} = {record}"}
        return {"imagej": True, "metadata": told, "resolution": _resolution(value)}
    if flavour == "ome":
        told = _ome_metadata(value, shape) | {"axes": codes, "CommentAnnotation": {"Value": record}}
        return {"ome": True, "metadata": told}
    return {"metadata": {KEY: record}}


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


def _resolution(value: Grid) -> tuple[float, float] | None:
    unit = _unit(value)
    sizes = _size(value, "x", unit), _size(value, "y", unit)
    if unit == PIXEL or sizes[0] is None or sizes[1] is None:
        return None
    return 1 / sizes[0], 1 / sizes[1]


def _resolution_fits(value: Grid) -> bool:
    low, high = _RESOLUTIONS
    return all(low <= density <= high for density in _resolution(value) or ())


def _imagej_metadata(value: Grid) -> dict[str, Any]:
    unit = _unit(value)
    told: dict[str, Any] = {} if unit == PIXEL else {"unit": unit}
    spacing = None if unit == PIXEL else _size(value, "z", unit)
    interval = _size(value, "t", "s")
    if spacing is not None:
        told["spacing"] = spacing
    if interval is not None:
        told["finterval"] = interval
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


def _ome_metadata(value: Grid, shape: tuple[int, ...]) -> dict[str, Any]:
    c = value.calibration
    told: dict[str, Any] = {"Name": value.name}
    for axis, size, unit in zip(c.axes, c.scale, c.units, strict=True):
        if axis in ("z", "y", "x") and unit in _OME_UNITS:
            told[f"PhysicalSize{axis.upper()}"] = size
            told[f"PhysicalSize{axis.upper()}Unit"] = _OME_UNITS[unit]
        if axis == "t" and unit in _OME_TIME_UNITS:
            told["TimeIncrement"] = size
            told["TimeIncrementUnit"] = _OME_TIME_UNITS[unit]
    if isinstance(value, Image) and value.channels and len(value.channels) == shape[_ORDER.index("c")]:
        told["Channel"] = {"Name": list(value.channels)}
    return told
