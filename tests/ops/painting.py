"""Label images that are painted on, and what `labels.correct` makes of it."""

from typing import Any

import numpy as np
import pandas as pd

from napari_darkroom.core.values import Labels
from napari_darkroom.engine.corrections import make_corrections
from napari_darkroom.engine.run import run


def labels(data: Any, axes: str | None = None) -> Labels:
    """Return a calibrated label image."""
    array = np.asarray(data)
    return Labels.of(array, axes, 0.3, "um", [5.0 + i for i in range(array.ndim)], name="cells")


def corrected(now: Labels, before: Labels, after: Labels) -> tuple[np.ndarray, pd.DataFrame]:
    """Return what is painted on one image, applied to another one, and the table of changes."""
    corrections = make_corrections(before, after)
    assert corrections is not None
    results = run("labels.correct", {"labels": now, "corrections": corrections})
    assert results["labels"].calibration == now.calibration
    return results["labels"].data, results["changes"].data


def scene() -> np.ndarray:
    """Return four objects, 2, 5, 9 and 30."""
    data = np.zeros((20, 30), np.int32)
    data[1:7, 1:7], data[1:7, 9:15], data[10:18, 2:12], data[10:16, 20:28] = 2, 5, 9, 30
    return data


def box(data: np.ndarray, y: tuple[int, int], x: tuple[int, int], number: int) -> np.ndarray:
    """Return a copy with a number in a box."""
    changed = data.copy()
    changed[slice(*y), slice(*x)] = number
    return changed
