"""Grey values by the distance from points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor
from typing import Annotated

import numpy as np
from annotated_types import Ge, Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Length
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import spatial_axes
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.values import Image, Points, Table
from napari_darkroom.ops.measure.axis_profile import STATISTICS
from napari_darkroom.ops.measure.bins import known
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.groups import Cells, Channel, each_channel, key_column, stacked

_OWNER = "measure.radial_profile"


@operation(
    title="Radial profile", noun="profile", menu="measure/profiles", rgb="each", tolerance=1e-9
)
def radial_profile(
    image: Image,
    points: Points | None = None,
    *,
    radius: Annotated[Length, Gt(0), Le(5000)] = 20.0,
    rings: Annotated[int, Ge(1), Le(5000)] = 20,
) -> Table:
    """Measure how grey values change with the distance from points.

    Parameters
    ----------
    image : Image
        The image, with planes, time, channels or colours if it has them.
    points : Points, optional
        The centres; without them the middle of the image is one.
    radius : length
        How far the outermost ring reaches; in pixels it counts those along x.
    rings : int
        Number of rings (shells in a volume) of equal width.

    Returns
    -------
    table : Table
        One row a ring (and frame, channel, point): where it begins and ends, number of pixels,
        mean, standard deviation, smallest and largest value, and sum.

    Raises
    ------
    InputError
        If the points spread along an axis that the image does not have.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    The distance is that of the centre of a pixel, in the unit of the pixel size, so that rings are
    round where pixels are not. A ring holds the distance at which it begins, the last one also that
    at which it ends. What lies outside of the image has no pixels, and missing ones (NaN) are left
    out. Points without a place along z are the centres of rings in every plane.

    Formula::

        mean(k) = Σ image(x) / n,  over x with k · w ≤ |x − p| < (k + 1) · w
        w = radius / rings

    Equivalent for a plane with points, within 1e-9::

        import numpy as np
        import pandas as pd

        edges = np.linspace(0, radius[-1], rings + 1)
        pixels, values = np.argwhere(np.ones(image.shape)), image.astype(float).ravel()
        away = [np.linalg.norm(pixels - point, axis=1) for point in points]
        sums = np.ravel([np.histogram(d, edges, weights=values)[0] for d in away])
        counts = np.ravel([np.histogram(d, edges)[0] for d in away])
        table = pd.DataFrame({"num_pixels": counts, "sum": sums})

    References
    ----------
    ImageJ, plugin Radial Profile by P. Baggethun.
    """
    check_grid(_OWNER, image)
    reach = per_axis(radius, len(spatial_axes(image)))[-1]
    edges = np.linspace(0, reach, rings + 1)
    centres = list(_centres(image, points))
    parts = [
        _rows(image, one, centre, edges)
        for one in each_channel(image)
        for place in centres
        for centre in _in_planes(image, one, place)
    ]
    if not parts:
        middle = next(_centres(image, None))
        parts = [
            {n: c[:0] for n, c in _rows(image, one, middle, edges).items()}
            for one in each_channel(image)
        ]
    table = stacked(parts)
    names = list(map(str, table.columns))
    columns = {**STATISTICS, **_columns(image)}
    known_columns = {name: columns.get(name) or key_column(name) for name in names}
    return Table(table, known_columns, tuple(names[: names.index("radius_start")]), image.name)


@dataclass(frozen=True)
class Centre:
    """A point that rings lie around.

    Attributes
    ----------
    number : int
        Of the point, counted from 0.
    fixed : dict of str to int
        The index along axes that are not measured over: time, a plane.
    place : dict of str to float
        The index along the axes over which the distance is measured.
    """

    number: int
    fixed: dict[str, int]
    place: dict[str, float]


def _centres(image: Image, points: Points | None) -> Iterator[Centre]:
    axes = spatial_axes(image)
    if points is None:
        lengths = dict(zip(image.calibration.axes, image.shape, strict=True))
        yield Centre(0, {}, {name: (lengths[name] - 1) / 2 for name in axes})
        return
    shared = points.axes_in(image.calibration)
    for number, index in enumerate(points.pixels(image.calibration)):
        given = dict(zip(shared, map(float, index), strict=True))
        fixed = {name: floor(at + 0.5) for name, at in given.items() if name not in axes}
        yield Centre(number, fixed, {name: given[name] for name in axes if name in given})


def _in_planes(image: Image, one: Channel, centre: Centre) -> Iterator[Centre]:
    """Yield a centre in a frame: once, or in each plane where it has no place along z."""
    if any(centre.fixed.get(name, at) != at for name, at in one.place.items()):
        return
    axes = spatial_axes(image)
    if len(centre.place) == len(axes):
        yield centre
        return
    for z in range(image.shape[image.calibration.axes.index("z")]):
        yield replace(centre, fixed={**centre.fixed, "z": z})


def _rows(image: Image, one: Channel, centre: Centre, edges: NDArray[np.float64]) -> Cells:
    from napari_darkroom.kernels.counting import places
    from napari_darkroom.kernels.sampling import group_statistics

    rings = len(edges) - 1
    z = centre.fixed.get("z")
    pixels = known(one.pixels if z is None else one.pixels[z])
    spacing, _ = image.calibration.spacing(tuple(centre.place))
    # In pixels along x: where they are square, distances of whole pixels are exact.
    size = np.array(spacing) / spacing[-1]
    box, squares = [], []
    for middle, step, length in zip(centre.place.values(), size, pixels.shape, strict=True):
        low = int(np.clip(np.ceil(middle - edges[-1] / step), 0, length))
        high = int(np.clip(np.floor(middle + edges[-1] / step) + 1, low, length))
        box.append(slice(low, high))
        squares.append((((np.arange(low, high)) - middle) * step) ** 2)
    distance = np.sqrt(sum(np.meshgrid(*squares, indexing="ij", sparse=True)))
    ring = places(np.ravel(distance), edges)
    cells = one.cells(rings)
    if z is not None:
        cells["z"] = np.full(rings, z, np.int64)
    cells |= {"point": np.full(rings, centre.number, np.int64), "ring": np.arange(rings)}
    cells |= {"radius_start": edges[:-1] * spacing[-1], "radius_end": edges[1:] * spacing[-1]}
    return cells | group_statistics(np.ravel(pixels[tuple(box)]), ring, rings)


def _columns(image: Image) -> dict[str, Column]:
    _, unit = image.calibration.spacing(spatial_axes(image))
    return {
        "point": Column("Number of the point, counted from 0."),
        "ring": Column("Number of the ring, counted from 0 in the middle."),
        "radius_start": Column("Distance from the point at which the ring begins.", unit),
        "radius_end": Column("Distance from the point at which the ring ends.", unit),
    }
