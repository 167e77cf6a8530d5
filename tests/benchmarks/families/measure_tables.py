"""Counts by region and growth by track against the lines of pandas that one writes for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import scenes
from comparison import Case
from numpy.typing import NDArray
from scipy.stats import linregress

import napari_darkroom as dr
from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table

FRAMES = 20


def cases(side: int) -> list[Case]:
    """Return the work on the objects of a plane in blocks of it, and on tracks of many objects."""
    labels = scenes.objects(side, side)
    regions = _blocks(side)
    tracks = _tracks(2 * side)
    return [
        Case(
            "measure.counts, regions",
            lambda: dr.measure.counts(labels, regions)["num_objects"],
            lambda: _counted(labels, regions),
            "pandas groupby",
        ),
        Case(
            "measure.growth",
            lambda: dr.measure.growth(tracks, column="area")["growth_rate"],
            lambda: _grown(tracks.data),
            "pandas groupby, SciPy",
            f"{2 * side} tracks of {FRAMES} frames",
        ),
    ]


def _blocks(side: int) -> NDArray[np.int32]:
    """Return 64 square regions."""
    rows = np.arange(side) * 8 // side
    return (8 * rows[:, None] + rows + 1).astype(np.int32)


def _counted(labels: Any, regions: Any) -> NDArray[np.int64]:
    """Return the number of objects in each region, each in that which holds most of it."""
    pixels = pd.DataFrame({"label": labels.ravel(), "region": regions.ravel()})
    shared = pixels[pixels["label"] > 0].groupby(["label", "region"]).size().reset_index(name="n")
    most = shared.loc[shared.groupby("label")["n"].idxmax()]
    return most.groupby("region").size().reindex(np.unique(regions), fill_value=0).to_numpy()


def _tracks(count: int) -> Table:
    """Return measurements of objects that grow at rates of their own, with noise."""
    random = np.random.default_rng(3)
    label = np.repeat(np.arange(1, count + 1), FRAMES)
    t = np.tile(np.arange(FRAMES), count)
    rate = np.repeat(random.uniform(0.01, 0.1, count), FRAMES)
    area = 100 * np.exp(rate * t + random.normal(0, 0.02, len(t)))
    cells = pd.DataFrame({"t": t, "label": label, "area": area})
    known = {name: Column(f"What {name} is.", "") for name in cells}
    return Table(cells, known, ("t", "label"))


def _grown(cells: pd.DataFrame) -> NDArray[np.float64]:
    tracks = [rows.sort_values("t") for _, rows in cells.groupby("label")]
    return np.array([linregress(one["t"], np.log(one["area"])).slope for one in tracks])
