"""Histograms of one channel and of two against NumPy."""

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
@pytest.mark.parametrize("bins", [1, 7, 256])
def test_floats_are_counted_as_numpy_counts_them(dtype, bins):
    image = RANDOM.normal(0, 30, (40, 50)).astype(dtype)
    table = dr.measure.histogram(image, bins=bins)
    counts, edges = np.histogram(image.astype(float), bins)
    np.testing.assert_array_equal(table["count"], counts)
    np.testing.assert_array_equal(table["bin_start"], edges[:-1])
    np.testing.assert_array_equal(table["bin_end"], edges[1:])
    np.testing.assert_allclose(table["fraction"], counts / image.size)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int64"])
def test_whole_numbers_have_one_bin_a_value_where_they_are_few(dtype):
    image = RANDOM.integers(3, 120, (40, 50)).astype(dtype)
    table = dr.measure.histogram(image)
    values = np.arange(image.min(), image.max() + 1)
    np.testing.assert_array_equal(table["bin_start"], values)
    np.testing.assert_array_equal(table["count"], [(image == v).sum() for v in values])


def test_bins_of_many_whole_numbers_hold_equally_many():
    image = RANDOM.integers(0, 4096, (60, 50)).astype(np.uint16)
    image[0, :2] = 0, 4095
    table = dr.measure.histogram(image)
    assert (table["bin_end"] - table["bin_start"]).unique().tolist() == [16]
    counts, _ = np.histogram(image, np.arange(0, 4097, 16))
    np.testing.assert_array_equal(table["count"], counts)


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_a_range_leaves_out_what_lies_beyond(dtype):
    image = RANDOM.integers(-50, 50, (40, 50)).astype(dtype)
    table = dr.measure.histogram(image, bins=10, lower=-20, upper=29)
    assert table["count"].sum() == ((image >= -20) & (image <= 29)).sum()
    assert table["fraction"].sum() == pytest.approx(table["count"].sum() / image.size)
    assert table["bin_start"][0] == -20


def test_objects_in_a_mask_with_the_bins_of_the_image():
    image = RANDOM.integers(0, 50, (2, 20, 30)).astype(np.uint8)
    labels = np.zeros((20, 30), np.uint16)
    labels[2:9, 3:9], labels[12:, 12:] = 700, 5
    mask = RANDOM.random((20, 30)) > 0.3
    stack = dr.Image.of(image, "tyx")
    table = dr.measure.histogram(stack, dr.Labels.of(labels), dr.Mask.of(mask))
    assert table.attrs["keys"] == ["t", "label", "bin_start"]
    for (t, label), rows in table.groupby(["t", "label"]):
        own = image[t][(labels == label) & mask]
        np.testing.assert_array_equal(rows["count"], np.bincount(own, minlength=len(rows)))
        assert rows["fraction"].sum() == pytest.approx(1)


def test_missing_and_infinite_pixels_and_one_value():
    image = np.array([[1.0, np.nan, 3.0, np.inf, 1.0, -np.inf]])
    table = dr.measure.histogram(image, bins=2)
    assert table["count"].tolist() == [2, 1]
    assert table["fraction"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert dr.measure.histogram(np.full((4, 5), 0.1))["count"].tolist() == [20]
    assert len(dr.measure.histogram(np.full((4, 5), np.nan))) == 0


def test_what_does_not_fit_is_told():
    with pytest.raises(ParameterError, match="begins at 5 and ends at 2"):
        dr.measure.histogram(np.zeros((4, 5)), lower=5, upper=2)
    many = np.arange(1, 40001).reshape(200, 200)
    with pytest.raises(InputError, match="Give fewer bins"):
        dr.measure.histogram(many.astype(np.uint16), many, bins=40000)


@pytest.mark.parametrize("dtypes", [("float32", "float64"), ("uint8", "float32"), ("uint8",) * 2])
def test_pairs_are_counted_as_numpy_counts_them(dtypes):
    one, two = (RANDOM.gamma(3, 9, (40, 50)).astype(dtype) for dtype in dtypes)
    mask = RANDOM.random((40, 50)) > 0.3
    table = dr.measure.histogram_2d(one, two, mask, bins=9)
    edges = [np.unique([*table[f"bin_start_{k}"], table[f"bin_end_{k}"].max()]) for k in (1, 2)]
    counts, *_ = np.histogram2d(one[mask].astype(float), two[mask].astype(float), edges)
    np.testing.assert_array_equal(table["count"], counts.ravel())
    assert table["fraction"].sum() == pytest.approx(1)
    assert table["count"].sum() == mask.sum()


def test_pairs_of_channels_with_missing_pixels():
    one = dr.Image.of(RANDOM.random((2, 5, 6)), "cyx", channels=("a", "b"))
    two = RANDOM.random((5, 6))
    two[2, 3] = np.nan
    table = dr.measure.histogram_2d(one, dr.Image.of(two), bins=3)
    assert table.groupby("channel_1")["count"].sum().to_dict() == {"a": 29, "b": 29}
    assert len(dr.measure.histogram_2d(np.full((5, 6), np.nan), two)) == 0
