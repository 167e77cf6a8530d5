"""Changing label images against scikit-image and SciPy."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import scenes
from comparison import Case
from numpy.typing import NDArray
from scipy import ndimage
from skimage import draw, measure, morphology, segmentation, util

import napari_darkroom as dr
from napari_darkroom.core.values import Points, Shapes

STACK = (32, 512, 512)


def _filled(labels: NDArray[Any]) -> NDArray[Any]:
    """Return each object with its holes, as one writes it today."""
    result = labels.copy()
    for k, box in enumerate(ndimage.find_objects(labels), start=1):
        if box is not None:
            result[box][ndimage.binary_fill_holes(labels[box] == k)] = k
    return result


def _column(table: Any, name: str) -> NDArray[Any]:
    return np.asarray(table[name])


def _alone(labels: NDArray[Any], disk: NDArray[Any]) -> NDArray[Any]:
    """Return the pixels with nothing else in a disk around them, as one writes it today."""
    high = ndimage.maximum_filter(labels, footprint=disk)
    return np.where(high == ndimage.minimum_filter(labels, footprint=disk), labels, 0)


def _combined(labels: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    """Return the objects of both, numbered anew, those of `labels` on top."""
    one, two = (segmentation.relabel_sequential(a)[0].astype(np.int64) for a in (labels, other))
    two = np.where(two > 0, two + one.max(), 0)
    return segmentation.relabel_sequential(np.where(one > 0, one, two))[0]


def _merged(labels: NDArray[Any]) -> NDArray[Any]:
    """Return the lowest number of each piece, for objects of one piece."""
    pieces, count = ndimage.label(labels > 0, np.ones((3, 3)))
    lowest = np.asarray(ndimage.minimum(labels, pieces, np.arange(count + 1)))
    lowest[0] = 0
    return lowest[pieces]


def _voted(labels: NDArray[Any], disk: NDArray[Any]) -> NDArray[Any]:
    """Return what more than half of a disk has, object by object in its box."""
    result, reach = labels.copy(), disk.shape[0] // 2
    whole = ndimage.convolve(np.ones(labels.shape, int), disk * 1, mode="constant")
    numbers = np.unique(labels)
    boxes = [(slice(0, n) for n in labels.shape)] + [
        (slice(max(one.start - reach, 0), one.stop + reach) for one in box)
        for box in ndimage.find_objects(labels)
        if box is not None
    ]
    if numbers[0] != 0:
        boxes = boxes[1:]
    for k, box in zip(numbers, map(tuple, boxes), strict=True):
        around = ndimage.convolve((labels[box] == k) * 1, disk * 1, mode="constant")
        result[box][around > whole[box] / 2] = k
    return result


def _joined(volume: NDArray[Any]) -> NDArray[Any]:
    """Return objects of planes that are one if each overlaps most with the other, by a quarter."""
    planes = [segmentation.relabel_sequential(plane)[0] for plane in volume]
    result, last = [planes[0]], int(planes[0].max())
    for above, plane in pairwise(planes):
        shape = int(above.max()) + 1, int(plane.max()) + 1
        shared = np.bincount(np.ravel_multi_index((above.ravel(), plane.ravel()), shape))
        shared = np.pad(shared, (0, shape[0] * shape[1] - len(shared))).reshape(shape)
        share = shared / (shared.sum(0) + shared.sum(1)[:, None] - shared)
        share[0], share[:, 0] = 0, 0
        best = (share == share.max(0)) & (share == share.max(1)[:, None]) & (share >= 0.25)
        best &= best.cumsum(1) == 1
        best &= best.cumsum(0) == 1
        before = np.zeros(shape[0], int)
        before[above.ravel()] = result[-1].ravel()
        table = np.where(best.any(0), before[best.argmax(0)], 0)
        new = np.flatnonzero(table[1:] == 0) + 1
        table[new] = last + 1 + np.arange(len(new))
        last += len(new)
        result.append(table[plane])
    return np.array(result)


def _discs(shape: tuple[int, ...], places: NDArray[Any], radius: int) -> NDArray[Any]:
    """Return discs around places, the first on top, as one draws them today."""
    labels = np.zeros(shape, np.int32)
    for number in range(len(places), 0, -1):
        labels[draw.disk(places[number - 1], radius + 1e-6, shape=shape)] = number
    return labels


def _drawn(shape: tuple[int, ...], polygons: list[NDArray[Any]]) -> NDArray[Any]:
    labels = np.zeros(shape, np.int32)
    for number, vertices in enumerate(polygons, start=1):
        labels[draw.polygon(*vertices.T, shape=shape)] = number
    return labels


def cases(side: int) -> list[Case]:
    """Return the work on a plane, and of stacks on a volume."""
    return [*_changed(side), *_chosen(side), *_placed(side)]


def _chosen(side: int) -> list[Case]:
    labels = scenes.objects(side, side)
    table, mask = dr.measure.regions(labels), scenes.blobs(side, side)[::-1]
    sizes = np.bincount(labels.ravel())
    volume = np.array([measure.label(plane) for plane in scenes.beads(*STACK)], dtype=np.int32)
    return [
        Case(
            "labels.filter_by_size",
            lambda: dr.labels.filter_by_size(labels, min_size=200, max_size=2000),
            lambda: np.where(_within(labels, 200, 2000)[labels], labels, 0),
            "NumPy",
        ),
        Case(
            "labels.filter",
            lambda: dr.labels.filter(labels, table, column="area", lower=200),
            lambda: util.map_array(
                labels, np.arange(len(sizes)), np.arange(len(sizes)) * (sizes >= 200) * 1
            ),
            "scikit-image",
        ),
        Case(
            "labels.subtract",
            lambda: dr.labels.subtract(labels, mask),
            lambda: np.where(mask, 0, labels),
            "NumPy",
        ),
        Case(
            "labels.merge_touching",
            lambda: dr.labels.merge_touching(labels),
            lambda: _merged(labels),
            "SciPy",
        ),
        Case(
            "labels.smooth, half as wide",
            lambda: dr.labels.smooth(labels[: side // 2, : side // 2]),
            lambda: _voted(labels[: side // 2, : side // 2], morphology.disk(3)),
            "SciPy, object by object",
            slow=True,
        ),
        Case(
            "labels.join_slices",
            lambda: dr.labels.join_slices(volume),
            lambda: _joined(volume),
            "scikit-image and NumPy",
            " × ".join(map(str, STACK)),
        ),
    ]


def _within(labels: NDArray[Any], low: int, high: int) -> NDArray[np.bool_]:
    sizes = np.bincount(labels.ravel())
    return (sizes >= low) & (sizes <= high)


def _cell(random: np.random.Generator) -> NDArray[np.float64]:
    """Return the vertices of a shape as somebody draws it around a cell."""
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return random.uniform(30, 50, (40, 1)) * np.stack([np.sin(turn), np.cos(turn)], axis=1)


def _placed(side: int) -> list[Case]:
    labels = scenes.objects(side, side)
    random = np.random.default_rng(0)
    places = random.integers(0, side, (3000, 2))
    corners = [_cell(random) + place for place in places[:500]]
    points, shapes = Points.of(places), Shapes.of([("polygon", one) for one in corners])
    image = np.zeros((side, side), np.uint8)
    return [
        Case(
            "labels.from_points",
            lambda: dr.labels.from_points(image, points, radius=8),
            lambda: _discs(image.shape, places, 8),
            "scikit-image",
        ),
        Case(
            "labels.from_shapes",
            lambda: dr.labels.from_shapes(image, shapes),
            lambda: _drawn(image.shape, corners),
            "scikit-image",
        ),
        Case(
            "labels.to_points",
            lambda: _column(dr.labels.to_points(labels), "y"),
            lambda: _column(
                measure.regionprops_table(labels, properties=["centroid"]), "centroid-0"
            ),
            "scikit-image",
        ),
        Case(
            "labels.to_shapes, how many",
            lambda: _column(dr.labels.to_shapes(labels, holes=False), "label").max(),
            lambda: len(
                [measure.find_contours(np.pad(one.image, 1)) for one in measure.regionprops(labels)]
            ),
            "scikit-image, object by object",
        ),
    ]


def _changed(side: int) -> list[Case]:
    labels = scenes.objects(side, side)
    gaps = np.where(labels % 3 == 0, 0, labels * 5)
    holed = labels.copy()
    holed[np.random.default_rng(0).random(labels.shape) < 0.001] = 0
    return [
        *[
            Case(
                f"labels.expand {distance}",
                lambda d=distance: dr.labels.expand(labels, distance=d) > 0,
                lambda d=distance: segmentation.expand_labels(labels, d) > 0,
                "scikit-image",
            )
            for distance in (5, 25)
        ],
        Case(
            "labels.relabel",
            lambda: dr.labels.relabel(gaps),
            lambda: segmentation.relabel_sequential(gaps)[0],
            "scikit-image",
        ),
        Case(
            "labels.clear_border",
            lambda: dr.labels.clear_border(labels),
            lambda: segmentation.clear_border(labels),
            "scikit-image",
        ),
        Case(
            "labels.fill_holes",
            lambda: dr.labels.fill_holes(holed) > 0,
            lambda: _filled(holed) > 0,
            "SciPy, object by object",
        ),
        *[
            Case(
                f"labels.shrink {distance}",
                lambda d=distance: dr.labels.shrink(labels, distance=d),
                lambda d=distance: _alone(labels, morphology.disk(d)),
                "SciPy",
            )
            for distance in (1, 5)
        ],
        Case(
            "labels.split_disconnected",
            lambda: dr.labels.split_disconnected(holed) > 0,
            lambda: measure.label(holed, connectivity=2) > 0,
            "scikit-image",
        ),
        Case(
            "labels.remove_small",
            lambda: dr.labels.remove_small(labels, min_size=200),
            lambda: morphology.remove_small_objects(labels, max_size=199),
            "scikit-image",
        ),
        Case(
            "labels.keep_largest",
            lambda: dr.labels.keep_largest(labels),
            lambda: np.where(labels == np.bincount(labels.ravel())[1:].argmax() + 1, labels, 0),
            "NumPy",
        ),
        Case(
            "labels.combine",
            lambda: dr.labels.combine(gaps, gaps),
            lambda: _combined(gaps, gaps),
            "scikit-image and NumPy",
        ),
        Case(
            "labels.outlines",
            lambda: dr.labels.outlines(labels) > 0,
            lambda: segmentation.find_boundaries(labels, connectivity=1, mode="inner"),
            "scikit-image",
        ),
    ]
