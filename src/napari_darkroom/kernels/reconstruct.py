"""Grey reconstruction by dilation: what of an image is connected to a darker version of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def reconstruct(marker: NDArray[np.float64], mask: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the marker dilated under the mask until nothing changes, by sides of pixels.

    Parameters
    ----------
    marker, mask : array of float
        The marker is nowhere above the mask; −∞ in both is a wall.

    Notes
    -----
    L. Vincent, Morphological grayscale reconstruction in image analysis, IEEE Transactions on
    Image Processing 2 (1993) 176–201: a pass in either direction, and a queue for the rest.
    """
    # With a wall around it no step leads out of the array.
    walled = np.pad(mask, 1, constant_values=-np.inf)
    raised = np.pad(marker, 1, constant_values=-np.inf)
    steps = np.array(raised.strides, dtype=np.int64) // raised.itemsize
    _raise(raised.reshape(-1), walled.reshape(-1), steps)
    return raised[(slice(1, -1),) * mask.ndim].copy()


@njit(nogil=True, cache=True)
def _raise(raised: Any, mask: Any, steps: Any) -> None:
    first, end = steps[0], len(raised) - steps[0]
    for at in range(first, end):
        value = raised[at]
        for step in steps:
            value = max(value, raised[at - step])
        raised[at] = min(value, mask[at])
    queue = [np.int64(0)]
    queue.pop()
    for at in range(end - 1, first - 1, -1):
        value = raised[at]
        for step in steps:
            value = max(value, raised[at + step])
        value = min(value, mask[at])
        raised[at] = value
        for step in steps:
            if raised[at + step] < value and raised[at + step] < mask[at + step]:
                queue.append(np.int64(at))
                break
    _flow(raised, mask, steps, queue)


@njit(nogil=True, cache=True)
def _flow(raised: Any, mask: Any, steps: Any, queue: Any) -> None:
    done = 0
    while done < len(queue):
        at = queue[done]
        done += 1
        for step in steps:
            for near in (at - step, at + step):
                if raised[near] < raised[at] and raised[near] < mask[near]:
                    raised[near] = min(raised[at], mask[near])
                    queue.append(near)
