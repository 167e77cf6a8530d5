"""Plots beside the table: what is drawn in them selects rows, and so objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from napari.layers import Labels
from qtpy.QtCore import QPoint, Qt

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.plots.chart import Kind
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.plugin.table.gates import Shape
from napari_darkroom.tables.conditions import Between

# Neither dense nor in order.
LABELS = [40, 7, 300, 12, 5, 88]
AREA = [10.0, 20.0, 30.0, 40.0, 50.0, np.nan]
DNA = [5.0, 1.0, 4.0, 2.0, 3.0, 1.0]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def dock(make_napari_viewer: Any, qtbot: Any) -> TableDock:
    viewer = make_napari_viewer(show=True)
    data = np.zeros((20, 70), np.int32)
    for i, label in enumerate(LABELS):
        data[5:15, 10 * i + 2 : 10 * i + 9] = label
    layer = viewer.add_labels(data, name="cells")
    columns = {
        "label": LABELS, "t": [0, 1, 2, 0, 1, 2], "track": [1, 1, 1, 9, 9, 9], "area": AREA,
        "dna": DNA,
    }  # fmt: skip
    frame = pd.DataFrame(columns)
    show_table(layer, "m", Table(frame, {name: Column(f"The {name}.") for name in frame}))
    dock = open_table(viewer)
    dock.show_table(layer, "m")
    viewer.window._qt_window.resize(1200, 900)
    qtbot.mouseClick(dock.head.plot, LEFT)
    qtbot.wait(200)
    return dock


def plot(dock: TableDock, qtbot: Any, kind: Kind, x: str, y: str = "") -> Any:
    panel = dock.plot
    assert panel is not None
    panel.controls.kind.setCurrentIndex(panel.controls.kind.findData(kind))
    for choice, name in ((panel.controls.x_column, x), (panel.controls.y_column, y)):
        if name:
            choice.set_column(name)
    qtbot.wait(250)
    panel.canvas.draw()
    return panel


def place(panel: Any, x: float, y: float) -> QPoint:
    """Return where a place on the axes is on the canvas."""
    across, up = panel.figure.axes[0].transData.transform((x, y))
    ratio = panel.canvas.device_pixel_ratio
    return QPoint(round(across / ratio), round(panel.canvas.height() - up / ratio))


def drag(panel: Any, qtbot: Any, *places: tuple[float, float]) -> None:
    points = [place(panel, *one) for one in places]
    qtbot.mousePress(panel.canvas, LEFT, NONE, points[0])
    for point in points[1:]:
        qtbot.mouseMove(panel.canvas, point)
    qtbot.mouseRelease(panel.canvas, LEFT, NONE, points[-1])
    qtbot.wait(150)


def selected(dock: TableDock) -> list[int]:
    assert dock.state is not None
    return [LABELS[row] for row in dock.state.selection.rows]


def test_a_range_on_a_histogram_selects_and_becomes_a_filter(dock: TableDock, qtbot: Any) -> None:
    panel = plot(dock, qtbot, Kind.HISTOGRAM, "area")
    drag(panel, qtbot, (15, 0.5), (25, 0.5), (43, 0.5))
    assert selected(dock) == [7, 300, 12]
    layer: Labels = dock.viewer.layers["cells"]
    assert layer.get_color(5)[3] < 0.5 < layer.get_color(12)[3]
    qtbot.mouseClick(panel.filter_button, LEFT)
    assert dock.head.count.text() == "3 of 6 objects"
    (condition,) = dock.state.conditions
    assert isinstance(condition, Between)
    assert condition.column == "area"
    assert 14 < condition.low < 16
    assert 42 < condition.high < 44


def test_a_rectangle_on_a_scatter_selects(dock: TableDock, qtbot: Any) -> None:
    panel = plot(dock, qtbot, Kind.SCATTER, "area", "dna")
    drag(panel, qtbot, (15, 0.9), (30, 1.5), (45, 2.5))
    assert selected(dock) == [7, 12]
    assert panel.hint.text() == "2 rows in the gate"


def test_a_lasso_takes_what_lies_within(dock: TableDock, qtbot: Any) -> None:
    panel = plot(dock, qtbot, Kind.SCATTER, "area", "dna")
    panel.controls.shape.setCurrentIndex(panel.controls.shape.findData(Shape.LASSO))
    drag(panel, qtbot, (25, 3.5), (35, 3.5), (35, 4.5), (25, 4.5), (25, 3.6))
    assert selected(dock) == [300]


def test_a_click_on_a_point_shows_its_object(dock: TableDock, qtbot: Any) -> None:
    panel = plot(dock, qtbot, Kind.SCATTER, "area", "dna")
    qtbot.mouseClick(panel.canvas, LEFT, NONE, place(panel, 30, 4))
    assert selected(dock) == [300]
    assert dock.viewer.layers["cells"].selected_label == 300
    np.testing.assert_allclose(dock.viewer.scene.camera.center[-1], 25, atol=1)


def test_rows_selected_elsewhere_stand_out_in_the_plot(dock: TableDock, qtbot: Any) -> None:
    panel = plot(dock, qtbot, Kind.SCATTER, "area", "dna")
    dock.state.select(np.array([4, 0]))
    qtbot.wait(200)
    chosen = panel.figure.axes[0].lines[1]
    assert sorted(chosen.get_xdata()) == [10, 50]
    dock.state.set_conditions([Between("area", low=15)])
    qtbot.wait(200)
    assert len(panel.figure.axes[0].lines[0].get_xdata()) == 4


def test_a_course_is_along_time_a_line_a_track(dock: TableDock, qtbot: Any) -> None:
    panel = plot(dock, qtbot, Kind.COURSE, "", "dna")
    assert (panel.chart.x, panel.chart.group) == ("t", "track")
    assert len(panel.figure.axes[0].collections[0].get_segments()) == 2


def test_a_plot_of_words_says_why_there_is_none(dock: TableDock, qtbot: Any) -> None:
    frame = pd.DataFrame({"label": [1], "note": ["a"]})
    layer = dock.viewer.layers["cells"]
    show_table(layer, "words", Table(frame, {name: Column("") for name in frame}))
    dock.show_table(layer, "words")
    panel = plot(dock, qtbot, Kind.HISTOGRAM, "note")
    assert "holds words" in panel.hint.text()


def test_a_plot_is_saved_on_white(dock: TableDock, qtbot: Any, tmp_path: Path) -> None:
    panel = plot(dock, qtbot, Kind.BOX, "", "dna")
    for name in ("a.png", "b.svg", "c.pdf"):
        panel.save(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    assert "#ffffff" in (tmp_path / "b.svg").read_text()


def test_a_table_without_rows_says_that_there_is_nothing_to_draw(
    dock: TableDock, qtbot: Any
) -> None:
    frame = pd.DataFrame({"label": [], "area": []}, dtype=object)
    columns = {name: Column(f"The {name}.") for name in frame}
    dock.show_alone(Table(frame, columns), "none", "none.csv")
    for kind in (Kind.HISTOGRAM, Kind.SCATTER, Kind.BOX, Kind.COURSE):
        panel = plot(dock, qtbot, kind, "area", "area")
        assert panel.hint.text() == "There are no rows to draw."
        assert not panel.filter_button.isEnabled()
