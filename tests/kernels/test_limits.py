"""Limits that are upside down are what `turn_over` makes of their values."""

import numpy as np
import pytest

from napari_darkroom.kernels.grey import turn_over
from napari_darkroom.kernels.limits import turned, upright, values_of


@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"])
def test_values_are_turned_to_the_same_bits(dtype):
    if dtype[0] == "f":
        values = np.array([-np.inf, -2.5, -0.0, 0.0, 1e-30, np.inf], dtype)
    else:
        info = np.iinfo(dtype)
        values = np.array([info.min, info.min + 1, 0, 7, info.max], dtype)
    over = values.copy()
    turn_over(over)
    assert values_of(turned(values), values).tobytes() == over.tobytes()
    assert values_of(upright(values), values).tobytes() == values.tobytes()
