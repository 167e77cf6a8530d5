"""The line that colours objects: numbers can be typed at its ends, words are named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table


@pytest.fixture
def dock(make_napari_viewer: Any) -> TableDock:
    viewer = make_napari_viewer(show=True)
    data = np.zeros((20, 40), np.int32)
    data[5:15, 2:9], data[5:15, 12:19], data[5:15, 22:29] = 7, 300, 12
    layer = viewer.add_labels(data, name="cells")
    columns = {"label": [7, 12, 300], "area": [1.0, 2.0, 4.0], "verdict": ["", "rejected", ""]}
    frame = pd.DataFrame(columns)
    show_table(layer, "m", Table(frame, {name: Column(f"The {name}.") for name in frame}))
    dock = open_table(viewer)
    dock.show_table(layer, "m")
    dock.head.colour.setChecked(True)
    return dock


def test_the_ends_of_words_are_words_that_are_not_typed(dock: TableDock) -> None:
    strip = dock.colour_strip
    strip.column.set_column("verdict")
    assert [strip.low.text(), strip.high.text()] == ["empty", "rejected"]
    assert strip.low.isReadOnly()
    assert not strip.whole.isVisible()
    strip.scale.setCurrentText("plasma")
    assert dock.state is not None
    colouring = dock.state.colouring
    assert colouring is not None
    assert (colouring.colormap, colouring.low, colouring.high) == ("plasma", 0.0, 1.0)


def test_the_ends_of_numbers_are_typed(dock: TableDock, qtbot: Any) -> None:
    strip = dock.colour_strip
    strip.column.set_column("verdict")
    strip.column.set_column("area")
    assert [strip.low.text(), strip.high.text()] == ["1", "4"]
    assert strip.whole.isVisible()
    strip.high.selectAll()
    qtbot.keyClicks(strip.high, "3")
    strip.high.editingFinished.emit()
    assert dock.state is not None
    assert dock.state.colouring is not None
    assert dock.state.colouring.high == 3
