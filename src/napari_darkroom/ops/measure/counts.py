"""How many objects there are: in each field or frame, or in each region of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import spatial_axes
from napari_darkroom.core.units import power_unit
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.columns.keys import axis_key
from napari_darkroom.ops.measure.overlap import check_family, objects_at, relate
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    calibrated_like,
    object_frames,
    spacing_of,
    stacked,
)

if TYPE_CHECKING:
    import pandas as pd

_OWNER = "measure.counts"
_REGION = Column("Number of the region in its label image.")


@operation(title="Count objects", noun="counts", menu="measure/image", tolerance=1e-9)
def counts(
    labels: Labels,
    regions: Labels | None = None,
    *,
    min_overlap: Annotated[float, Ge(0), Le(1)] = 0.0,
) -> Table:
    """Count the objects of each image or frame, or of each region, and how densely they lie.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects that are counted.
    regions : Labels, optional
        Regions of the same image, such as shapes drawn on it and turned into labels: each is
        counted on its own. Without them the whole image is.
    min_overlap : float
        The least share of its pixels, 0 to 1, that an object has in its region; one with less is
        not counted.

    Returns
    -------
    table : Table
        One row an image (or frame, and region): number of objects, area (in 3-D the volume),
        objects to a unit of area, share of the area that objects cover, and mean area of the
        objects counted.

    Raises
    ------
    InputError
        If the two do not lie on one grid, or a label is negative.

    Notes
    -----
    An image or region without objects has a row with 0; without any region there is no row. An
    object is counted once: in the region that holds most of its pixels, of several with as many
    in that of the lowest number. What lies outside of all regions is not counted. Objects that the
    edge of the image cuts count as whole ones; remove them first where this matters. Areas are in
    the unit of the pixel size.

    Formula::

        density = number of objects / area
        area = pixels of the region × size of a pixel
        covered share = pixels of the region with an object / pixels of the region

    Equivalent for regions and a min_overlap of 0, within 1e-9::

        import numpy as np
        import pandas as pd

        ids, kinds = np.unique(regions[regions > 0]), np.unique(labels[labels > 0])
        shared = [[np.sum((labels == k) & (regions == r)) for r in ids] for k in kinds]
        region = [ids[np.argmax(n)] for n in shared if any(n)]
        area = np.array([np.sum(regions == r) for r in ids]) * np.prod(spacing)
        table = pd.DataFrame({"region": ids, "num_objects": [region.count(r) for r in ids]})
        table["density"] = table["num_objects"] / area

    References
    ----------
    ImageJ, Analyze Particles: the columns Count and %Area of its summary, for the whole image.
    """
    _check(labels, regions)
    labels = labels if regions is None else calibrated_like(labels, regions)
    sizes, unit = spacing_of(labels)
    pixel = float(np.prod(sizes))
    parts = [_rows(one, regions, pixel, min_overlap) for one in object_frames(labels)]
    table = _table(parts)
    known = _known(power_unit(unit, len(spatial_axes(labels))))
    names = list(map(str, table.columns))
    columns = {name: known.get(name) or axis_key(name) for name in names}
    return Table(table, columns, tuple(names[: names.index("num_objects")]), labels.name)


def _check(labels: Labels, regions: Labels | None) -> None:
    if regions is None:
        check_grid(_OWNER, labels)
    else:
        check_family(_OWNER, labels, regions)


def _rows(one: Objects, regions: Labels | None, pixel: float, min_overlap: float) -> Columns:
    """Return the rows of a frame: one a region, or one for all."""
    if regions is None:
        owner = np.zeros(one.count, dtype=np.intp)
        every = np.array([one.index.size])
        covered = np.array([np.count_nonzero(one.index)])
        cells = _counted(one, owner, every, covered, pixel)
        return {**_keys(one, 1), **cells}
    where = objects_at(regions, one.keys)
    owner = relate(one, where, min_overlap).parent.astype(np.intp) - 1
    inside = np.where(one.index > 0, where.index, 0)
    covered = np.bincount(inside.ravel(), minlength=where.count + 1)[1:]
    cells = _counted(one, owner, where.sizes(), covered, pixel)
    return {**_keys(one, where.count), "region": where.ids, **cells}


def _keys(one: Objects, count: int) -> Columns:
    return {name: np.full(count, at, np.int64) for name, at in one.keys.items()}


def _counted(
    one: Objects,
    owner: NDArray[np.intp],
    sizes: NDArray[Any],
    covered: NDArray[Any],
    pixel: float,
) -> Columns:
    """Return the cells of regions.

    Parameters
    ----------
    owner : array of int
        The region of each object, from 0; -1 for none.
    sizes, covered : array of int
        How many pixels each region has, and how many of them are of objects.
    pixel : float
        Area or volume of a pixel.
    """
    counted = owner >= 0
    number = np.bincount(owner[counted], minlength=len(sizes))
    held = np.zeros(len(sizes), dtype=np.int64)
    np.add.at(held, owner[counted], one.sizes()[counted])
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = held / number * pixel
    return {
        "num_objects": number.astype(np.int64),
        "area": sizes * pixel,
        "density": number / (sizes * pixel),
        "covered_share": covered / sizes,
        "mean_area": mean,
    }


def _table(parts: list[Columns]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: stacked([part[name] for part in parts]) for name in parts[0]})


def _known(unit: str) -> Mapping[str, Column]:
    return {
        "region": _REGION,
        "num_objects": Column("Number of objects.", "", "ImageJ (Count)"),
        "area": Column("Number of pixels times the size of one: where objects were counted.", unit),
        "density": Column("Number of objects to a unit of area (in 3-D of volume).", f"1/{unit}"),
        "covered_share": Column(
            "Share of the area that is covered by objects, 0 to 1.",
            "",
            "ImageJ (%Area, as a share)",
        ),
        "mean_area": Column("Mean area of the objects counted; missing of none.", unit),
    }
