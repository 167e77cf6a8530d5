"""How tables were looked at comes back with their session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import Desk
from qtpy.QtCore import Qt

from napari_darkroom.plots.chart import Kind
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import table_docks
from napari_darkroom.plugin.table.gates import Shape
from napari_darkroom.tables.colouring import Colouring
from napari_darkroom.tables.conditions import Between, Inside
from napari_darkroom.tables.view import Objects

# Neither dense nor in order.
OBJECTS = {12: (5, 8, 1), 3: (20, 30, 2), 700: (30, 10, 3)}
GATE = ((0.0, 0.0), (35.0, 0.0), (35.0, 45.0), (0.0, 45.0))


@pytest.fixture
def measured(make_desk: Any) -> Desk:
    desk = make_desk(show=True)
    for name in ("cells", "nuclei"):
        data = np.zeros((40, 50), np.int32)
        for label, (y, x, half) in OBJECTS.items():
            data[y - half : y + half + 1, x - half : x + half + 1] = label
        layer = desk.viewer.add_labels(data, name=name)
        form = desk.find("measure objects")
        form.inputs["labels"].set_layer(layer)
        desk.press_run(form)
    return desk


def show(desk: Desk, name: str) -> TableDock:
    dock = desk.table()
    dock.choice.setCurrentIndex(dock.choice.findText(f"{name}: Measure objects"))
    return dock


def set_up(desk: Desk) -> TableDock:
    """Look at the cells by a filter, in an order, in colours, with few columns, with a plot."""
    dock = show(desk, "cells")
    for switch in (dock.head.filter, dock.head.colour, dock.head.plot):
        desk.qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    state, plot = dock.state, dock.plot
    assert state is not None
    assert plot is not None
    state.set_conditions(
        [Between("num_pixels", low=9, high=40), Inside("centroid_y", "centroid_x", GATE)]
    )
    state.show_columns(["num_pixels", "label", "centroid_y"])
    state.sort_by("num_pixels", descending=True)
    state.colour_by(Colouring("num_pixels", "plasma", 5.0, 30.0))
    state.see(Objects.ROWS)
    plot.controls.kind.setCurrentIndex(plot.controls.kind.findData(Kind.SCATTER))
    plot.controls.x_column.set_column("centroid_y")
    plot.controls.y_column.set_column("centroid_x")
    plot.controls.logarithmic.setChecked(True)
    plot.controls.shape.setCurrentIndex(plot.controls.shape.findData(Shape.LASSO))
    plot.gate_to((Inside("centroid_y", "centroid_x", GATE),))
    return dock


def reopened(desk: Desk, make_desk: Any, folder: Path) -> Desk:
    other = make_desk(show=True)
    Session.of(other.viewer).open(folder)
    Session.of(other.viewer).wait()
    other.qtbot.wait(150)
    return other


def test_tables_and_plot_come_back_as_they_were(
    measured: Desk, make_desk: Any, tmp_path: Path
) -> None:
    show(measured, "nuclei").state.set_conditions([Between("label", low=5)])
    before = set_up(measured)
    Session.of(measured.viewer).save(tmp_path / "saved")
    other = reopened(measured, make_desk, tmp_path / "saved")
    dock = other.table()
    assert dock.choice.currentText() == "cells: Measure objects"
    for name in ("conditions", "sort", "columns", "colouring", "objects"):
        assert getattr(dock.state, name) == getattr(before.state, name), name
    assert dock.head.count.text() == "2 of 3 objects · 2 selected"
    assert dock.filter_strip.isVisible()
    assert dock.chips.isVisible()
    assert dock.colour_strip.isVisible()
    assert dock.colour_strip.scale.currentText() == "plasma"
    assert dock.head.seen.currentText() == "rows shown"
    assert dock.plot is not None
    assert dock.plot.isVisible()
    assert dock.plot.chart == before.plot.chart
    assert dock.plot.gated == before.plot.gated
    assert dock.plot.hint.text() == "2 rows in the gate"
    hidden = other.viewer.layers["cells"].get_color(700)
    assert hidden[3] == 0
    assert show(other, "nuclei").state.conditions == (Between("label", low=5),)
    assert not [text for text in other.said if text.startswith(("warning", "error"))]


def test_two_docks_come_back(measured: Desk, make_desk: Any, tmp_path: Path) -> None:
    show(measured, "cells").commands.open_beside()
    second = table_docks(measured.viewer)[1]
    second.choice.setCurrentIndex(second.choice.findText("nuclei: Measure objects"))
    second.state.sort_by("label", descending=True)
    Session.of(measured.viewer).save(tmp_path / "saved")
    other = reopened(measured, make_desk, tmp_path / "saved")
    first, second = table_docks(other.viewer)
    assert first.choice.currentText() == "cells: Measure objects"
    assert second.choice.currentText() == "nuclei: Measure objects"
    assert second.state.sort == ("label", True)
    assert first.state.sort is None


def test_columns_that_are_gone_are_told(measured: Desk, make_desk: Any, tmp_path: Path) -> None:
    set_up(measured)
    folder = tmp_path / "saved"
    Session.of(measured.viewer).save(folder)
    view = json.loads((folder / "view.json").read_text())
    text = json.dumps(view).replace("num_pixels", "gone").replace('"x": "centroid_y"', '"x": "u"')
    (folder / "view.json").write_text(text)
    other = reopened(measured, make_desk, folder)
    dock = other.table()
    assert dock.state.sort is None
    assert dock.state.colouring is None
    assert dock.state.columns[:2] == ("label", "centroid_y")
    told = [text for text in other.said if text.startswith("warning")]
    assert any("the filter “gone 9 – 40”" in text and "colours by gone" in text for text in told)
    assert any("there is no column u now" in text for text in told)


def test_a_damaged_view_of_tables_costs_that_alone(
    measured: Desk, make_desk: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    Session.of(measured.viewer).save(folder)
    view = json.loads((folder / "view.json").read_text())
    for damage in (3, [3], [{"tables": {"objects": [1]}, "open": 4, "plot": "x", "table": 7}]):
        (folder / "view.json").write_text(json.dumps({**view, "tables": damage}))
        other = reopened(measured, make_desk, folder)
        assert other.table().state is not None
        assert not [text for text in other.said if text.startswith(("warning", "error"))]
