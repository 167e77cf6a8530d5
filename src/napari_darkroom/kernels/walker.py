"""Random walks from every pixel to the seeds: which one is reached first, most probably."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.pieces import connected_pieces
from napari_darkroom.kernels.side_by_side import side_by_side

Floats = NDArray[np.float64]
# What even the highest step of the image lets through.
_LEAST_WEIGHT = 1e-10
# How exactly the probabilities are found: what is left over, against what is put in.
_RESIDUAL = 1e-4
# Labels that are solved at once: each takes four arrays.
_AT_ONCE = 2
# Enough for noise at contrasts that people use; beyond it roundings go round in circles.
_ROUNDS, _ROUNDS_A_PIXEL_OF_LENGTH = 20_000, 20


class UnsettledError(Exception):
    """The probabilities for a number were not found in as many rounds as there are."""

    def __init__(self, number: int, rounds: int) -> None:
        super().__init__(number, rounds)
        self.number, self.rounds = number, rounds


def first_reached(
    image: Floats,
    seeds: NDArray[Any],
    inside: NDArray[np.bool_],
    contrast: float,
    spacing: Sequence[float],
    *,
    poll: Callable[[], None] | None = None,
) -> NDArray[np.int32]:
    """Return the number of the seed that a walk from each pixel reaches first, most probably.

    Parameters
    ----------
    image : array of float64, not NaN where it is inside
        The image.
    seeds : array of int
        Numbers from 1 where walks end; 0 elsewhere.
    inside : array of bool
        Where walks may go; elsewhere, and where no walk comes to a seed, the result is 0.
    contrast : float
        How fast the weight of a step falls with the square of what changes over it.
    spacing : sequence of float
        Pixel size along each axis.
    poll : callable, optional
        Called in each round; what it raises ends the work.

    Raises
    ------
    UnsettledError
        If the probabilities for a number are not found.
    """
    most = _ROUNDS + _ROUNDS_A_PIXEL_OF_LENGTH * sum(image.shape)
    inside = _reached(seeds, inside)
    labels = np.pad(np.where(inside, seeds, 0).astype(np.int32), 1)
    steps = np.array(labels.strides, np.int64) // labels.itemsize
    weights = _weights(image, inside, contrast, spacing)
    flat, free = labels.reshape(-1), np.flatnonzero(np.pad(inside, 1) & (labels == 0))
    place = free.astype(np.int32 if labels.size < 2**31 else np.int64)
    degrees = np.zeros(len(place))
    _sum_up(weights, steps, place, degrees)
    best, found = np.zeros(len(place)), np.zeros(len(place), np.int32)
    graph = (weights, steps, place, degrees)
    numbers = np.unique(flat[flat > 0]).tolist()
    for begin in range(0, len(numbers), _AT_ONCE):
        some = numbers[begin : begin + _AT_ONCE]
        work = [partial(_solved, flat, graph, one, most, poll) for one in some]
        solved = side_by_side(work, len(place))
        for number, share in zip(some, solved, strict=True):
            higher = share > best
            best[higher], found[higher] = share[higher], number
    flat[free] = found
    return labels[(slice(1, -1),) * labels.ndim]


def _reached(seeds: NDArray[Any], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what of the inside is connected to a seed."""
    pieces = connected_pieces(inside, diagonal=False)
    seeded = np.zeros(int(pieces.max()) + 1, np.bool_)
    seeded[pieces[(seeds > 0) & inside]] = True
    seeded[0] = False
    return np.asarray(seeded[pieces])


def _weights(
    image: Floats, inside: NDArray[np.bool_], contrast: float, spacing: Sequence[float]
) -> Floats:
    """Return, for each axis, the weights of the steps from each pixel to the next one.

    The image has a frame of steps that nobody goes.
    """
    weights = np.zeros((image.ndim, *(n + 2 for n in image.shape)))
    whole = (slice(None),) * image.ndim
    for axis, size in enumerate(spacing):
        this = (*whole[:axis], slice(None, -1), *whole[axis + 1 :])
        following = (*whole[:axis], slice(1, None), *whole[axis + 1 :])
        with np.errstate(invalid="ignore"):
            change = (image[following] - image[this]) / size
        weight = np.exp(-contrast * change**2) + _LEAST_WEIGHT
        inner = [slice(1, -1)] * image.ndim
        inner[axis] = slice(1, -2)
        weights[axis][tuple(inner)] = np.where(inside[this] & inside[following], weight, 0.0)
    return weights.reshape(image.ndim, -1)


def _solved(
    labels: NDArray[np.int32],
    graph: Any,
    number: int,
    most: int,
    poll: Callable[[], None] | None,
) -> Floats:
    """Return, for each free pixel, the probability that a walk ends first at seeds of a number.

    They are found by conjugate gradients, with the degrees as the preconditioner.
    """
    weights, steps, place, _ = graph
    left = np.zeros(len(place))
    _put_in(labels, number, (weights, steps, place), left)
    shares, moved, direction = np.zeros(len(place)), np.empty(len(place)), np.zeros(len(labels))
    enough, size = _set_out(graph, left, direction)
    enough *= _RESIDUAL * _RESIDUAL
    # Nothing to find takes a round too, so that the kernel is compiled by whatever is rehearsed.
    for _ in range(most):
        if poll is not None:
            poll()
        rest, size = _go_a_round(graph, (left, shares, direction, moved), size)
        if not (rest > enough and size > 0.0):
            return shares
    raise UnsettledError(number, most)


@njit(nogil=True, cache=True)
def _sum_up(weights: Any, steps: Any, place: Any, degrees: Any) -> None:
    for k in range(len(place)):
        for axis in range(len(steps)):
            degrees[k] += weights[axis, place[k]] + weights[axis, place[k] - steps[axis]]


@njit(nogil=True, cache=True)
def _put_in(labels: Any, number: Any, grid: Any, given: Any) -> None:
    weights, steps, place = grid
    for k in range(len(place)):
        at = place[k]
        for axis in range(len(steps)):
            if labels[at + steps[axis]] == number:
                given[k] += weights[axis, at]
            if labels[at - steps[axis]] == number:
                given[k] += weights[axis, at - steps[axis]]


@njit(nogil=True, cache=True)
def _set_out(graph: Any, left: Any, direction: Any) -> Any:
    """Fill in the first direction; return the squares of what is left over, plain and weighed."""
    _, _, place, degrees = graph
    rest, size = 0.0, 0.0
    for k in range(len(place)):
        direction[place[k]] = left[k] / degrees[k]
        rest += left[k] * left[k]
        size += left[k] * left[k] / degrees[k]
    return rest, size


@njit(nogil=True, cache=True)
def _go_a_round(graph: Any, state: Any, size: Any) -> Any:
    """Go along the direction as far as is best, and turn; return what `_set_out` does."""
    # In one loop of one thread: sums are always added in the same order.
    weights, steps, place, degrees = graph
    left, shares, direction, moved = state
    along = 0.0
    for k in range(len(place)):
        at = place[k]
        here = degrees[k] * direction[at]
        for axis in range(len(steps)):
            step = steps[axis]
            here -= weights[axis, at] * direction[at + step]
            here -= weights[axis, at - step] * direction[at - step]
        moved[k] = here
        along += here * direction[at]
    if not along > 0.0:
        return 0.0, 0.0
    length, rest, following = size / along, 0.0, 0.0
    for k in range(len(place)):
        shares[k] += length * direction[place[k]]
        left[k] -= length * moved[k]
        rest += left[k] * left[k]
        following += left[k] * left[k] / degrees[k]
    for k in range(len(place)):
        at = place[k]
        direction[at] = left[k] / degrees[k] + following / size * direction[at]
    return rest, following
