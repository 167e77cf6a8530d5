"""What Darkroom writes about a value into the file itself, or beside it, as JSON.

A file format tells some of a value (shape, pixel type, often the pixel size). The record
tells the rest: the kind, the name, every axis with its unit and position, and where the
value came from. Where the file's own statement differs from the record, another program
has changed the file and the file is right.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError, UnitError
from napari_darkroom.core.sidecar import KEY
from napari_darkroom.core.units import conversion_factor
from napari_darkroom.core.values import Grid, Image, Labels, Mask
from napari_darkroom.io.stored import Picture, Stored

_VERSION = 1
# Resolutions are stored as fractions of 32-bit integers.
_SAME_SIZE = 1e-4


def make_record(
    value: Grid, stored_axes: tuple[str, ...], provenance: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the record of a value whose axes stand as `stored_axes` in the file."""
    c = value.calibration
    record: dict[str, Any] = {
        KEY: _VERSION,
        "kind": value.kind,
        "name": value.name,
        "dtype": value.dtype.newbyteorder("=").name,
        "shape": list(value.shape),
        "stored": [axis for axis in stored_axes if axis in c.axes],
        "axes": list(c.axes),
        "scale": list(c.scale),
        "units": list(c.units),
        "translate": list(c.translate),
    }
    for name in ("rotate", "shear", "affine"):
        if getattr(c, name) is not None:
            record[name] = getattr(c, name)
    if isinstance(value, Image):
        record |= {"rgb": value.rgb, "channels": list(value.channels)}
    metadata = {k: v for k, v in value.metadata.items() if k != "provenance" and _is_json(v)}
    origin = provenance if provenance is not None else value.metadata.get("provenance")
    if metadata:
        record["metadata"] = metadata
    if origin is not None:
        record["provenance"] = dict(origin)
    return record


def to_json(record: Mapping[str, Any]) -> str:
    """Return the record as one line of ASCII, which fits every TIFF field.

    Raises
    ------
    InputError
        If the provenance holds what JSON cannot.
    """
    try:
        return json.dumps(record, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"The provenance cannot be written as JSON ({error}): give texts, finite numbers, "
            "lists and mappings."
        ) from error


def parse_record(text: str) -> dict[str, Any] | None:
    """Return the record in a text, or None if the text is not one."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    known = isinstance(record, dict) and record.get(KEY) == _VERSION
    return record if known else None


def _is_json(value: object) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def restore(stored: Stored, default_name: str) -> Picture:
    """Return the value that a file holds, by its own statements and by its record.

    Raises
    ------
    InputError
        If the pixels are complex numbers, texts or records.
    """
    if stored.data.dtype.kind not in "biuf":
        raise InputError(
            f"{default_name} holds {stored.data.dtype}: pixels are bool, integer or float."
        )
    record = stored.record or {}
    whole = _whole(stored, record) if record else None
    data, calibration = whole or _native(stored)
    metadata = {**record.get("metadata", {}), **stored.metadata}
    if "provenance" in record:
        metadata["provenance"] = record["provenance"]
    name = str(record.get("name") or stored.name or default_name)
    objects = None if stored.rgb else _as_recorded_kind(data, record)
    if objects is not None:
        kind = Mask if objects.dtype == bool else Labels
        return kind(objects, calibration, name, metadata)
    channels = _channels(stored, record, data.shape, calibration)
    return Image(data, calibration, name, metadata, rgb=stored.rgb, channels=channels)


def _native(stored: Stored) -> tuple[Any, Calibration]:
    ordered = stored.ordered()
    return ordered.data, ordered.calibration()


def _whole(stored: Stored, record: Mapping[str, Any]) -> tuple[Any, Calibration] | None:
    """Return pixels and calibration by the record, None if the file has changed since."""
    try:
        axes, shape = list(record["axes"]), list(record["shape"])
        order = [axes.index(name) for name in record["stored"]]
        calibration = _recorded_calibration(record)
    except (KeyError, TypeError, ValueError):
        return None
    target = [shape[i] for i in order]
    colour = list(stored.data.shape[-1:]) if stored.rgb else []
    present = list(stored.data.shape[: len(stored.axes)])
    # Formats drop axes of length 1.
    if [n for n in present if n != 1] != [n for n in target if n != 1]:
        return None
    if not _agree(stored, calibration):
        return None
    back = [*np.argsort(order).tolist(), *([len(order)] if colour else [])]
    return stored.data.reshape(target + colour).transpose(back), calibration


def _recorded_calibration(record: Mapping[str, Any]) -> Calibration:
    given = Calibration.of(record["axes"], record["scale"], record["units"], record["translate"])
    matrices: dict[str, Any] = {
        name: tuple(tuple(map(float, row)) for row in record[name])
        for name in ("rotate", "shear", "affine")
        if record.get(name) is not None
    }
    return replace(given, **matrices)


def _agree(stored: Stored, calibration: Calibration) -> bool:
    for axis, size in stored.sizes.items():
        if axis not in calibration.axes:
            continue
        position = calibration.axes.index(axis)
        try:
            factor = conversion_factor(calibration.units[position], size.unit)
        except UnitError:
            return False
        recorded = calibration.scale[position] * factor
        if not np.isclose(recorded, size.scale, rtol=_SAME_SIZE, atol=0):
            return False
    return True


def _as_recorded_kind(data: Any, record: Mapping[str, Any]) -> Any:
    """Return labels or a mask as recorded; None for an image, also where the pixels now are one."""
    kind = record.get("kind")
    if data.dtype == bool:
        return data
    if kind == "mask" and data.dtype == np.uint8 and bool(np.isin(data, (0, 255)).all()):
        return data == 255
    if kind != "labels" or data.dtype.kind not in "iu":
        return None
    dtype = np.dtype(str(record.get("dtype", data.dtype)))
    if dtype.kind not in "iu":
        return data
    info = np.iinfo(dtype)
    fits = not data.size or (data.min() >= info.min and data.max() <= info.max)
    return data.astype(dtype, copy=False) if fits else data


def _channels(
    stored: Stored, record: Mapping[str, Any], shape: tuple[int, ...], calibration: Calibration
) -> tuple[str, ...]:
    """Return the names along ``c``, if there is one for each."""
    if "c" not in calibration.axes:
        return ()
    count = shape[calibration.axes.index("c")]
    for names in (record.get("channels", ()), stored.channels):
        if len(names) == count:
            return tuple(map(str, names))
    return ()
