"""The variance of colours against NumPy's."""

import numpy as np
import pytest

from napari_darkroom.kernels.colour_spread import mean_variance


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_the_mean_of_the_variances_is_that_of_numpy(share):
    random = np.random.default_rng(1)
    colours = random.normal(5, 2, (5000, 3))
    colours[random.random(5000) < share] = np.nan
    assert mean_variance(colours) == pytest.approx(np.nanvar(colours, axis=0).mean(), rel=1e-12)


def test_even_colours_do_not_vary():
    assert mean_variance(np.full((40, 3), 0.1)) == pytest.approx(0, abs=1e-30)
    assert mean_variance(np.full((40, 3), 0.5)) == 0


@pytest.mark.parametrize("number", [0, 4])
def test_of_no_colours_nothing_is_known(number):
    assert np.isnan(mean_variance(np.full((number, 3), np.nan)))
