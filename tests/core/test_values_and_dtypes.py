"""Values, and the table of pixel types."""

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.core.columns import Column
from napari_darkroom.core.dtypes import as_native, cast, missing, result_dtype, working_float
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Labels, Mask, Table


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        ("bool", "float32"),
        ("uint8", "float32"),
        ("int16", "float32"),
        ("uint16", "float32"),
        ("float16", "float32"),
        ("float32", "float32"),
        ("int32", "float64"),
        ("uint32", "float64"),
        ("int64", "float64"),
        ("float64", "float64"),
    ],
)
def test_working_float_holds_every_value(dtype, expected):
    assert working_float(np.dtype(dtype)) == expected
    assert result_dtype("float", np.dtype(dtype)) == expected


def test_other_rules():
    assert result_dtype("keep", np.dtype(">u2")) == np.dtype("uint16")
    assert result_dtype("keep", np.dtype(">u2")).isnative
    assert result_dtype("bool", np.dtype("uint8")) == np.dtype(bool)
    assert result_dtype("label", np.dtype(bool)) == np.int32


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint32", "int64", "uint64"])
def test_cast_rounds_and_saturates(dtype):
    info = np.iinfo(dtype)
    result = cast(np.array([-1e30, 0.5, 1.5, 2.4, 1e30]), np.dtype(dtype))
    assert result[1:4].tolist() == [0, 2, 2]
    assert result[0] == info.min
    # Of 64 bits the largest float below the end.
    assert int(info.max) - int(result[-1]) <= (2048 if info.bits == 64 else 0)


def test_missing_is_none_where_nothing_is():
    assert missing(np.zeros(3)) is None
    assert missing(np.zeros(3, int)) is None
    assert missing(np.array([1, np.nan])).tolist() == [False, True]


def test_native_is_contiguous():
    result = as_native(np.arange(12, dtype=">i4").reshape(3, 4).T)
    assert result.flags.c_contiguous
    assert result.dtype.isnative


def test_an_axis_a_dimension():
    with pytest.raises(InputError, match="Name one axis a dimension"):
        Image.of(np.zeros((3, 4)), "zyx")


@pytest.mark.parametrize("colours", [1, 2, 5])
def test_rgb_has_three_or_four_colours(colours):
    with pytest.raises(InputError, match="3 or 4 values"):
        Image.of(np.zeros((3, 4, colours)), rgb=True)


def test_labels_are_integers_and_masks_bool():
    with pytest.raises(InputError, match="holds integers"):
        Labels.of(np.zeros((2, 2)))
    with pytest.raises(InputError, match="bool"):
        Mask.of(np.zeros((2, 2), int))


def test_a_column_needs_a_definition():
    with pytest.raises(InputError, match="b have no definition"):
        Table(pd.DataFrame({"a": [1], "b": [2]}), {"a": Column("The first.")})


def test_repr_says_what_it_is():
    text = repr(Image.of(np.zeros((3, 4, 3), np.uint8), "yx", (0.5, 0.5), ("um", "um"), rgb=True))
    assert "y 3 × x 4 RGB, uint8" in text
    assert "x 0.5 um" in text
