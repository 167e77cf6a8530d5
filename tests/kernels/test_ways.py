"""Ways to neighbours lead to all that touch, and not out of the image."""

import numpy as np
import pytest

from napari_darkroom.kernels.ways import at_edge, leads_out, ways_in


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("shape", [(5,), (1, 4), (4, 3), (3, 1, 4), (3, 4, 5)])
def test_neighbours_are_the_pixels_that_touch(shape, diagonal):
    steps, moves, volume, reach = ways_in(shape, diagonal=diagonal)
    places = np.indices(shape).reshape(len(shape), -1).T
    for p, place in enumerate(places):
        ways = zip(steps, moves, strict=True)
        found = [p + step for step, move in ways if not leads_out.py_func(p, move, volume)]
        apart = ((places - place) ** 2).sum(axis=1)
        near = np.abs(places - place).max(axis=1) == 1 if diagonal else apart == 1
        assert sorted(found) == np.flatnonzero(near).tolist()
        assert apart[found].tolist() == sorted(apart[found])
        assert at_edge.py_func(p, volume, reach) or len(found) == len(steps)
