"""Results kept by what they depend on: in memory and on disk, the least recently used out first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import RLock

from napari_darkroom.core.values import Grid, Table, Value
from napari_darkroom.recipe.store import Store

Values = Mapping[str, Value]
MEMORY = 2 * 2**30


class Cache:
    """Results of steps by key; it forgets, and is never wrong.

    What is in it is shared: its arrays can be read only.

    Parameters
    ----------
    memory : int
        Most bytes that are kept in memory.
    store : Store, optional
        Where results are kept on disk as well.
    """

    def __init__(self, memory: int = MEMORY, store: Store | None = None) -> None:
        self.memory = memory
        self.store = store
        self._kept: OrderedDict[str, Values] = OrderedDict()
        self._lock = RLock()

    def __contains__(self, key: str) -> bool:
        with self._lock:
            return key in self._kept or (self.store is not None and key in self.store)

    def get(self, key: str) -> Values | None:
        """Return the results of a key by output, None where they are not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = self.store.load(key) if self.store is not None else None
        if found is not None:
            self._keep(key, found)
        return found

    def put(self, key: str, values: Values) -> None:
        """Keep the results of a key; what was longest not used makes room for them."""
        self._keep(key, values)
        if self.store is not None:
            self.store.save(key, values)

    def in_memory(self) -> list[str]:
        """Return the keys of what is in memory."""
        with self._lock:
            return list(self._kept)

    def keep_on_disk(self, key: str) -> None:
        """Keep on disk too what is in memory, where there is a store."""
        with self._lock:
            values = self._kept.get(key)
        if self.store is not None and values is not None:
            self.store.save(key, values)

    def forget(self) -> None:
        """Forget all that is in memory."""
        with self._lock:
            self._kept.clear()

    @property
    def nbytes(self) -> int:
        """Bytes that are kept in memory."""
        with self._lock:
            return sum(sum(map(size, values.values())) for values in self._kept.values())

    def _keep(self, key: str, values: Values) -> None:
        for value in values.values():
            _protect(value)
        with self._lock:
            self._kept[key] = dict(values)
            self._kept.move_to_end(key)
            while self.nbytes > self.memory and self._kept:
                self._kept.popitem(last=False)


def size(value: Value) -> int:
    """Return the bytes that a value holds; a lazy one holds none."""
    if isinstance(value, Table):
        return int(value.data.memory_usage().sum())
    return 0 if value.lazy else int(value.data.nbytes)


def _protect(value: Value) -> None:
    """Make pixels read-only: who changed them in place would change what others are given."""
    if isinstance(value, Grid) and hasattr(value.data, "setflags"):
        value.data.setflags(write=False)
