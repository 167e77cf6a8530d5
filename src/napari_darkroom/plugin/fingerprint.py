"""Whether pixels are what they were."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import numpy as np
from napari.layers import Layer


def fingerprint(data: Any) -> str:
    """Return what changes when pixels do: a hash; of a lazy array its name."""
    if hasattr(data, "dask"):
        return str(data.name)
    array = np.ascontiguousarray(data)
    digest = blake2b(f"{array.shape} {array.dtype}".encode(), digest_size=16)
    digest.update(array.reshape(-1).view(np.uint8).data)
    return digest.hexdigest()


class Watched:
    """A layer whose pixels a worker looks at, and that may be changed while it does.

    Parameters
    ----------
    layer : Layer
        Of images or labels.
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self._data: Any = None
        self._seen = ""
        self._changed = True
        for name in ("data", "set_data", "labels_update", "paint"):
            if name in layer.events.emitters:
                # The emitter holds no reference: watching ends with the watcher.
                layer.events[name].connect(self._note)

    def _note(self, _: Any = None) -> None:
        self._changed = True

    def look(self) -> None:
        """Take the fingerprint of the pixels as they are; for the worker."""
        self._changed = False
        self._data = self.layer.data
        self._seen = fingerprint(self._data)

    def fingerprint(self) -> str:
        """Return the fingerprint of the pixels, taken anew if they may have changed since."""
        if self._changed or self._data is not self.layer.data:
            return fingerprint(self.layer.data)
        return self._seen
