"""While a step is computed again, what is on the screen is there first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk

import napari_darkroom as dr
from napari_darkroom.core.annotations import FloatImageArray, ImageArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.registry import registry
from napari_darkroom.plugin.layers import PARTIAL
from napari_darkroom.plugin.placement import RECORD
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.writers import write_image

FRAMES = 6


class Slow:
    """Adds a number to each frame, and waits before every one that is not let through."""

    def __init__(self) -> None:
        self.through: set[int] = set(range(FRAMES))
        self.open = Event()
        self.breaks = False

    def wait(self, frame: int) -> None:
        if frame not in self.through and not self.open.wait(30):
            raise TimeoutError
        if self.breaks and frame not in self.through:
            raise ValueError("It broke.")


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()

    @operation(title="Slow", family="slowly")
    def brighter(image: ImageArray, *, by: float = 0.0) -> FloatImageArray:
        """Add a number to every pixel."""
        made.wait(int(image[0, 0]))
        return image + by

    yield made
    made.open.set()
    registry.remove("slowly.brighter")


@pytest.fixture
def stack(desk: Desk, blobs: np.ndarray) -> Any:
    """Return the layer of a stack whose corners tell the number of the frame."""
    pixels = np.stack([np.roll(blobs, 3 * t, axis=1) for t in range(FRAMES)])
    pixels[:, 0, 0] = np.arange(FRAMES)
    return desk.viewer.add_image(pixels, name="dna", axis_labels=("t", "y", "x"))


@pytest.fixture
def session(desk: Desk) -> Session:
    return Session.of(desk.viewer)


@pytest.fixture
def layers(desk: Desk, slow: Slow, stack: Any, session: Session) -> list[Any]:
    """Return the layers of a slow step, of the mask of it and of its objects."""
    made = [stack]
    chain = [("slowly.brighter", {}), ("threshold.manual", {"lower": 30}),
             ("segment.connected_components", {})]  # fmt: skip
    for name, parameters in chain:
        dr.apply(desk.viewer, name, made[-1], **parameters)
        session.wait()
        made.append(session.layer(session.history.graph.steps[-1].id))
    # What is hidden need not come first, and a mask is under its objects.
    made[2].visible = True
    desk.viewer.dims.set_current_step(0, 3)
    return made[1:]


def change(session: Session, by: float) -> None:
    session.change(session.history.graph.steps[0].id, params={"by": by})


def partly(layer: Any) -> bool:
    return bool(layer.metadata[RECORD].get(PARTIAL))


def test_the_frame_that_is_seen_changes_before_the_others(
    desk: Desk, slow: Slow, layers: list[Any], session: Session
):
    before = [np.array(layer.data) for layer in layers]
    slow.through = {3}
    change(session, 20.0)
    desk.qtbot.waitUntil(lambda: all(map(partly, layers)), timeout=WAIT)
    bright, mask, objects = layers
    others = [0, 1, 2, 4, 5]
    np.testing.assert_array_equal(bright.data[3], before[0][3] + 20)
    np.testing.assert_array_equal(np.asarray(bright._slice.image.raw), bright.data[3])
    assert mask.data[3].sum() > before[1][3].sum()
    for layer, old in zip(layers, before, strict=True):
        np.testing.assert_array_equal(layer.data[others], old[others])
    # Another time point is looked at: it is next.
    slow.through = {3, 5}
    desk.viewer.dims.set_current_step(0, 5)
    desk.qtbot.waitUntil(lambda: bright.data[5, 0, 0] == 25, timeout=WAIT)
    glimpsed = [layer.data[3].copy() for layer in layers]
    slow.open.set()
    session.wait()
    assert not any(map(partly, layers))
    np.testing.assert_array_equal(bright.data, before[0] + 20)
    for layer, frame in zip(layers, glimpsed, strict=True):
        np.testing.assert_array_equal(layer.data[3], frame)
    assert [step.op for step in session.history.graph.steps][3:] == []
    assert objects in desk.viewer.layers


def test_it_is_no_result_before_the_whole_is_there(
    desk: Desk, slow: Slow, layers: list[Any], session: Session, tmp_path: Path
):
    slow.through = {3}
    change(session, 20.0)
    desk.qtbot.waitUntil(lambda: all(map(partly, layers)), timeout=WAIT)
    bright = layers[0]
    with pytest.raises(InputError, match="still being computed"):
        write_image(str(tmp_path / "a.tif"), bright.data, bright.as_layer_data_tuple()[1])
    with pytest.raises(InputError, match="still being computed"):
        dr.write(tmp_path / "a.tif", bright)
    with pytest.raises(InputError, match="still being computed"):
        dr.threshold.otsu(bright)
    assert list(tmp_path.iterdir()) == []
    assert session.scheduler.value(session.history.graph.steps[0].id) is None
    slow.open.set()
    session.wait()
    dr.write(tmp_path / "a.tif", bright)
    assert (dr.read(tmp_path / "a.tif").data[:, 0, 0] == np.arange(FRAMES) + 20).all()


def test_undo_brings_back_what_was(desk: Desk, slow: Slow, layers: list[Any], session: Session):
    before = [np.array(layer.data) for layer in layers]
    slow.through = {3}
    change(session, 20.0)
    desk.qtbot.waitUntil(lambda: all(map(partly, layers)), timeout=WAIT)
    session.undo()
    slow.open.set()
    session.wait()
    for layer, old in zip(layers, before, strict=True):
        np.testing.assert_array_equal(layer.data, old)
        assert not partly(layer)


def test_a_step_that_fails_later_leaves_the_layers_as_they_were(
    desk: Desk, slow: Slow, layers: list[Any], session: Session
):
    before = [np.array(layer.data) for layer in layers]
    slow.through = {3}
    slow.breaks = True
    change(session, 20.0)
    desk.qtbot.waitUntil(lambda: all(map(partly, layers)), timeout=WAIT)
    slow.open.set()
    session.wait()
    assert session.history.done[session.history.graph.steps[0].id].error
    for layer, old in zip(layers, before, strict=True):
        np.testing.assert_array_equal(layer.data, old)
        assert not partly(layer)


def test_a_stroke_is_a_correction_and_the_frame_is_none(
    desk: Desk, slow: Slow, layers: list[Any], session: Session
):
    slow.through = {3}
    change(session, 20.0)
    desk.qtbot.waitUntil(lambda: all(map(partly, layers)), timeout=WAIT)
    session.painting.look()
    assert len(session.history.graph.steps) == 3
    objects = layers[2]
    number = int(objects.data[3].max())
    objects.data_setitem(np.nonzero(objects.data == number), 0)
    session.painting.look()
    assert session.history.graph.steps[-1].op.startswith("labels.correct")
    slow.open.set()
    session.wait()
    assert number not in objects.data[3]
