"""The same work done twice, side by side in one process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Work: TypeAlias = Callable[[], Any]


@dataclass(frozen=True)
class Case:
    """The same work done by Darkroom and by what people use today.

    Attributes
    ----------
    name : str
        The operation and what it is given.
    ours, theirs : callable
        The work; both return arrays (or columns) that can be compared.
    other : str
        The program or library of `theirs`.
    size : str
        The size of the input where it is not the plane that was asked for.
    at_least : float
        The ratio that is promised at the usual size, 0 for none.
    slow : bool
        Whether `theirs` takes so long that it is done once, without a run to warm up.
    """

    name: str
    ours: Work
    theirs: Work
    other: str
    size: str = ""
    at_least: float = 0.0
    slow: bool = False


def best(work: Work, runs: int = 3, seconds: float = 0.5) -> tuple[float, Any]:
    """Return the shortest time in seconds and the result, after one run to warm up (0: none).

    Short work is done more often, until it has taken some time together: what else goes on in
    the machine disturbs it more.
    """
    result = work() if runs else None
    times: list[float] = []
    while len(times) < max(runs, 1) or (runs > 1 and sum(times) < seconds):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def verdict(ratio: float, at_least: float) -> str:
    """Return whether a ratio is what was promised, for the end of a line."""
    if not at_least:
        return ""
    return f"  {'at least' if ratio >= at_least else 'LESS THAN'} {at_least:.2g}×"


def distance(ours: Any, theirs: Any) -> str:
    """Return how far two results are apart: of masks the share of pixels, else the largest."""
    a, b = np.asarray(ours), np.asarray(theirs)
    if a.dtype == bool and b.dtype == bool:
        return f"{100 * np.mean(a != b):.2g} %"
    return f"{np.abs(a.astype(float) - b.astype(float)).max():.2g}"
