"""Parents and children of CellProfiler's own objects, as CellProfiler relates them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real images are not here")


def labels(folder, name):
    return dr.read(DATA / folder / "cellprofiler" / f"{name}_001.tif", kind="labels")


def table(folder, name):
    return pd.read_csv(DATA / folder / "cellprofiler" / f"{name}.csv")


def test_foci_lie_in_the_nuclei_of_cellprofiler():
    nuclei, foci = labels("speckles", "Nuclei"), labels("speckles", "h2ax")
    found = dr.measure.parents(foci, nuclei)
    np.testing.assert_array_equal(found["parent"], table("speckles", "h2ax")["Parent_Nuclei"])
    counted = dr.measure.children(nuclei, foci)
    assert counted["num_children"].tolist() == [22, 24, 16, 23, 29, 38]


def test_means_of_foci_are_those_of_cellprofiler():
    nuclei, foci = labels("speckles", "Nuclei"), labels("speckles", "h2ax")
    image = dr.read(DATA / "speckles" / "1-162hrh2ax2.tif")
    found = dr.measure.children(nuclei, foci, dr.measure.regions(foci, image))
    theirs = table("speckles", "Nuclei")
    names = {"mean": "Mean", "min": "Min", "max": "Max", "std": "Std"}
    for ours, word in names.items():
        # CellProfiler scales these images of twelve bits to 1, in floats of 32 bits.
        expected = 4095 * theirs[f"Mean_h2ax_Intensity_{word}Intensity_OrigGreen"]
        np.testing.assert_allclose(found[f"mean_intensity_{ours}"], expected, rtol=1e-6)
    for axis in "xy":
        expected = theirs[f"Mean_h2ax_Location_Center_{axis.upper()}"]
        np.testing.assert_allclose(found[f"mean_centroid_{axis}"], expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("child", "parent"),
    [("Cells", "Nuclei"), ("Cytoplasm", "Cells"), ("Cytoplasm", "Nuclei"), ("PH3", "Nuclei")],
)
def test_parents_of_human_cells_are_those_of_cellprofiler(child, parent):
    found = dr.measure.parents(labels("human_cells", child), labels("human_cells", parent))
    np.testing.assert_array_equal(found["parent"], table("human_cells", child)[f"Parent_{parent}"])


@pytest.mark.parametrize(
    ("parent", "child"),
    [("Nuclei", "Cells"), ("Nuclei", "Cytoplasm"), ("Nuclei", "PH3"), ("Cells", "Cytoplasm")],
)
def test_children_of_human_cells_are_counted_as_by_cellprofiler(parent, child):
    found = dr.measure.children(labels("human_cells", parent), labels("human_cells", child))
    expected = table("human_cells", parent)[f"Children_{child}_Count"]
    np.testing.assert_array_equal(found["num_children"], expected)
