"""The counts and thresholds of a published course, on its own images."""

from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.ops.threshold import otsu_threshold

LESSON = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "lesson"
pytestmark = pytest.mark.skipif(not LESSON.is_dir(), reason="the real images are not here")


@pytest.fixture(scope="module")
def shapes() -> dr.Labels:
    grey = dr.color.to_gray(dr.read(LESSON / "shapes-01.jpg"), weights="rec709")
    smooth = dr.filters.gaussian(grey, sigma=2, mode="nearest")
    dark = dr.threshold.manual(smooth, upper=229.5)
    return dr.segment.connected_components(dark, diagonal=True)


def test_eleven_shapes(shapes):
    assert shapes.data.max() == 11


def test_areas_are_those_of_the_course(shapes):
    measured = dr.measure.regions(shapes)["area"].to_numpy()
    expected = [318539, 1, 523207, 496622, 517330, 143, 256215, 1, 69, 338787, 265767]
    # On 0 to 255 in float32 a few pixels at the threshold fall to the other side.
    np.testing.assert_allclose(measured, expected, atol=8)


def test_seven_shapes_without_the_small_ones(shapes):
    kept = dr.labels.remove_small(shapes, min_size=200)
    assert len(dr.measure.regions(kept)) == 7


def test_otsu_of_the_roots():
    grey = dr.color.to_gray(dr.read(LESSON / "maize-root-cluster.jpg"), weights="rec709")
    smooth = dr.filters.gaussian(grey, sigma=1, mode="nearest")
    assert otsu_threshold(smooth.data) / 255 == pytest.approx(0.4116003928683858, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("trial-016.jpg", 0.04907247340425532), ("trial-216.jpg", 0.14205152925531914)],
)
def test_share_of_roots_in_a_picture(name, expected):
    grey = _eight_bit_grey(dr.read(LESSON / name))
    smooth = dr.filters.gaussian(grey, sigma=1.5, mode="nearest")
    roots = dr.threshold.otsu(smooth)
    assert roots.data.mean() == pytest.approx(expected, abs=2e-6)


def _eight_bit_grey(image: dr.Image) -> dr.Image:
    """Return grey as Pillow reads it; the pictures may be grey in the file already."""
    if not image.rgb:
        return image
    grey = dr.color.to_gray(image, weights="rec601")
    return grey.with_data(np.rint(grey.data).astype(np.uint8))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("colonies-01.tif", 11), ("colonies-02.tif", 74), ("colonies-03.tif", 333)],
)
def test_colonies(name, expected):
    grey = dr.color.to_gray(dr.read(LESSON / name), weights="rec709")
    smooth = dr.filters.gaussian(grey, sigma=1, mode="nearest")
    assert dr.segment.connected_components(_below(smooth, 0.2)).data.max() == expected


def _below(image: dr.Image, share: float) -> dr.Mask:
    """Return what is strictly below a share of 255, in floats."""
    limit = np.nextafter(np.float32(share * 255), np.float32(0))
    return dr.threshold.manual(image, upper=float(limit))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("colonies-01.tif", 11), ("colonies-02.tif", 66), ("colonies-03.tif", 260)],
)
def test_colonies_of_ten_pixels_and_more(name, expected):
    grey = dr.color.to_gray(dr.read(LESSON / name), weights="rec709")
    smooth = dr.filters.gaussian(grey, sigma=1, mode="nearest")
    dish = _below(smooth, 0.9)
    dark = dr.threshold.automatic(smooth, dish, method="otsu", bins=256, dark_objects=True)
    colonies = dr.segment.connected_components(dr.mask.combine(dark, dish, how="and"))
    assert len(dr.measure.regions(dr.labels.remove_small(colonies, min_size=10))) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("trial-016.jpg", 0.046261136968085106), ("trial-216.jpg", 0.13712067819148935)],
)
def test_share_of_roots_without_the_bright_label(name, expected):
    grey = _eight_bit_grey(dr.read(LESSON / name))
    smooth = dr.filters.gaussian(grey, sigma=1.5, mode="nearest")
    unlabelled = _below(smooth, 0.95)
    bright = dr.threshold.automatic(smooth, unlabelled, method="otsu", bins=256)
    roots = dr.mask.combine(bright, unlabelled, how="and")
    assert roots.data.mean() == pytest.approx(expected, abs=1e-12)
