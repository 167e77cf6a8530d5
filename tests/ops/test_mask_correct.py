"""What was painted on a mask, applied to masks that are more, or less, than what was painted on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import napari_darkroom as dr
from napari_darkroom.core.values import Labels, Mask
from napari_darkroom.engine.corrections import make_corrections

random = np.random.default_rng(5)


def _painted(before: NDArray[np.bool_], after: NDArray[np.bool_], axes: str) -> Labels:
    as_labels = [Labels.of(one.astype(np.int32), axes) for one in (before, after)]
    corrections = make_corrections(*as_labels)
    assert corrections is not None
    return corrections


def test_only_painted_pixels_change_also_where_the_mask_is_another_now() -> None:
    before = random.random((20, 30)) < 0.4
    after = before.copy()
    after[3:9, 12:20] = ~before[3:9, 12:20]
    now = random.random((20, 30)) < 0.4
    found = dr.mask.correct(Mask.of(now), _painted(before, after, "yx"))
    np.testing.assert_array_equal(found.data, np.where(before != after, after, now))


def test_painting_beyond_a_part_of_the_image_is_left_out() -> None:
    before = random.random((20, 30)) < 0.4
    part = dr.geometry.crop(Mask.of(before), y=(5, 15), x=(10, 40))
    found = dr.mask.correct(part, _painted(before, ~before, "yx"))
    np.testing.assert_array_equal(found.data, ~before[5:15, 10:])
    away = dr.geometry.crop(Mask.of(np.ones((60, 60), bool)), y=(40, 50), x=(40, 50))
    assert np.asarray(dr.mask.correct(away, _painted(before, ~before, "yx")).data).all()


def test_painting_on_a_frame_that_is_gone_changes_nothing() -> None:
    before = random.random((3, 8, 9)) < 0.5
    after = before.copy()
    after[2] = ~after[2]
    now = Mask.of(before[:2], "tyx")
    found = dr.mask.correct(now, _painted(before, after, "tyx"))
    np.testing.assert_array_equal(found.data, before[:2])
