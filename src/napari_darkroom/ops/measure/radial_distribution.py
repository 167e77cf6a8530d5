"""The table of radial distributions: how intensity falls from the centre of objects to the edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageNames
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Labels, Table
from napari_darkroom.ops.measure.checks import check_grid, check_no_more_axes, check_same_grid
from napari_darkroom.ops.measure.images import Images
from napari_darkroom.ops.measure.overlap import objects_at
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    calibrated_like,
    object_frames,
    object_table,
    spacing_of,
)
from napari_darkroom.ops.measure.rings import (
    Rings,
    Starts,
    core_centres,
    core_edges,
    edge_distances,
    own_centres,
    rings_of,
    with_own_centres,
)

Start: TypeAlias = Literal["centre", "core centre", "core edge"]


@operation(
    title="Measure radial distribution",
    noun="radial distribution",
    menu="measure/texture",
    rgb="each",
    tolerance=1e-9,
)
def radial_distribution(
    labels: Labels,
    image: Image | Sequence[Image],
    cores: Labels | None = None,
    *,
    bins: Annotated[int, Ge(1), Le(100)] = 4,
    start: Start = "centre",
    image_names: ImageNames = "",
) -> Table:
    """Measure how the intensity of every object is spread from its centre to its edge.

    Tells a stain of the membrane from one that lies around the nucleus.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects.
    image : Image or several
        Whose intensity is measured: one image or several (DNA, actin, tubulin)
        on the same grid, with channels or colours if they have them.
    cores : Labels, optional
        Objects within the objects, such as nuclei in cells.
    bins : int
        Number of rings, of equal width between the start and the edge.
    start : {"centre", "core centre", "core edge"}
        Where the rings begin: at the pixel of each object that is farthest from its edge, at the
        centroids of the cores, or at the edge of the cores; what lies in a core is then left out.
    image_names : str
        What the images are called in the columns, with commas between them: "DNA, actin". Empty:
        several images by their own names, and channels by theirs. As many names as there are
        channels are those of the channels.

    Returns
    -------
    table : Table
        One row an object (and frame): for each channel and ring, counted from 1 at the centre,
        the share of the intensity, the mean over that of the object, and how unlike the
        intensities of the ring are in different directions.

    Raises
    ------
    InputError
        If the inputs do not lie on one grid, a label is negative, or there are no cores and
        `start` asks for them.

    Notes
    -----
    The way from the start to a pixel is the shortest that does not leave the object, over sides
    and corners of pixels; the way on to the edge is the distance to the nearest pixel that is
    none of the object's. Both are physical: voxels need not be cubes. The ring of a pixel is that
    of the first by the sum of the two (and a thousandth of a pixel). What lies outside of the
    image is no edge.

    Of several pixels that are as far from the edge the first counts (in CellProfiler any). An
    object that holds no start of a core begins at its own farthest pixel. Missing pixels (NaN)
    count for the rings and have no intensity. A ring without a pixel has the share 0 and no mean
    and no variation (CellProfiler gives 0); where an object has no intensity all are missing.

    Formula::

        ring(x) = ⌊bins · d(x) / (d(x) + e(x) + 0.001)⌋ + 1
        d: way from the start, e: distance to the edge
        share of a ring = Σ image(x) in it / Σ image(x) in the object
        mean of a ring = its share / the share of the pixels that lie in it
        variation = standard deviation / mean of the means of its 8 sectors

    Equivalent of the innermost ring from the own centre, within 1e-6::

        import numpy as np
        import pandas as pd
        from scipy.ndimage import distance_transform_edt
        from skimage.graph import MCP_Geometric

        edges = [distance_transform_edt(labels == k, spacing) for k in np.unique(labels) if k]
        maps = [MCP_Geometric(np.where(e > 0, 1, -1), sampling=spacing) for e in edges]
        ways = [m.find_costs(np.argwhere(e == e.max())[:1])[0] for m, e in zip(maps, edges)]
        inner = [bins * w < w + e + 0.001 * min(spacing[-2:]) for w, e in zip(ways, edges)]
        share = [image[i].sum() / image[e > 0].sum() for i, e in zip(inner, edges)]
        table = pd.DataFrame({f"radial_share_1_{image_names}".rstrip("_"): share})

    References
    ----------
    CellProfiler, module MeasureObjectIntensityDistribution (FracAtD, MeanFrac, RadialCV).
    """
    owner = "measure.radial_distribution"
    check_grid(owner, labels)
    images = Images.on_grid_of(labels, image, image_names, owner)
    if cores is not None:
        check_same_grid(owner, labels, cores)
        check_no_more_axes(owner, labels, cores)
    elif start != "centre":
        raise InputError(
            f"{owner}: start = {start!r} needs cores: objects within the objects, such as nuclei. "
            "Give them, or begin at the centre."
        )
    labels = calibrated_like(labels, images.images[0])
    spacing, _ = spacing_of(labels)
    parts = []
    known: dict[str, Column] = {}
    for one in object_frames(labels):
        edges = edge_distances(one.index, spacing)
        rings = rings_of(one, edges, _starts(one, edges, cores, start), spacing, bins)
        table: Columns = {}
        for channel, pixels in images.at(one.keys):
            table |= _columns(one, rings, one.volume(pixels), bins, channel)
            known |= _known(bins, channel)
        parts.append((one, table))
    return object_table(labels, parts, known)


def _starts(
    objects: Objects, edges: NDArray[np.float64], cores: Labels | None, start: Start
) -> Starts:
    if cores is None or start == "centre":
        return own_centres(objects, edges)
    inner = objects_at(cores, objects.keys)
    place = core_centres if start == "core centre" else core_edges
    return with_own_centres(objects, edges, place(objects, inner))


def _columns(
    objects: Objects, rings: Rings, pixels: NDArray[Any], bins: int, channel: str
) -> Columns:
    """Return share, mean and variation of each ring."""
    values = pixels.ravel()[rings.pixels].astype(np.float64)
    there = ~np.isnan(values)
    cells = rings.sectors[there]
    shape = (objects.count, bins, 8)
    size = int(np.prod(shape))
    counts = np.bincount(cells, minlength=size).reshape(shape)
    sums = np.bincount(cells, weights=values[there], minlength=size).reshape(shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = sums.sum(axis=2) / sums.sum(axis=(1, 2))[:, None]
        mean = share / (counts.sum(axis=2) / counts.sum(axis=(1, 2))[:, None])
        variation = _variation(sums / counts, counts > 0)
    end = f"_{channel}" if channel else ""
    columns: Columns = {}
    for ring in range(bins):
        columns |= {
            f"radial_share_{ring + 1}{end}": share[:, ring],
            f"radial_mean_{ring + 1}{end}": mean[:, ring],
            f"radial_variation_{ring + 1}{end}": variation[:, ring],
        }
    return columns


def _variation(means: NDArray[np.float64], there: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the standard deviation over the mean of the sectors that have pixels."""
    number = there.sum(axis=2)
    filled = np.where(there, means, 0.0)
    centre = filled.sum(axis=2) / number
    away = np.where(there, means - centre[..., None], 0.0)
    return np.asarray(np.sqrt((away**2).sum(axis=2) / number) / centre)


def _known(bins: int, channel: str) -> dict[str, Column]:
    end = f"_{channel}" if channel else ""
    of = f" Channel: {channel}." if channel else ""
    known: dict[str, Column] = {}
    for ring in range(1, bins + 1):
        place = f"ring {ring} of {bins}"
        known |= {
            f"radial_share_{ring}{end}": Column(
                f"Share of the object's intensity that lies in {place}.{of}",
                source="CellProfiler (FracAtD)",
            ),
            f"radial_mean_{ring}{end}": Column(
                f"Mean of {place} over the mean of all rings.{of}",
                source="CellProfiler (MeanFrac)",
            ),
            f"radial_variation_{ring}{end}": Column(
                "Coefficient of variation of the means of the eight sectors (in 3-D octants) of "
                f"{place}.{of}",
                source="CellProfiler (RadialCV)",
            ),
        }
    return known
