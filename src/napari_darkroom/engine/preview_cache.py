"""What a preview has looked up before, kept as long as its owner keeps this."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MOST_BYTES = 256 * 2**20
_MOST_NUMBERS = 256
# Of lazy pixels the rest of a chunk is kept too, so that a wider halo finds them here: so many.
_MARGIN = 1024


class PreviewCache:
    """Pixels that were taken, and numbers that were found in them; the oldest go first.

    Entries are told by the identity of the array that they come from: take a new cache when
    pixels of an array were changed in place. One thread at a time may use it.
    """

    def __init__(self) -> None:
        self._pixels: OrderedDict[Hashable, tuple[Any, NDArray[Any]]] = OrderedDict()
        self._found: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()

    def found(self, data: Any, key: Hashable, find: Callable[[], Any]) -> Any:
        """Return what `find` gave for `data` and `key`, at the first time or now."""
        entry = self._found.get((id(data), key))
        if entry is None:
            entry = (data, find())
            self._found[id(data), key] = entry
            while len(self._found) > _MOST_NUMBERS:
                self._found.popitem(last=False)
        return entry[1]

    def pixels(self, data: Any, spans: Sequence[range]) -> NDArray[Any]:
        """Return the pixels on some spans, one for each of the first axes, as a NumPy array."""
        slices = tuple(_slice(span) for span in spans)
        if isinstance(data, np.ndarray) and all(span.step == 1 for span in spans):
            return data[slices]
        if isinstance(data, np.ndarray):
            return self._taken(data, spans)
        chunks = getattr(data, "chunks", None) or [(1,) * n for n in data.shape]
        blocks = [_to_chunks(span, sizes) for span, sizes in zip(spans, chunks, strict=False)]
        inner = tuple(
            slice((span.start - block.start) // span.step, None)
            for span, block in zip(spans, blocks, strict=True)
        )
        lengths = tuple(slice(len(span)) for span in spans)
        return self._taken(data, blocks)[inner][lengths]

    def _taken(self, data: Any, spans: Sequence[range]) -> NDArray[Any]:
        key = (id(data), tuple(spans))
        if key in self._pixels:
            self._pixels.move_to_end(key)
            return self._pixels[key][1]
        taken = np.ascontiguousarray(np.asarray(data[tuple(_slice(span) for span in spans)]))
        self._pixels[key] = (data, taken)
        while len(self._pixels) > 1 and self._bytes() > _MOST_BYTES:
            self._pixels.popitem(last=False)
        return taken

    def _bytes(self) -> int:
        return sum(taken.nbytes for _, taken in self._pixels.values())


def _slice(span: range) -> slice:
    return slice(span.start, span.stop, span.step)


def _to_chunks(span: range, sizes: Sequence[int]) -> range:
    """Return the span made wider to the ends of the chunks that it meets."""
    if len(span) == 1:
        return span
    ends = np.cumsum([0, *sizes])
    first = max(int(ends[ends <= span.start][-1]), span.start - _MARGIN)
    last = min(int(ends[ends >= span.stop][0]), span.stop + _MARGIN)
    start = span.start - (span.start - first) // span.step * span.step
    return range(start, last, span.step)
