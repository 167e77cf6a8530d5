"""Pictures to look at: an image, and the outlines of the objects found in it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.frames import spatial_axes
from napari_darkroom.core.values import Grid, Image, Labels

# Steps of the golden ratio around the colour circle keep neighbouring numbers apart.
_GOLDEN = 0.6180339887498949
_PALEST = 0.25


def overlay(image: Image, labels: Labels, *, zoom: int = 1) -> NDArray[np.uint8]:
    """Return a picture of an image with the outlines of objects drawn inside their edges.

    Parameters
    ----------
    image : Image
        The background; of more than a plane the middle one is shown, of channels the first.
    labels : Labels
        The objects, on the same grid. An object has the same colour in every picture.
    zoom : int
        Pixels of the picture to one of the image; an outline is one pixel of the image wide.

    Returns
    -------
    array of uint8, (height, width, 3)
        The picture.

    Raises
    ------
    InputError
        If the planes differ in shape.
    """
    background, numbers = picture(image), _plane(labels)
    if background.shape[:2] != numbers.shape:
        raise InputError(
            f"The image shows {background.shape[0]} × {background.shape[1]} pixels and the labels "
            f"{numbers.shape[0]} × {numbers.shape[1]}: take those of the same image."
        )
    result = _enlarge(background, zoom)
    numbers = _enlarge(numbers, zoom)
    edge = _inner_edge(numbers, zoom)
    result[edge] = object_colours(numbers[edge])
    return result


def picture(image: Image, *, zoom: int = 1) -> NDArray[np.uint8]:
    """Return a plane of an image as colours from 0 to 255.

    8-bit colours are shown as they are; all else is stretched from its 0.2 to its 99.8 percent
    point. Missing pixels (NaN) are black.

    Parameters
    ----------
    image : Image
        The image; of more than a plane the middle one is shown, of channels the first.
    zoom : int
        Pixels of the picture to one of the image.

    Returns
    -------
    array of uint8, (height, width, 3)
        The picture.
    """
    plane = _plane(image)
    if not image.rgb:
        plane = np.repeat(_stretch(plane)[..., np.newaxis], 3, axis=-1)
    elif plane.dtype != np.uint8:
        plane = _stretch(plane[..., :3])
    return _enlarge(plane[..., :3], zoom)


def object_colours(numbers: NDArray[Any]) -> NDArray[np.uint8]:
    """Return a bright colour for each number: shape ``(..., 3)``."""
    hue = (numbers.astype(np.float64) * _GOLDEN % 1.0)[..., np.newaxis] * 6
    pure = np.clip(np.abs((hue + np.array([0.0, 4.0, 2.0])) % 6 - 3) - 1, 0, 1)
    return np.rint(255 * (_PALEST + (1 - _PALEST) * pure)).astype(np.uint8)


def _plane(grid: Grid) -> NDArray[Any]:
    """Return the middle plane, rows first; of channels the first."""
    c = grid.calibration
    shown = (spatial_axes(grid) or c.axes)[-2:]
    index: list[Any] = [
        slice(None) if name in shown else 0 if name == "c" else length // 2
        for name, length in zip(c.axes, grid.shape, strict=True)
    ]
    return np.asarray(grid.data[tuple(index)])


def _stretch(values: NDArray[Any]) -> NDArray[np.uint8]:
    exact = values.astype(np.float64)
    finite = exact[np.isfinite(exact)]
    if finite.size == 0:
        return np.zeros(values.shape, dtype=np.uint8)
    low, high = np.percentile(finite, [0.2, 99.8])
    if high <= low:
        low, high = finite.min(), finite.max()
    scaled = (np.nan_to_num(exact, nan=low) - low) / (high - low if high > low else 1.0)
    return np.rint(255 * np.clip(scaled, 0, 1)).astype(np.uint8)


def _enlarge(plane: NDArray[Any], zoom: int) -> NDArray[Any]:
    return plane.repeat(zoom, axis=0).repeat(zoom, axis=1)


def _inner_edge(numbers: NDArray[Any], width: int) -> NDArray[np.bool_]:
    """Return the object pixels that have another number within `width` pixels along an axis."""
    differs = np.zeros(numbers.shape, dtype=bool)
    for step in range(1, width + 1):
        rows = numbers[step:] != numbers[:-step]
        columns = numbers[:, step:] != numbers[:, :-step]
        differs[step:] |= rows
        differs[:-step] |= rows
        differs[:, step:] |= columns
        differs[:, :-step] |= columns
    return np.asarray(differs & (numbers != 0))
