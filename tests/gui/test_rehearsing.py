"""The rehearsal of the operations: when it begins, rests and ends."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from desk import WAIT, Desk
from qtpy.QtCore import QObject
from qtpy.QtWidgets import QApplication

from napari_darkroom.plugin import rehearsing
from napari_darkroom.plugin.rehearsing import Rehearsing


def idle() -> bool:
    return False


@pytest.fixture
def fresh(qapp: QApplication) -> Iterator[Rehearsing]:
    """Return one that has done nothing yet, with an end."""
    parent = QObject()
    made = Rehearsing(parent)
    yield made
    made.stop()


def pieces(monkeypatch: pytest.MonkeyPatch, *work: Callable[[], None]) -> None:
    monkeypatch.setattr(rehearsing, "rehearsals", lambda usual: iter(work))


def test_it_begins_once_the_dock_is_seen(
    make_desk: Callable[..., Desk], fresh: Rehearsing, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    done: list[int] = []
    pieces(monkeypatch, lambda: done.append(1), lambda: done.append(2))
    hidden = make_desk()
    hidden.dock.rehearsing = fresh
    assert not hidden.dock._shown.isActive()
    hidden.viewer.window._qt_window.show()
    qtbot.waitUntil(lambda: fresh.done, timeout=WAIT)
    assert done == [1, 2]
    assert hidden.said == []


def test_operations_are_rehearsed(fresh: Rehearsing, qtbot: Any) -> None:
    seen: list[str] = []
    real = rehearsing.rehearsals

    def noted(usual: set[str]) -> Iterator[Callable[[], None]]:
        for piece in real(usual):
            seen.append(piece.args[0].id)  # type: ignore[attr-defined]  # a partial
            yield piece

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rehearsing, "rehearsals", noted)
        fresh.begin(idle)
        qtbot.waitUntil(lambda: len(seen) > 5, timeout=WAIT)
        fresh.stop()
        qtbot.waitUntil(lambda: not fresh.running, timeout=WAIT)
    assert "measure.regions" in seen
    assert not fresh.done


def test_it_waits_while_a_step_is_at_work(
    fresh: Rehearsing, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    done: list[int] = []
    pieces(monkeypatch, lambda: done.append(1))
    busy = Event()
    busy.set()
    fresh.begin(busy.is_set)
    qtbot.wait(300)
    assert done == []
    busy.clear()
    qtbot.waitUntil(lambda: fresh.done, timeout=WAIT)
    assert done == [1]


def test_an_operation_that_fails_harms_nobody(
    fresh: Rehearsing, monkeypatch: pytest.MonkeyPatch, qtbot: Any, said: list[str]
) -> None:
    done: list[int] = []

    def fail() -> None:
        raise ValueError

    pieces(monkeypatch, fail, lambda: done.append(1))
    fresh.begin(idle)
    qtbot.waitUntil(lambda: fresh.done, timeout=WAIT)
    assert done == [1]
    assert said == []


def test_it_begins_once_and_only_where_it_is_wanted(
    fresh: Rehearsing, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    done: list[int] = []
    pieces(monkeypatch, lambda: done.append(1))
    fresh.wanted = False
    fresh.begin(idle)
    assert not fresh.running
    assert not fresh.done
    fresh.wanted = True
    for _ in range(2):
        fresh.begin(idle)
        qtbot.waitUntil(lambda: fresh.done, timeout=WAIT)
    assert done == [1]


def test_there_is_one_an_application(qapp: QApplication) -> None:
    assert Rehearsing.of(qapp) is Rehearsing.of(qapp)


def test_closing_does_not_wait_for_it(
    fresh: Rehearsing, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    going, go = Event(), Event()

    def work() -> None:
        going.set()
        go.wait(10)

    later: list[int] = []
    pieces(monkeypatch, work, lambda: later.append(1))
    fresh.begin(idle)
    assert going.wait(10)
    fresh.stop()
    assert fresh.running
    go.set()
    qtbot.waitUntil(lambda: not fresh.running, timeout=WAIT)
    assert later == []
