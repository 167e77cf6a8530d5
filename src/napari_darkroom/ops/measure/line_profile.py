"""Grey values along lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Image, Shapes, Table
from napari_darkroom.ops.measure.bins import known
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.groups import Cells, Channel, each_channel, key_column, stacked
from napari_darkroom.ops.measure.paths import PLANE, Interpolation, Path, paths, values_along

_OWNER = "measure.line_profile"


@operation(
    title="Line profile", noun="profile", menu="measure/profiles", rgb="each", tolerance=1e-9
)
def line_profile(
    image: Image,
    shapes: Shapes,
    *,
    width: Annotated[int, Ge(1), Le(1000)] = 1,
    interpolation: Interpolation = "linear",
) -> Table:
    """Measure the grey values along drawn lines.

    Parameters
    ----------
    image : Image
        The image, with planes, time, channels or colours if it has them.
    shapes : Shapes
        Lines and paths; of polygons, rectangles and ellipses the outline is walked around once.
    width : int
        Number of pixels across the line over which is averaged.
    interpolation : {"linear", "nearest"}
        What a value between pixels is: that of the four around in proportion, or of the nearest.

    Returns
    -------
    table : Table
        One row a place on a line (and frame, plane, channel): number of the shape and of the
        place, distance from the begin, position, and the value of the image there.

    Raises
    ------
    InputError
        If a shape runs through several planes or times, or spreads along an axis that the image
        does not have.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    The places lie evenly along the whole line, no more than a pixel apart, both ends among them;
    where pixels are not square a pixel is the smaller side. Shapes without a place along z or time
    are measured in every plane and at every time.

    Missing pixels have no weight; a value is missing where they have most of it, or more than half
    a pixel outside of the image. What is missing across a line is left out of its mean.

    Formula::

        value(s) = Σ image(p(s) + k · n(s)) / width
        p(s): the place at the distance s, n(s): a step across
        k = −(width − 1) / 2 … (width − 1) / 2

    Equivalent for a plane and outlines that are one pixel wide, within 1e-9::

        import numpy as np
        import pandas as pd
        from scipy.ndimage import map_coordinates

        paths = [np.concatenate([corners, corners[:1]]) for _, corners in shapes]
        ends = [np.append(0, np.cumsum(np.hypot(*np.diff(p, axis=0).T))) for p in paths]
        along = [np.linspace(0, e[-1], int(np.ceil(e[-1])) + 1) for e in ends]
        at = [[np.interp(s, e, c) for c in p.T] for s, e, p in zip(along, ends, paths)]
        value = [map_coordinates(np.float64(image), p, order=interpolation == "linear") for p in at]
        table = pd.DataFrame({"value": np.concatenate(value)})

    References
    ----------
    ``skimage.measure.profile_line``, for one line on square pixels within the image.
    """
    check_grid(_OWNER, image)
    drawn = list(paths(_OWNER, image, shapes))
    rows = [
        _rows(image, one, path, place, (width, interpolation))
        for one in each_channel(image)
        for path in drawn
        for place in _planes(image, one, path)
    ]
    table = stacked(rows or [_no_rows(image)])
    names = list(map(str, table.columns))
    known_columns = _columns(image)
    columns = {name: known_columns.get(name) or key_column(name) for name in names}
    return Table(table, columns, tuple(names[: names.index("distance")]), image.name)


def _planes(image: Image, one: Channel, path: Path) -> Iterator[dict[str, int]]:
    """Yield the planes of a frame on which a path lies: their index along z, where there is z."""
    axes = image.calibration.axes
    if any(path.fixed.get(name, at) != at for name, at in one.place.items()):
        return
    if "z" not in axes:
        yield {}
        return
    depth = image.shape[axes.index("z")]
    wanted = [path.fixed["z"]] if "z" in path.fixed else range(depth)
    yield from ({"z": z} for z in wanted if 0 <= z < depth)


def _rows(
    image: Image,
    one: Channel,
    path: Path,
    plane: dict[str, int],
    settings: tuple[int, Interpolation],
) -> Cells:
    width, interpolation = settings
    pixels = known(one.pixels[plane["z"]] if plane else one.pixels)
    count = len(path.places)
    index = _index(image, {**one.place, **plane}, path.places)
    world = image.calibration.world(index)
    cells = one.cells(count) | {name: np.full(count, at, np.int64) for name, at in plane.items()}
    cells |= {"shape": np.full(count, path.number, np.int64), "point": np.arange(count)}
    cells |= {"distance": path.distance}
    cells |= {name: path.places[:, i] for i, name in enumerate(PLANE)}
    axes = image.calibration.axes
    cells |= {f"position_{name}": world[:, axes.index(name)] for name in PLANE}
    return cells | {"value": values_along(pixels, path.band(width), interpolation)}


def _index(
    image: Image, place: Mapping[str, int], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return places of a plane along all axes of an image."""
    axes = image.calibration.axes
    index = np.zeros((len(places), len(axes)))
    for i, name in enumerate(axes):
        index[:, i] = places[:, PLANE.index(name)] if name in PLANE else place.get(name, 0)
    return index


def _no_rows(image: Image) -> Cells:
    """Return the columns without rows."""
    first = next(iter(each_channel(image)))
    cells = first.cells(0)
    whole = [*(["z"] if "z" in image.calibration.axes else []), "shape", "point"]
    cells |= {name: np.zeros(0, np.int64) for name in whole}
    return cells | {name: np.zeros(0) for name in _columns(image) if name not in cells}


def _columns(image: Image) -> Mapping[str, Column]:
    calibration = image.calibration
    _, unit = calibration.spacing(PLANE)
    own: dict[str, Any] = dict(zip(calibration.axes, calibration.units, strict=True))
    return MappingProxyType(
        {
            "shape": Column("Number of the shape, counted from 0."),
            "point": Column("Number of the place on the line, counted from 0."),
            "distance": Column("Way along the line from its begin.", unit),
            **{n: Column(f"Index along {n} of the place.", PIXEL) for n in PLANE},
            **{f"position_{n}": Column(f"Place in the world along {n}.", own[n]) for n in PLANE},
            "value": Column(
                "Value of the image, the mean across the line.",
                "",
                "skimage.measure.profile_line",
            ),
        }
    )
