"""The tables of other programs and ours for the same objects, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from skimage.measure import regionprops_table

import napari_darkroom as dr

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
# Columns of a program's table that are no measurement of one object's pixels, and what says which
# object it is.
NO_MEASUREMENTS = ("ImageNumber", "ObjectNumber", "Children_", "Parent_", " ", "Unnamed")
OBJECTS = ("Nuclei", "Cells", "Cytoplasm")
SCIKIT_IMAGE = (
    "label", "num_pixels", "area", "area_bbox", "area_convex", "area_filled", "axis_major_length",
    "euler_number", "feret_diameter_max", "axis_minor_length", "bbox", "centroid", "extent",
    "equivalent_diameter_area",
    "inertia_tensor", "inertia_tensor_eigvals", "solidity", "intensity_max", "intensity_mean",
    "intensity_median", "intensity_min", "intensity_std", "centroid_weighted",
)  # fmt: skip
SCIKIT_IMAGE_PLANE = (
    "eccentricity", "orientation", "perimeter", "perimeter_crofton",
)  # fmt: skip


def cellprofiler_images() -> dr.Image:
    """Return the two stains as CellProfiler scales them."""
    folder = DATA / "human_cells"
    told = pd.read_csv(folder / "cellprofiler" / "Image.csv").iloc[0]
    names = ("DNA", "PH3")
    scaled = [
        np.asarray(dr.read(folder / told[f"FileName_{name}"]).data) / float(told[f"Scaling_{name}"])
        for name in names
    ]
    return dr.Image.of(np.stack(scaled), "cyx", channels=names)


def cellprofiler_labels(objects: str) -> dr.Labels:
    """Return CellProfiler's label image of some objects."""
    path = DATA / "human_cells" / "cellprofiler" / f"{objects}_001.tif"
    return dr.Labels.of(np.asarray(dr.read(path, kind="labels").data).squeeze(), "yx")


def cellprofiler(objects: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return our table and CellProfiler's of its own objects."""
    labels, image = cellprofiler_labels(objects), cellprofiler_images()
    ours = dr.measure.regions(labels, image, preset="cellprofiler")
    return ours, pd.read_csv(DATA / "human_cells" / "cellprofiler" / f"{objects}.csv")


def imagej_blobs() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return our table and ImageJ's of the blobs, in the same order."""
    blobs = dr.read(DATA / "blobs" / "blobs.tif")
    mask = dr.threshold.manual(blobs, lower=126, upper=255)
    labels = dr.segment.connected_components(mask, diagonal=True)
    ours = dr.measure.regions(labels, blobs, preset="imagej")
    return _in_order(ours), _in_order(pd.read_csv(DATA / "blobs" / "imagej_blobs.csv"))


def imagej_coins() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return our table and ImageJ's of the coins, in the same order."""
    from skimage import data, filters

    coins = data.coins()
    mask = dr.Mask.of(coins > filters.threshold_otsu(coins))
    labels = dr.segment.connected_components(mask, diagonal=True)
    ours = dr.measure.regions(labels, dr.Image.of(coins), preset="imagej")
    theirs = pd.read_csv(DATA / "blobs" / "imagej_coins.csv")
    # ImageJ was asked for the larger ones.
    return _in_order(ours[ours["Area"] >= theirs["Area"].min()]), _in_order(theirs)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    rounded = table[["X", "Y"]].round(2)
    return table.loc[rounded.sort_values(["X", "Y"]).index].reset_index(drop=True)


def scikit_image(ndim: int, spacing: float | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return our table and scikit-image's of the nuclei of a plane or a volume."""
    folder = DATA / "nuclei"
    labels = dr.read(folder / f"mask{ndim}d.tif", kind="labels").data
    image = dr.read(folder / f"img{ndim}d.tif").data
    size = {} if spacing is None else {"scale": spacing, "units": "um"}
    ours = dr.measure.regions(
        dr.Labels.of(labels, **size), dr.Image.of(image, **size), preset="scikit_image"
    )
    names = SCIKIT_IMAGE + (SCIKIT_IMAGE_PLANE if ndim == 2 else ())
    # scikit-image has these for pixels of the size 1 alone.
    names += ("moments_hu",) if ndim == 2 and spacing is None else ()
    steps = (1.0 if spacing is None else spacing,) * ndim
    return ours, pd.DataFrame(regionprops_table(labels, image, names, spacing=steps))


def pairs(
    ours: pd.DataFrame, theirs: pd.DataFrame
) -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
    """Yield the name of each column that both have, and the numbers in both."""
    for name in theirs.columns:
        if name in ours.columns:
            yield name, ours[name].to_numpy(float), theirs[name].to_numpy(float)


def unclaimed(ours: pd.DataFrame, theirs: pd.DataFrame) -> list[str]:
    """Return the measurements that only the other program has."""
    named = [name for name in theirs.columns if not name.startswith(NO_MEASUREMENTS)]
    return [name for name in named if name not in ours.columns]


def apart(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far numbers are apart: relative to the larger of theirs and 1; 0 where none is."""
    both = np.isnan(ours) & np.isnan(theirs)
    return np.where(both, 0.0, np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1))


def several_brightest(objects: str, channel: int) -> NDArray[np.bool_]:
    """Return which of CellProfiler's objects have more than one pixel of the largest value."""
    labels = np.asarray(cellprofiler_labels(objects).data)
    image = np.asarray(cellprofiler_images().data)[channel]
    count = int(labels.max())
    largest = np.zeros(count + 1)
    np.maximum.at(largest, labels.ravel(), image.ravel())
    equal = (image == largest[labels]) & (labels > 0)
    return np.bincount(labels[equal], minlength=count + 1)[1:] > 1
