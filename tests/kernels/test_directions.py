"""The direction of the long axis of ellipsoids."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from napari_darkroom.kernels.directions import long_axis_angles


def covariance(axis, lengths=(4.0, 2.0, 1.0)):
    """Return a covariance whose long axis lies along `axis` (z, y, x)."""
    first = np.array(axis, float) / np.linalg.norm(axis)
    second = np.cross(first, [0.3, 0.5, 0.81])
    second /= np.linalg.norm(second)
    frame = np.stack([first, second, np.cross(first, second)])
    return sum(n * np.outer(v, v) for n, v in zip(lengths, frame, strict=True))


@pytest.mark.parametrize(
    ("axis", "azimuth", "elevation"),
    [
        ((0, 0, 1), 0, 0),
        ((0, 0, -1), 0, 0),
        ((0, 1, 0), 90, 0),
        ((0, -1, 1), 45, 0),
        ((0, 1, 1), 135, 0),
        ((1, 0, 1), 0, 45),
        ((1, 0, -1), 0, -45),
        ((1, -1, 0), 90, 45),
        ((1, 1, 0), 90, -45),
        ((1, 0, 0), 0, 90),
        ((-1, 0, 0), 0, 90),
    ],
)
@pytest.mark.parametrize("lengths", [(4.0, 2.0, 1.0), (4.0, 1.0, 1.0), (1e-6, 1e-9, 0.0)])
def test_the_angles_are_those_of_the_long_axis(axis, azimuth, elevation, lengths):
    found = long_axis_angles(covariance(axis, lengths)[None], np.array(lengths[:1]))
    # 0 and 180 are one direction.
    turned = (found[0][0] - azimuth + 90) % 180 - 90
    assert_allclose([turned, found[1][0]], [0, elevation], atol=1e-6)


def test_there_is_no_direction_where_no_axis_is_the_longest():
    matrices = np.stack([np.eye(3), covariance((0, 0, 1), (2.0, 2.0, 1.0)), np.zeros((3, 3))])
    for angles in long_axis_angles(matrices, np.array([1.0, 2.0, 0.0])):
        assert_array_equal(angles, np.nan)
    assert long_axis_angles(np.zeros((0, 3, 3)), np.zeros(0))[0].shape == (0,)
