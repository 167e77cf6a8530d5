"""Lines and paths drawn on an image, as places one pixel apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Shapes

PLANE = ("y", "x")
Interpolation: TypeAlias = Literal["linear", "nearest"]
_ELLIPSE_CORNERS = 360


@dataclass(frozen=True)
class Path:
    """One line, path or outline, sampled.

    Attributes
    ----------
    number : int
        Of the shape, counted from 0.
    fixed : dict of str to int
        The index along axes other than y and x at which it was drawn.
    places : array (n, 2) of float
        Along y and x in pixels, from its begin to its end.
    across : array (n, 2) of float
        The step across it, one pixel long, at each place.
    distance : array (n,) of float
        From its begin, in the unit of the pixel size.
    """

    number: int
    fixed: dict[str, int]
    places: NDArray[np.float64]
    across: NDArray[np.float64]
    distance: NDArray[np.float64]

    def band(self, width: int) -> NDArray[np.float64]:
        """Return the places of `width` lines side by side, (n, width, 2)."""
        offsets = np.arange(width) - (width - 1) / 2
        return self.places[:, None] + offsets[None, :, None] * self.across[:, None]


def values_along(
    plane: NDArray[Any], band: NDArray[np.float64], interpolation: Interpolation
) -> NDArray[np.float64]:
    """Return the values of a plane along a path, each the mean across its band.

    What is missing across is left out; a value is missing where all is.
    """
    from napari_darkroom.kernels.sampling import sample

    values = sample(plane, band.reshape(-1, 2), nearest=interpolation == "nearest")
    values = values.reshape(band.shape[:2])
    there = ~np.isnan(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(there, values, 0).sum(axis=1) / there.sum(axis=1))


def paths(owner: str, image: Image, shapes: Shapes) -> Iterator[Path]:
    """Yield the shapes as paths; of polygons, rectangles and ellipses the outline.

    Raises
    ------
    InputError
        If one does not lie in one plane, at one time.
    """
    calibration = image.calibration
    shared = shapes.axes_in(calibration)
    own = [shared.index(name) for name in PLANE]
    for number, (type_, vertices) in enumerate(shapes.pixels(calibration)):
        fixed = {
            name: _fixed_at(owner, number, name, vertices[:, i])
            for i, name in enumerate(shared)
            if name not in PLANE
        }
        yield _sampled(number, fixed, _corners(type_, vertices[:, own]), calibration)


def _fixed_at(owner: str, number: int, name: str, index: NDArray[np.float64]) -> int:
    if np.ptp(index) > 0.5:
        raise InputError(
            f"{owner}: the shape {number} runs along {name} from {index.min():g} to "
            f"{index.max():g}. Draw it at one place along {name}."
        )
    return int(np.floor(index.mean() + 0.5))


def _corners(type_: str, vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corners of the line that is walked along."""
    if type_ in ("line", "path"):
        return vertices
    if type_ == "ellipse":
        angle = 2 * np.pi * np.arange(_ELLIPSE_CORNERS) / _ELLIPSE_CORNERS
        middle = vertices.mean(axis=0)
        one, two = (vertices[1] - vertices[0]) / 2, (vertices[3] - vertices[0]) / 2
        vertices = middle + np.cos(angle)[:, None] * one + np.sin(angle)[:, None] * two
    return np.concatenate([vertices, vertices[:1]])


def _sampled(
    number: int, fixed: dict[str, int], corners: NDArray[np.float64], calibration: Calibration
) -> Path:
    """Return a path as places that lie no more than a pixel apart, evenly along it."""
    size = np.array(calibration.spacing(PLANE)[0])
    pixel = float(size.min())
    steps = np.diff(corners, axis=0) * size
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    # A length that is whole but for rounding is whole.
    count = int(np.ceil(np.round(ends[-1] / pixel, 6))) + 1
    distance = np.linspace(0, ends[-1], count)
    places = np.stack([np.interp(distance, ends, corners[:, i]) for i in (0, 1)], axis=1)
    at = np.clip(np.searchsorted(ends, distance, side="right") - 1, 0, len(lengths) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.where(lengths[at, None] > 0, steps[at] / lengths[at, None], [0.0, 1.0])
    across = np.stack([along[:, 1], -along[:, 0]], axis=1) * pixel / size
    return Path(number, fixed, places, across, distance)
