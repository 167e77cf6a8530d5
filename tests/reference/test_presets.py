"""The presets that are named after other programs, against the tables of these programs."""

import numpy as np
import pytest
from reference.programs import (
    DATA,
    OBJECTS,
    apart,
    cellprofiler,
    imagej_blobs,
    imagej_coins,
    pairs,
    scikit_image,
    several_brightest,
    unclaimed,
)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real images are not here")


@pytest.mark.parametrize("objects", OBJECTS)
def test_every_column_of_cellprofiler(objects):
    ours, theirs = cellprofiler(objects)
    assert len(ours) == len(theirs) == 289
    compared = 0
    for name, mine, expected in pairs(ours, theirs):
        # Of several brightest pixels CellProfiler takes one by the order of an unstable sort.
        tied = np.zeros(len(mine), bool)
        if name.startswith("Location_MaxIntensity"):
            tied = several_brightest(objects, ("DNA", "PH3").index(name.rpartition("_")[2]))
        # Where neither axis is longer, the sign depends on rounding there.
        if name == "AreaShape_Orientation":
            tied = np.abs(np.abs(expected) - 45) < 1e-9
            assert tied.sum() <= 2
            assert apart(np.abs(mine), np.abs(expected)).max() < 1e-9
        # The smallest circle around one cell goes through four of its pixels. Which three of them
        # CellProfiler takes, and so what rounding leaves inside, hangs on its arc cosines.
        if name.startswith("AreaShape_Zernike") and objects != "Nuclei":
            tied = apart(mine, expected) > 1e-6
            assert tied.sum() <= 1
            assert np.abs(mine - expected).max() < 3e-3
        difference = apart(mine, expected)[~tied]
        assert difference.max() < 1e-6, name
        compared += 1
    assert compared >= 96
    assert unclaimed(ours, theirs) == []


# One object with equal moments; what ImageJ's fit of an ellipse probably rounds away.
ELLIPSE = {"Angle": 5e-5, "AR": 1.2e-6}


@pytest.mark.parametrize(
    ("tables", "objects", "digits"), [(imagej_blobs, 64, 6), (imagej_coins, 24, 3)]
)
def test_every_column_of_imagej(tables, objects, digits):
    ours, theirs = tables()
    assert len(ours) == len(theirs) == objects
    for name, mine, expected in pairs(ours, theirs):
        printed = 0.51 * 10.0**-digits
        # A constant object has no skewness; ImageJ prints NaN too.
        np.testing.assert_allclose(
            mine, expected, rtol=0, atol=max(printed, ELLIPSE.get(name, 0)), err_msg=name
        )
        if name in ELLIPSE:
            assert (np.abs(mine - expected) > printed).sum() <= 1, name
    assert unclaimed(ours, theirs) == []


@pytest.mark.parametrize(("ndim", "objects"), [(2, 125), (3, 51)])
@pytest.mark.parametrize("spacing", [None, 0.25])
@pytest.mark.filterwarnings("ignore:Failed to get convex hull image")
def test_every_column_of_scikit_image(ndim, objects, spacing):
    ours, theirs = scikit_image(ndim, spacing)
    assert len(ours) == len(theirs) == objects
    assert unclaimed(ours, theirs) == []
    for name, mine, expected in pairs(ours, theirs):
        np.testing.assert_allclose(mine, expected, rtol=1e-9, atol=1e-9, err_msg=name)
