"""Compiling that is stopped, and what others compile meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from numba import njit

from napari_darkroom.core.errors import Cancelled
from napari_darkroom.kernels.compiling import stopped_when


def double(x):
    return 2 * x


def test_the_compiler_stops_and_begins_again():
    kernel = njit(double)
    with pytest.raises(Cancelled), stopped_when(lambda: True):
        kernel(1)
    assert not kernel.signatures
    with stopped_when(lambda: False):
        assert kernel(1) == 2


def test_other_threads_go_on():
    with ThreadPoolExecutor(1) as other, stopped_when(lambda: True):
        assert other.submit(njit(double), 4).result() == 8


def test_it_ends_with_the_block():
    with stopped_when(lambda: True):
        pass
    assert njit(double)(3) == 6
