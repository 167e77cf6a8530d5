"""The table of what became of every change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from napari_darkroom.core.columns import Column
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.ops.labels.applied import FrameEdit
from napari_darkroom.ops.labels.touched import TouchedFrame

_COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "change": Column("Number of the change, counted from 1."),
        "kind": Column("What was done: removed, merged, split, added or reshaped."),
        "label_before": Column("Number of the object that was painted on, 0 for none."),
        "label": Column("Number of the object that it became, 0 for none."),
        "num_pixels": Column("Number of pixels that were painted.", PIXEL),
        "applied": Column("Whether the change was applied."),
        "reason": Column("Why it, or a part of it, was not applied."),
    }
)


def report(labels: Labels, done: Sequence[tuple[TouchedFrame, FrameEdit]]) -> Table:
    """Return one row a change, with its frame and its place in the world."""
    import pandas as pd

    c = labels.calibration
    walked = [name for i, name in enumerate(c.axes) if i not in c.spatial]
    rows = [(frame, row) for frame, edit in done for row in edit.rows]
    cells: dict[str, Any] = {
        name: np.array([frame.keys[name] for frame, _ in rows], dtype=np.int64) for name in walked
    }
    cells["change"] = np.arange(1, len(rows) + 1)
    cells["kind"] = np.array([row.change.kind for _, row in rows], dtype=object)
    cells["label_before"] = _numbers([row.label_before for _, row in rows])
    cells["label"] = _numbers([row.label for _, row in rows])
    cells["num_pixels"] = np.array([len(row.change.pixels) for _, row in rows], dtype=np.int64)
    places = _places(labels, rows)
    positions = {f"position_{c.axes[i]}": places[:, i] for i in c.spatial}
    cells |= positions
    cells["applied"] = np.array([row.applied for _, row in rows], dtype=bool)
    cells["reason"] = np.array([row.reason for _, row in rows], dtype=object)
    columns = {name: Column(f"Index along {name}, counted from 0.") for name in walked}
    columns |= {
        f"position_{c.axes[i]}": Column(
            f"Place in the world along {c.axes[i]} of the middle of the painted pixels.", c.units[i]
        )
        for i in c.spatial
    }
    return Table(pd.DataFrame(cells), {**columns, **_COLUMNS}, ("change",), labels.name)


def _numbers(numbers: Sequence[int]) -> Any:
    """Return numbers of objects as int64, as uint64 where one is beyond it."""
    beyond = max(numbers, default=0) > np.iinfo(np.int64).max
    return np.array(numbers, dtype=np.uint64 if beyond else np.int64)


def _places(labels: Labels, rows: Sequence[tuple[TouchedFrame, Any]]) -> Any:
    """Return the world coordinates of the middle of each change."""
    c = labels.calibration
    index = np.zeros((len(rows), c.ndim))
    for at, (frame, row) in zip(index, rows, strict=True):
        for i, name in enumerate(c.axes):
            at[i] = frame.keys.get(name, 0)
        at[list(c.spatial)] = frame.pixels.where[row.change.pixels].mean(axis=0)
    return c.world(index)
