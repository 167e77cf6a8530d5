"""Axes, sizes and places of a grid."""

import numpy as np
import pytest

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError, UnitError


def turned():
    base = Calibration.of("zyx", (2, 0.5, 0.5), ("um",) * 3, (10, 20, 30))
    turn = ((1.0, 0.0, 0.0), (0.0, 0.8, -0.6), (0.0, 0.6, 0.8))
    shear = ((1.0, 0.1, 0.0), (0.0, 1.0, 0.2), (0.0, 0.0, 1.0))
    affine = ((1.0, 0.0, 0.0, 5.0), (0.0, 2.0, 0.0, 6.0), (0.0, 0.0, 1.0, 7.0), (0, 0, 0, 1.0))
    return Calibration(base.axes, base.scale, base.units, base.translate, turn, shear, affine)


@pytest.mark.parametrize(
    ("ndim", "axes"),
    [
        (0, ()),
        (1, ("x",)),
        (2, ("y", "x")),
        (4, ("t", "z", "y", "x")),
        (5, ("axis0", "t", "z", "y", "x")),
    ],
)
def test_a_bare_array_has_the_usual_axes_in_pixels(ndim, axes):
    calibration = Calibration.default(ndim)
    assert calibration.axes == axes
    assert set(calibration.units) <= {"pixel"}


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("yx", (1,)), "one entry an axis"),
        (("yy",), "each name may stand once"),
        (("yx", (1, 0)), "finite and above 0"),
        (("yx", (1, -2)), "finite and above 0"),
        (("yx", (1, float("nan"))), "finite and above 0"),
    ],
)
def test_what_is_no_calibration_is_refused(arguments, text):
    with pytest.raises(InputError, match=text):
        Calibration.of(*arguments)


def test_spacing_is_in_the_unit_of_the_last_axis():
    calibration = Calibration.of("zyx", (2000, 0.5, 0.5), ("nm", "um", "um"))
    sizes, unit = calibration.spacing("zyx")
    assert sizes == pytest.approx((2, 0.5, 0.5))
    assert unit == "um"


def test_spacing_of_mixed_axes_is_refused():
    with pytest.raises(UnitError, match=r"geometry\.set_pixel_size"):
        Calibration.of("zyx", units=("pixel", "um", "um")).spacing("zyx")


def test_world_is_what_napari_makes_of_it():
    layers = pytest.importorskip("napari.layers", reason="a layer is compared")
    c = turned()
    layer = layers.Image(
        np.zeros((3, 4, 5)),
        scale=c.scale,
        translate=c.translate,
        rotate=np.array(c.rotate),
        shear=np.array(c.shear),
        affine=np.array(c.affine),
    )
    for index in ([0, 0, 0], [1, 2, 3], [2, 0.5, 4]):
        found = c.world(np.array(index, float))
        np.testing.assert_allclose(found, layer.data_to_world(index), rtol=1e-12)


def test_a_part_moved_and_resampled_stays_in_the_world():
    c = turned()
    new = c.moved((1, 2, 3), (1, 2, 0.5))
    index = np.array([0.5, 4, 1])
    old = np.array([1, 2, 3]) + index / np.array([1, 2, 0.5])
    np.testing.assert_allclose(new.world(index), c.world(old), rtol=1e-12)


def test_selected_axes_keep_their_own():
    part = turned().select([1, 2])
    assert part.axes == ("y", "x")
    assert part.translate == (20, 30)
    assert part.rotate == ((0.8, -0.6), (0.6, 0.8))
    assert part.affine == ((2.0, 0.0, 6.0), (0.0, 1.0, 7.0), (0, 0, 1.0))


def test_calibrated_grids_of_other_pixel_size_disagree():
    um = Calibration.of("yx", (0.5, 0.5), ("um", "um"))
    assert um.disagreement(Calibration.of("yx", (500, 500), ("nm", "nm"))) == ""
    assert (
        um.disagreement(Calibration.of("yx", (0.5, 0.6), ("um", "um"))) == "the pixel size along x"
    )
    assert um.disagreement(Calibration.of("yx")) == ""
