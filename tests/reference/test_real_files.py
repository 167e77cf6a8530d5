"""Real files of microscopes, cameras, ImageJ and observatories."""

from pathlib import Path

import numpy as np
import pytest
import tifffile

from napari_darkroom.core.values import Image, Labels
from napari_darkroom.io.read import read

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real images are not here")


@pytest.mark.parametrize(("name", "axes", "shape", "dtype", "rgb"), [
    ("blobs/blobs.tif", "yx", (254, 256), "uint8", False),
    ("blobs/blobs.gif", "yx", (254, 256), "uint8", False),
    ("human_cells/AS_09125_050116030001_D03f00d0.tif", "yx", (512, 512), "uint8", False),
    ("human_cells/cellprofiler/Nuclei_001.tif", "yx", (512, 512), "uint16", False),
    ("lesson/colonies-01.tif", "yx", (303, 306), "uint8", True),
    ("lesson/shapes-01.jpg", "yx", (2457, 3068), "uint8", True),
    ("nuclei/img2d.tif", "yx", (512, 512), "uint16", False),
    ("nuclei/img3d.tif", "zyx", (31, 61, 57), "uint16", False),
    ("sky/image.fits", "yx", (256, 256), "float32", False),
    ("speckles/1-162hrh2ax2.tif", "yx", (1000, 1200), "uint16", False),
])  # fmt: skip
def test_real_file(name, axes, shape, dtype, rgb):
    value = read(DATA / name)
    assert isinstance(value, Image)
    assert value.calibration.axes == tuple(axes)
    assert (value.shape, value.dtype, value.rgb) == (shape, np.dtype(dtype), rgb)
    assert value.dtype.isnative
    # Resolutions of 72 dpi or 100 cm a pixel are no pixel sizes.
    assert set(value.calibration.units) == {"pixel"}


def test_palette_gives_what_imagej_measures():
    measured = tifffile.imread(DATA / "blobs" / "blobs.tif")
    np.testing.assert_array_equal(read(DATA / "blobs" / "blobs.gif").data, measured)


def test_sky_keeps_its_header():
    value = read(DATA / "sky" / "image.fits")
    header = value.metadata["header"]
    assert len(header) == 337
    assert next(card[1] for card in header if card[0] == "OBJECT") == "NA36Rc50   sum of 3 frames"
    assert "bunit" not in value.metadata


def test_sky_is_scaled_as_its_header_says():
    raw = np.frombuffer((DATA / "sky" / "image.fits").read_bytes(), np.uint8)
    stored = raw[28_800 : 28_800 + 2 * 256 * 256].view(">i2").reshape(256, 256)
    expected = stored * 2.92273835509 + 3713.66692596
    np.testing.assert_allclose(read(DATA / "sky" / "image.fits").data, expected, rtol=1e-6)


def test_hand_made_labels():
    value = read(DATA / "nuclei" / "mask2d.tif", kind="labels")
    assert isinstance(value, Labels)
    assert len(np.unique(value.data)) - 1 == 125
