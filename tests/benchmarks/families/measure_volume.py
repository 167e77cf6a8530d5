"""Measurements of the objects of a large volume against scikit-image, which takes minutes."""

from __future__ import annotations

import numpy as np
import scenes
from comparison import Case
from skimage import measure

import napari_darkroom as dr
from families.measure import VOLUME


def cases(side: int) -> list[Case]:
    """Return the work on a volume: of 64 × 1024 × 1024 voxels for a side of 2048."""
    shape = (max(side // 32, 1), side // 2, side // 2)
    image, labels = scenes.cells(*shape), scenes.beads(*shape)
    given = dr.Labels.of(labels), dr.Image.of(image)
    size = f"{' × '.join(map(str, shape))}, {labels.max()} objects"
    return [
        Case(
            "measure.regions",
            lambda: np.asarray(dr.measure.regions(*given)["solidity"]),
            lambda: measure.regionprops_table(labels, image, [*VOLUME, "solidity"])["solidity"],
            "scikit-image",
            size,
        )
    ]
