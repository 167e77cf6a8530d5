"""Corrections by hand: exact on what was painted on, careful on what has changed since."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Labels
from napari_darkroom.engine.corrections import make_corrections
from napari_darkroom.engine.run import run

DTYPES = ("uint8", "int8", "uint16", "int32", "uint32", "int64", "uint64")
LAYOUTS = {"yx": (7, 9), "zyx": (3, 5, 6), "tyx": (3, 6, 7), "tczyx": (2, 2, 2, 4, 4)}


def labels(data: Any, axes: str | None = None) -> Labels:
    array = np.asarray(data)
    return Labels.of(array, axes, 0.3, "um", [5.0 + i for i in range(array.ndim)], name="cells")


def corrected(now: Labels, before: Labels, after: Labels) -> tuple[np.ndarray, pd.DataFrame]:
    corrections = make_corrections(before, after)
    assert corrections is not None
    results = run("labels.correct", {"labels": now, "corrections": corrections})
    assert results["labels"].calibration == now.calibration
    return results["labels"].data, results["changes"].data


def scene() -> np.ndarray:
    """Return four objects, 2, 5, 9 and 30."""
    data = np.zeros((20, 30), np.int32)
    data[1:7, 1:7], data[1:7, 9:15], data[10:18, 2:12], data[10:16, 20:28] = 2, 5, 9, 30
    return data


def box(data: np.ndarray, y: tuple[int, int], x: tuple[int, int], number: int) -> np.ndarray:
    changed = data.copy()
    changed[slice(*y), slice(*x)] = number
    return changed


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


def test_every_kind_of_change_has_its_row() -> None:
    before = scene()
    after = np.where(before == 2, 0, before)
    after = np.where(after == 5, 9, after)
    after = box(after, (10, 16), (24, 28), 41)
    after = box(after, (2, 4), (20, 23), 42)
    after = box(after, (18, 20), (2, 12), 9)
    result, changes = corrected(labels(before), labels(before), labels(after))
    np.testing.assert_array_equal(result, after)
    found = changes[["kind", "label_before", "label", "num_pixels"]].to_numpy().tolist()
    assert found == [
        ["removed", 2, 0, 36], ["merged", 5, 9, 36], ["split", 30, 41, 24],
        ["added", 0, 42, 6], ["reshaped", 9, 9, 20],
    ]  # fmt: skip
    assert list(changes["change"]) == [1, 2, 3, 4, 5]
    np.testing.assert_allclose(changes["position_y"][0], 5 + 0.3 * 3.5)
    np.testing.assert_allclose(changes["position_x"][0], 6 + 0.3 * 3.5)


def test_the_table_says_what_its_columns_are() -> None:
    before = labels(scene())
    corrections = make_corrections(before, labels(np.where(scene() == 2, 0, scene())))
    table = run("labels.correct", {"labels": before, "corrections": corrections})["changes"]
    assert table.keys == ("change",)
    assert table.columns["position_y"].unit == "um"
    assert all(column.definition for column in table.columns.values())


def test_an_object_that_has_grown_is_removed_whole() -> None:
    before, now = scene(), box(scene(), (7, 9), (1, 7), 2)
    now[now == 2] = 77
    result, changes = corrected(
        labels(now), labels(before), labels(np.where(before == 2, 0, before))
    )
    np.testing.assert_array_equal(result, np.where(now == 77, 0, now))
    assert changes["applied"].all()


def test_merged_objects_follow_under_new_numbers() -> None:
    before = scene()
    now = np.select([before == 2, before == 5, before == 9], [50, 60, 2], before)
    now = box(now, (7, 8), (1, 7), 50)
    after = np.where(before == 2, 5, before)
    result, changes = corrected(labels(now), labels(before), labels(after))
    np.testing.assert_array_equal(result, np.where(now == 50, 60, now))
    assert changes[["label_before", "label"]].to_numpy().tolist() == [[2, 60]]


def test_a_split_is_made_where_the_object_still_is() -> None:
    before = scene()
    now = np.where(before == 9, 12, before)
    now[14:18, 2:4] = 0
    after = box(before, (14, 18), (2, 12), 40)
    result, changes = corrected(labels(now), labels(before), labels(after))
    expected = now.copy()
    expected[14:18, 4:12] = 40
    np.testing.assert_array_equal(result, expected)
    assert changes["reason"][0] == (
        "8 of 40 painted pixels were left: they are not what was painted on."
    )


def test_what_no_longer_matches_is_kept() -> None:
    before = scene()
    now = box(before, (1, 7), (1, 5), 0)
    after = box(np.where(before == 2, 0, before), (10, 12), (2, 4), 0)
    result, changes = corrected(labels(now), labels(before), labels(after))
    expected = now.copy()
    expected[10:12, 2:4] = 0
    np.testing.assert_array_equal(result, expected)
    assert list(changes["applied"]) == [False, True]
    assert "No object matches object 2 any longer" in changes["reason"][0]


def test_half_is_enough_for_a_match() -> None:
    before = scene()
    removed = labels(np.where(before == 2, 0, before))
    half = box(before, (1, 7), (1, 4), 0)
    assert corrected(labels(half), labels(before), removed)[1]["applied"].all()
    less = box(half, (1, 2), (4, 5), 0)
    assert not corrected(labels(less), labels(before), removed)[1]["applied"].any()


def test_an_object_is_not_added_twice() -> None:
    before = scene()
    added = labels(box(before, (2, 6), (20, 25), 31))
    now = box(before, (2, 6), (21, 26), 77)
    result, changes = corrected(labels(now), labels(before), added)
    np.testing.assert_array_equal(result, now)
    assert changes["reason"][0] == "Object 77 lies there already."


def test_an_object_is_added_on_background_only() -> None:
    before = scene()
    added = labels(box(before, (2, 6), (20, 26), 31))
    now = box(before, (0, 9), (23, 30), 77)
    result, changes = corrected(labels(now), labels(before), added)
    np.testing.assert_array_equal(result, box(now, (2, 6), (20, 23), 31))
    assert changes["applied"][0]
    crowded = box(before, (0, 9), (22, 30), 77)
    result, changes = corrected(labels(crowded), labels(before), added)
    np.testing.assert_array_equal(result, crowded)
    assert changes["reason"][0] == "Other objects lie on more than half of it."


def test_a_number_that_is_taken_becomes_the_next_free_one() -> None:
    before = scene()
    added = labels(box(before, (2, 6), (20, 25), 31))
    now = box(before, (18, 20), (25, 30), 31)
    result, changes = corrected(labels(now), labels(before), added)
    np.testing.assert_array_equal(result, box(now, (2, 6), (20, 25), 32))
    assert changes["label"][0] == 32


def test_an_object_grows_on_background_and_takes_from_its_neighbour() -> None:
    before = scene()
    after = box(before, (1, 7), (7, 11), 2)
    now = box(np.where(before == 5, 55, before), (1, 3), (7, 9), 88)
    result, changes = corrected(labels(now), labels(before), labels(after))
    expected = box(box(now, (3, 7), (7, 11), 2), (1, 3), (9, 11), 2)
    np.testing.assert_array_equal(result, expected)
    assert changes[["kind", "label_before", "label"]].to_numpy().tolist() == [["reshaped", 2, 2]]


def test_frames_are_corrected_each_alone() -> None:
    before = np.stack([scene(), scene(), scene()])
    after = before.copy()
    after[1][before[1] == 2] = 0
    one, two = labels(before, "tyx"), labels(after, "tyx")
    corrections = make_corrections(one, two)
    assert corrections is not None
    assert corrections.shape == (2, 1, 6, 6)
    result, changes = corrected(one, one, two)
    np.testing.assert_array_equal(result, after)
    assert changes["t"].tolist() == [1]
    now = before[:1]
    result, changes = corrected(labels(now, "tyx"), one, two)
    np.testing.assert_array_equal(result, now)
    assert not changes["applied"].any()


def test_corrections_are_placed_in_a_part_of_the_image() -> None:
    before = scene()
    after = np.where(before == 30, 0, box(before, (2, 4), (1, 3), 0))
    corrections = make_corrections(labels(before), labels(after))
    part = dr.geometry.crop(labels(before), y=(4, 20), x=(9, 30))
    found = dr.labels.correct(part, corrections)[0]
    expected = dr.geometry.crop(labels(after), y=(4, 20), x=(9, 30))
    np.testing.assert_array_equal(found.data, expected.data)


def test_the_type_is_widened_where_a_number_does_not_fit() -> None:
    before = np.zeros((20, 20), np.uint8)
    before.flat[:255] = np.arange(1, 256)
    after = before.astype(np.int32)
    after[18:, 18:] = 256
    result, _ = corrected(labels(before), labels(before), labels(after))
    assert result.dtype == np.uint16
    np.testing.assert_array_equal(result, after)


def test_a_gap_is_taken_before_the_type_is_widened() -> None:
    before = np.zeros((9, 9), np.uint8)
    before[0, 0] = 255
    after, now = box(before, (4, 6), (4, 6), 7), box(before, (8, 9), (0, 2), 7)
    result, changes = corrected(labels(now), labels(before), labels(after))
    assert (result.dtype, changes["label"][0]) == (np.uint8, 1)


def test_corrections_of_nothing_are_none() -> None:
    assert make_corrections(labels(scene()), labels(scene())) is None


def test_corrections_hold_whole_objects_and_no_others() -> None:
    before = scene()
    corrections = make_corrections(labels(before), labels(box(before, (1, 2), (1, 2), 0)))
    assert corrections is not None
    assert corrections.calibration.axes == ("edit", "y", "x")
    np.testing.assert_allclose(corrections.calibration.translate, [0, 5.3, 6.3])
    assert corrections.shape == (2, 6, 6)
    assert (corrections.data[0] == 2).all()
    assert np.count_nonzero(corrections.data[1]) == 35


def test_corrections_go_through_a_file(tmp_path: Any) -> None:
    before = scene()
    corrections = make_corrections(labels(before), labels(box(before, (1, 2), (1, 2), 0)))
    dr.write(tmp_path / "corrections.tif", corrections)
    again = dr.read(tmp_path / "corrections.tif", kind="labels")
    found = dr.labels.correct(labels(before), again)[0]
    np.testing.assert_array_equal(found.data, box(before, (1, 2), (1, 2), 0))


def test_what_does_not_fit_is_refused() -> None:
    before = labels(scene())
    corrections = make_corrections(before, labels(box(scene(), (1, 2), (1, 2), 0)))
    assert corrections is not None
    with pytest.raises(InputError, match=r"labels\.correct: the corrections must have the axes"):
        dr.labels.correct(before, before)
    other = before.with_data(before.data, Calibration.of("yx", 0.4, "um", (5.0, 6.0)))
    with pytest.raises(InputError, match="do not lie on the pixels"):
        dr.labels.correct(other, corrections)
    bare = before.with_data(before.data, Calibration.default(2))
    with pytest.raises(InputError, match="do not lie on the pixels"):
        dr.labels.correct(bare, corrections)
    with pytest.raises(InputError, match="negative number -3"):
        dr.labels.correct(labels(box(scene(), (0, 1), (0, 1), -3)), corrections)
    with pytest.raises(InputError, match="of one shape and calibration"):
        make_corrections(before, other)
