"""Pixels are hashed off the main thread, and no stroke of paint is missed."""

from __future__ import annotations

from threading import current_thread, main_thread
from typing import Any

import numpy as np
import pytest
from desk import Desk

from napari_darkroom.plugin import fingerprint as module
from napari_darkroom.plugin.fingerprint import Watched, fingerprint


@pytest.fixture
def hashed_in_main(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note for every hash whether the main thread took it."""
    seen: list[bool] = []
    original = module.blake2b

    def noting(*given: Any, **options: Any) -> Any:
        seen.append(current_thread() is main_thread())
        return original(*given, **options)

    monkeypatch.setattr(module, "blake2b", noting)
    return seen


def test_window_does_no_hashing(desk: Desk, blobs: np.ndarray, hashed_in_main: list[bool]) -> None:
    desk.viewer.add_image(blobs)
    (first,) = desk.run("otsu")
    desk.viewer.layers.selection.active = desk.viewer.layers[0]
    assert desk.run("otsu") == [first]
    assert hashed_in_main == [False] * 3


def test_paint_after_the_look_is_noticed(desk: Desk) -> None:
    layer = desk.viewer.add_labels(np.zeros((8, 8), np.uint8))
    watched = Watched(layer)
    watched.look()
    before = watched.fingerprint()
    layer.paint((3, 3), 2)
    assert watched.fingerprint() == fingerprint(layer.data) != before


def test_other_data_after_the_look_is_noticed(desk: Desk) -> None:
    layer = desk.viewer.add_image(np.zeros((8, 8)))
    watched = Watched(layer)
    watched.look()
    layer.data = np.ones((8, 8))
    assert watched.fingerprint() == fingerprint(layer.data)
