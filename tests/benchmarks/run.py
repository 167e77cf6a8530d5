"""How fast the operations are, side by side with what people use today, in one process.

``tox -e bench`` prints one table: seconds (the best of several runs) of the public call, with
its checks and wrapping, of the same work elsewhere, their ratio, and how far the results
are apart. ``python tests/benchmarks/run.py 512`` takes another size.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import ndimage
from skimage import color, filters, measure, morphology, transform

import napari_darkroom as dr

Work = Callable[[], Any]


@dataclass(frozen=True)
class Case:
    """The same work done twice."""

    name: str
    ours: Work
    theirs: Work
    other: str


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
    """Return the largest difference of any pixel or row."""
    a, b = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    return f"{np.abs(a - b).max():.2g}"


def cases(side: int) -> list[Case]:
    """Return the work at `side` × `side` pixels."""
    rng = np.random.default_rng(0)
    image = rng.integers(0, 65535, (side, side)).astype(np.uint16)
    single = image.astype(np.float32)
    rgb = rng.integers(0, 255, (side, side, 3)).astype(np.uint8)
    mask = ndimage.gaussian_filter(rng.random((side, side)), 6) > 0.5
    labels = measure.label(mask).astype(np.int32)
    disk = morphology.disk(5)
    wanted = ["area", "bbox", "centroid", "perimeter", "axis_major_length", "axis_minor_length"]
    wanted += ["eccentricity", "solidity", "intensity_mean", "intensity_min", "intensity_max"]
    wanted += ["intensity_std"]
    return [
        Case(
            "filters.gaussian σ 2",
            lambda: dr.filters.gaussian(image, sigma=2),
            lambda: ndimage.gaussian_filter(single, 2),
            "scipy float32",
        ),
        Case(
            "filters.median 5 × 5",
            lambda: dr.filters.median(image, radius=2, shape="square"),
            lambda: ndimage.median_filter(image, 5),
            "scipy",
        ),
        Case(
            "morphology.opening disk 5",
            lambda: dr.morphology.opening(image, radius=5),
            lambda: morphology.opening(image, disk, mode="ignore"),
            "scikit-image",
        ),
        Case(
            "threshold.otsu",
            lambda: dr.threshold.otsu(image),
            lambda: image > filters.threshold_otsu(image),
            "scikit-image",
        ),
        Case(
            "morphology.fill_holes",
            lambda: dr.morphology.fill_holes(mask),
            lambda: ndimage.binary_fill_holes(mask),
            "scipy",
        ),
        Case(
            "segment.connected_components",
            lambda: dr.segment.connected_components(mask),
            lambda: ndimage.label(mask, np.ones((3, 3)))[0],
            "scipy",
        ),
        Case(
            "color.to_gray",
            lambda: dr.color.to_gray(rgb) / np.float32(255),
            lambda: color.rgb2gray(rgb),
            "scikit-image",
        ),
        Case(
            "geometry.resize ½, area",
            lambda: dr.geometry.resize(single, factor=0.5),
            lambda: transform.downscale_local_mean(single, (2, 2)),
            "scikit-image",
        ),
        Case(
            "measure.regions",
            lambda: dr.measure.regions(labels, image)["solidity"],
            lambda: measure.regionprops_table(labels, image, properties=wanted)["solidity"],
            "scikit-image",
        ),
    ]


def main(side: int) -> None:
    """Print the table."""
    print(f"{side} × {side} pixels")
    print(f"{'operation':32}{'ours s':>9}{'other s':>9}{'ratio':>8}{'difference':>12}  other")
    for case in cases(side):
        ours, our_result = best(case.ours)
        theirs, their_result = best(case.theirs, 1)
        apart = distance(our_result, their_result)
        print(
            f"{case.name:32}{ours:9.4f}{theirs:9.4f}{theirs / ours:7.1f}×{apart:>12}  {case.other}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2048)
