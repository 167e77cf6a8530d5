"""From masks to objects against SciPy and scikit-image."""

from __future__ import annotations

from typing import Any

import numpy as np
import scenes
from comparison import Case
from numpy.typing import NDArray
from scipy import ndimage
from scipy.cluster import vq
from skimage import feature, measure, morphology, segmentation

import napari_darkroom as dr

LARGE = (64, 1024, 1024)


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    mask, volume = scenes.blobs(side, side), scenes.blobs(*LARGE)
    image = scenes.cells(side, side)
    markers = dr.segment.connected_components(ndimage.binary_erosion(mask, iterations=4))
    dots = _dots(side)
    places, centre = _places(side), [(side // 2, side // 2)]
    smooth = dr.filters.gaussian(image, sigma=3)
    scene = scenes.cells(256, 256)
    scribbles = np.select([scene < 350, scene > 2600], [1, 2])
    return [
        Case(
            "segment.connected_components",
            lambda: dr.segment.connected_components(mask),
            lambda: ndimage.label(mask, np.ones((3, 3)))[0],
            "scipy",
            at_least=2.5,
        ),
        Case(
            "segment.connected_components",
            lambda: dr.segment.connected_components(volume),
            lambda: ndimage.label(volume, np.ones((3, 3, 3)))[0],
            "scipy",
            " × ".join(map(str, LARGE)),
            at_least=5,
        ),
        Case(
            "segment.watershed",
            lambda: dr.segment.watershed(markers, image),
            lambda: segmentation.watershed(image, markers, 2),
            "scikit-image",
        ),
        Case(
            "segment.split_touching",
            lambda: dr.segment.split_touching(mask) > 0,
            lambda: _split(mask) > 0,
            "scikit-image",
            at_least=3,
        ),
        Case(
            "segment.grow_seeds",
            lambda: dr.segment.grow_seeds(markers, image, mask),
            lambda: segmentation.watershed(-image.astype(float), markers, 2, mask=mask),
            "scikit-image",
        ),
        Case(
            "segment.flood from 20 points",
            lambda: dr.segment.flood(image, places, tolerance=60),
            lambda: _flooded(image, places, 60),
            "scikit-image",
            at_least=1,
        ),
        *[
            Case(
                f"segment.flood from one point, {name}",
                lambda r=reach: dr.segment.flood(smooth, centre, tolerance=r),
                lambda r=reach: _flooded(smooth, centre, r),
                "scikit-image",
                at_least=1,
            )
            for name, reach in (("small", 5), ("ragged", 800), ("all", 1e6))
        ],
        Case(
            "segment.random_walker",
            lambda: dr.segment.random_walker(scribbles, scene),
            lambda: _walked(scribbles, scene),
            "scikit-image",
            "256 × 256",
            slow=True,
        ),
        Case(
            "segment.kmeans of two channels",
            lambda: dr.segment.kmeans([image, smooth]),
            lambda: _classes([image, smooth]),
            "scipy",
            at_least=1,
        ),
        Case(
            "segment.superpixels, how many",
            lambda: dr.segment.superpixels(image, size=20, compactness=0.1).max(),
            lambda: segmentation.slic(
                image, (side // 20) ** 2, compactness=0.1, channel_axis=None
            ).max(),
            "scikit-image",
        ),
        Case(
            "segment.spots, how many",
            lambda: dr.segment.spots(dots, radius=3 * 2**0.5).max(),
            lambda: len(feature.blob_log(dots, 3, 3, 1, threshold=100)),
            "scikit-image",
        ),
        Case(
            "segment.find_spots, how many of 4 sizes",
            lambda: len(dr.segment.find_spots(dots, largest_diameter=16, signal_to_noise=50)),
            lambda: len(
                feature.blob_log(dots, 2**0.5, 4 * 2**0.5, 4, threshold=100, log_scale=True)
            ),
            "scikit-image",
        ),
        Case(
            "segment.find_maxima, how many",
            lambda: len(dr.segment.find_maxima(dots, prominence=500)),
            lambda: int(morphology.h_maxima(dots, 500).sum()),
            "scikit-image",
        ),
    ]


def _dots(side: int) -> NDArray[np.float64]:
    """Return round spots far from each other on a ground with little noise."""
    dots = np.zeros((side, side))
    dots[32::64, 32::64] = 1
    dots = ndimage.gaussian_filter(dots, 3)
    return np.asarray(1000 * dots / dots.max() + np.random.default_rng(0).normal(size=dots.shape))


def _places(side: int) -> list[tuple[int, int]]:
    random = np.random.default_rng(1)
    return [tuple(place) for place in random.integers(0, side, (20, 2)).tolist()]


def _flooded(image: NDArray[Any], places: list[tuple[int, int]], reach: float) -> NDArray[Any]:
    """Return what is flooded from each place, the first on top."""
    labels = np.zeros(image.shape, np.int32)
    for number in range(len(places), 0, -1):
        place = places[number - 1]
        labels[segmentation.flood(image, place, connectivity=2, tolerance=reach)] = number
    return labels


def _classes(channels: list[NDArray[Any]]) -> NDArray[Any]:
    """Return three classes in the order of brightness, from 1."""
    values = vq.whiten(np.stack([one.ravel() for one in channels], axis=1).astype(float))
    means, found = vq.kmeans2(values, 3, 20, minit="++", rng=np.random.default_rng(0))
    order = means.sum(axis=1).argsort().argsort()
    return np.asarray(order[found].reshape(channels[0].shape) + 1)


def _walked(seeds: NDArray[Any], image: NDArray[Any]) -> NDArray[Any]:
    values = (image - float(image.min())) / np.ptp(image.astype(float))
    return np.asarray(segmentation.random_walker(values, seeds, 130, "cg_j", 1e-4))


def _split(mask: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the objects of the same steps in SciPy and scikit-image."""
    distance = ndimage.distance_transform_edt(mask)
    places = feature.peak_local_max(
        distance, min_distance=7, labels=measure.label(mask), exclude_border=False
    )
    markers = np.zeros(mask.shape, np.int32)
    markers[tuple(places.T)] = np.arange(1, len(places) + 1)
    return np.asarray(segmentation.watershed(-distance, markers, 2, mask=mask))
