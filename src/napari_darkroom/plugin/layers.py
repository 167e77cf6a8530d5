"""From napari's layers to calibrated values, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from napari.layers import Image as ImageLayer
from napari.layers import Labels as LabelsLayer
from napari.layers import Layer

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.units import canonical_unit
from napari_darkroom.core.values import Grid, Image, Kind, Labels, Mask

LayerData: TypeAlias = tuple[Any, dict[str, Any], str]

# The entry of a layer's metadata that is Darkroom's own; the rest came with the file.
RECORD = "darkroom"
MASK_COLOUR = "#22d3ee"

_DEFAULT_LABEL = re.compile(r"^(axis )?-?\d+$")
_GRID_ATTRIBUTES = ("axis_labels", "scale", "units", "translate", "rotate", "shear")


def kind_of(layer: Layer) -> Kind | None:
    """Return what a layer is to Darkroom: image, labels or mask; None for other layers."""
    if isinstance(layer, LabelsLayer):
        return "mask" if layer.metadata.get(RECORD, {}).get("kind") == "mask" else "labels"
    if isinstance(layer, ImageLayer):
        return "mask" if np.dtype(layer.dtype) == bool and not layer.rgb else "image"
    return None


def to_value(layer: Layer) -> Image | Labels | Mask:
    """Return a layer as a calibrated value; the pixels are shared, not copied.

    Raises
    ------
    InputError
        If it is neither an image nor a labels layer.
    """
    if kind_of(layer) is None:
        raise InputError(
            f"{layer.name} is a {type(layer).__name__} layer: choose an Image or Labels layer."
        )
    attributes = {**_place(layer), "rgb": getattr(layer, "rgb", False)}
    attributes |= {"name": layer.name, "metadata": layer.metadata, "multiscale": layer.multiscale}
    return from_layer_data(layer.data, attributes, type(layer).__name__.lower())


def layer_calibration(layer: Layer) -> Calibration:
    """Return the calibration of a layer of any type, without touching its data."""
    return calibration_of(_place(layer), layer.ndim)


def layer_shape(layer: Layer) -> dict[str, int]:
    """Return the length of an image or labels layer along each of its axes."""
    finest = layer.data[0] if layer.multiscale else layer.data
    return dict(zip(layer_calibration(layer).axes, map(int, finest.shape), strict=False))


def _place(layer: Layer) -> dict[str, Any]:
    place = {name: getattr(layer, name) for name in _GRID_ATTRIBUTES}
    return {**place, "affine": layer.affine.affine_matrix}


def from_layer_data(
    data: Any, attributes: Mapping[str, Any], layer_type: str
) -> Image | Labels | Mask:
    """Return the data and attributes of an image or labels layer as a calibrated value.

    Parameters
    ----------
    data : array or sequence of array
        Of several scales the finest is taken.
    attributes : mapping
        As ``Layer.as_layer_data_tuple`` gives them; what is missing has napari's default.
    layer_type : str
        ``image`` or ``labels``.
    """
    pixels = _pixels(data, bool(attributes.get("multiscale", False)))
    rgb = layer_type == "image" and bool(attributes.get("rgb", False))
    metadata = dict(attributes.get("metadata") or {})
    record = metadata.pop(RECORD, {})
    calibration = calibration_of(attributes, pixels.ndim - rgb)
    name = str(attributes.get("name") or "")
    if not rgb and (record.get("kind") == "mask" or np.dtype(pixels.dtype) == bool):
        return Mask(
            pixels if np.dtype(pixels.dtype) == bool else pixels != 0, calibration, name, metadata
        )
    if layer_type == "labels":
        return Labels(pixels, calibration, name, metadata)
    channels = tuple(record.get("channels", ()))
    return Image(pixels, calibration, name, metadata, rgb=rgb, channels=channels)


def _pixels(data: Any, multiscale: bool) -> Any:
    level = data[0] if multiscale else data
    if isinstance(level, np.ndarray) or hasattr(level, "dask"):
        return level
    if not hasattr(level, "shape"):
        return np.asarray(level)
    # Arrays of zarr and its like have no transpose: dask gives them one, still on demand.
    import dask.array as da

    return da.from_array(level)


def calibration_of(attributes: Mapping[str, Any], ndim: int) -> Calibration:
    """Return the calibration that a layer's attributes describe.

    Parameters
    ----------
    attributes : mapping
        Of axis_labels, scale, units, translate, rotate, shear and affine those that are known.
    ndim : int
        Number of axes, without colour.
    """
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


def to_layer_data(value: Grid, record: Mapping[str, Any] | None = None) -> LayerData:
    """Return a value as data, attributes and type of a layer that napari can add.

    Parameters
    ----------
    value : Image, Labels or Mask
        A mask becomes a labels layer of one colour that comes back as a mask.
    record : mapping, optional
        What Darkroom is to remember of the layer's origin.
    """
    own: dict[str, Any] = {**(record or {}), "kind": value.kind}
    attributes: dict[str, Any] = {"name": value.name or value.kind, **placement(value.calibration)}
    if isinstance(value, Image):
        own |= {"channels": list(value.channels)} if value.channels else {}
        attributes |= {"rgb": value.rgb, "metadata": {**value.metadata, RECORD: own}}
        return value.data, attributes, "image"
    attributes["metadata"] = {**value.metadata, RECORD: own}
    if isinstance(value, Mask):
        return value.data.view(np.uint8), attributes | _mask_appearance(), "labels"
    return value.data, attributes, "labels"


def placement(calibration: Calibration) -> dict[str, Any]:
    """Return the attributes of a layer that say where its pixels lie."""
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


def _mask_appearance() -> dict[str, Any]:
    from napari.utils import DirectLabelColormap

    colours = {None: MASK_COLOUR, 0: "transparent"}
    return {"colormap": DirectLabelColormap(color_dict=colours), "opacity": 0.5}
