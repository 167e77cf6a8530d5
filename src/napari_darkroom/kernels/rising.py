"""Water that rises through bands of values, in little more room than a place for each pixel.

A pixel waits in the room of its band, which has a place for each pixel of the band. When the water
is there, the rooms of the band and of all below are free: what is flooded now waits in them.

Arrays are handed over one by one: in a tuple they would be counted at each step.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from napari_darkroom.kernels.bands import band_of
from napari_darkroom.kernels.edges import edge_at
from napari_darkroom.kernels.key_heap import put, take
from napari_darkroom.kernels.value_keys import key_of

# Blocks of bands that are passed over at once where they are empty.
NEAR, FAR = 6, 12


# One by one, as said above.
@njit(nogil=True, cache=True, inline="always")
def enter(p: Any, band: Any, queue: Any, free: Any, near: Any, far: Any) -> None:  # noqa: PLR0917
    """Let a pixel wait in the room of its band."""
    queue[free[band]] = p
    free[band] += 1
    near[band >> NEAR] = far[band >> FAR] = True


@njit(nogil=True, cache=True)
def rise(scene: Any, ways: Any, rooms: Any) -> None:
    """Flood through bands of one value each."""
    labels, bits, rule, (low, shift, begins, firsts, digits) = scene
    width, rows, steps, counts = ways
    queue, starts, free, near, far = rooms
    band = next_filled(0, rooms)
    while band < len(free):
        last = np.int64(free[band] - starts[band])
        for i in range(last):
            queue[i] = queue[starts[band] + i]
        free[band] = starts[band]
        i = 0
        while i < last:
            p = np.int64(queue[i])
            i += 1
            row = p // width
            edge = edge_at(rows[row], p - row * width, width)
            for k in range(counts[edge]):
                q = p + steps[edge, k]
                if labels[q] >= 0:
                    continue
                key = key_of(bits[q], rule)
                labels[q] = labels[p]
                its = band_of(key, low, shift, begins, firsts, digits)
                if its <= band:
                    queue[last] = q
                    last += 1
                else:
                    enter(q, its, queue, free, near, far)
        band = next_filled(band + 1, rooms)


# In functions of their own the steps would count their arrays with each pixel.
@njit(nogil=True, cache=True)
def rise_in_order(scene: Any, ways: Any, rooms: Any, lists: Any) -> Any:
    """Flood through bands in which values differ: what waits in one is put in order.

    Parameters
    ----------
    lists : (array of uint64, array of int64, array of int64)
        Room for as many as the largest band has.

    Returns
    -------
    read : int
        Of no meaning; without it nothing would be read ahead.
    """
    labels, bits, rule, (low, shift, begins, firsts, digits) = scene
    width, rows, steps, counts = ways
    queue, _, free, near, far = rooms
    keys, turns, places = lists
    read = np.int64(0)
    band = next_filled(0, rooms)
    while band < len(free):
        came, looked_at = _put_waiting(scene, rooms, lists, band, width)
        read += looked_at
        n = came
        while n > 0:
            reached, last = keys[0], 0
            while n > 0 and keys[0] == reached:
                queue[last] = places[turns[0]]
                last += 1
                n -= 1
                take(keys, turns, n)
            i = 0
            while i < last:
                p = np.int64(queue[i])
                i += 1
                row = p // width
                edge = edge_at(rows[row], p - row * width, width)
                for k in range(counts[edge]):
                    q = p + steps[edge, k]
                    if labels[q] >= 0:
                        continue
                    key = key_of(bits[q], rule)
                    labels[q] = labels[p]
                    its = band_of(key, low, shift, begins, firsts, digits)
                    if key <= reached:
                        queue[last] = q
                        last += 1
                    elif its > band:
                        enter(q, its, queue, free, near, far)
                    else:
                        places[came] = q
                        put(key, came, keys, turns, n)
                        n += 1
                        came += 1
        band = next_filled(band + 1, rooms)
    return read


@njit(nogil=True, cache=True)
def _put_waiting(scene: Any, rooms: Any, lists: Any, band: Any, width: Any) -> Any:
    """Put what waits in a band in order; return how many pixels, and what `read_around` gives."""
    labels, bits, rule, _ = scene
    queue, starts, free, _, _ = rooms
    keys, turns, places = lists
    number, read = np.int64(free[band] - starts[band]), np.int64(0)
    for i in range(number):
        places[i] = queue[starts[band] + i]
        read += read_around(places[i], labels, bits, width)
    for i in range(number):
        put(key_of(bits[places[i]], rule), i, keys, turns, i)
    free[band] = starts[band]
    return number, read


@njit(nogil=True, cache=True, inline="always")
def read_around(p: Any, labels: Any, bits: Any, width: Any) -> Any:
    """Read what is around a pixel, so that it is at hand when it is looked at."""
    above, below = max(p - width, 0), min(p + width, len(labels) - 1)
    return labels[above] + labels[below] + np.int64(bits[p])


@njit(nogil=True, cache=True)
def next_filled(band: Any, rooms: Any) -> Any:
    """Return the next band in which a pixel waits, passing over empty blocks of bands."""
    _, starts, free, near, far = rooms
    while band < len(free):
        if band & ((1 << FAR) - 1) == 0 and not far[band >> FAR]:
            band += 1 << FAR
        elif band & ((1 << NEAR) - 1) == 0 and not near[band >> NEAR]:
            band += 1 << NEAR
        elif free[band] > starts[band]:
            return band
        else:
            band += 1
            if band & ((1 << NEAR) - 1) == 0:
                near[(band >> NEAR) - 1] = False
            if band & ((1 << FAR) - 1) == 0:
                far[(band >> FAR) - 1] = False
    near[-1] = far[-1] = False
    return band
