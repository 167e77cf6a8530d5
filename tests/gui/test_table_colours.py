"""The colours of many objects: as napari's own colour map by number shows them, only sooner."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from napari.utils.colormaps import DirectLabelColormap

from napari_darkroom.plugin.table.object_colours import ObjectColours

CLEAR = np.zeros(4, np.float32)
REST = np.array([0.5, 0.5, 0.5, 0.5], np.float32)
COLOURS = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 0.5], CLEAR], np.float32)


def labels(dtype: Any, many: bool = False) -> np.ndarray:
    """Return squares with numbers that are neither dense nor in order, and some more."""
    numbers = [7, 3, 90, 41, 12, 0, 5, 100, 2] if not many else range(1, 901)
    side = int(np.sqrt(len(numbers)))
    return np.array(numbers, dtype).reshape(side, side).repeat(8, 0).repeat(8, 1)


def both(
    numbers: np.ndarray, places: np.ndarray, colours: np.ndarray
) -> tuple[ObjectColours, DirectLabelColormap]:
    theirs = {int(n): colours[p] for n, p in zip(numbers, places, strict=True)}
    fast = ObjectColours.of(numbers, places, colours, REST)
    return fast, DirectLabelColormap(color_dict={None: REST, 0: CLEAR, **theirs})


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64])
@pytest.mark.parametrize("selection", [None, 41])
def test_the_canvas_shows_what_napari_s_own_colours_show(
    make_napari_viewer: Any, dtype: Any, selection: int | None
) -> None:
    viewer = make_napari_viewer(show=True)
    numbers, places = np.array([3, 7, 12, 41, 90]), np.array([0, 1, 2, 1, 3])
    layer = viewer.add_labels(labels(dtype), name="cells")
    pictures = []
    for colormap in both(numbers, places, COLOURS):
        layer.colormap = colormap
        if selection is not None:
            layer.selected_label = selection
            layer.show_selected_label = True
        pictures.append(viewer.screenshot(canvas_only=True, flash=False))
    assert np.ptp(pictures[0]) > 100
    np.testing.assert_array_equal(pictures[0], pictures[1])
    np.testing.assert_allclose(layer.get_color(7), COLOURS[1] if selection is None else CLEAR)


def test_more_colours_than_bytes_are_shown(make_napari_viewer: Any) -> None:
    viewer = make_napari_viewer(show=True)
    layer = viewer.add_labels(labels(np.int32, many=True), name="cells")
    colours = np.random.default_rng(0).random((900, 4)).astype(np.float32)
    pictures = []
    for colormap in both(np.arange(1, 901), np.arange(900), colours):
        layer.colormap = colormap
        pictures.append(viewer.screenshot(canvas_only=True, flash=False))
    np.testing.assert_array_equal(pictures[0], pictures[1])


def test_colours_are_those_of_napari_for_single_numbers_and_arrays(qapp: object) -> None:
    fast, slow = both(np.array([3, 2**33]), np.array([0, 1]), COLOURS)
    for number in (0, 3, 4, 2**33, np.int64(3)):
        np.testing.assert_array_equal(fast.map(number), slow.map(number))
    asked = np.array([[0, 3], [4, 2**33]])
    np.testing.assert_array_equal(fast.map(asked), slow.map(asked))
    np.testing.assert_array_equal(copy.deepcopy(fast).map(asked), slow.map(asked))


def test_the_layer_can_be_duplicated_painted_and_shown_in_volume(make_napari_viewer: Any) -> None:
    viewer = make_napari_viewer(show=True)
    layer = viewer.add_labels(np.stack([labels(np.int32)] * 4), name="cells")
    layer.colormap = ObjectColours.of(np.array([3, 7]), np.array([0, 1]), COLOURS, REST)
    layer.paint((0, 2, 2), 3)
    layer.undo()
    viewer.dims.ndisplay = 3
    assert np.ptp(viewer.screenshot(canvas_only=True, flash=False)) > 50
    data, attributes, kind = layer.as_layer_data_tuple()
    other = viewer._add_layer_from_data(data, attributes, kind)[0]
    np.testing.assert_array_equal(other.get_color(7), COLOURS[1])
