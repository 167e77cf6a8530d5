"""The operations: this module is named by the entry point, so it imports nothing heavy."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Gt, Le, Lt

import napari_darkroom as dr


def _reach(**_: Any) -> tuple[int, int]:
    from example_models.network import REACH

    return REACH, REACH


@dr.operation(
    title="Cell probability",
    family="example",
    menu="segment/models",
    noun="probability",
    dimensions=(2,),
    halo=_reach,
)
def probability(
    image: dr.ImageArray,
    *,
    brightest: Annotated[float, Gt(0)] = 1.0,
    passes: Annotated[int, Ge(1), Le(100)] = 4,
    seed: Annotated[int, Ge(0)] = 0,
) -> dr.FloatImageArray:
    """Tell how likely each pixel belongs to a cell.

    Channels of the network are dropped by chance, and the mean of several passes is taken.

    Parameters
    ----------
    image : array
        The image.
    brightest : float
        Value that counts as bright.
    passes : int
        Number of passes.
    seed : int
        Seed of the chance: the same seed gives the same result.

    Returns
    -------
    image : array of float
        From 0 to 1.
    """
    from example_models.network import load_weights, predict

    chance = np.random.default_rng(seed)
    scaled = (image / brightest).astype(np.float32)
    kept = chance.random((passes, len(load_weights()))) > 0.25
    return np.mean([predict(scaled, one) for one in kept], axis=0, dtype=np.float32)


@dr.operation(title="Cells", family="example", menu="segment/models", noun="cells")
def cells(
    probability: dr.ImageArray, *, above: Annotated[float, Ge(0), Lt(1)] = 0.5
) -> dr.NewLabelsArray:
    """Give each cell of a probability image a number.

    Parameters
    ----------
    probability : array
        From 0 to 1.
    above : float
        What counts as cell.

    Returns
    -------
    labels : array of int
        One number a cell.
    """
    from scipy.ndimage import label

    numbers, _ = label(probability > above)
    return np.asarray(numbers)
