"""A session is saved, and comes back in another viewer as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk

from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.core.values import Image
from napari_darkroom.engine.files import write
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.session_folder import CACHE
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.recipe.history import Status

MakeDesk = Callable[..., Desk]


@pytest.fixture
def cells(tmp_path: Path, blobs: np.ndarray) -> Path:
    """Return a file with two channels, and sizes of its pixels."""
    stack = np.stack([blobs, blobs[::-1]]).astype(np.float32)
    image = Image.of(
        stack, "cyx", scale=(1, 0.5, 0.25), units=("", "um", "um"), channels=("dna", "actin")
    )
    path = tmp_path / "images" / "cells.tif"
    path.parent.mkdir()
    write(path, image)
    return path


def opened(make_desk: MakeDesk, path: Path) -> Desk:
    desk = make_desk()
    desk.viewer.open(str(path), plugin="napari-darkroom")
    return desk


def session_of(desk: Desk) -> Session:
    return Session.of(desk.viewer)


def settle(desk: Desk) -> None:
    """Wait until all that can be computed is there."""

    def done() -> None:
        session = session_of(desk)
        open_states = (Status.WAITING, Status.STALE, Status.RUNNING)
        assert session.scheduler.idle
        for step in session.history.graph.steps:
            assert session.history.status(step.id) not in open_states

    desk.qtbot.waitUntil(done, timeout=WAIT)


def segment(desk: Desk) -> None:
    """Blur the first channel, make objects of it and measure them."""
    desk.viewer.layers.selection.active = desk.viewer.layers[0]
    desk.run("gaussian", sigma="0.5 um")
    desk.run("otsu")
    desk.run("label connected")
    desk.run("measure objects")


def seen(desk: Desk) -> list[tuple[Any, ...]]:
    return [
        (one.name, type(one).__name__, one.visible, one.opacity, str(one.blending))
        for one in desk.viewer.layers
    ]


def test_a_session_comes_back_as_it_was(make_desk: MakeDesk, cells: Path, tmp_path: Path) -> None:
    desk = opened(make_desk, cells)
    segment(desk)
    dna, blurred = desk.viewer.layers[0], desk.viewer.layers["cells dna · blurred"]
    dna.name, dna.colormap, dna.gamma = "nuclei", "magma", 0.7
    blurred.contrast_limits = (5, 60)
    blurred.visible = False
    desk.viewer.layers.move(0, 3)
    desk.viewer.scene.camera.zoom = 3.5
    desk.viewer.layers.selection.active = blurred
    session_of(desk).save(tmp_path / "saved")

    other = make_desk()
    session_of(other).open(tmp_path / "saved")
    settle(other)
    assert seen(other) == seen(desk)
    assert session_of(other).history.graph.steps == session_of(desk).history.graph.steps
    for before, after in zip(desk.viewer.layers, other.viewer.layers, strict=True):
        np.testing.assert_array_equal(np.asarray(after.data), np.asarray(before.data))
        assert to_value(after).calibration == to_value(before).calibration
    again = other.viewer.layers["nuclei"]
    assert (again.colormap.name, again.gamma) == ("magma", 0.7)
    assert other.viewer.layers[blurred.name].contrast_limits == [5, 60]
    assert other.viewer.scene.camera.zoom == 3.5
    assert other.viewer.layers.selection.active.name == blurred.name
    (table,), (table_again,) = [
        list(tables_of(session_of(d).layer("objects")).values()) for d in (desk, other)
    ]
    assert table_again.data.equals(table.data)
    assert not [text for text in other.said if "warning" in text]
