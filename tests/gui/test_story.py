"""A whole analysis by clicks, on the sample of nuclei."""

from pathlib import Path

import pytest
from desk import Desk
from story import afternoon

import napari_darkroom as dr
from napari_darkroom.io.samples import samples


def test_an_afternoon_with_the_sample(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "nuclei.tif"
    dr.write(path, samples()["nuclei"].load()[0])
    afternoon(desk, path, tmp_path, sigma=1.5, min_distance=6, min_size=60)


CELLS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "human_cells"


@pytest.mark.skipif(not CELLS.is_dir(), reason="the images of human cells are not there")
def test_an_afternoon_with_human_cells(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "dna.tif"
    path.write_bytes((CELLS / "AS_09125_050116030001_D03f00d0.tif").read_bytes())
    afternoon(desk, path, tmp_path, sigma=1.5, min_distance=8, min_size=50)
