"""Compiling that can be stopped: the compiler of a kernel works for seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

from napari_darkroom.core.errors import Cancelled


@contextmanager
def stopped_when(over: Callable[[], bool]) -> Iterator[None]:
    """Let the compiler stop within this block, and in this thread, once something is over.

    Raises
    ------
    Cancelled
        At the end of the step of the compiler that was at work. Nothing is left half compiled.
    """
    from numba.core.event import Listener, install_listener

    own = get_ident()

    class Stop(Listener):
        def on_start(self, event: Any) -> None:
            if get_ident() == own and over():
                raise Cancelled("Compiling was stopped.")

        def on_end(self, event: Any) -> None:
            """Do nothing."""

    with install_listener("numba:run_pass", Stop()):
        yield
