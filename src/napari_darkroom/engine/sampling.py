"""Taking a part of many pixels that stands for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

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


def sample(data: Any, spans: Spans, budget: int, cache: PreviewCache) -> tuple[NDArray[Any], bool]:
    """Return pixels that stand for those on some spans, and whether these are all of them.

    Of an array in memory every n-th pixel is taken, of a lazy one a few chunks spread over it.
    """
    if prod(map(len, spans)) <= budget and chunk_pixels(data, spans) <= 2 * budget:
        return cache.pixels(data, spans), True
    if hasattr(data, "chunks"):
        return cache.found(
            data, ("chunks", tuple(spans)), lambda: _chunks(data, spans, budget)
        ), False
    steps = budget_steps([len(span) for span in spans], [1.0] * len(spans), budget)
    thin = [
        range(span.start, span.stop, span.step * step)
        for span, step in zip(spans, steps, strict=True)
    ]
    return cache.pixels(data, thin), False


def _chunks(data: Any, spans: Spans, budget: int) -> NDArray[Any]:
    """Return the pixels of some chunks, spread evenly, in a line (colours behind one another)."""
    met = [_met(span, chunks) for span, chunks in zip(spans, data.chunks, strict=False)]
    largest = prod(max(size for _, size in axis) for axis in met)
    steps = budget_steps([len(axis) for axis in met], [1.0] * len(met), max(budget // largest, 1))
    chosen = [axis[step // 2 :: step] for axis, step in zip(met, steps, strict=True)]
    colours = data.shape[len(spans) :]
    parts = []
    for places in product(*chosen):
        index = tuple(
            slice(max(start, span.start), min(start + size, span.stop))
            for (start, size), span in zip(places, spans, strict=True)
        )
        parts.append(np.asarray(data[index]).reshape(-1, *colours))
    return np.concatenate(parts)
