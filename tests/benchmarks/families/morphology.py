"""Morphology against SciPy and scikit-image."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scenes
from comparison import Case
from scipy import ndimage
from skimage import morphology

import napari_darkroom as dr

VOLUME = (64, 256, 256)


def cases(side: int) -> Iterator[Case]:
    """Yield the work on a plane, and on a volume where that is another."""
    yield from _neighbourhoods(side)
    yield from _peaks(side)
    yield from _shapes(side)


def _neighbourhoods(side: int) -> Iterator[Case]:
    image, small = scenes.noise(side, side), scenes.noise(256, 256)
    ours, theirs = dr.morphology, morphology
    disk, large = morphology.disk(5), morphology.disk(50)
    yield Case(
        "morphology.opening disk 5",
        lambda: ours.opening(image, radius=5),
        lambda: theirs.opening(image, disk, mode="ignore"),
        "scikit-image",
    )
    yield Case(
        "morphology.top_hat disk 50",
        lambda: ours.top_hat(small, radius=50),
        lambda: theirs.white_tophat(small, large, mode="ignore"),
        "scikit-image",
        "256 × 256",
    )
    yield Case(
        "morphology.gradient disk 5",
        lambda: ours.gradient(image, radius=5),
        lambda: theirs.dilation(image, disk) - theirs.erosion(image, disk),
        "scikit-image",
    )


def _peaks(side: int) -> Iterator[Case]:
    image = scenes.cells(side, side)
    floats, part = image.astype(np.float32), image[:256, :256]
    marker = np.maximum(image, 300) - 300
    ours, theirs, near = dr.morphology, morphology, np.ones((3, 3))
    yield Case(
        "morphology.reconstruct",
        lambda: ours.reconstruct(image, marker),
        lambda: theirs.reconstruction(marker, image, footprint=near),
        "scikit-image",
    )
    yield Case(
        "morphology.h_maxima",
        lambda: ours.h_maxima(image, height=300),
        lambda: theirs.h_maxima(image, 300) > 0,
        "scikit-image",
    )
    yield Case(
        "morphology.h_maxima of floats",
        lambda: ours.h_maxima(floats, height=300),
        lambda: theirs.h_maxima(floats, 300) > 0,
        "scikit-image",
    )
    yield Case(
        "morphology.regional_maxima",
        lambda: ours.regional_maxima(image),
        lambda: theirs.local_maxima(image),
        "scikit-image",
    )
    yield Case(
        "morphology.area_opening",
        lambda: ours.area_opening(part, min_size=100),
        lambda: theirs.area_opening(part, 100, connectivity=2),
        "scikit-image",
        "256 × 256",
    )


def _shapes(side: int) -> Iterator[Case]:
    mask, volume = scenes.blobs(side, side), scenes.blobs(*VOLUME)
    part = mask[:512, :512]
    ours, theirs = dr.morphology, morphology
    size = " × ".join(map(str, VOLUME))
    yield Case(
        "morphology.fill_holes",
        lambda: ours.fill_holes(mask),
        lambda: ndimage.binary_fill_holes(mask),
        "scipy",
    )
    yield Case(
        "morphology.distance_map",
        lambda: ours.distance_map(mask),
        lambda: ndimage.distance_transform_edt(mask),
        "scipy",
    )
    yield Case(
        "morphology.distance_map",
        lambda: ours.distance_map(volume),
        lambda: ndimage.distance_transform_edt(volume),
        "scipy",
        size,
    )
    yield Case(
        "morphology.skeletonize",
        lambda: ours.skeletonize(mask),
        lambda: theirs.skeletonize(mask),
        "scikit-image",
    )
    yield Case(
        "morphology.thin 3",
        lambda: ours.thin(mask),
        lambda: theirs.thin(mask, 3),
        "scikit-image",
    )
    yield Case(
        "morphology.medial_axis",
        lambda: ours.medial_axis(mask)[0],
        lambda: theirs.medial_axis(mask, rng=0),
        "scikit-image",
    )
    yield Case(
        "morphology.convex_hull",
        lambda: ours.convex_hull(part),
        lambda: theirs.convex_hull_object(part),
        "scikit-image",
        "512 × 512",
    )
