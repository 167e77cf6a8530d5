"""The range of finite values, of all types."""

import numpy as np
import pytest

from napari_darkroom.kernels.grey_range import grey_range, tenth_of_range


@pytest.mark.parametrize(
    "dtype", ["bool", "uint8", "int16", "uint16", "int64", "float16", "float32", "float64"]
)
def test_the_range_of_any_type(dtype: str) -> None:
    values = np.array([[0, 1], [1, 0]], dtype)
    assert grey_range(values) == (0.0, 1.0)
    assert tenth_of_range(values) == 0.1


def test_a_range_as_wide_as_its_type() -> None:
    assert tenth_of_range(np.array([-128, 127], np.int8)) == 25.5


def test_what_is_not_finite_has_no_say() -> None:
    assert grey_range(np.array([np.nan, -np.inf, 2, 7, np.inf])) == (2.0, 7.0)
    for nothing in (np.array([np.nan, np.inf]), np.zeros((0, 3)), np.zeros(0, np.uint8)):
        assert grey_range(nothing) == (0.0, 0.0)
