"""Computing a lazy array block by block into something that takes parts: an array, a file."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, Protocol
from uuid import uuid4


class Target(Protocol):
    """What takes the blocks: an array, or anything that is written by index."""

    def __setitem__(self, index: Any, block: Any) -> None:
        """Take the pixels of a part."""


def _silent(done: int, total: int) -> None:
    """Report nothing."""


class _Counted:
    """Hands blocks on, one at a time, and tells how many have come."""

    def __init__(self, target: Target, told: Callable[[int, int], None], total: int) -> None:
        self._target, self._told, self._total = target, told, total
        self._done, self._lock, self._name = 0, Lock(), uuid4().hex

    def __dask_tokenize__(self) -> str:
        """Return a name: dask would else read the whole target for one."""
        return self._name

    def __setitem__(self, index: Any, block: Any) -> None:
        with self._lock:
            self._told(self._done, self._total)
            self._target[index] = block
            self._done += 1


def store(data: Any, target: Target, told: Callable[[int, int], None] = _silent) -> None:
    """Compute a lazy array into a target of its shape; only blocks at work are in memory.

    Parameters
    ----------
    data : dask array
        What is computed, each block once.
    target : array or other
        Where it goes.
    told : callable
        Called with the number of finished blocks and of all, before each block is handed on and
        at the end; what it raises ends the work.
    """
    import dask.array as da

    total = data.npartitions
    counted: Any = _Counted(target, told, total)
    da.store(data, counted, lock=False)
    told(total, total)
