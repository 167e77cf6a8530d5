"""Objects to measure, as index images with their bounding boxes."""

import numpy as np
from scipy import ndimage

from napari_darkroom.kernels.run_ends import row_ends_of
from napari_darkroom.kernels.runs import runs_of_index


def ragged(seed, shape=(70, 75), share=0.35):
    """Return ragged objects, some with holes, and how many."""
    smooth = ndimage.gaussian_filter(np.random.default_rng(seed).random(shape), 1.5)
    return ndimage.label(smooth > np.quantile(smooth, 1 - share), np.ones((3,) * len(shape)))


def boxes(index):
    """Return the bounding boxes of all objects: low and high, one row an object."""
    found = ndimage.find_objects(index)
    low = [[axis.start for axis in box] for box in found]
    high = [[axis.stop for axis in box] for box in found]
    shape = (len(found), index.ndim)
    return np.array(low, int).reshape(shape), np.array(high, int).reshape(shape)


def ends(index):
    """Return the ends of the rows of all objects."""
    low, high = boxes(index)
    return row_ends_of(runs_of_index(index[None], len(low)), low, high)
