"""All methods at once: the same thresholds as one by one, counted, drawn, and failures told."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.ops.threshold.methods import ALL
from napari_darkroom.ops.threshold.montage import Sheet

UM = {"scale": (0.5, 0.25), "units": "um"}


def scene(dtype="uint16", shape=(60, 70)):
    random = np.random.default_rng(5)
    y, x = np.mgrid[: shape[-2], : shape[-1]]
    spots = 90 * (np.hypot(y % 30 - 15, x % 35 - 17) < 8)
    return (spots + random.normal(40, 6, shape)).clip(1, 255).astype(dtype)


def tiles(montage, plane, largest=400):
    """Return what each tile of a picture shows, by method."""
    sheet = Sheet(plane, len(ALL), largest)
    high, wide = sheet.tile
    for place, method in enumerate(ALL):
        top, left = sheet.corner(place)
        yield method, montage[..., top : top + high, left : left + wide, :]


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
@pytest.mark.parametrize("dark", [False, True])
def test_each_is_what_automatic_gives(dtype, dark):
    image = scene(dtype)
    inside = np.zeros(image.shape, bool)
    inside[10:50, 5:60] = True
    table, montage = dr.threshold.try_all(
        dr.Image.of(image), dr.Mask.of(inside), bins=300, dark_objects=dark
    )
    rows = table.set_index("method")
    times = 256 // 70
    for method, drawn in tiles(montage.data, image.shape):
        mask = dr.threshold.automatic(image, inside, method=method, bins=300, dark_objects=dark)
        assert rows.fraction[method] == mask.mean()
        assert rows.num_objects[method] == dr.segment.connected_components(mask).max()
        assert_array_equal(drawn[::times, ::times, 0] > 0, mask)
        t = rows.threshold[method]
        assert_array_equal(image <= t if dark else image > t, mask)


def test_a_method_that_finds_nothing_has_a_row_with_the_reason():
    one_peak = np.repeat(np.arange(9), [1, 2, 4, 8, 9, 7, 5, 2, 2]).astype(np.uint8)
    table, montage = dr.threshold.try_all(dr.Image.of(one_peak.reshape(5, 8)))
    rows = table.set_index("method")
    failed = rows.index[rows.threshold.isna()]
    assert list(failed) == ["intermodes", "minimum"]
    assert rows.loc[failed, ["fraction", "num_objects"]].isna().all(axis=None)
    assert all("one peak" in text for text in rows.reason[failed])
    assert (rows.reason.drop(failed) == "").all()
    for method, drawn in tiles(montage.data, (5, 8)):
        assert (len(np.unique(drawn)) == 3) == (method in failed)


@pytest.mark.parametrize(
    ("image", "inside", "reason"),
    [
        (np.full((4, 5), np.nan), None, "no pixel has a finite value"),
        (np.ones((4, 5)), np.zeros((4, 5), bool), "mask holds no pixel"),
    ],
)
def test_nothing_to_find_it_of_is_told(image, inside, reason):
    rows = dr.threshold.try_all(image, inside)[0]
    assert rows["threshold"].isna().all()
    assert rows["reason"].str.contains(reason, case=False).all()


def test_missing_pixels_are_outside_and_not_counted():
    image = scene("float32")
    image[:20] = np.nan
    rows = dr.threshold.try_all(image)[0].set_index("method")
    assert rows.fraction["otsu"] == (image[20:] > rows.threshold["otsu"]).mean()


def test_frames_planes_and_the_stack():
    movie = np.stack([[scene(), 3 * scene()], [2 * scene(), scene()]])
    image = dr.Image.of(movie, "tzyx")
    table, montage = dr.threshold.try_all(image)
    assert montage.calibration.axes == ("t", "z", "row", "column")
    assert list(table.columns[:2]) == ["t", "method"]
    li = table[table["method"] == "li"]
    expected = dr.threshold.automatic(image, method="li").data
    assert_array_equal(li.fraction, expected.mean(axis=(1, 2, 3)))
    _, drawn = list(tiles(montage.data, (60, 70)))[list(ALL).index("li")]
    assert_array_equal(drawn[..., ::3, ::3, 0] > 0, expected)
    planes = dr.threshold.try_all(image, found_in="plane")[0]
    by_plane = dr.threshold.automatic(image, method="li", axes="planes").data
    assert list(planes.columns[:3]) == ["t", "z", "method"]
    assert_array_equal(
        planes[planes["method"] == "li"].fraction, by_plane.mean(axis=(2, 3)).ravel()
    )
    stack = dr.threshold.try_all(image, found_in="stack")[0].set_index("method")
    at_once = dr.threshold.automatic(image, method="li", over=[]).data
    assert stack.fraction["li"] == at_once.mean()
    counted = [dr.segment.connected_components(dr.Mask.of(v, "zyx")).data.max() for v in at_once]
    assert stack.num_objects["li"] == sum(counted)


def test_a_tile_is_as_large_as_what_it_shows():
    image = dr.Image.of(scene(shape=(60, 70)), **UM)
    large = dr.Image.of(np.tile(scene(), (5, 5)), **UM)
    near = dr.threshold.try_all(image)[1].calibration
    assert near.scale == (0.5 / 3, 0.25 / 3)
    far = dr.threshold.try_all(large, tile=100)[1]
    assert far.calibration.scale == (0.5 * 4, 0.25 * 4)
    method, drawn = next(tiles(far.data, large.shape, 100))
    mask = dr.threshold.automatic(large, method=method).data
    shares = mask[:, :348].reshape(75, 4, 87, 4).mean(axis=(1, 3))
    assert np.abs(drawn[..., 0] / 255 - shares).max() < 0.003


def test_colours_are_refused():
    with pytest.raises(InputError, match=r"RGB.*color\.to_gray"):
        dr.threshold.try_all(np.zeros((9, 9, 3), np.uint8))
