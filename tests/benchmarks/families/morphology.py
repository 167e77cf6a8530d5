"""Morphology against SciPy and scikit-image."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scenes
from comparison import Case
from scipy import ndimage
from skimage import morphology, segmentation

import napari_darkroom as dr

VOLUME = (64, 256, 256)
LARGE = (64, 1024, 1024)


def cases(side: int) -> Iterator[Case]:
    """Yield the work on a plane, and on a volume where that is another."""
    yield from _neighbourhoods(side)
    yield from _peaks(side)
    yield from _shapes(side)
    yield from _lines(side)
    yield _large()


def _neighbourhoods(side: int) -> Iterator[Case]:
    image, small = scenes.noise(side, side), scenes.noise(512, 512)
    ours, theirs = dr.morphology, morphology
    disk, large = morphology.disk(5), morphology.disk(50)
    yield Case(
        "morphology.opening disk 5",
        lambda: ours.opening(image, radius=5),
        lambda: theirs.opening(image, disk, mode="ignore"),
        "scikit-image",
        at_least=10,
    )
    for name, find in {
        "erosion": lambda: theirs.erosion(image, disk),
        "dilation": lambda: theirs.dilation(image, disk),
        "closing": lambda: theirs.closing(image, disk, mode="ignore"),
        "bottom_hat": lambda: theirs.black_tophat(image, disk, mode="ignore"),
    }.items():
        yield Case(
            f"morphology.{name} disk 5",
            lambda name=name: getattr(ours, name)(image, radius=5),
            find,
            "scikit-image",
            at_least=1,
        )
    yield Case(
        "morphology.top_hat disk 50",
        lambda: ours.top_hat(small, radius=50),
        lambda: theirs.white_tophat(small, large, mode="ignore"),
        "scikit-image",
        "512 × 512",
        at_least=5,
        slow=True,
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
        "morphology.regional_minima",
        lambda: ours.regional_minima(image),
        lambda: theirs.local_minima(image),
        "scikit-image",
    )
    yield Case(
        "morphology.h_minima",
        lambda: ours.h_minima(image, height=300),
        lambda: theirs.h_minima(image, 300) > 0,
        "scikit-image",
    )
    yield Case(
        "morphology.area_closing",
        lambda: ours.area_closing(part, min_size=100),
        lambda: theirs.area_closing(part, 100, connectivity=2),
        "scikit-image",
        "256 × 256",
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
        at_least=3,
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


def _lines(side: int) -> Iterator[Case]:
    mask = scenes.blobs(side, side)
    ours, theirs, far = dr.morphology, morphology, ndimage.distance_transform_edt
    alone, near = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]), np.ones((3, 3))
    yield Case(
        "morphology.outline",
        lambda: ours.outline(mask),
        lambda: segmentation.find_boundaries(mask, connectivity=1, mode="inner"),
        "scikit-image",
    )
    yield Case(
        "morphology.hit_or_miss",
        lambda: ours.hit_or_miss(mask, pattern="000/010/000", turned=False)[1:-1, 1:-1],
        lambda: ndimage.binary_hit_or_miss(mask, alone, near - alone)[1:-1, 1:-1],
        "scipy",
    )
    yield Case(
        "morphology.ultimate_points",
        lambda: ours.ultimate_points(mask),
        lambda: theirs.local_maxima(np.rint(far(mask) ** 2)),
        "SciPy and scikit-image",
    )


def _large() -> Case:
    volume = scenes.blobs(*LARGE)
    return Case(
        "morphology.distance_map",
        lambda: dr.morphology.distance_map(volume),
        lambda: ndimage.distance_transform_edt(volume),
        "scipy",
        " × ".join(map(str, LARGE)),
        at_least=5,
        slow=True,
    )
