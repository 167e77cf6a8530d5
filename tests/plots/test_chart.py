"""Figures of the columns of a table: what is drawn is what the table holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.plots.chart import Chart, Data, Kind, draw, new_figure
from napari_darkroom.plots.course import mean_course
from napari_darkroom.plots.histogram import bin_edges
from napari_darkroom.plots.save import FIGURE_SUFFIXES, save_figure
from napari_darkroom.plots.theme import DARK, PAPER

RNG = np.random.default_rng(3)
COUNT = 60


@pytest.fixture
def data() -> Data:
    frame = pd.DataFrame(
        {
            "label": np.arange(COUNT) * 7,
            "t": np.arange(COUNT) % 6,
            "track": np.arange(COUNT) // 6,
            "area": np.append(RNG.gamma(3, 10, COUNT - 1), np.nan),
            "dna": RNG.normal(100, 20, COUNT),
            "kind": np.where(np.arange(COUNT) % 3 == 0, "round", "flat"),
        }
    )
    columns = {name: Column("") for name in frame} | {"area": Column("", "um^2")}
    return Data(frame, np.arange(COUNT) < 5, columns)


CHARTS = [
    Chart(Kind.HISTOGRAM, "area"),
    Chart(Kind.HISTOGRAM, "area", group="kind"),
    Chart(Kind.SCATTER, "area", "dna"),
    Chart(Kind.SCATTER, "area", "dna", "kind", logarithmic=True),
    Chart(Kind.BOX, y="area", group="kind"),
    Chart(Kind.BOX, y="area"),
    Chart(Kind.COURSE, "t", "area", "track"),
    Chart(Kind.COURSE, "t", "area"),
]


def axes_of(chart: Chart, data: Data):
    figure = new_figure()
    draw(figure, chart, data, DARK)
    return figure.axes[0]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: f"{c.kind.name}-{c.group}")
@pytest.mark.parametrize("rows", [COUNT, 1, 0])
def test_every_chart_is_drawn_of_many_rows_and_none(chart: Chart, rows: int, data: Data) -> None:
    part = Data(data.frame.iloc[:rows], data.selected[:rows], data.columns)
    figure = new_figure()
    draw(figure, chart, part, PAPER)
    figure.draw_without_rendering()
    assert len(figure.axes) == 1


def test_the_bars_count_every_finite_value_once(data: Data) -> None:
    axes = axes_of(Chart(Kind.HISTOGRAM, "area"), data)
    whole, chosen = (patch.get_data() for patch in axes.patches)
    assert whole.values.sum() == COUNT - 1
    assert chosen.values.sum() == 5
    np.testing.assert_array_equal(whole.edges, chosen.edges)
    assert axes.get_xlabel() == "area (µm²)"


def test_a_scatter_has_a_point_a_row_and_the_selected_ones_above(data: Data) -> None:
    axes = axes_of(Chart(Kind.SCATTER, "area", "dna"), data)
    points, chosen = axes.lines
    np.testing.assert_array_equal(points.get_ydata(), data.frame["dna"])
    np.testing.assert_array_equal(chosen.get_xdata(), data.frame["area"][:5])


def test_a_box_has_the_quartiles_of_its_group(data: Data) -> None:
    axes = axes_of(Chart(Kind.BOX, y="dna", group="kind"), data)
    names = [text.get_text() for text in axes.get_xticklabels()]
    assert names == ["flat\nn 40", "round\nn 20"]
    medians = [
        line.get_ydata()[0]
        for line in axes.lines
        if len(line.get_ydata()) == 2 and len(set(line.get_ydata())) == 1
    ]
    expected = data.frame.groupby("kind")["dna"].median()
    assert set(expected) <= set(medians)


def test_lines_go_along_time_whatever_the_order_of_rows(data: Data) -> None:
    mixed = data.frame.iloc[RNG.permutation(COUNT)].reset_index(drop=True)
    axes = axes_of(Chart(Kind.COURSE, "t", "dna", "track"), Data(mixed, np.zeros(COUNT, bool)))
    lines = axes.collections[0].get_segments()
    assert len(lines) == 10
    for track, line in enumerate(lines):
        rows = data.frame[data.frame["track"] == track]
        np.testing.assert_array_equal(line[:, 0], rows["t"])
        np.testing.assert_array_equal(line[:, 1], rows["dna"])
    means = data.frame.groupby("t")["dna"].mean()
    np.testing.assert_allclose(axes.lines[0].get_ydata(), means)


def test_the_mean_leaves_out_what_is_missing() -> None:
    places, means = mean_course(np.array([1.0, 0, 1, 1]), np.array([3.0, 2, np.nan, 5]))
    assert places.tolist() == [0, 1]
    assert means.tolist() == [2, 4]


def test_bins_suit_the_values() -> None:
    assert bin_edges(np.array([3.0, 4, 4, 6])).tolist() == [2.5, 3.5, 4.5, 5.5, 6.5]
    assert bin_edges(np.array([2.5, 2.5])).tolist() == [2, 3]
    assert bin_edges(np.array([np.nan])).tolist() == [0, 1]
    assert len(bin_edges(RNG.normal(size=1_000_000))) == 101
    skewed = np.append(np.zeros(90), np.linspace(0.5, 9, 10))
    assert len(bin_edges(skewed)) == 9


def test_words_are_no_values(data: Data) -> None:
    with pytest.raises(InputError, match="kind holds words"):
        draw(new_figure(), Chart(Kind.HISTOGRAM, "kind"), data)
    with pytest.raises(InputError, match="no column 'mass'"):
        draw(new_figure(), Chart(Kind.SCATTER, "mass", "dna"), data)


@pytest.mark.parametrize("suffix", FIGURE_SUFFIXES)
def test_the_same_figure_gives_the_same_file(suffix: str, data: Data, tmp_path: Path) -> None:
    files = []
    for name in ("a", "b"):
        figure = new_figure()
        draw(figure, CHARTS[3], data)
        files.append(save_figure(tmp_path / f"{name}{suffix}", figure).read_bytes())
    assert files[0] == files[1]
    assert len(list(tmp_path.iterdir())) == 2
    if suffix == ".png":
        picture = np.asarray(Image.open(tmp_path / "a.png").convert("RGB"))
        assert picture.shape == (720, 1000, 3)
        assert picture.std() > 5


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="written as"):
        save_figure(tmp_path / "a.docx", new_figure())


def test_a_group_without_a_word_has_a_name_in_the_legend() -> None:
    frame = pd.DataFrame({"area": [1.0, 2.0, 5.0], "verdict": ["", "rejected", ""]})
    data = Data(frame, np.zeros(3, dtype=bool), {name: Column("") for name in frame})
    figure = new_figure()
    draw(figure, Chart(Kind.HISTOGRAM, "area", group="verdict"), data, PAPER)
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["empty", "rejected"]


def test_columns_without_rows_are_no_words() -> None:
    frame = pd.DataFrame({"area": []}, dtype=object)
    assert Data(frame, np.zeros(0, dtype=bool), {"area": Column("")}).numbers("area").size == 0
