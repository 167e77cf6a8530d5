"""Corrections by their place: in frames, in a part of the image, in a file, on other pixels."""

from typing import Any

import numpy as np
import pytest
from ops.painting import box, corrected, labels, scene

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.engine.corrections import make_corrections


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
