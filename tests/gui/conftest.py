"""A real viewer, used as a person uses it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.settings._base import EventedConfigFileSettings
from napari.utils.notifications import Notification, notification_manager
from npe2 import PluginManifest

from napari_darkroom.plugin.dock import DarkroomDock


@pytest.fixture(autouse=True, scope="module")
def _manifests_are_read_once() -> Iterator[None]:
    """Read the manifest of each plugin once a file: every viewer would, for a third of its time."""
    read = lru_cache(PluginManifest.from_file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PluginManifest, "from_file", lambda path: read(path).model_copy(deep=True))
        yield


@pytest.fixture(autouse=True, scope="module")
def _settings_are_not_saved() -> Iterator[None]:
    """Leave the settings of who runs the tests alone: each dock and each reset would write them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EventedConfigFileSettings, "_maybe_save", lambda _: None)
        yield


@pytest.fixture(autouse=True, scope="module")
def _let_go() -> Iterator[None]:
    """Let go of what became garbage only after it was frozen, as what Qt deletes later does."""
    yield
    gc.unfreeze()
    gc.collect()


@pytest.fixture(autouse=True)
def _small_heap() -> Iterator[None]:
    """Let the collections that look for leaks see what a test made, and not all before it.

    A viewer's teardown collects several times; over napari, Qt and numba each takes a third of a
    second, more with every test before. What is frozen is not let go: garbage goes first.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what napari's notifications say."""
    texts: list[str] = []

    def note(notification: Notification) -> None:
        texts.append(f"{notification.severity.value}: {notification.message}")

    # Errors are to be read here, not raised: a person sees them in the corner.
    monkeypatch.setattr(notification_manager, "dispatch", note)
    return texts


@pytest.fixture
def make_desk(
    make_napari_viewer: Callable[..., Any], qtbot: Any, said: list[str]
) -> Callable[..., Desk]:
    def make(**options: Any) -> Desk:
        viewer = make_napari_viewer(**options)
        dock = DarkroomDock(viewer)
        # Tests have no time to spare; the rehearsal's own make one that is wanted.
        dock.rehearsing.wanted = False
        viewer.window.add_dock_widget(dock, name="Darkroom")
        return Desk(viewer, dock, qtbot, said)

    return make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


@pytest.fixture
def blobs() -> np.ndarray:
    """Return a grey image with six round objects."""
    y, x = np.mgrid[:60, :80]
    image = np.zeros((60, 80), np.float32)
    for row, column in [(12, 15), (12, 45), (30, 25), (30, 65), (48, 12), (48, 50)]:
        image += 100 * np.exp(-((y - row) ** 2 + (x - column) ** 2) / 18)
    return image
