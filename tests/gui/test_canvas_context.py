"""What a layer had on the graphics card is deleted in the context of the canvas itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import Desk
from qtpy.QtGui import QOpenGLContext
from qtpy.QtOpenGLWidgets import QOpenGLWidget


@pytest.fixture
def desk(make_desk: Any) -> Desk:
    return make_desk(show=True)


def canvas(desk: Desk) -> QOpenGLWidget:
    return next(iter(desk.dock.window().findChildren(QOpenGLWidget)))


def in_the_canvas(desk: Desk) -> list[bool]:
    """Return a list that tells of each removal whether the canvas's context was current then."""
    found: list[bool] = []
    own = canvas(desk)

    def note(_: Any = None) -> None:
        found.append(QOpenGLContext.currentContext() == own.context())

    desk.viewer.layers.events.removed.connect(note, position="last")
    return found


@pytest.mark.parametrize("clear", [False, True])
def test_layers_leave_in_the_context_of_the_canvas(desk: Desk, clear: bool) -> None:
    layers = desk.viewer.layers
    for _ in range(2):
        desk.viewer.add_points(np.random.default_rng(0).random((9, 2)) * 90)
    desk.qtbot.wait(50)
    desk.viewer.screenshot(canvas_only=False, flash=False)
    # As after Qt has put the window together.
    canvas(desk).doneCurrent()
    found = in_the_canvas(desk)
    if clear:
        layers.clear()
    else:
        layers.pop()
    assert found
    assert all(found)
