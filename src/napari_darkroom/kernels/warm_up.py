"""Compiling the kernels before they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from napari_darkroom.kernels.runs import Runs


def warm_up() -> None:
    """Compile or load the kernels for the usual pixel types; some seconds the first time."""
    from napari_darkroom.kernels.area import area_opening
    from napari_darkroom.kernels.extrema import h_maxima
    from napari_darkroom.kernels.histogram import count_floats, count_integers
    from napari_darkroom.kernels.local_means import box_statistics
    from napari_darkroom.kernels.median import footprint_median
    from napari_darkroom.kernels.region_values import central_moments, gather, sum_values, variances
    from napari_darkroom.kernels.runs import find_runs

    for numbers in (np.uint16, np.int64, np.int32):
        runs = find_runs([(0, np.ones((3, 3), dtype=numbers))], (1, 3, 3))
    _warm_up_shapes(runs)
    for dtype in (np.uint8, np.uint16, np.float32):
        image = np.ones((3, 3), dtype=dtype)
        values = gather([(0, image)], runs)
        sums = sum_values(values, runs)
        variances(values, runs, sums)
        central_moments(values, runs, sums)
        footprint_median(image[None], np.ones((1, 3, 3), dtype=bool))
        plane = np.arange(9, dtype=dtype).reshape(3, 3)
        h_maxima(plane, 1, diagonal=True)
        area_opening(plane, 2, diagonal=True)
        _ = [*box_statistics(plane, (1, 1))]
    for dtype in (np.uint8, np.uint16):
        count_integers(np.arange(9, dtype=dtype), 0, 8)
    count_floats(np.arange(9, dtype=np.float32), np.linspace(0.0, 8.0, 5))


def _warm_up_shapes(runs: Runs) -> None:
    """Compile or load what the usual columns of the shapes of objects in a plane need."""
    from napari_darkroom.kernels.calipers import corner_calipers, hull_diameters
    from napari_darkroom.kernels.contours import contours
    from napari_darkroom.kernels.eigenvalues import symmetric_eigenvalues
    from napari_darkroom.kernels.enclosing import enclosing_circles
    from napari_darkroom.kernels.filling import filled_sizes
    from napari_darkroom.kernels.hulls import hull_rows, polygon_areas
    from napari_darkroom.kernels.perimeters import perimeters
    from napari_darkroom.kernels.radii import radii
    from napari_darkroom.kernels.regions import sum_places
    from napari_darkroom.kernels.run_ends import row_ends_of
    from napari_darkroom.kernels.windows import windows

    square = (1.0, 1.0)
    sums, plane = sum_places(runs), runs.index()[0]
    low, high = sums.low[:, 1:], sums.high[:, 1:]
    symmetric_eigenvalues(sums.covariance[:, 1:, 1:])
    perimeters(runs)
    for outline in (contours, windows):
        outline(plane, runs.count)
    radii(plane, runs.count, square)
    some = np.arange(runs.count)
    filled_sizes(plane, low[some], high[some], some + 1)
    rows = row_ends_of(runs, low, high)
    hull_diameters(hull_rows(rows), square)
    corner_calipers(rows, square)
    polygon_areas(rows)
    enclosing_circles(rows)
