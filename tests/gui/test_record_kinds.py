"""The record holds for stacks, time, colours, small types, lazy and multiscale images."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from desk import Desk
from record import check, settle

import napari_darkroom as dr
from napari_darkroom.plugin.layer_input import source_of


def chain(desk: Desk, image: Any) -> Any:
    mask = dr.apply(desk.viewer, "threshold.otsu", image)
    return dr.apply(desk.viewer, "segment.connected_components", mask)


@pytest.mark.parametrize("axes", ["zyx", "tyx", "tzyx"])
def test_one_plane_or_frame_is_painted(desk: Desk, blobs: np.ndarray, axes: str) -> None:
    stack = np.stack([blobs, np.roll(blobs, 3, 0), np.roll(blobs, 6, 1)])
    stack = stack if len(axes) == 3 else np.stack([stack, stack[::-1]])
    image = desk.viewer.add_image(stack, name="dna", axis_labels=tuple(axes))
    objects = chain(desk, image)
    table = dr.apply(desk.viewer, "measure.regions", objects)
    place = (1,) * (len(axes) - 2)
    desk.viewer.dims.current_step = (*place, 0, 0)
    objects.brush_size = 6
    objects.paint((*place, 5, 30), int(objects.data.max()) + 1)
    session = settle(desk)
    assert session.reference(objects) == "corrected"
    check(session)
    session.change("mask", params={"dark_objects": True})
    check(settle(desk))
    session.undo()
    session.undo()
    check(settle(desk))
    assert len(table) > 0


def test_colours_in_float(desk: Desk, blobs: np.ndarray) -> None:
    colours = np.stack([blobs, blobs[::-1], blobs[:, ::-1]], axis=-1) / blobs.max()
    image = desk.viewer.add_image(colours, name="rgb", rgb=True)
    blurred = dr.apply(desk.viewer, "filters.gaussian", image)
    gray = dr.apply(desk.viewer, "color.to_gray", blurred)
    chain(desk, gray)
    session = settle(desk)
    session.change("blurred", params={"sigma": 3})
    check(settle(desk))
    session.undo()
    check(settle(desk))


def test_more_objects_than_the_type_has_numbers(desk: Desk) -> None:
    labels = np.zeros((64, 80), np.uint8)
    labels[::4, ::5] = np.arange(1, 257).reshape(16, 16).clip(max=255)
    layer = desk.viewer.add_labels(labels.copy(), name="small")
    kept = dr.apply(desk.viewer, "labels.remove_small", layer, min_size=1)
    kept.data = kept.data.astype(np.int32)
    kept.data[2, 2] = 300
    kept.refresh()
    session = settle(desk)
    assert session.reference(kept) == "corrected"
    assert kept.data[2, 2] == 300
    check(session)


def test_lazy_and_multiscale_images(desk: Desk, blobs: np.ndarray) -> None:
    import dask.array as da

    computed: list[int] = []

    def block(part: np.ndarray) -> np.ndarray:
        computed.append(part.size)
        return part

    lazy = da.from_array(np.tile(blobs, (4, 4)), chunks=(60, 80)).map_blocks(block, dtype="float32")
    levels = [lazy, lazy[::2, ::2]]
    image = desk.viewer.add_image(levels, name="dna", multiscale=True, contrast_limits=(0, 100))
    computed.clear()
    assert source_of(image).digest
    assert computed == []
    blurred = dr.apply(desk.viewer, "filters.gaussian", image)
    session = settle(desk)
    assert hasattr(session.history.sources["dna"].value.data, "dask")
    session.change("blurred", params={"sigma": 2})
    settle(desk)
    expected = dr.filters.gaussian(np.tile(blobs, (4, 4)), sigma=2)
    np.testing.assert_array_equal(np.asarray(blurred.data), expected)
    session.undo()
    check(settle(desk))


def test_two_viewers_have_two_records(make_desk: Callable[..., Desk], blobs: np.ndarray) -> None:
    first, second = make_desk(), make_desk()
    one = first.viewer.add_image(blobs, name="dna")
    other = second.viewer.add_image(blobs, name="dna")
    dr.apply(first.viewer, "filters.gaussian", one)
    chain(second, other)
    assert [s.id for s in settle(first).history.graph.steps] == ["blurred"]
    assert [s.id for s in settle(second).history.graph.steps] == ["mask", "objects"]
    settle(first).undo()
    check(settle(first))
    check(settle(second))


def test_the_viewer_is_closed_with_work_and_a_stroke_left(desk: Desk, blobs: np.ndarray) -> None:
    image = desk.viewer.add_image(np.tile(blobs, (8, 8)), name="dna")
    objects = chain(desk, image)
    session = settle(desk)
    objects.paint((5, 30), 9)
    session.change("mask", params={"dark_objects": True})
    desk.viewer.close()
    assert not [text for text in desk.said if text.startswith("error")]


def test_what_another_plugin_adds_is_no_result(desk: Desk, blobs: np.ndarray) -> None:
    image = desk.viewer.add_image(blobs, name="dna")
    objects = chain(desk, image)
    same = desk.viewer.add_labels(np.zeros((60, 80), np.uint8), name="dna · objects")
    same.metadata = dict(objects.metadata)
    session = settle(desk)
    session.change("mask", params={"dark_objects": True})
    settle(desk)
    session.undo()
    session.undo()
    session.undo()
    check(settle(desk))
    assert image in desk.viewer.layers
    assert same in desk.viewer.layers
