"""Keys are ordered as the values are."""

import numpy as np
import pytest

from napari_darkroom.kernels.value_keys import bits_of, key_of, key_rule

VALUES = [
    np.array([3, 250, 3, 0], np.uint8),
    np.array([-128, 127, 0, -1], np.int8),
    np.array([-(2**62), 2**62, 2**62 + 1, 2**62, -(2**63)], np.int64),
    np.array([0, 2**63, 2**63 + 1, 2**63, 2**64 - 1], np.uint64),
    np.array([-0.0, 0.0, np.inf, -np.inf, 1e-40, -1e-40], np.float32),
    np.array([1.5, -2, 1.5, -0.0, 0.0, -np.inf], np.float16),
    np.array([1, 1 + 1e-15, -1e300, -0.0, 0.0]),
]


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("values", VALUES, ids=lambda values: values.dtype.name)
def test_keys_are_ordered_as_the_values(values, falling):
    rule = key_rule(values.dtype, falling=falling)
    keys = np.array(
        [key_of.py_func(int(bits), [int(one) for one in rule]) for bits in bits_of(values)]
    )
    first, second = (values, values[:, None]) if falling else (values[:, None], values)
    np.testing.assert_array_equal(keys[:, None] < keys, first < second)
