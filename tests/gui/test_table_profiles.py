"""Profiles and pairs of channels: plotted at once as what they are, and linked with the image."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import Desk
from qtpy.QtCore import QPoint, Qt
from qtpy.QtWidgets import QFileDialog

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.plots.chart import Kind
from napari_darkroom.plugin.table.plot_panel import PlotPanel
from napari_darkroom.plugin.table.plot_text import plot_text, take_plot
from napari_darkroom.tables.view import TableView

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PLACE: Any = {"scale": (0.5, 0.5), "units": ("um", "um"), "axis_labels": ("y", "x")}


@pytest.fixture
def desk(make_desk: Any, blobs: np.ndarray) -> Desk:
    desk = make_desk(show=True)
    desk.viewer.window._qt_window.resize(1300, 900)
    desk.viewer.add_image(blobs, name="dna", **PLACE)
    desk.viewer.add_image(blobs[::-1] + 1, name="actin", **PLACE)
    return desk


def panel(desk: Desk) -> PlotPanel:
    desk.qtbot.wait(300)
    plot = desk.table().plot
    assert plot is not None
    assert plot.isVisible()
    return plot


def draw_lines(desk: Desk, count: int) -> None:
    drawn = [np.array([[10.0 + 5 * i, 5.0], [12.0 + 5 * i, 70.0]]) for i in range(count)]
    desk.viewer.add_shapes(drawn, shape_type="line", name="lines", **PLACE)
    desk.viewer.layers.selection.active = desk.viewer.layers["dna"]


def offered(plot: PlotPanel) -> list[Kind]:
    model: Any = plot.controls.kind.model()
    return [
        plot.controls.kind.itemData(i)
        for i in range(plot.controls.kind.count())
        if model.item(i).isEnabled()
    ]


def place(plot: PlotPanel, x: float, y: float) -> QPoint:
    across, up = plot.figure.axes[0].transData.transform((x, y))
    ratio = plot.canvas.device_pixel_ratio
    return QPoint(round(across / ratio), round(plot.canvas.height() - up / ratio))


def test_line_profiles_are_plotted_at_once_a_line_each(desk: Desk) -> None:
    draw_lines(desk, 3)
    desk.run("line profile")
    plot = panel(desk)
    assert plot.chart.kind is Kind.PROFILE
    axes = plot.figure.axes[0]
    assert axes.get_legend_handles_labels()[1] == ["shape 0", "shape 1", "shape 2"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("distance (µm)", "value of dna")
    # The plot has room: its share of the dock, less what the choices beside it take.
    assert plot.canvas.width() > 200
    # A click on a place of a line goes there in the image.
    table = desk.table().table.data
    row = 40
    x, y = table["distance"][row], table["value"][row]
    desk.qtbot.mouseClick(plot.canvas, LEFT, NONE, place(plot, x, y))
    assert desk.table().state.selection.rows.tolist() == [row]
    center = desk.viewer.scene.camera.center[-2:]
    np.testing.assert_allclose(center, table[["position_y", "position_x"]].iloc[row], atol=0.01)


def test_many_profiles_have_a_mean_with_its_deviation(desk: Desk) -> None:
    draw_lines(desk, 8)
    desk.run("line profile")
    names = panel(desk).figure.axes[0].get_legend_handles_labels()[1]
    assert names == ["mean ± deviation of 8"]


def test_rings_around_points_are_profiles_by_radius(desk: Desk) -> None:
    desk.viewer.add_points([[12.0, 15.0], [12.0, 45.0]], name="spots", **PLACE)
    desk.viewer.layers.selection.active = desk.viewer.layers["dna"]
    form = desk.find("radial profile")
    form.inputs["points"].set_layer(desk.viewer.layers["spots"])
    desk.press_run(form)
    axes = panel(desk).figure.axes[0]
    assert axes.get_xlabel() == "radius (µm)"
    assert axes.get_legend_handles_labels()[1] == ["point 0", "point 1"]
    first = desk.table().table.data.iloc[0]
    assert axes.lines[0].get_xdata()[0] == (first["radius_start"] + first["radius_end"]) / 2
    # A row goes to the point that it was measured around.
    view, frame = desk.table().view, desk.table().table.data
    view.setCurrentIndex(view.model().index(int(np.flatnonzero(frame["point"] == 1)[2]), 0))
    np.testing.assert_allclose(desk.viewer.scene.camera.center[-2:], [6.0, 22.5])


def test_channels_against_each_other_are_an_image_and_a_gate_selects_bins(desk: Desk) -> None:
    form = desk.find("histogram of two channels")
    form.inputs["image"].set_layer(desk.viewer.layers["dna"])
    form.inputs["other"].set_layer(desk.viewer.layers["actin"])
    desk.press_run(form)
    plot, state = panel(desk), desk.table().state
    assert plot.chart.kind is Kind.DENSITY
    axes = plot.figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("value in dna", "value in actin")
    assert not plot.controls.x_column.isVisible()
    for step, (x, y) in enumerate([(30, 30), (50, 50), (70, 70)]):
        act = desk.qtbot.mouseMove if step == 1 else None
        at = place(plot, x, y)
        if step == 0:
            desk.qtbot.mousePress(plot.canvas, LEFT, NONE, at)
        elif act is not None:
            act(plot.canvas, at)
        else:
            desk.qtbot.mouseRelease(plot.canvas, LEFT, NONE, at)
    desk.qtbot.wait(150)
    frame = desk.table().table.data
    middle = (frame["bin_start_1"] + frame["bin_end_1"]) / 2
    chosen = frame.iloc[state.selection.rows]
    assert len(chosen)
    inside = middle[chosen.index]
    assert (inside.min() > 28, inside.max() < 72) == (True, True)


def test_a_gate_selects_bins_of_the_pair_of_channels_that_is_drawn_alone(qtbot: Any) -> None:
    starts, counts = np.tile([0.0, 1.0, 2.0], 2), np.arange(1.0, 7.0)
    bins = {"bin_start_1": starts, "bin_end_1": starts + 1}
    bins |= {"bin_start_2": starts, "bin_end_2": starts + 1, "count": counts}
    frame = pd.DataFrame({"channel_1": ["dna"] * 3 + ["actin"] * 3, **bins})
    columns = {name: Column("") for name in frame.columns}
    view = TableView(Table(frame, columns, ("channel_1", "bin_start_1", "bin_start_2")))
    plot = PlotPanel()
    qtbot.addWidget(plot)
    plot.show_view(view)
    assert plot.chart.kind is Kind.DENSITY
    pair = plot.controls.pair
    assert [pair.itemText(i) for i in range(pair.count())] == ["dna", "actin"]
    for channel, rows in (("actin", [3, 4, 5]), ("dna", [0, 1, 2])):
        pair.setCurrentIndex(pair.findText(channel))
        plot.draw_now()
        assert plot.figure.axes[0].get_title() == channel
        gate: Any = plot._gate
        gate._selector.extents = (-1, 4, -1, 4)
        gate._boxed(None, None)
        assert view.selection.rows.tolist() == rows
    told = plot_text(plot)
    pair.setCurrentIndex(pair.findText("actin"))
    assert take_plot(plot, told) == []
    assert pair.currentText() == "dna"
    assert view.selection.rows.tolist() == [0, 1, 2]
    # What is still to be drawn is drawn before the panel goes.
    qtbot.wait(100)


def test_each_table_goes_back_to_its_own_plot(desk: Desk, blobs: np.ndarray) -> None:
    draw_lines(desk, 2)
    desk.run("line profile")
    plot = panel(desk)
    labels = (blobs > 40).astype(np.int32)
    desk.viewer.add_labels(labels, name="cells", **PLACE)
    desk.run("measure objects")
    desk.qtbot.wait(200)
    assert plot.chart.kind not in (Kind.PROFILE, Kind.DENSITY)
    assert Kind.PROFILE not in offered(plot)
    plot.controls.kind.setCurrentIndex(plot.controls.kind.findData(Kind.SCATTER))
    dock = desk.table()
    dock.choice.setCurrentIndex(dock.choice.findText("dna: Line profile in lines"))
    desk.qtbot.wait(200)
    assert plot.chart.kind is Kind.PROFILE
    assert Kind.PROFILE in offered(plot)
    dock.choice.setCurrentIndex(dock.choice.findText("cells: Measure objects"))
    assert plot.chart.kind is Kind.SCATTER


def test_a_profile_is_saved_as_lines(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_lines(desk, 2)
    desk.run("line profile")
    path = tmp_path / "profile.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "SVG (*.svg)"))
    desk.qtbot.mouseClick(panel(desk).save_button, LEFT)
    assert "<svg" in path.read_text(encoding="utf-8")
