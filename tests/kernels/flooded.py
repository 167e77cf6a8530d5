"""Scenes in which water rises."""

import numpy as np
from scipy import ndimage

SHAPES = [(60, 70), (9, 20, 22), (1, 50), (40, 1)]


def scene(shape, smooth, seed=0):
    """Return an image with many equal values, markers of values of their own, and a mask."""
    random = np.random.default_rng(seed)
    image = random.permutation(int(np.prod(shape))).reshape(shape).astype(float)
    if smooth:
        image = np.round(ndimage.gaussian_filter(image, 1) / 50)
    places = random.choice(image.size, 12, replace=False)
    markers = np.zeros(shape, int)
    markers.flat[places] = np.arange(1, 13)
    image.flat[places] = -np.arange(1, 13)
    return image, markers, random.random(shape) < 0.8
