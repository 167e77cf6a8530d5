"""Taking a part of many pixels that stands for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.engine.preview_cache import PreviewCache

Spans = Sequence[range]


def budget_steps(lengths: Sequence[int], sizes: Sequence[float], budget: int) -> tuple[int, ...]:
    """Return every how-manieth pixel to take along each axis to stay within a budget.

    Parameters
    ----------
    sizes : sequence of float
        Sizes of a pixel: the finest axis is thinned out first.
    budget : int
        The most pixels to take.
    """
    steps = [1] * len(lengths)

    def count() -> int:
        return prod(-(-n // step) for n, step in zip(lengths, steps, strict=True))

    while count() > budget:
        longest = [i for i, n in enumerate(lengths) if steps[i] < n]
        steps[min(longest, key=lambda i: steps[i] * sizes[i])] += 1
    return tuple(steps)


def chunk_pixels(data: Any, spans: Spans) -> int:
    """Return how many pixels are computed to take some spans of an array; 0 where none are.

    Parameters
    ----------
    spans : sequence of range
        One for each of the first axes.
    """
    if not hasattr(data, "chunks"):
        return 0
    return prod(
        sum(size for _, size in _met(span, chunks))
        for span, chunks in zip(spans, data.chunks[: len(spans)], strict=True)
    )


def _met(span: range, chunks: Sequence[int]) -> list[tuple[int, int]]:
    """Return start and size of the chunks that a span meets."""
    starts = np.cumsum([0, *chunks[:-1]])
    return [
        (int(start), size)
        for start, size in zip(starts, chunks, strict=True)
        if start < span.stop and start + size > span.start
    ]


def sample_boxes(data: Any, spans: Spans, budget: int) -> tuple[list[tuple[range, ...]], bool]:
    """Return which pixels stand for those on some spans, and whether these are all of them.

    Of an array in memory it is every n-th pixel, of a lazy one a few chunks spread over it.
    """
    if prod(map(len, spans)) <= budget and chunk_pixels(data, spans) <= 2 * budget:
        return [tuple(spans)], True
    if hasattr(data, "chunks"):
        return _chunk_boxes(data, spans, budget), False
    steps = budget_steps([len(span) for span in spans], [1.0] * len(spans), budget)
    thin = [
        range(span.start, span.stop, span.step * step)
        for span, step in zip(spans, steps, strict=True)
    ]
    return [tuple(thin)], False


def _chunk_boxes(data: Any, spans: Spans, budget: int) -> list[tuple[range, ...]]:
    """Return some chunks, spread evenly, as far as they lie on the spans."""
    met = [_met(span, chunks) for span, chunks in zip(spans, data.chunks, strict=False)]
    largest = prod(max(size for _, size in axis) for axis in met)
    steps = budget_steps([len(axis) for axis in met], [1.0] * len(met), max(budget // largest, 1))
    chosen = [axis[step // 2 :: step] for axis, step in zip(met, steps, strict=True)]
    return [
        tuple(
            range(max(start, span.start), min(start + size, span.stop))
            for (start, size), span in zip(places, spans, strict=True)
        )
        for places in product(*chosen)
    ]


def pixels_of(data: Any, boxes: Sequence[Spans], cache: PreviewCache) -> NDArray[Any]:
    """Return the pixels of a box, of several in a line (colours behind one another)."""
    if len(boxes) == 1:
        return cache.pixels(data, boxes[0])
    return cast("NDArray[Any]", cache.found(data, ("boxes", *boxes), lambda: _joined(data, boxes)))


def _joined(data: Any, boxes: Sequence[Spans]) -> NDArray[Any]:
    colours = data.shape[len(boxes[0]) :]
    parts = [data[tuple(slice(one.start, one.stop, one.step) for one in box)] for box in boxes]
    return np.concatenate([np.asarray(part).reshape(-1, *colours) for part in parts])
