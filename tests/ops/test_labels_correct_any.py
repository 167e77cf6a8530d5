"""Whatever is painted: exact on what was painted on, and nothing else is touched elsewhere."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from ops.painting import corrected, labels

from napari_darkroom.engine.corrections import make_corrections

DTYPES = ("uint8", "int8", "uint16", "int32", "uint32", "int64", "uint64")
LAYOUTS = {"yx": (7, 9), "zyx": (3, 5, 6), "tyx": (3, 6, 7), "tczyx": (2, 2, 2, 4, 4)}


@st.composite
def paintings(draw: Any) -> tuple[str, np.ndarray, np.ndarray]:
    axes = draw(st.sampled_from(sorted(LAYOUTS)))
    dtype = np.dtype(draw(st.sampled_from(DTYPES)))
    largest = draw(st.sampled_from([9, int(np.iinfo(dtype).max)]))
    numbers = [0, *draw(st.lists(st.integers(1, largest), min_size=1, max_size=6))]
    shape = LAYOUTS[axes]
    before = np.zeros(shape, dtype)
    for _ in range(draw(st.integers(0, 7))):
        before[_place(draw, shape)] = draw(st.sampled_from(numbers))
    after = before.copy()
    for _ in range(draw(st.integers(0, 6))):
        if draw(st.booleans()):
            after[_place(draw, shape)] = draw(st.sampled_from([*numbers, largest, 1]))
        else:
            after[after == draw(st.sampled_from(numbers))] = draw(st.sampled_from(numbers))
    return axes, before, after


def _place(draw: Any, shape: tuple[int, ...]) -> tuple[slice, ...]:
    starts = [draw(st.integers(0, n - 1)) for n in shape]
    return tuple(slice(start, start + draw(st.integers(1, 4))) for start in starts)


@settings(max_examples=300, deadline=None)
@given(paintings())
def test_on_what_was_painted_on_the_result_is_what_was_painted(
    painting: tuple[str, np.ndarray, np.ndarray],
) -> None:
    axes, before, after = painting
    one, two = labels(before, axes), labels(after, axes)
    if make_corrections(one, two) is None:
        np.testing.assert_array_equal(before, after)
        return
    result, changes = corrected(one, one, two)
    assert result.dtype == before.dtype
    np.testing.assert_array_equal(result, after)
    assert changes["applied"].all()
    assert set(changes["reason"]) == {""}
    assert changes["num_pixels"].sum() == np.count_nonzero(before != after)
    np.testing.assert_array_equal(changes["label_before"] == 0, changes["kind"] == "added")
    np.testing.assert_array_equal(changes["label"] == 0, changes["kind"] == "removed")


@settings(max_examples=150, deadline=None)
@given(paintings(), st.integers(0, 2**32 - 1))
def test_on_other_labels_nothing_else_is_touched(
    painting: tuple[str, np.ndarray, np.ndarray], seed: int
) -> None:
    axes, before, after = painting
    one, two = labels(before, axes), labels(after, axes)
    if make_corrections(one, two) is None:
        return
    random = np.random.default_rng(seed)
    now = np.roll(before, random.integers(0, 3), axis=-1) * (random.random(before.shape) < 0.9)
    now = now.astype(before.dtype)
    result, changes = corrected(labels(now, axes), one, two)
    changed = result != now
    whole = changes["kind"].isin(["removed", "merged"]) & changes["applied"]
    if not whole.any():
        assert not (changed & (before == after)).any()
    if not changes["applied"].any():
        assert not changed.any()
    assert (changes["applied"] | (changes["reason"] != "")).all()
