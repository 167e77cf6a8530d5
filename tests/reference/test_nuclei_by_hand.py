"""Nuclei that were outlined by hand, found by a recipe that comes with Darkroom.

Its steps were chosen on the nuclei of human_cells, by the label image that CellProfiler made of
them, and were not changed for the image here.
"""

from pathlib import Path

import pytest

import napari_darkroom as dr

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CELLS = DATA / "human_cells"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real images are not here")


@pytest.mark.parametrize(
    ("image", "known", "at_least"),
    [
        (
            CELLS / "AS_09125_050116030001_D03f00d0.tif",
            CELLS / "cellprofiler" / "Nuclei_001.tif",
            0.92,
        ),
        (DATA / "nuclei" / "img2d.tif", DATA / "nuclei" / "mask2d.tif", 0.85),
    ],
    ids=["chosen here", "held to the truth here"],
)
def test_nuclei_of_unequal_brightness(image, known, at_least):
    found = dr.Recipe.load("count-uneven-nuclei").run(dr.read(image))
    truth = dr.read(known, kind="labels")
    scores, _ = dr.measure.overlap_scores(found["nuclei"], truth)
    assert scores["f1_0.50"].item() >= at_least
    assert len(found["objects"].data) == scores["num_objects"].item()
