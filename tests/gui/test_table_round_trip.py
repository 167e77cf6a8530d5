"""A table of real cells goes into every format and comes back with all that it tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import Desk
from qtpy.QtCore import Qt
from qtpy.QtGui import QGuiApplication
from qtpy.QtWidgets import QFileDialog

import napari_darkroom as dr
from napari_darkroom.core.marks import CLASS
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.plugin.table.model import column_tip
from napari_darkroom.tables.conditions import Between
from napari_darkroom.tables.formats import FORMATS

CELLS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "human_cells"
IMAGE = CELLS / "AS_09125_050116030001_D03f00d0.tif"
RUNS_IN_EXCEL = "=2+2"


@pytest.fixture
def measured(make_desk: Any) -> Desk:
    desk = make_desk(show=True)
    if IMAGE.is_file():
        data = dr.read(IMAGE).data
        desk.viewer.add_image(data, name="dna", scale=(0.65, 0.65), units=("um", "um"))
    else:
        desk.viewer.open_sample("napari-darkroom", "nuclei")
        desk.viewer.layers.remove("nuclei truth")
    image = desk.viewer.layers[0]
    blurred = dr.apply(desk.viewer, "filters.gaussian", image, sigma=2)
    mask = dr.apply(desk.viewer, "threshold.otsu", blurred)
    objects = dr.apply(desk.viewer, "segment.connected_components", mask)
    objects.name = "cells"
    dr.apply(desk.viewer, "measure.regions", objects, image=image)
    dock = desk.table()
    dock.state.select(np.array([0]))
    dock.commands.mark({CLASS: RUNS_IN_EXCEL})
    desk.qtbot.waitUntil(lambda: CLASS in dock.table.data.columns, timeout=8000)
    return desk


@pytest.mark.parametrize("suffix", [one.suffixes[0] for one in FORMATS])
def test_a_table_comes_back_and_is_linked_again(
    measured: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    dock, layer = measured.table(), measured.viewer.layers["cells"]
    before, path = dock.table, tmp_path / f"cells{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    measured.qtbot.mouseClick(dock.head.save, Qt.MouseButton.LeftButton)
    measured.qtbot.waitUntil(lambda: any("Saved" in text for text in measured.said), timeout=8000)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dock.commands.load()
    assert dock.choice.key == f"file {path}"
    assert dock.choice.layer is layer
    after = dock.table
    pd.testing.assert_frame_equal(after.data, before.data)
    assert dict(after.columns) == dict(before.columns)
    assert after.keys == before.keys
    assert after.metadata["provenance"]
    # The text that Excel would run is text again, and the objects are found by their rows.
    assert after.data[CLASS][0] == RUNS_IN_EXCEL
    row = len(after.data) - 1
    dock.view.setCurrentIndex(dock.view.model().index(row, 0))
    assert layer.selected_label == after.data["label"][row]


def test_what_is_seen_of_it_tells_units_and_definitions(measured: Desk) -> None:
    dock = measured.table()
    frame = dock.table.data
    dock.view.setCurrentIndex(dock.view.model().index(1, list(frame.columns).index("area")))
    tip = column_tip(dock.state, "area")
    assert "µm²" in tip
    assert dock.table.columns["area"].definition in tip
    large = frame["area"] >= frame["area"].median()
    dock.state.set_conditions([Between("area", low=float(frame["area"].median()))])
    dock.state.select(np.flatnonzero(large)[:3])
    dock.statistics.update_now()
    text = dock.statistics.text()
    assert f"shown: n {large.sum():,} · mean {frame['area'][large].mean():.4g}" in text
    chosen = frame["area"][large][:3]
    assert f"selected: n 3 · mean {chosen.mean():.4g} · median {chosen.median():.4g}" in text
    assert f"deviation {chosen.std():.4g}" in text
    dock.state.select(np.array([0, 1, 2]))
    dock.commands.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == list(dock.state.columns)
    # A display filter never changes the table.
    assert len(dock.table.data) == len(frame)


def test_many_rows_are_copied_while_the_window_works_on(make_desk: Any) -> None:
    desk, count = make_desk(), 40_000
    places = np.random.default_rng(0).random((count, 2))
    desk.viewer.add_points(places, features={"kind": ["=round", "flat"] * (count // 2)})
    dock = open_table(desk.viewer)
    before = "as it was"
    QGuiApplication.clipboard().setText(before)
    dock.commands.copy()
    assert QGuiApplication.clipboard().text() == before
    assert Session.of(desk.viewer).filing.title == "Copying 40,000 rows"
    desk.qtbot.waitUntil(
        lambda: any("Copied 40,000 rows" in one for one in desk.said), timeout=20000
    )
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "point\ty\tx\tkind"
    expected = [
        f"{i}\t{y}\t{x}\t{'flat' if i % 2 else chr(39) + '=round'}"
        for i, (y, x) in enumerate(places.tolist())
    ]
    assert lines[1:] == [*expected, ""]
