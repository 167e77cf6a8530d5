"""What every automatic threshold makes of an image, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, NamedTuple

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.annotations import DrawnImage
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Image, Mask, Table
from napari_darkroom.ops.measure.groups import (
    Cells,
    check_grey,
    check_measured,
    key_column,
    stacked,
)
from napari_darkroom.ops.threshold.methods import ALL, Method
from napari_darkroom.ops.threshold.montage import Picture, Sheet
from napari_darkroom.ops.threshold.tried import (
    Found,
    FoundIn,
    Marked,
    Trial,
    find_all,
    mark_all,
    parts,
)

_OWNER = "threshold.try_all"
_PLANE = ("y", "x")
# The axes of the picture, which are none of the image: it shows each place several times.
ROWS, COLUMNS = "row", "column"

MEASURED: Mapping[str, Column] = MappingProxyType(
    {
        "method": Column(
            "How the threshold is found: the method to give to its source.",
            source="threshold.automatic",
        ),
        "threshold": Column(
            "The threshold, on the scale of the image; missing where there is none.",
            source="threshold.automatic",
        ),
        "fraction": Column("Share of the pixels that are marked; missing pixels are left out."),
        "num_objects": Column(
            "Number of connected pieces of the mask.", source="segment.connected_components"
        ),
        "reason": Column("Why there is no threshold."),
    }
)


class Tried(NamedTuple):
    """The thresholds in numbers, and their masks as a picture."""

    table: Table
    montage: DrawnImage


@operation(title="Threshold (try all)", noun="thresholds", menu="segment/threshold", own_axes=True)
def try_all(
    image: Image,
    mask: Mask | None = None,
    *,
    found_in: FoundIn = "frame",
    bins: Annotated[int, Ge(2), Le(65536)] = 4096,
    dark_objects: bool = False,
    tile: Annotated[int, Ge(32), Le(2048)] = 400,
) -> Tried:
    """Show what every automatic threshold makes of an image: all masks in one picture, and a table.

    Choose a name in the picture and give it to `threshold.automatic` as the method; in the window
    the right button on a row of the table does that.

    Parameters
    ----------
    image : Image
        The image, with time, depth and channels if it has them.
    mask : Mask, optional
        The pixels of which the thresholds are found. All pixels are compared with them.
    found_in : {"frame", "plane", "stack"}
        Of what each threshold is found: of the plane or volume of each time and channel, as
        `threshold.automatic` does by itself; of each plane of a volume, as it does with
        ``axes="planes"``; or of all at once, as with ``axes="stack"``.
    bins : int
        Number of bins of the histogram of a float image; an integer image has one a
        value, as long as its values lie within 2²⁴ of each other.
    dark_objects : bool
        Mark what is not brighter instead: dark objects on a light ground.
    tile : int
        Pixels along the longer side of a mask in the picture, at most. Larger planes are drawn
        smaller, grey where a pixel holds some of both; very small ones are enlarged.

    Returns
    -------
    table : Table
        One row a method, for each frame and channel (or plane): the threshold, the share of the
        pixels that it marks, the number of their connected pieces. A method that finds none has
        NaN and the reason.
    montage : Image
        The masks as an RGB picture for each plane, time and channel: above each the name of the
        method and its threshold.

    Raises
    ------
    InputError
        If the image is in colours, or it and the mask do not lie on one grid.

    Notes
    -----
    The thresholds are those of `threshold.automatic` to the last bit, from one histogram for all.
    Pieces are those of `segment.connected_components`, joined at corners too, before anything
    is cleaned. Infinite pixels have no say, missing ones are outside.

    Formula::

        t(m): the threshold of threshold.automatic with the method m
        fraction(m) = number of x with image(x) > t(m) / number of x
        num_objects(m) = connected pieces of image > t(m)

    Equivalent for some methods found in a frame, within 1e-4::

        import pandas as pd
        from skimage import filters, measure

        names = ["isodata", "otsu", "triangle", "yen"]
        pixels = image if mask is None else image[mask]
        found = [getattr(filters, f"threshold_{name}")(pixels, bins) for name in names]
        masks = [image <= t if dark_objects else image > t for t in found]
        rows = [(t, one.mean(), measure.label(one).max()) for t, one in zip(found, masks)]
        table = pd.DataFrame(rows, names, ["threshold", "fraction", "num_objects"])

    References
    ----------
    As ImageJ, Auto Threshold, *Try all*, and ``skimage.filters.try_all_threshold``; the methods
    are those of `threshold.automatic`.
    """
    check_grey(_OWNER, image)
    check_measured(_OWNER, image, mask)
    lengths = dict(zip(image.calibration.axes, image.shape, strict=True))
    sheet = Sheet((lengths["y"], lengths["x"]), len(ALL), tile)
    others = [name for name in image.calibration.axes if name not in _PLANE]
    pictures = sheet.blank([lengths[name] for name in others])
    how = Trial(found_in, bins, dark_objects)
    table = stacked(list(_rows(image, mask, how, pictures, sheet)))
    names = list(map(str, table.columns))
    columns = {name: MEASURED.get(name) or key_column(name) for name in names}
    keys = tuple(names[: names.index("threshold")])
    montage = Image(pictures, _calibration(image.calibration, sheet), image.name, rgb=True)
    return Tried(Table(table, columns, keys, image.name), montage)


def _rows(
    image: Image,
    mask: Mask | None,
    how: Trial,
    pictures: Picture,
    sheet: Sheet,
) -> Iterator[Cells]:
    """Yield the cells of the rows of each part, or of the whole where that is tried at once."""
    if how.found_in != "stack":
        for part in parts(image, mask, how.found_in, pictures):
            found = find_all(part.inside, how.bins)
            marked = mark_all(part, found, sheet, dark_objects=how.dark_objects)
            yield part.cells | _cells(found, [marked])
        return
    inside = [part.inside.ravel() for part in parts(image, mask, "frame", pictures)]
    found = find_all(np.concatenate(inside), how.bins)
    yield _cells(
        found,
        [
            mark_all(part, found, sheet, dark_objects=how.dark_objects)
            for part in parts(image, mask, "frame", pictures)
        ],
    )


def _cells(found: Mapping[Method, Found], marked: Sequence[Sequence[Marked]]) -> Cells:
    """Return the cells of a row a method: what it found, and what it marks in all frames."""
    there = np.array([not math.isnan(one.threshold) for one in found.values()])
    pixels, of, objects = np.sum(
        [[(m.pixels, m.of, m.objects) for m in frame] for frame in marked], axis=0
    ).T
    with np.errstate(invalid="ignore"):
        share = pixels / of
    return {
        "method": list(found),
        "threshold": np.array([one.threshold for one in found.values()]),
        "fraction": np.where(there, share, np.nan),
        "num_objects": np.where(there, objects, np.nan),
        "reason": [one.reason for one in found.values()],
    }


def _calibration(own: Calibration, sheet: Sheet) -> Calibration:
    """Return the calibration of the picture: a pixel of a tile is as large as what it shows."""
    told = {n: (own.scale[i], own.units[i], own.translate[i]) for i, n in enumerate(own.axes)}
    kept = {name: one for name, one in told.items() if name not in _PLANE}
    for name, axis in zip((ROWS, COLUMNS), _PLANE, strict=True):
        size, unit, _ = told[axis]
        kept[name] = (size * sheet.merged / sheet.times, unit, 0.0)
    scale, units, translate = zip(*kept.values(), strict=True)
    return Calibration.of(tuple(kept), scale, units, translate)
