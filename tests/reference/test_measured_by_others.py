"""Tables of scikit-image and ImageJ for the same objects."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real images are not here")


def _same_columns(ndim: int) -> dict[str, str]:
    """Return our name for each of scikit-image's columns."""
    axes = "zyx"[-ndim:]
    names = {"label": "label", "area": "num_pixels"}
    names |= {f"centroid-{i}": f"centroid_{a}" for i, a in enumerate(axes)}
    names |= {f"bbox-{i}": f"bbox_min_{a}" for i, a in enumerate(axes)}
    names |= {f"bbox-{i + ndim}": f"bbox_max_{a}" for i, a in enumerate(axes)}
    return names | {f"intensity_{s}": f"intensity_{s}" for s in ("mean", "max", "min")}


@pytest.mark.parametrize(("ndim", "objects"), [(2, 125), (3, 51)])
def test_nuclei_as_scikit_image_measures_them(ndim, objects):
    folder = DATA / "nuclei"
    labels = dr.read(folder / f"mask{ndim}d.tif", kind="labels")
    table = dr.measure.regions(labels, dr.read(folder / f"img{ndim}d.tif"))
    expected = pd.read_csv(folder / f"scikit_image_mask{ndim}d.csv")
    assert len(table) == len(expected) == objects
    names = _same_columns(ndim)
    assert set(names) == set(expected.columns)
    for theirs, ours in names.items():
        np.testing.assert_allclose(table[ours], expected[theirs], rtol=1e-12, err_msg=ours)


def test_blobs_as_imagej_counts_them():
    blobs = dr.read(DATA / "blobs" / "blobs.tif")
    mask = dr.threshold.manual(blobs, lower=126, upper=255)
    labels = dr.segment.connected_components(mask, diagonal=True)
    table = dr.measure.regions(labels, blobs)
    assert len(table) == 64
    theirs = pd.read_csv(DATA / "blobs" / "imagej_blobs.csv").sort_values(["X", "Y"])
    ours = table.sort_values(["centroid_x", "centroid_y"])
    n = ours["num_pixels"].to_numpy()
    # ImageJ counts from the corner of a pixel, divides by n - 1 and writes six decimals.
    same = {
        "Area": ours["area"],
        "X": ours["centroid_x"] + 0.5,
        "Y": ours["centroid_y"] + 0.5,
        "Mean": ours["intensity_mean"],
        "Min": ours["intensity_min"],
        "Max": ours["intensity_max"],
        "StdDev": ours["intensity_std"] * np.sqrt(n / np.maximum(n - 1, 1)),
    }
    for column, values in same.items():
        np.testing.assert_allclose(values, theirs[column], atol=6e-7, err_msg=column)


def test_blobs_without_those_on_the_edge():
    blobs = dr.read(DATA / "blobs" / "blobs.tif")
    labels = dr.segment.connected_components(dr.threshold.manual(blobs, lower=126))
    inside = dr.labels.clear_border(labels)
    assert len(dr.measure.regions(inside)) == 46


@pytest.fixture
def mask() -> dr.Mask:
    return dr.threshold.automatic(dr.read(DATA / "blobs" / "blobs.tif"), method="default")


def test_blobs_that_touch_are_cut_as_often_as_by_imagej(mask):
    assert dr.segment.split_touching(mask, min_distance=12).data.max() == 68


@pytest.mark.parametrize("prominence", [0.65, 0.7])
def test_blobs_cut_by_the_prominence_of_their_middles(mask, prominence):
    # ImageJ asks for 0.5 of distances that it raises on ridges by up to a fraction of a pixel.
    distance = dr.morphology.distance_map(mask)
    middles = dr.morphology.h_maxima(distance, height=prominence)
    markers = dr.segment.connected_components(middles)
    blobs = dr.segment.watershed(markers, distance, mask, start="bright")
    assert blobs.data.max() == 68
    np.testing.assert_array_equal(blobs.data > 0, mask.data)
