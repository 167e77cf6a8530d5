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
    """

    name: str
    ours: Work
    theirs: Work
    other: str
    size: str = ""


def best(work: Work, runs: int = 3) -> tuple[float, Any]:
    """Return the shortest time in seconds, after one run to warm up, and the result."""
    result = work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def distance(ours: Any, theirs: Any) -> str:
    """Return how far two results are apart: of masks the share of pixels, else the largest."""
    a, b = np.asarray(ours), np.asarray(theirs)
    if a.dtype == bool and b.dtype == bool:
        return f"{100 * np.mean(a != b):.2g} %"
    return f"{np.abs(a.astype(float) - b.astype(float)).max():.2g}"
