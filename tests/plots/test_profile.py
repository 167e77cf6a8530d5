"""Profiles and pairs of channels: what is drawn is what was measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import LogNorm

import napari_darkroom as dr
from napari_darkroom.core.values import Table
from napari_darkroom.plots.chart import Chart, Data, Kind, draw, new_figure
from napari_darkroom.plots.profile import mean_profile
from napari_darkroom.plots.save import FIGURE_SUFFIXES, save_figure
from napari_darkroom.plots.suited import suited_chart
from napari_darkroom.plots.theme import DARK
from napari_darkroom.tables.frame import as_table

RNG = np.random.default_rng(5)
IMAGE = dr.Image.of(RNG.integers(0, 200, (40, 50)).astype(np.uint16), scale=0.5, units="um")
OTHER = replace(IMAGE, data=(IMAGE.data // 2 + RNG.integers(0, 9, IMAGE.shape)).astype(np.uint16))
STACK = dr.Image.of(RNG.random((6, 20, 20), dtype=np.float32), axes="zyx")
LINES = [("line", np.array([[2.0, 2.0 + i], [30.0, 40.0 - i]])) for i in range(9)]
POINTS = np.array([[10.0, 10.0], [20.0, 25.0]])


def lines(count: int) -> Table:
    shapes = dr.Shapes.of(LINES[:count], IMAGE.calibration)
    return as_table(dr.measure.line_profile(IMAGE, shapes))


def rings() -> Table:
    points = dr.Points.of(POINTS, IMAGE.calibration)
    return as_table(dr.measure.radial_profile(IMAGE, points, radius="5 um", rings=5))


def pairs() -> Table:
    return as_table(dr.measure.histogram_2d(IMAGE, OTHER, bins=16))


def drawn(table: Table, **changed: object):
    chart = suited_chart(table)
    assert chart is not None
    figure = new_figure()
    data = Data(table.data, np.arange(len(table.data)) < 3, table.columns, ("dna", "actin"))
    draw(figure, replace(chart, **changed), data, DARK)
    figure.draw_without_rendering()
    return figure


def test_each_table_suits_its_chart() -> None:
    assert suited_chart(lines(2)) == Chart(Kind.PROFILE, "distance", "value", lines=("shape",))
    assert suited_chart(rings()) == Chart(
        Kind.PROFILE, "radius_start", "mean", x_end="radius_end", lines=("point",)
    )
    depth = suited_chart(as_table(dr.measure.axis_profile(STACK)))
    assert depth == Chart(Kind.PROFILE, "position", "mean")
    assert suited_chart(pairs()).kind is Kind.DENSITY
    grey = suited_chart(as_table(dr.measure.histogram(IMAGE, bins=8)))
    assert (grey.x, grey.x_end, grey.y, grey.lines) == ("bin_start", "bin_end", "count", ())
    cells = np.zeros((40, 50), np.int32)
    cells[3:9, 3:9] = 4
    assert suited_chart(as_table(dr.measure.regions(cells))) is None


def test_each_line_has_its_colour_and_the_axes_their_units() -> None:
    table = lines(3)
    axes = drawn(table).axes[0]
    curves = [one for one in axes.lines if len(one.get_xdata()) > 3]
    assert [one.get_label() for one in curves] == ["shape 0", "shape 1", "shape 2"]
    assert len({one.get_color() for one in curves}) == 3
    first = table.data[table.data["shape"] == 0]
    np.testing.assert_array_equal(curves[0].get_xdata(), first["distance"])
    np.testing.assert_array_equal(curves[0].get_ydata(), first["value"])
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("distance (µm)", "value of dna")


def test_many_lines_have_a_mean_with_its_deviation() -> None:
    axes = drawn(lines(9)).axes[0]
    assert "mean ± deviation of 9" in axes.get_legend_handles_labels()[1]
    (band,) = axes.collections
    assert len(band.get_paths()) >= 1


def test_the_mean_of_profiles_is_that_of_numpy_and_pandas() -> None:
    table = rings().data
    x = (table["radius_start"] + table["radius_end"]) / 2
    parts = [
        (x[rows].to_numpy(), table["mean"][rows].to_numpy()) for rows in (x.index < 5, x.index >= 5)
    ]
    found = mean_profile(parts)
    expected = table.groupby("ring")["mean"]
    np.testing.assert_allclose(found.mean, expected.mean())
    np.testing.assert_allclose(found.deviation, expected.std())
    np.testing.assert_allclose(found.places, [0.5, 1.5, 2.5, 3.5, 4.5])


def test_other_places_are_interpolated_and_nothing_is_made_up() -> None:
    short = np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 2.0])
    long = np.array([0.0, 0.8, 1.6, 2.4, 4.0]), np.array([0.0, 1.6, 3.2, np.nan, 8.0])
    found = mean_profile([short, long])
    np.testing.assert_allclose(found.places, [0, 1, 2, 3, 4])
    np.testing.assert_allclose(found.mean, [0, 1.5, 2, np.nan, 8])
    np.testing.assert_allclose(found.deviation, [0, np.sqrt(0.5), np.nan, np.nan, np.nan])


def test_one_profile_has_the_deviation_of_its_pixels() -> None:
    axes = drawn(as_table(dr.measure.axis_profile(STACK))).axes[0]
    assert axes.get_legend_handles_labels()[1] == ["± std of pixels", "selected"]


def test_pairs_of_values_are_an_image_of_counts_with_logarithmic_colours() -> None:
    table = pairs()
    figure = drawn(table)
    axes, bar = figure.axes
    (mesh,) = axes.collections
    assert isinstance(mesh.norm, LogNorm)
    expected = np.histogram2d(
        IMAGE.data.ravel(), OTHER.data.ravel(), [_edges(table, 1), _edges(table, 2)]
    )[0]
    np.testing.assert_array_equal(np.ma.filled(mesh.get_array(), 0), expected.T)
    assert mesh.get_array().sum() == IMAGE.data.size
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("value in dna", "value in actin")
    assert bar.get_ylabel() == "pixels"


def _edges(table: Table, channel: int) -> np.ndarray:
    ends = [table.data[f"bin_{end}_{channel}"].to_numpy() for end in ("start", "end")]
    return np.unique(np.concatenate(ends))


def test_of_several_pairs_of_channels_the_chosen_or_the_first_is_drawn() -> None:
    frame = pairs().data
    other = frame.assign(count=1)
    several = pd.concat([frame.assign(channel_1="b"), other.assign(channel_1="a")])
    table = as_table(several.reset_index(drop=True))
    for chosen, channel, pixels in (
        ((), "b", IMAGE.data.size),
        (("a",), "a", len(other)),
        (("c",), "b", IMAGE.data.size),
    ):
        axes = drawn(table, pair=chosen).axes[0]
        assert axes.get_title() == channel
        assert axes.collections[0].get_array().sum() == pixels


@pytest.mark.parametrize("make", [lambda: lines(2), rings, pairs])
@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows_and_none_are_drawn(make, rows: int) -> None:
    whole = make()
    part = replace(whole, data=whole.data.iloc[:rows])
    figure = new_figure()
    data = Data(part.data, np.zeros(rows, bool), part.columns)
    draw(figure, suited_chart(whole), data)
    figure.draw_without_rendering()


@pytest.mark.parametrize("suffix", FIGURE_SUFFIXES)
def test_profiles_and_pairs_are_saved(tmp_path, suffix: str) -> None:
    for name, table in (("profile", lines(9)), ("pairs", pairs())):
        path = tmp_path / f"{name}{suffix}"
        save_figure(path, drawn(table))
        assert path.stat().st_size > 2000
