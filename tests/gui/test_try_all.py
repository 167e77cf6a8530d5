"""All thresholds at once in the window: the picture beside its image, and from a row to a mask."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from desk import WAIT, Desk

from napari_darkroom.core.columns import Column
from napari_darkroom.core.table import Table
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.table.row_setting import row_setting


def test_the_picture_lies_beside_and_a_row_leads_to_its_threshold(
    desk: Desk, blobs: np.ndarray
) -> None:
    image = desk.viewer.add_image(blobs, name="blobs", scale=(0.5, 0.5), units=("um", "um"))
    inside = np.zeros(blobs.shape, np.uint8)
    inside[5:] = 1
    mask = desk.viewer.add_labels(inside, name="inside", scale=(0.5, 0.5), units=("um", "um"))
    desk.viewer.layers.selection.active = image
    form = desk.find("try all thresholds")
    assert form.operation.id == "threshold.try_all"
    form.inputs["mask"].set_layer(mask)
    form.fields["bins"].set_value(100)
    desk.press_run(form)
    (picture,) = [layer for layer in desk.viewer.layers if getattr(layer, "rgb", False)]
    assert picture.rgb
    assert picture.extent.world[0][-1] > image.extent.world[1][-1]
    # A tile is as large as the image: four in a row, and in a column.
    height, width = np.subtract(*picture.extent.world[::-1])
    assert 4 < height / 30 < 5.5
    assert 4 < width / 40 < 4.5
    assert to_value(picture).calibration.units == ("um", "um")
    assert {str(unit) for unit in desk.viewer.layers.units} == {"micrometer"}

    docked = desk.table()
    desk.qtbot.waitUntil(lambda: docked.table is not None, timeout=WAIT)
    table = docked.table
    assert table is not None
    row = int(np.flatnonzero(table.data["method"] == "otsu")[0])
    (action,) = docked.commands.row_actions(row)
    assert action.text() == "Threshold (automatic): otsu…"
    desk.dock.choose_by_id("filters.median")
    action.trigger()
    chosen = desk.dock.form
    assert chosen is not None
    assert chosen.operation.id == "threshold.automatic"
    assert chosen.fields["method"].value() == "otsu"
    assert chosen.fields["bins"].value() == "100"
    assert chosen.inputs["image"].layer() is image
    assert chosen.inputs["mask"].layer() is mask
    (result,) = desk.press_run(chosen)
    threshold = table.data["threshold"].iloc[row]
    np.testing.assert_array_equal(to_value(result).data, blobs > threshold)


def test_a_row_leads_to_the_threshold_of_what_it_was_found_in(
    desk: Desk, blobs: np.ndarray
) -> None:
    movie = np.stack([blobs, blobs // 2])
    desk.viewer.add_image(movie, name="movie", axis_labels=("t", "y", "x"))
    form = desk.find("try all thresholds")
    form.fields["found_in"].set_value("stack")
    desk.press_run(form)
    docked = desk.table()
    desk.qtbot.waitUntil(lambda: docked.table is not None, timeout=WAIT)
    table = docked.table
    assert table is not None
    row = int(np.flatnonzero(table.data["method"] == "otsu")[0])
    docked.commands.row_actions(row)[0].trigger()
    chosen = desk.dock.form
    assert chosen is not None
    assert chosen.axes.axes == "stack"
    (result,) = desk.press_run(chosen)
    np.testing.assert_array_equal(to_value(result).data, movie > table.data["threshold"].iloc[row])


@pytest.mark.parametrize("cell", ["unknown", 1])
def test_rows_of_other_tables_offer_nothing(cell: object) -> None:
    about = Column("How.", source="threshold.automatic")
    table = Table(pd.DataFrame({"method": [cell]}), {"method": about})
    assert row_setting(table, 0) is None
    ours = Table(pd.DataFrame({"method": ["li"]}), {"method": Column("How.", source="ImageJ")})
    assert row_setting(ours, 0) is None
