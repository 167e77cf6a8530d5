"""Chains of pixels hold each of them once, from bright to dark."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from napari_darkroom.kernels.bright_to_dark import chains, in_order, link
from napari_darkroom.kernels.margin import lowest, with_margin

RANDOM = np.random.default_rng(0)


def walked(image: NDArray[np.generic], known: NDArray[np.bool_] | None) -> list[int]:
    framed = with_margin(image, lowest(image.dtype))
    following, heads, mixed = chains(framed, known, image.ndim)
    found, some, flat = [], np.empty(1024, np.int64), following.reshape(-1)
    for head in heads[::-1]:
        place = head
        if mixed:
            place, some = in_order(framed.reshape(-1), flat, head, some)
        while place > 0:
            found.append(int(place))
            place = flat[place]
    return found


def expected(image: NDArray[np.generic], known: NDArray[np.bool_] | None) -> list[int]:
    within = np.ones(image.shape, bool) if known is None else known
    places = np.flatnonzero(with_margin(within, False))
    values = with_margin(image, lowest(image.dtype)).reshape(-1)[places]
    return [int(one) for one in places[np.argsort(values, kind="stable")][::-1]]


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (60, 70), (4, 30, 31)])
@pytest.mark.parametrize("dtype", ["u1", "i2", "u2", "i4", "i8", "f4", "f8"])
def test_pixels_come_from_bright_to_dark(shape: tuple[int, ...], dtype: str) -> None:
    image = RANDOM.normal(100, 900, shape).clip(0 if "u" in dtype else -999, 250).astype(dtype)
    known = RANDOM.random(shape) < 0.8
    assert walked(image, None) == expected(image, None)
    assert walked(image, known) == expected(image, known)


@pytest.mark.parametrize("values", ["rough", "even", "zeros", "infinite", "extreme"])
def test_values_far_apart_and_equal_ones_are_in_order(values: str) -> None:
    shape = (90, 80)
    image = {
        "rough": lambda: 10.0 ** RANDOM.uniform(-300, 300, shape),
        "even": lambda: np.full(shape, -2.5, np.float32),
        "zeros": lambda: np.where(RANDOM.random(shape) < 0.7, 0, RANDOM.normal(size=shape)),
        "infinite": lambda: RANDOM.choice([-np.inf, -1.0, 1e-300, 3.0, np.inf], shape),
        "extreme": lambda: RANDOM.choice(np.array([-(2**63), 0, 5, 2**63 - 1]), shape),
    }[values]()
    assert walked(image, None) == expected(image, None)


def test_nothing_known_has_no_pixels() -> None:
    assert walked(np.ones((3, 4)), np.zeros((3, 4), bool)) == []


def test_places_may_begin_later_than_values() -> None:
    image = RANDOM.normal(size=(20, 30)).astype(np.float32)
    following = np.zeros(image.size + 1, np.int32)
    heads, mixed = link(image, following, 1)
    found, some = [], np.empty(1024, np.int64)
    for head in heads[::-1]:
        place = head
        if mixed:
            place, some = in_order(image.reshape(-1), following, head, some, 1)
        while place > 0:
            found.append(int(place) - 1)
            place = following[place]
    assert found == np.argsort(image.reshape(-1), kind="stable")[::-1].tolist()
