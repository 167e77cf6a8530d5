"""Skeletons that were drawn: each count and length is known."""

import numpy as np
import pytest
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from napari_darkroom.kernels.skeleton_graph import measure_skeletons

ROOT = np.sqrt(2)


def drawn(*rows):
    return np.array([[c == "#" for c in row] for row in rows], dtype=np.intp)[None]


def measured(index, spacing=(1, 1, 1)):
    found = measure_skeletons(index, np.array(spacing, float), int(index.max()))
    return (
        found.pixels[0], found.ends[0], found.branch_points[0], found.branches[0],
        pytest.approx(found.length[0]), pytest.approx(found.longest[0]),
    )  # fmt: skip


SHAPES = {
    "pixel": (drawn("...", ".#.", "..."), (1, 0, 0, 0, 0, 0)),
    "pair": (drawn(".##."), (2, 2, 0, 1, 1, 1)),
    "line": (drawn("#####"), (5, 2, 0, 1, 4, 4)),
    "diagonal": (drawn("#..", ".#.", "..#"), (3, 2, 0, 1, 2 * ROOT, 2 * ROOT)),
    "bend": (drawn("###", "..#", "..#"), (5, 2, 0, 1, 4, 4)),
    "step": (drawn("##..", ".##.", "..##"), (6, 2, 0, 1, 5, 5)),
    "tee": (drawn("#####", "..#..", "..#.."), (7, 3, 1, 3, 6, 4)),
    "cross": (drawn("..#..", "..#..", "#####", "..#.."), (8, 4, 1, 4, 7, 4)),
    "saltire": (
        drawn("#...#", ".#.#.", "..#..", ".#.#.", "#...#"),
        (9, 4, 1, 4, 8 * ROOT, 4 * ROOT),
    ),
    "ring": (drawn(".##.", "#..#", "#..#", ".##."), (8, 0, 0, 1, 4 + 4 * ROOT, 2 + 2 * ROOT)),
    "racket": (
        drawn(".#...", "#.###", ".#..."),
        (6, 1, 1, 2, 4 * ROOT + 2, 2 + 2 * ROOT),
    ),
    "two branchings": (
        drawn("#....#", ".#..#.", "..##..", ".#..#.", "#....#"),
        (10, 4, 1, 4, 8 * ROOT + 1, 4 * ROOT + 1),
    ),
    "aitch": (drawn("#...#", "#...#", "#####", "#...#", "#...#"), (13, 4, 2, 5, 12, 8)),
    "theta": (
        drawn("#####", "#...#", "#####", "#...#", "#####"),
        (19, 0, 2, 3, 20, 6),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_are_counted_and_measured(name):
    index, expected = SHAPES[name]
    assert measured(index) == expected


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("name", SHAPES)
def test_turned_shapes_are_the_same(name, turns):
    index, expected = SHAPES[name]
    assert measured(np.rot90(index, turns, (1, 2)).copy()) == expected
    assert measured(np.moveaxis(np.rot90(index, turns, (1, 2)), 0, turns - 1).copy()) == expected


def test_steps_are_physical():
    assert measured(drawn("###", "..#"), (1, 0.5, 2))[4] == 4.5
    assert measured(drawn("#..", ".#.", "..#"), (1, 3, 4))[5] == 10
    line = np.eye(4, dtype=np.intp)[:, None] * np.eye(4, dtype=np.intp)[:, :, None]
    assert measured(line, (2, 3, 6)) == (4, 2, 0, 1, 21, 21)


def test_six_arms_in_space():
    index = np.zeros((7, 7, 7), np.intp)
    index[3, 3, :] = index[3, :, 3] = index[:, 3, 3] = 1
    assert measured(index, (2, 1, 1)) == (19, 6, 1, 6, 3 * 4 + 6 * 2, 12)


def test_pieces_and_objects_are_alone():
    index = drawn("###.##", "......", "###...")
    index[0, 2] *= 2
    found = measure_skeletons(index, np.ones(3), 3)
    assert found.pixels.tolist() == [5, 3, 0]
    assert found.branches.tolist() == [2, 1, 0]
    assert found.length.tolist() == [3, 2, 0]
    assert found.longest.tolist() == [2, 2, 0]
    touching = np.array([[[1, 1, 2, 2]]])
    assert measure_skeletons(touching, np.ones(3), 2).length.tolist() == [1, 1]


@pytest.mark.parametrize("shape", [(1, 30, 34), (6, 12, 13)])
def test_longest_ways_are_those_of_all_pairs(shape):
    noise = ndimage.gaussian_filter(np.random.default_rng(5).random(shape), 0.7)
    thin = (noise > np.quantile(noise, 0.75)).astype(np.intp)
    spacing = np.array([1.7, 0.6, 1.1])
    found = measure_skeletons(thin, spacing, 1)
    places = np.argwhere(thin)
    number = {tuple(p): i for i, p in enumerate(places)}
    pairs = []
    for place, i in number.items():
        for step in np.ndindex(3, 3, 3):
            to = tuple(np.add(place, step) - 1)
            between = [
                tuple(np.where(np.array(part, bool), to, place)) for part in np.ndindex(2, 2, 2)
            ]
            detour = any(b in number and b not in (place, to) for b in between)
            if to in number and to != place and not detour:
                pairs.append((i, number[to]))
    one, two = np.array(pairs).T
    lengths = np.sqrt((((places[one] - places[two]) * spacing) ** 2).sum(axis=1))
    apart = dijkstra(coo_array((lengths, (one, two)), shape=(len(places),) * 2).tocsr())
    degree = np.bincount(one, minlength=len(places))
    from_nodes = np.where(np.isfinite(apart), apart, 0)[degree != 2]
    assert found.length[0] == pytest.approx(lengths.sum() / 2)
    assert found.longest[0] == pytest.approx(from_nodes.max())
    assert found.ends[0] == (degree == 1).sum()
