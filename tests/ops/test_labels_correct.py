"""Corrections by hand: each kind of change, and what becomes of it where objects have changed."""

import numpy as np
from ops.painting import box, corrected, labels, scene

from napari_darkroom.engine.corrections import make_corrections
from napari_darkroom.engine.run import run


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
