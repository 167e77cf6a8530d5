"""The part of an image that is seen, and at which resolution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor
from typing import Any, TypeVar

import numpy as np

from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.engine.preview_cache import PreviewCache

AnyGrid = TypeVar("AnyGrid", bound=Image | Labels | Mask)
Spans = Mapping[str, range]


@dataclass(frozen=True)
class Window:
    """What is seen of some images that lie on one grid.

    Attributes
    ----------
    visible : mapping of str to int or (int, int)
        By the name of an axis its index, or its first index and the one behind the last. An axis
        without an entry is seen whole.
    step : mapping of str to int
        Every n-th pixel along an axis is taken; 1 where there is no entry.
    factor : mapping of str to float
        Pixels of the full image to one of these images along an axis, where they are a coarser
        level of a pyramid; 1 where there is no entry.
    """

    visible: Mapping[str, int | tuple[int, int]] = field(default_factory=dict)
    step: Mapping[str, int] = field(default_factory=dict)
    factor: Mapping[str, float] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether the images are those of full resolution."""
        return all(factor == 1 for factor in self.factor.values())

    def is_index(self, axis: str) -> bool:
        """Whether one index is seen along an axis."""
        return isinstance(self.visible.get(axis), int)

    def span(self, axis: str, length: int) -> range:
        """Return the indices that are seen along an axis of some length; at least one."""
        seen = self.visible.get(axis, (0, length))
        if isinstance(seen, int):
            index = min(max(seen, 0), length - 1)
            return range(index, index + 1)
        start = min(max(seen[0], 0), length - 1)
        return range(start, min(max(seen[1], start + 1), length), self.step.get(axis, 1))

    def stride(self, axis: str) -> int:
        """Return every how-manieth pixel is taken along an axis."""
        return 1 if self.is_index(axis) else self.step.get(axis, 1)

    def coarseness(self, axis: str) -> float:
        """Return the pixels of the full image from one taken pixel to the next."""
        return self.stride(axis) * self.factor.get(axis, 1.0)

    def whole(self, axes: Sequence[str]) -> Window:
        """Return the window with some axes seen from end to end, pixel by pixel."""
        visible = {name: seen for name, seen in self.visible.items() if name not in axes}
        return replace(self, visible=visible, step={})

    def at(self, factor: Mapping[str, float]) -> Window:
        """Return the same part of the world on another level of the pyramid."""
        visible = {
            axis: self._at(seen, self.factor.get(axis, 1.0) / factor.get(axis, 1.0))
            for axis, seen in self.visible.items()
        }
        return Window(visible, {}, factor)

    @staticmethod
    def _at(seen: int | tuple[int, int], ratio: float) -> int | tuple[int, int]:
        if isinstance(seen, int):
            return floor(seen * ratio)
        return floor(seen[0] * ratio), ceil(seen[1] * ratio)


def widened(span: range, depth: int, length: int) -> range:
    """Return a span with `depth` more entries on both sides, as far as the axis reaches."""
    before = min(depth, span.start // span.step)
    after = min(depth, (length - 1 - span[-1]) // span.step)
    return range(span.start - before * span.step, span[-1] + after * span.step + 1, span.step)


def place_in(span: range, wide: range) -> slice:
    """Return where a span lies in the wider one it was made from."""
    start = (span.start - wide.start) // span.step
    return slice(start, start + len(span))


def cut(grid: AnyGrid, spans: Spans, cache: PreviewCache) -> AnyGrid:
    """Return the pixels of a grid that lie on `spans`, in memory; each keeps its place.

    An axis of length 1 stands for every index: its pixel is kept, and put where the span begins.
    """
    c = grid.calibration
    wanted = [spans.get(name, range(n)) for name, n in zip(c.axes, grid.shape, strict=True)]
    taken = [range(1) if n == 1 else one for one, n in zip(wanted, grid.shape, strict=True)]
    zoom = None if all(one.step == 1 for one in wanted) else [1 / one.step for one in wanted]
    data = cache.pixels(grid.data, taken)
    return replace(grid, data=data, calibration=c.moved([one.start for one in wanted], zoom))


def trim(grid: AnyGrid, places: Mapping[str, slice]) -> AnyGrid:
    """Return a part of a grid that is in memory."""
    c = grid.calibration
    index = [places.get(name, slice(None)) for name in c.axes]
    starts = [(one.start or 0) for one in index]
    data: Any = np.asarray(grid.data)[tuple(index)]
    return replace(grid, data=data, calibration=c.moved(starts))
