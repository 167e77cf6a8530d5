"""Colours in the window: a result looks like its input, and counts on its scale."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import Desk

from napari_darkroom.engine.run import run
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.showing import tables_of


def middle(desk: Desk) -> np.ndarray:
    picture = desk.viewer.screenshot(canvas_only=True, flash=False)
    return np.asarray(picture[picture.shape[0] // 2, picture.shape[1] // 2, :3], int)


@pytest.mark.parametrize("channels", [3, 4])
def test_blurred_colours_look_as_before(make_desk: Any, channels: int) -> None:
    desk = make_desk(show=True)
    pixels = np.full((20, 20, channels), 255, np.uint8)
    pixels[..., :3] = 160, 80, 20
    desk.viewer.add_image(pixels, rgb=True, name="tissue")
    desk.viewer.reset_view()
    before = middle(desk)
    np.testing.assert_array_equal(before, [160, 80, 20])
    (blurred,) = desk.run("gaussian", sigma=2)
    assert blurred.rgb
    np.testing.assert_allclose(middle(desk), before, atol=2)
    np.testing.assert_allclose(blurred.thumbnail[16, 16, :3], before, atol=2)


def test_what_follows_counts_on_the_scale_of_the_input(desk: Desk) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3)).astype(np.uint8)
    source = desk.viewer.add_image(pixels, rgb=True, name="tissue")
    (blurred,) = desk.run("gaussian", sigma=2)
    once = run("filters.gaussian", {"image": to_value(source)}, {"sigma": 2})["image"]
    np.testing.assert_array_equal(to_value(blurred).data, once.data)
    desk.viewer.layers.selection.active = blurred
    (grey,) = desk.run("to_gray")
    expected = run("color.to_gray", {"image": once})
    np.testing.assert_array_equal(grey.data, next(iter(expected.values())).data)
    desk.viewer.layers.selection.active = blurred
    desk.run("image statistics")
    (table,) = tables_of(blurred).values()
    (wanted,) = run("measure.image_statistics", {"image": once}).values()
    assert table.data.equals(wanted.data)


def test_result_that_goes_to_another_scale_is_updated_with_it(desk: Desk) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (8, 8, 3)).astype(np.uint8)
    desk.viewer.add_image(pixels, rgb=True)
    (unit,) = desk.run("rescale")
    assert 0.9 < unit.data.max() <= 1
    (again,) = desk.run("rescale", maximum=1000)
    assert again is unit
    assert 0 < again.data.max() <= 1
    np.testing.assert_allclose(to_value(again).data.max(), 1000)
