"""Independent work done in a few threads, its results in the order of the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from os import cpu_count
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Result = TypeVar("Result")
Item = TypeVar("Item")

# Below this many pixels a thread costs more than it saves.
_WORTHWHILE = 2**18
_MOST = 4
# Always as many, whatever the machine.
_STRIPS = 8


def side_by_side(work: Sequence[Callable[[], Result]], pixels: int) -> list[Result]:
    """Return the results of some calls, done in threads where there are many pixels.

    The calls share nothing that they change: results do not depend on the number of threads.
    """
    # The machine is not asked for its cores where the answer would not matter.
    workers = 1 if pixels < _WORTHWHILE else min(_MOST, len(work), cpu_count() or 1)
    if workers < 2:
        return [one() for one in work]
    with ThreadPoolExecutor(workers - 1, "kernels") as pool:
        begun = [pool.submit(one) for one in work]
        # This thread works too: from the end, on what no other has begun.
        own = {k: work[k]() for k in reversed(range(len(work))) if begun[k].cancel()}
        return [own[k] if k in own else one.result() for k, one in enumerate(begun)]


def in_groups(work: Sequence[Item]) -> list[Sequence[Item]]:
    """Return a sequence in a few parts of it, each for one thread; none of nothing."""
    many = -(-len(work) // _MOST) or 1
    return [work[k : k + many] for k in range(0, len(work), many)]


def in_strips(count: int, pixels: int, does: Callable[..., None], *given: Any) -> None:
    """Call ``does(*given, low, high)`` for strips that together are 0 to `count`, in threads.

    A call may write what belongs to its strip alone.

    Parameters
    ----------
    pixels : int
        How many there are in all: a measure of the work.
    """
    bounds = strip_bounds(count)
    side_by_side([partial(does, *given, low, high) for low, high in pairwise(bounds)], pixels)


def in_pieces(flat: NDArray[Any], does: Callable[[NDArray[Any]], Result]) -> list[Result]:
    """Return the results for pieces of a line of values, done in threads where there are many."""
    if flat.size < _WORTHWHILE:
        return [does(flat)]
    pieces = [flat[low:high] for low, high in pairwise(strip_bounds(flat.size))]
    return side_by_side([partial(does, piece) for piece in pieces], flat.size)


def strip_bounds(count: int) -> NDArray[np.int64]:
    """Return where the strips begin, and where the last ends."""
    return np.arange(_STRIPS + 1, dtype=np.int64) * count // _STRIPS
