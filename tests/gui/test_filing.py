"""While a session is saved or opened the window works on, and nothing of it is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk
from napari._qt.dialogs.confirm_close_dialog import ConfirmCloseDialog
from qtpy.QtCore import QTimer
from qtpy.QtGui import QCloseEvent

import napari_darkroom as dr
from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.plugin.filing import Errand
from napari_darkroom.plugin.session import Session
from napari_darkroom.recipe import saved as recipe_saved
from napari_darkroom.recipe.folder import INPUTS

SLOW = 0.7
TICK_MS = 10


@pytest.fixture
def blurred(desk: Desk, tmp_path: Path, blobs: np.ndarray) -> Desk:
    dr.write(tmp_path / "dna.tif", dr.Image.of(blobs, scale=0.5, units="um"))
    desk.viewer.open(tmp_path / "dna.tif", plugin="napari-darkroom")
    desk.run("gaussian", sigma="0.5 um")
    return desk


def session_of(desk: Desk) -> Session:
    return Session.of(desk.viewer)


def exports(desk: Desk) -> Any:
    return desk.dock.history.exports


class Slow:
    """Hashing as of a large file on a slow disk; it counts files and notes threads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: list[str] = []
        self.threads: list[threading.Thread] = []
        self._hash = recipe_saved.file_hash
        monkeypatch.setattr(recipe_saved, "file_hash", self)

    def __call__(self, path: Path, told: Callable[[int], object]) -> str:
        self.files.append(path.name)
        self.threads.append(threading.current_thread())
        for part in range(10):
            sleep(SLOW / 10)
            told(part * path.stat().st_size // 10)
        return self._hash(path, told)


class Ticks:
    """A timer of the window: how often it rings, and the longest time that it had to wait."""

    def __init__(self) -> None:
        self.count = 0
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._ring)
        self._timer.start()

    def _ring(self) -> None:
        self.count += 1


def check_elsewhere(slow: Slow, ticks: Ticks) -> None:
    """Check that one file was hashed once, in a thread that is waited for, and the window lived."""
    assert slow.files == ["dna.tif"]
    assert slow.threads[0] is not threading.main_thread()
    assert not slow.threads[0].daemon
    assert ticks.count > 0.3 * 1000 * SLOW / TICK_MS


def filed(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: not session_of(desk).filing.busy, timeout=WAIT)


def test_the_window_works_while_a_session_is_saved(
    blurred: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, ticks, menu = Slow(monkeypatch), Ticks(), exports(blurred)
    menu.save_session(tmp_path / "saved")
    menu.refresh()
    offered = [one.text() for one in menu.actions() if one.isEnabled() and one.text()]
    assert offered == []
    menu.save_session(tmp_path / "other")
    assert "Saving saved is under way" in blurred.said[-1]
    filed(blurred)
    check_elsewhere(slow, ticks)
    assert blurred.said[-1] == f"info: Saved {tmp_path / 'saved'}"
    assert (tmp_path / "saved" / INPUTS).is_file()
    assert not (tmp_path / "other").exists()


def test_the_window_works_while_a_session_is_opened(
    blurred: Desk,
    make_desk: Callable[..., Desk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session_of(blurred).save(tmp_path / "saved")
    other = make_desk()
    slow, ticks = Slow(monkeypatch), Ticks()
    exports(other).open_session(tmp_path / "saved")
    filed(other)
    check_elsewhere(slow, ticks)
    session_of(other).wait()
    layer = session_of(other).layer("blurred")
    assert layer is not None
    np.testing.assert_array_equal(layer.data, session_of(blurred).layer("blurred").data)


def test_what_is_done_while_a_session_is_opened_is_not_lost(
    blurred: Desk,
    make_desk: Callable[..., Desk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session_of(blurred).save(tmp_path / "saved")
    other = make_desk()
    other.viewer.add_image(np.eye(9, dtype=np.float32))
    Slow(monkeypatch)
    exports(other).open_session(tmp_path / "saved")
    other.run("median")
    filed(other)
    assert "has a history already" in other.said[-1]
    assert len(session_of(other).history.graph.steps) == 1


def test_what_is_saved_is_the_session_as_it_was_when_saving_began(
    blurred: Desk,
    make_desk: Callable[..., Desk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Slow(monkeypatch)
    exports(blurred).save_session(tmp_path / "saved")
    session_of(blurred).undo()
    filed(blurred)
    other = make_desk()
    session_of(other).open(tmp_path / "saved")
    assert [one.id for one in session_of(other).history.graph.steps] == ["blurred"]


def test_who_closes_the_window_meanwhile_is_warned_and_it_is_saved(
    blurred: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Slow(monkeypatch)
    asked: list[str] = []

    def refuse(dialog: ConfirmCloseDialog) -> int:
        texts = [one.text() for one in dialog.findChildren(type(blurred.dock.form.complaint))]
        asked.extend(texts)
        return 0

    monkeypatch.setattr(ConfirmCloseDialog, "exec_", refuse)
    exports(blurred).save_session(tmp_path / "saved")
    window, event = blurred.viewer.window._qt_window, QCloseEvent()
    monkeypatch.setattr(QCloseEvent, "spontaneous", lambda _: True, raising=False)
    window.closeEvent(event)
    assert not event.isAccepted()
    assert any("Saving saved is under way. It is finished also when" in one for one in asked)
    filed(blurred)
    assert (tmp_path / "saved" / INPUTS).is_file()


def test_an_error_reaches_who_waits_and_who_does_not(desk: Desk, tmp_path: Path) -> None:
    filing = session_of(desk).filing

    def fail(_: Any) -> None:
        raise FileError("The disk is full.")

    with pytest.raises(FileError, match="disk is full"):
        filing.do(Errand("Saving", fail, lambda _: None))
    filing.begin(Errand("Saving", fail, lambda _: None), lambda _: None)
    with pytest.raises(RecipeError, match="under way"):
        filing.begin(Errand("Saving", fail, lambda _: None), lambda _: None)
    filed(desk)
    assert desk.said == ["error: The disk is full."]


_LEAVING = """
import sys, time
import napari
from napari_darkroom.plugin.filing import Errand
from napari_darkroom.plugin.session import Session

def work(job):
    for _ in range(10):
        time.sleep(0.1)
        job.step(0, 1)
    open(sys.argv[1], "w").write("whole")

viewer = napari.Viewer(show=False)
errand = Errand("Saving", work, lambda _: None, needed=sys.argv[2] == "saving")
Session.of(viewer).filing.begin(errand, lambda _: None)
viewer.close()
"""


@pytest.mark.parametrize("kind", ["saving", "opening"])
def test_a_program_that_ends_saves_first_and_gives_up_opening(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "written"
    command = [sys.executable, "-c", _LEAVING, str(target), kind]
    subprocess.run(command, check=True, timeout=WAIT / 1000)
    assert target.is_file() is (kind == "saving")
