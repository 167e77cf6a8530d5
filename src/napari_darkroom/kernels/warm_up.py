"""Compiling, or loading, the kernels that no operation reaches on a small image as it is set."""

from __future__ import annotations

from itertools import product

import numpy as np


def warm_up() -> None:
    """Call what columns asked for by name, colours by a table and large images need."""
    _see_values()
    _flood()
    _measure()
    _number()


def _see_values() -> None:
    from napari_darkroom.kernels.between import between
    from napari_darkroom.kernels.colour_spread import mean_variance
    from napari_darkroom.kernels.guessed_noise import GuessedNoise
    from napari_darkroom.kernels.spread import squares_in_strips

    for pixels in (np.uint8, np.uint16, np.float32):
        between(np.ones(3, pixels), pixels(0), pixels(1))
    mean_variance(np.ones((2, 3)))
    # Examples in floats miss a pixel.
    squares_in_strips(np.ones((3, 3), np.float32), (1, 1), [(0, 3)], 3)
    guess = GuessedNoise.of(np.ones(3, np.float32), 0.5, 0.0)
    guess.take(np.ones(3, np.float32))
    guess.noise()


def _flood() -> None:
    from napari_darkroom.kernels.flooding import flood
    from napari_darkroom.kernels.heights import h_maxima
    from napari_darkroom.kernels.propagation import propagate

    for values in (np.eye(3, dtype=np.uint16), np.eye(3, dtype=np.float32)):
        propagate(values, np.eye(3, dtype=np.int32), np.ones((3, 3), bool), 1, (1, 1))
    # In 32 bits both are −1 when they are lowered by 1.
    h_maxima(np.array([[1e-8, 0, 2e-8, -9]], np.float32), 1.0, diagonal=True)
    # Few whole numbers are flooded otherwise than many values.
    for whole, last in product(("uint32", "uint64"), (1, 2**31)):
        flood(np.array([[0, 1, last]], whole), np.eye(1, 3, dtype=np.int32), None, diagonal=True)


def _measure() -> None:
    from napari_darkroom.kernels.moments import weighted_central_moments
    from napari_darkroom.kernels.runs import find_runs

    runs = find_runs([(0, np.ones((3, 3), np.int32))], (1, 3, 3))
    for pixels in (np.uint8, np.uint16, np.float32):
        weighted_central_moments(np.ones(9, pixels), runs, np.ones((1, 2)))


def _number() -> None:
    from napari_darkroom.kernels.label_marks import count, draw, find, mark
    from napari_darkroom.kernels.number_table import NumberTable

    for entries in (np.uint8, np.uint16):
        for numbers in ([1, 2], [1, 2**40]):
            table = NumberTable(np.array(numbers), np.ones(2, entries))
            for labels in (np.uint8, np.uint16, np.int32, np.int64):
                table.look_up(np.ones(3, labels))
    count(np.ones(3, np.uint32), np.zeros(2, np.int64))
    low, high = np.int64(0), np.int64(3)
    for unsigned in (np.uint8, np.uint16, np.uint32, np.uint64):
        given, positions = np.ones(3, unsigned), np.ones(3, np.uint32)
        mark(given, np.zeros(2, np.bool_))
        draw(np.zeros(2, unsigned), positions, np.zeros(3, unsigned), low, high)
        draw(np.zeros(2, np.uint32), given, np.zeros(3, np.uint32), low, high)
    for unsigned in (np.uint32, np.uint64):
        find(np.arange(2).astype(unsigned), np.ones(3, unsigned), np.zeros(3, np.int32), low, high)
