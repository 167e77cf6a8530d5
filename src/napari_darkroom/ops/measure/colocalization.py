"""How two channels go together, in every object or in the whole image."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import channels_at
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Image, Labels, Mask, Table
from napari_darkroom.ops.measure.groups import (
    Cells,
    Channel,
    Grouping,
    Groups,
    check_grey,
    check_measured,
    each_channel,
    key_column,
    pair_cells,
    stacked,
)

# Percent of the largest value, and the thresholds that are given instead.
Limits: TypeAlias = tuple[float, float | None, float | None]
_OWNER = "measure.colocalization"
_CELLPROFILER = "CellProfiler 4 MeasureColocalization"
_MANDERS = "Manders et al. 1993"
_COSTES = "Costes et al. 2004"

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "num_pixels": Column("Pixels that count: in the mask, missing in neither image.", PIXEL),
        "pearson": Column(
            "Pearson's correlation of the two channels, from −1 to 1; missing where one of them "
            "is constant.",
            "",
            f"{_CELLPROFILER} (Correlation), scikit-image",
        ),
        "slope": Column(
            "Rise of the second channel with the first, by least squares.",
            "",
            f"{_CELLPROFILER} (Slope)",
        ),
        "spearman": Column(
            "Spearman's correlation: Pearson's of the ranks within the object; equal values share "
            "the mean of their ranks.",
            "",
            "scipy.stats.spearmanr",
        ),
        "overlap": Column(
            "Overlap coefficient over all pixels: Σ a b / √(Σ a² Σ b²).",
            "",
            f"{_MANDERS}, scikit-image",
        ),
        "overlap_k1": Column("Σ a b / Σ a² over all pixels.", "", _MANDERS),
        "overlap_k2": Column("Σ a b / Σ b² over all pixels.", "", _MANDERS),
        "threshold_1": Column("What the first channel is to exceed."),
        "threshold_2": Column("What the second channel is to exceed."),
        "manders_m1": Column(
            "Share of the first channel above its threshold that lies where the second is above "
            "its own.",
            "",
            _CELLPROFILER,
        ),
        "manders_m2": Column(
            "Share of the second channel above its threshold that lies where the first is above "
            "its own.",
            "",
            _CELLPROFILER,
        ),
        "overlap_above": Column(
            "Overlap coefficient over the pixels where both channels are above their thresholds.",
            "",
            f"{_CELLPROFILER} (Overlap)",
        ),
        "overlap_above_k1": Column(
            "Σ a b / Σ a² over the pixels above both thresholds.", "", f"{_CELLPROFILER} (K)"
        ),
        "overlap_above_k2": Column(
            "Σ a b / Σ b² over the pixels above both thresholds.", "", f"{_CELLPROFILER} (K)"
        ),
        "rwc_1": Column(
            "As manders_m1, each pixel above both thresholds weighted by how near the ranks of its "
            "two values are, among the values of the object.",
            "",
            f"Singan et al. 2011; {_CELLPROFILER} (RWC) for whole images",
        ),
        "rwc_2": Column(
            "As manders_m2, weighted as rwc_1.",
            "",
            f"Singan et al. 2011; {_CELLPROFILER} (RWC) for whole images",
        ),
        "costes_threshold_1": Column(
            "Automatic threshold of the first channel: the largest of its values for which the "
            "pixels that are not above both thresholds do not correlate.",
            "",
            _COSTES,
        ),
        "costes_threshold_2": Column(
            "Automatic threshold of the second channel: on the line along which both vary most.",
            "",
            _COSTES,
        ),
        "costes_m1": Column("As manders_m1, with the automatic thresholds.", "", _COSTES),
        "costes_m2": Column("As manders_m2, with the automatic thresholds.", "", _COSTES),
    }
)


@operation(title="Colocalization", noun="colocalization", menu="measure/channels", tolerance=1e-9)
def colocalization(
    image: Image,
    other: Image,
    labels: Labels | None = None,
    mask: Mask | None = None,
    *,
    percent: Annotated[float, Ge(0), Le(100)] = 15.0,
    threshold_1: float | None = None,
    threshold_2: float | None = None,
) -> Table:
    """Measure how far two channels show the same places, in every object or in the whole image.

    Take Pearson or Spearman to ask whether both rise and fall together, Manders' coefficients to
    ask how much of one lies where the other is, and those with Costes' thresholds where nobody
    shall choose the thresholds by eye.

    Parameters
    ----------
    image : Image, 2-D or 3-D, with time
        The first channel. With several channels each is compared with the other image.
    other : Image
        The second channel, on the same pixels.
    labels : Labels, optional
        The objects; without them one row is for the whole image.
    mask : Mask, optional
        The pixels that count.
    percent : float
        Where no threshold is given: the share of the largest value of the object (or image) above
        which a pixel counts as stained.
    threshold_1 : float, optional
        What the first channel is to exceed, instead of `percent`.
    threshold_2 : float, optional
        What the second channel is to exceed, instead of `percent`.

    Returns
    -------
    table : Table
        One row a frame, object and pair of channels, with the definition and the source of each
        column: Pearson, slope, Spearman, overlap with k1 and k2, Manders' M1 and M2, the
        rank-weighted coefficients and Costes' thresholds with M1 and M2. No objects give no rows
        and all columns.

    Raises
    ------
    InputError
        If the inputs do not lie on one grid, one is an RGB image, or a label is negative.

    Notes
    -----
    Pixels that are missing (NaN) in one of the images are left out of both. What is not defined
    (a correlation with a constant channel, a share of nothing) is missing.

    Above a threshold means greater, not equal; CellProfiler takes equal ones in for objects. Its
    rank-weighted coefficients of objects rank the pixels of all objects together; here the ranks
    are those within each object, so that no object depends on the others. Costes' thresholds are
    searched among all values of the first channel, not in steps of 1/255; the line is found from
    pixels where one of the channels is above 0, as in CellProfiler.

    Formula::

        pearson = Σ (a − ā)(b − b̄) / √(Σ (a − ā)² Σ (b − b̄)²)
        overlap = Σ a b / √(Σ a² Σ b²), k1 = Σ a b / Σ a², k2 = Σ a b / Σ b²
        M1 = Σ a [a > T1 and b > T2] / Σ a [a > T1]
        RWC1 = Σ w a [a > T1 and b > T2] / Σ a [a > T1]
        w = 1 − |rank of a − rank of b| / number of ranks
        Costes: T2 = slope · T1 + intercept of the orthogonal regression

    Equivalent for objects without missing pixels, within 1e-9::

        import pandas as pd

        pixels = pd.DataFrame({"label": labels[mask], "a": image[mask], "b": other[mask]})
        objects = pixels.astype(float).query("label > 0").groupby("label")
        pearson = objects.apply(lambda o: o["a"].corr(o["b"]))
        spearman = objects.apply(lambda o: o["a"].rank().corr(o["b"].rank()))
        table = pd.DataFrame({"pearson": pearson, "spearman": spearman})

    References
    ----------
    E. M. M. Manders, F. J. Verbeek, J. A. Aten, Journal of Microscopy 169 (1993) 375–382.
    S. V. Costes et al., Biophysical Journal 86 (2004) 3993–4003.
    V. R. Singan et al., BMC Bioinformatics 12 (2011) 407.
    CellProfiler 4, MeasureColocalization. K. W. Dunn, M. M. Kamocka, J. H. McDonald, American
    Journal of Physiology 300 (2011) C723–C742, on which to take for which question.
    """
    check_grey(_OWNER, image, other)
    check_measured(_OWNER, image, other, labels, mask)
    grouping = Grouping(labels, mask)
    limits = (percent, threshold_1, threshold_2)
    parts = [
        _part(one, two, grouping, limits)
        for one in each_channel(image)
        for two in channels_at(other, one.keys)
    ]
    table = stacked(parts)
    names = list(map(str, table.columns))
    columns = {name: COLUMNS.get(name) or key_column(name) for name in names}
    return Table(table, columns, tuple(names[: names.index("num_pixels")]), image.name)


def _part(one: Channel, two: tuple[str, NDArray[Any]], grouping: Grouping, limits: Limits) -> Cells:
    """Return the rows of a pair of channels in a frame."""
    groups = grouping.at(one.place, one.pixels.shape)
    cells = pair_cells(one, two[0], groups.count) | groups.cells
    return cells | _coefficients(groups, one.pixels, two[1], limits)


def _coefficients(groups: Groups, one: Any, two: Any, limits: Limits) -> Cells:
    from napari_darkroom.kernels.colocalization import Pair, colocalization, largest

    counted = groups.index >= 0
    for pixels in (one, two):
        if pixels.dtype.kind == "f":
            counted &= ~np.isnan(pixels)
    values = np.array([pixels[counted].astype(np.float64) for pixels in (one, two)])
    group = groups.index[counted]
    percent, *given = limits
    thresholds = [
        largest(v, group, groups.count) * (percent / 100)
        if limit is None
        else np.full(groups.count, float(limit))
        for v, limit in zip(values, given, strict=True)
    ]
    pair = Pair(values, group, groups.count)
    with np.errstate(invalid="ignore", over="ignore"):
        return dict(colocalization(pair, thresholds[0], thresholds[1]))
