"""Layers that napari saves with Darkroom: scale, units and kind are kept."""

from __future__ import annotations

from typing import Any

from napari_darkroom.engine.files import write
from napari_darkroom.plugin.layers import check_whole, from_layer_data


def write_image(path: str, data: Any, attributes: dict[str, Any]) -> list[str]:
    """Write an image layer, and return the files written.

    Raises
    ------
    FileError
        If the format cannot hold it, or the file cannot be written.
    InputError
        If one frame alone of it is up to date.
    """
    return _write(path, data, attributes, "image")


def write_labels(path: str, data: Any, attributes: dict[str, Any]) -> list[str]:
    """Write a labels layer, a mask as a mask, and return the files written.

    Raises
    ------
    FileError
        If the format cannot hold it, or the file cannot be written.
    InputError
        If one frame alone of it is up to date.
    """
    return _write(path, data, attributes, "labels")


def _write(path: str, data: Any, attributes: dict[str, Any], layer_type: str) -> list[str]:
    check_whole(str(attributes.get("name")), attributes.get("metadata") or {})
    return [str(one) for one in write(path, from_layer_data(data, attributes, layer_type))]
