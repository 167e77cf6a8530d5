"""A property that is computed once, whoever asks and when."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from napari_darkroom.core.once import once


class Slow:
    def __init__(self):
        self.calls, self.go = [], Event()

    @once
    def value(self):
        """What is computed."""
        self.calls.append(1)
        assert self.go.wait(20)
        return object()


def test_threads_that_ask_at_once_get_the_same():
    slow, together = Slow(), Barrier(4)

    def ask():
        together.wait(20)
        return slow.value

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for _ in range(4)]
        slow.go.set()
        values = [one.result(20) for one in asked]
    assert len(slow.calls) == 1
    assert all(one is values[0] for one in values)


def test_an_object_does_not_wait_for_another():
    waiting, ready = Slow(), Slow()
    ready.go.set()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: waiting.value)
        assert pool.submit(lambda: ready.value).result(20) is ready.value
        assert not first.done()
        waiting.go.set()
        first.result(20)


def test_what_fails_is_tried_again():
    slow = Slow()
    slow.go.wait = lambda seconds: False
    with pytest.raises(AssertionError):
        _ = slow.value
    slow.go.wait = lambda seconds: True
    assert slow.value is slow.value
    assert len(slow.calls) == 2
    assert Slow.value.__doc__ == "What is computed."
