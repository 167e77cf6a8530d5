"""The random walker: every pixel belongs to the seed that a walk from it reaches first."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.annotations import (
    ImageArray,
    LabelsArray,
    MaskArray,
    Poll,
    SameArray,
    Spacing,
)
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.kernels.label_ids import dense
from napari_darkroom.ops.segment.brightness import from_0_to_1


@operation(
    title="Random walker",
    noun="objects",
    menu="segment/from_seeds",
    tolerance=1e-3,
    copies=40,
)
def random_walker(
    seeds: LabelsArray,
    image: ImageArray,
    mask: MaskArray | None = None,
    *,
    beta: Annotated[float, Ge(0), Le(1e6)] = 130.0,
    spacing: Spacing = None,
    poll: Poll = None,
) -> SameArray:
    """Give every pixel to the seed that a random walk from it reaches first, most probably.

    For noisy images and weak or broken edges: between two seeds the border is where the image
    changes most, and where nothing changes, halfway. Paint some pixels of each object and of the
    background.

    Parameters
    ----------
    seeds : array of int, 2-D or 3-D
        A label image with some pixels of every object, and of the background with a number of its
        own.
    image : array
        The image.
    mask : array of bool, optional
        Walks stay inside of it; without it every pixel is given to a seed.
    beta : float
        How strongly walks avoid changes of the image: more follows weak edges and noise, less
        gives smooth borders; 0 leaves the image out.
    spacing : sequence of float, optional
        Pixel size along each axis; the engine gives it.
    poll : callable, optional
        Called now and then, to end a run that was stopped; the engine gives it.

    Returns
    -------
    result : array of int
        The objects with the numbers of their seeds, in the type of the seeds.

    Raises
    ------
    InputError
        If the probabilities of an object are not found in 20,000 rounds, and 20 more for each pixel
        of height, width and depth: hardly a walk passes the noise.

    Notes
    -----
    The image is scaled so that its smallest value is 0 and its largest 1, so that `beta` means the
    same for every pixel type. Walks go over sides of pixels, and lengths count in pixels of the
    finest axis. Missing pixels (NaN) belong to no object, nor does what no walk leads from to a
    seed. Equal probabilities go to the lowest number. The probabilities are found by conjugate
    gradients until 1e-4 of what the seeds put in is left over. Each number takes a run of its
    own: for many objects take the watershed.

    Formula::

        weight(x, y) = exp(−β/(10 σ) · |image(x) − image(y)|²/d²) + 1e-10
        σ: standard deviation of the image, d: step
        pₖ(x) = Σ weight(x, y) pₖ(y) / Σ weight(x, y)
        pₖ = 1 on seed k, 0 on the others
        result(x) = the k with the largest pₖ(x)

    Equivalent within 0.02::

        import numpy as np
        from skimage.segmentation import random_walker

        values = (image - float(image.min())) / (float(image.max()) - float(image.min()))
        marks = np.where(True if mask is None else mask, seeds.astype(int), -1)
        steps = np.array(spacing) / min(spacing)
        result = np.maximum(random_walker(values, marks, beta, "cg_j", 1e-4, spacing=steps), 0)

    References
    ----------
    L. Grady, IEEE PAMI 28 (2006) 1768–1783; ``skimage.segmentation.random_walker``, which takes
    the values of floats as they are, and numbers the objects anew.
    """
    from napari_darkroom.kernels.walker import UnsettledError, first_reached

    ids, index = dense(seeds)
    values = from_0_to_1(image)
    inside = ~np.isnan(values)
    deviation = float(values[inside].std()) if inside.any() else 0.0
    contrast = beta / (10 * deviation) if deviation > 0 else 0.0
    inside = inside if mask is None else inside & mask
    sizes = np.ones(image.ndim) if spacing is None else np.asarray(spacing, dtype=float)
    steps = (sizes / sizes.min()).tolist()
    try:
        found = first_reached(values, index, inside, contrast, steps, poll=poll)
    except UnsettledError as unsettled:
        raise InputError(
            f"segment.random_walker: the probabilities of object {ids[unsettled.number]} are not "
            f"found after {unsettled.rounds} rounds: with beta = {beta:g} hardly a walk passes the "
            "noise of the image. Blur the image first (filters.gaussian), let beta be smaller, or "
            "mark more pixels of each object."
        ) from unsettled
    return ids[found].astype(seeds.dtype.newbyteorder("="))
