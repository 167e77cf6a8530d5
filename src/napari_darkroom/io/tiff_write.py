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
from napari_darkroom.io.tiff_calibration import escaped

Flavour: TypeAlias = Literal["imagej", "ome", "plain"]
_ORDER = ("t", "z", "c", "y", "x")
_IMAGEJ_TYPES = ("uint8", "uint16", "float32")
_OME_TYPES = (*_IMAGEJ_TYPES, "int8", "int16", "int32", "uint32", "float64")
_OME_UNITS = {unit: unit for unit in ("pm", "Å", "nm", "mm", "cm", "m", "in")} | {"um": "µm"}
_OME_TIME_UNITS = {unit: unit for unit in ("ns", "ms", "s", "min", "h", "d")} | {"us": "µs"}
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
            f"OME-TIFF cannot hold {value.dtype} along {', '.join(value.calibration.axes)}: it "
            f"knows {', '.join(sorted(_OME_TYPES))} along t, c, z, y, x. Use a name that ends "
            "in .tif."
        )
    _write(path, value, provenance, "ome")


def _write(path: Path, value: Grid, provenance: Mapping[str, Any] | None, flavour: Flavour) -> None:
    from tifffile import imwrite

    axes = _stored_axes(value)
    dtype = _stored_type(value)
    record = to_json(make_record(value, axes, provenance))
    colour = value.data.shape[value.calibration.ndim :]
    shape = _stored_shape(value, axes, flavour)
    imwrite(
        path,
        _planes(value, axes, dtype) if flavour != "plain" else _array(value, axes, dtype, shape),
        shape=shape,
        dtype=dtype,
        photometric="rgb" if colour else "minisblack",
        planarconfig="contig" if colour else None,
        extrasamples=["unassalpha"] if colour == (4,) else None,
        bigtiff=flavour != "imagej" and value.data.size * dtype.itemsize > _CLASSIC_LIMIT,
        **_description(flavour, value, record),
    )


def _stored_shape(value: Grid, axes: tuple[str, ...], flavour: Flavour) -> tuple[int, ...]:
    """Return the shape in the file: all the axes, of a plain one those longer than 1."""
    lengths = dict(zip(value.calibration.axes, value.shape, strict=True))
    colour = value.data.shape[value.calibration.ndim :]
    full = tuple(lengths.get(axis, 1) for axis in axes)
    if flavour == "imagej":
        # Without a sample axis a last length of 1 would be taken for it.
        return full + (colour or (1,))
    if flavour == "ome":
        return full + colour
    long = tuple(length for length in full if length > 1)
    return (1,) * (2 - len(long)) + long + colour


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


def _transposed(value: Grid, axes: tuple[str, ...]) -> Any:
    own = value.calibration.axes
    order = [own.index(axis) for axis in axes if axis in own]
    return value.data.transpose(order + list(range(len(own), value.data.ndim)))


def _array(value: Grid, axes: tuple[str, ...], dtype: np.dtype[Any], shape: tuple[int, ...]) -> Any:
    return _as_stored(_transposed(value, axes), dtype).reshape(shape)


def _planes(value: Grid, axes: tuple[str, ...], dtype: np.dtype[Any]) -> Iterator[Any]:
    """Yield the planes in the file's order, each computed and converted when it is asked for."""
    data = _transposed(value, axes)
    for index in np.ndindex(data.shape[: value.calibration.ndim - 2]):
        yield _as_stored(data[index], dtype)


def _as_stored(pixels: Any, dtype: np.dtype[Any]) -> Any:
    array = np.asarray(pixels)
    stored = np.ascontiguousarray(array, dtype=dtype)
    return stored * dtype.type(255) if array.dtype == bool else stored


def _description(flavour: Flavour, value: Grid, record: str) -> dict[str, Any]:
    """Return tifffile's arguments that say what the pixels are."""
    codes = "".join(_ORDER).upper()
    rgb = value.data.ndim > value.calibration.ndim
    if flavour == "imagej":
        told = _imagej_metadata(value) | {"axes": f"{codes}S", "Info": f"{KEY} = {record}"}
        return {"imagej": True, "metadata": told, "resolution": _resolution(value)}
    if flavour == "ome":
        told = _ome_metadata(value) | {
            "axes": f"{codes}S" if rgb else codes,
            "CommentAnnotation": {"Value": record},
        }
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
    told: dict[str, Any] = {} if unit == PIXEL else {"unit": escaped(unit)}
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


def _ome_metadata(value: Grid) -> dict[str, Any]:
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
    if names and "c" in c.axes and len(names) == value.shape[c.axes.index("c")]:
        told["Channel"] = {"Name": names}
    return told
