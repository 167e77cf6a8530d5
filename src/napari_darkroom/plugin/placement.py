"""Where a layer's pixels lie: napari's attributes as a calibration, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from napari.layers import Layer, Tracks

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.units import canonical_unit, conversion_factor, same_dimension

# The entry of a layer's metadata that is Darkroom's own; the rest came with the file.
RECORD = "darkroom"
# The entry of that record with the calibration of what is shown beside its image.
OWN_PLACE = "place"
# Of the width of an image, how far from it that is.
_GAP = 0.05
_DEFAULT_LABEL = re.compile(r"^(axis )?-?\d+$")
_GRID_ATTRIBUTES = ("axis_labels", "scale", "units", "translate", "rotate", "shear")


def layer_calibration(layer: Layer) -> Calibration:
    """Return the calibration of a layer of any type, without touching its data."""
    place = place_of(layer)
    if isinstance(layer, Tracks):
        place["axis_labels"] = _track_axes(place["axis_labels"])
    return calibration_of({**place, "metadata": layer.metadata}, layer.ndim)


def place_of(layer: Layer) -> dict[str, Any]:
    """Return the attributes of a layer that say where its pixels lie."""
    place = {name: getattr(layer, name) for name in _GRID_ATTRIBUTES}
    return {**place, "affine": layer.affine.affine_matrix}


def calibration_of(attributes: Mapping[str, Any], ndim: int) -> Calibration:
    """Return the calibration that a layer's attributes describe.

    Parameters
    ----------
    attributes : mapping
        Of axis_labels, scale, units, translate, rotate, shear and affine those that are known; the
        metadata tell the calibration of what is shown elsewhere than it lies.
    ndim : int
        Number of axes, without colour.
    """
    record = dict(attributes.get("metadata") or {}).get(RECORD, {})
    attributes = {**attributes, **record.get(OWN_PLACE, {})}
    units = attributes.get("units")
    base = Calibration.of(
        axis_names(attributes.get("axis_labels"), ndim),
        attributes.get("scale"),
        None if units is None else [canonical_unit(str(unit)) for unit in units],
        attributes.get("translate"),
    )
    return replace(
        base,
        rotate=_matrix(attributes.get("rotate"), ndim),
        shear=_matrix(_upper_triangle(attributes.get("shear"), ndim), ndim),
        affine=_matrix(attributes.get("affine"), ndim + 1),
    )


def axis_names(labels: Sequence[str] | None, ndim: int) -> tuple[str, ...]:
    """Return the names of axes: those that napari made up become t, z, y, x by position."""
    default = Calibration.default(ndim).axes
    if labels is None or len(labels) != ndim:
        return default
    given = [str(label).strip() for label in labels]
    names = tuple(
        fallback if _DEFAULT_LABEL.match(name) or not name else _lowered(name)
        for name, fallback in zip(given, default, strict=True)
    )
    return names if len(set(names)) == ndim else default


def _track_axes(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the axes of tracks, of which the first is time whatever its place."""
    first = str(labels[0]).strip()
    unnamed = not first or _DEFAULT_LABEL.match(first)
    return ("t", *labels[1:]) if unnamed else tuple(labels)


def _lowered(name: str) -> str:
    return name.lower() if name.lower() in {"t", "c", "z", "y", "x"} else name


def _upper_triangle(shear: Any, ndim: int) -> Any:
    """Return napari's list of the numbers above the diagonal as a matrix."""
    if shear is None or np.ndim(shear) == 2:
        return shear
    matrix = np.eye(ndim)
    matrix[np.triu_indices(ndim, 1)] = shear
    return matrix


def _matrix(given: Any, size: int) -> tuple[tuple[float, ...], ...] | None:
    if given is None:
        return None
    matrix = np.asarray(getattr(given, "affine_matrix", given), dtype=float)
    if np.array_equal(matrix, np.eye(size)):
        return None
    return tuple(tuple(float(number) for number in row) for row in matrix)


def placement(calibration: Calibration) -> dict[str, Any]:
    """Return the attributes that put a new layer where the calibration says."""
    matrices = {
        name: None if matrix is None else np.asarray(matrix)
        for name, matrix in [
            ("rotate", calibration.rotate),
            ("shear", calibration.shear),
            ("affine", calibration.affine),
        ]
    }
    return {
        "axis_labels": calibration.axes,
        "scale": calibration.scale,
        "units": calibration.units,
        "translate": calibration.translate,
        **matrices,
    }


def has_no_place(calibration: Calibration) -> bool:
    """Whether a grid has none of a plane's axes, and so no place among the images that have."""
    return calibration.ndim > 1 and not {"y", "x"} & {*calibration.axes}


def shown_at(calibration: Calibration, like: Layer | None) -> dict[str, Any]:
    """Return the attributes that put a new layer where it is seen, and what its record tells.

    A grid without the axes of a plane is shown beside the layer that it was made of and in its
    units: napari drops those of all layers where they do not fit. A row that is a time or a depth
    is as high as a pixel.

    Returns
    -------
    dict
        The placement; under ``metadata`` the record of the true one, where that is another.
    """
    true = placement(calibration)
    if like is None or not has_no_place(calibration):
        return true
    told = {name: list(true[name]) for name in ("axis_labels", "scale", "units", "translate")}
    shown = _place_on(like) if has_no_place(layer_calibration(like)) else _beside(calibration, like)
    return {**true, **shown, "metadata": {RECORD: {OWN_PLACE: told}}}


def placed(attributes: Mapping[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    """Return attributes with a place, which the record tells of where it is not the true one."""
    told = place.pop("metadata", {}).get(RECORD, {})
    metadata = dict(attributes.get("metadata") or {})
    own = {**metadata.get(RECORD, {}), **told}
    return {**attributes, **place, "metadata": {**metadata, RECORD: own}}


def _place_on(like: Layer) -> dict[str, Any]:
    return {name: getattr(like, name) for name in ("scale", "units", "translate")}


def _beside(calibration: Calibration, like: Layer) -> dict[str, Any]:
    """Return the place at the right of a layer, along the axes that napari lays on its own."""
    known, missing = like.ndim, calibration.ndim - like.ndim
    own = calibration_of(place_of(like), known)
    scale = np.array([1.0] * missing + list(own.scale))[-calibration.ndim :]
    units = (["pixel"] * missing + list(own.units))[-calibration.ndim :]
    low, high = (np.append(np.zeros(max(missing, 0)), end) for end in like.extent.world)
    translate = low[-calibration.ndim :].copy()
    width = high[-1] - low[-1]
    translate[-1] = high[-1] + _GAP * width + scale[-1] / 2
    # Rows that are an axis of the layer, as time is, are as high as a pixel of it.
    for axis in (-1,) if calibration.axes[-2] in own.axes else (-2, -1):
        if same_dimension(calibration.units[axis], units[axis]):
            factor = conversion_factor(calibration.units[axis], units[axis])
            scale[axis] = calibration.scale[axis] * factor
    return {"scale": tuple(scale), "units": tuple(units), "translate": tuple(translate)}
