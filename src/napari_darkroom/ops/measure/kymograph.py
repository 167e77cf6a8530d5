"""Grey values along lines, over time or depth, as an image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import MeasuredImage
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.frames import RGB_NAMES, frames
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Image, Shapes
from napari_darkroom.ops.measure.axis_profile import ProfileAxis
from napari_darkroom.ops.measure.bins import known
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.paths import PLANE, Interpolation, Path, paths, values_along

_OWNER = "measure.kymograph"
# The axes of the result that the image has not: along a line, and from line to line.
ALONG, LINES = "s", "line"


@operation(
    title="Kymograph",
    noun="kymograph",
    menu="measure/profiles",
    rgb="each",
    tolerance=1e-9,
    own_axes=True,
)
def kymograph(
    image: Image,
    shapes: Shapes,
    *,
    axis: ProfileAxis = "auto",
    width: Annotated[int, Ge(1), Le(1000)] = 1,
    interpolation: Interpolation = "linear",
) -> MeasuredImage:
    """Show the grey values along a drawn line over time: one row a frame.

    Parameters
    ----------
    image : Image
        A time series or a stack, with channels or colours if it has them.
    shapes : Shapes
        Lines and paths; of polygons, rectangles and ellipses the outline is walked around once.
    axis : {"auto", "z", "t"}
        What the rows are: time or depth; auto takes time where there is time, else depth. An image
        without that axis is one row.
    width : int
        Number of pixels across the line over which is averaged.
    interpolation : {"linear", "nearest"}
        What a value between pixels is: that of the four around in proportion, or of the nearest.

    Returns
    -------
    image : Image
        Rows along time (``t``) or depth (``z``), columns along the line (``s``) in the unit of the
        pixel size. Of several lines one behind the other (``line``), in front of channels and
        other axes; where their places lie at different distances, ``s`` is in pixels.

    Raises
    ------
    InputError
        If there is no line, or one runs through several planes or times, or spreads along an axis
        that the image does not have.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    Each row is what `measure.line_profile` gives for that frame. At which time a line was drawn
    plays no role. A speed is the distance along ``s`` that a streak goes, over its time.

    What is missing across a line is left out of its mean; behind the end of a line that is shorter
    than others everything is missing.

    Formula::

        kymograph(t, s) = Σ image(t, p(s) + k · n(s)) / width
        p(s): the place at the distance s, n(s): a step across
        k = −(width − 1) / 2 … (width − 1) / 2

    Equivalent along z, for outlines that are one pixel wide, within 1e-9::

        from itertools import zip_longest
        import numpy as np
        from scipy.ndimage import map_coordinates as at

        e = [np.cumsum(np.append(0, np.hypot(*np.diff(c.T, append=c.T[:, :1])))) for _, c in shapes]
        s = [np.linspace(0, way[-1], int(np.ceil(way[-1])) + 1) for way in e]
        p = [[np.interp(i, j, [*x, x[0]]) for x in c.T] for i, j, (_, c) in zip(s, e, shapes)]
        planes = np.float64(image).reshape(-1, *image.shape[-2:])
        v = [at(i, q, order=interpolation == "linear", mode="nearest") for q in p for i in planes]
        image = np.array([*zip_longest(*v, fillvalue=np.nan)]).T.reshape(len(p), len(planes), -1)

    References
    ----------
    ImageJ, Reslice and KymographBuilder, with a value a pixel along the line.
    """
    check_grid(_OWNER, image)
    drawn = list(paths(_OWNER, image, shapes))
    if not drawn:
        raise InputError(f"{_OWNER}: there is no line. Draw one in a Shapes layer.")
    axes = image.calibration.axes
    rows = ("t" if "t" in axes else "z") if axis == "auto" else axis
    others = [n for n in axes if n not in (*PLANE, rows) and not all(n in p.fixed for p in drawn)]
    bands = [path.band(width) for path in drawn]
    lengths = dict(zip(axes, image.shape, strict=True))
    shape = [len(drawn), *(lengths[n] for n in others), lengths.get(rows, 1), max(map(len, bands))]
    values = np.full((*shape, *([len(RGB_NAMES)] if image.rgb else [])), np.nan)
    for place, plane in _planes(image):
        for k, (path, band) in enumerate(zip(drawn, bands, strict=True)):
            if _drawn_at(path, place, rows):
                index = (k, *(place[name] for name in others), place.get(rows, 0))
                values[index][: len(band)] = _values(plane, band, interpolation)
    several = len(drawn) > 1
    calibration = _calibration(image.calibration, drawn, [*others, rows])
    channels = image.channels if "c" in others else ()
    data = values if several else values[0]
    return Image(data, calibration, image.name, rgb=image.rgb, channels=channels)


def _planes(image: Image) -> Iterator[tuple[dict[str, int], NDArray[Any]]]:
    """Yield the planes of an image and where they lie along all other axes."""
    deep = "z" in image.calibration.axes
    for frame in frames(image):
        if not deep:
            yield frame.keys, frame.pixels
            continue
        for z, plane in enumerate(frame.pixels):
            yield {**frame.keys, "z": z}, plane


def _drawn_at(path: Path, place: dict[str, int], rows: str) -> bool:
    return all(place[name] == at for name, at in path.fixed.items() if name != rows)


def _values(
    plane: NDArray[Any], band: NDArray[np.float64], interpolation: Interpolation
) -> NDArray[np.float64]:
    if plane.ndim == len(PLANE):
        return values_along(known(plane), band, interpolation)
    colours = [np.ascontiguousarray(plane[..., k]) for k in range(len(RGB_NAMES))]
    return np.stack([values_along(known(one), band, interpolation) for one in colours], axis=-1)


def _calibration(own: Calibration, drawn: Sequence[Path], kept: Sequence[str]) -> Calibration:
    """Return the calibration of the result: the axes that are kept, and the way along the line."""
    size, unit = own.spacing(PLANE)
    steps = [float(path.distance[1]) if len(path.distance) > 1 else min(size) for path in drawn]
    same = np.allclose(steps, steps[0], rtol=1e-9, atol=0)
    place = {n: (own.scale[i], own.units[i], own.translate[i]) for i, n in enumerate(own.axes)}
    told = {LINES: (1.0, PIXEL, 0.0)} if len(drawn) > 1 else {}
    told |= {name: place.get(name, (1.0, PIXEL, 0.0)) for name in kept}
    told[ALONG] = (steps[0], unit, 0.0) if same else (1.0, PIXEL, 0.0)
    scale, units, translate = zip(*told.values(), strict=True)
    return Calibration.of(tuple(told), scale, units, translate)
