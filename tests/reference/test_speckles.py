"""Foci within nuclei, held to those that CellProfiler's example pipeline found."""

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

import napari_darkroom as dr

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "speckles"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real images are not here")
# In pixels: half the mean diameter of CellProfiler's foci.
NEAR = 4


def places(file):
    table = dr.read(DATA / "cellprofiler" / file, kind="table").data
    return table[["Location_Center_Y", "Location_Center_X"]].to_numpy(float)


@pytest.mark.parametrize("method", ["log", "dog", "doh"])
def test_foci_of_cellprofiler_are_found(method):
    known = places("h2ax.csv")
    nuclei = np.asarray(dr.read(DATA / "cellprofiler" / "Nuclei_001.tif", kind="labels").data)
    image = dr.read(DATA / "1-162hrh2ax2.tif")
    found = dr.segment.find_spots(image, signal_to_noise=8, method=method)
    index = found.pixels(image.calibration)
    inside = index[nuclei[tuple(np.rint(index).astype(int).T)] > 0]
    away, _ = cKDTree(inside).query(known)
    assert (away < NEAR).mean() >= 0.95
    # CellProfiler's threshold is that of each nucleus, and leaves out the faint ones.
    assert len(known) <= len(inside) <= 2 * len(known)
