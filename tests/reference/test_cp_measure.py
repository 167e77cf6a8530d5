"""Texture, granularity, radial distribution, colocalization and neighbours as CellProfiler."""

import numpy as np
import pytest
from reference.cp_measure import EXPECTED, compared
from reference.programs import DATA

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real images are not here")


@pytest.mark.parametrize("module", EXPECTED)
def test_every_column_is_that_of_cellprofiler(module):
    for name, ours, expected in compared(module):
        # Ten digits were kept; a granularity of nothing is nothing but for rounding.
        np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-12, err_msg=name)
