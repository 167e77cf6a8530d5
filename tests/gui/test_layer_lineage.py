"""A layer that is given to an operation in the console tells how it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk

import napari_darkroom as dr
from napari_darkroom.plugin.session import Session


@pytest.fixture
def layer(desk: Desk, tmp_path: Path, blobs: np.ndarray) -> Any:
    dr.write(tmp_path / "cells.tif", dr.Image.of(blobs, "yx", scale=0.5, units="um"))
    (opened,) = desk.viewer.open(str(tmp_path / "cells.tif"), plugin="napari-darkroom")
    return opened


def run(desk: Desk, operation: str, layer: Any, **parameters: Any) -> Any:
    dr.apply(desk.viewer, operation, layer, **parameters)
    session = Session.of(desk.viewer)
    desk.qtbot.waitUntil(lambda: session.scheduler.idle, timeout=WAIT)
    return session.layer(session.history.graph.steps[-1].id)


def steps(path: Path) -> list[str]:
    return [one["op"] for one in dr.read(path).metadata["provenance"]["recipe"]["steps"]]


def test_a_layer_of_a_file(layer: Any, tmp_path: Path):
    dr.write(tmp_path / "mask.tif", dr.threshold.otsu(layer))
    assert dr.read(tmp_path / "mask.tif").metadata["provenance"]["inputs"].keys() == {"cells"}
    assert dr.verify(tmp_path / "mask.tif").outcome == "same bits"


def test_a_result_of_the_window_goes_on(desk: Desk, layer: Any, tmp_path: Path):
    mask = run(desk, "threshold.otsu", run(desk, "filters.gaussian", layer, sigma=1.5))
    dr.write(tmp_path / "mask.tif", mask)
    dr.write(tmp_path / "objects.tif", dr.segment.connected_components(mask))
    dr.write(tmp_path / "table.csv", dr.measure.regions(dr.segment.connected_components(mask)))
    ops = ["filters.gaussian@1", "threshold.otsu@1", "segment.connected_components@1"]
    assert steps(tmp_path / "objects.tif") == ops
    for name in ("mask.tif", "objects.tif", "table.csv"):
        assert dr.verify(tmp_path / name).outcome == "same bits"


def test_pixels_that_a_script_has_changed_are_another_input(desk: Desk, layer: Any, tmp_path: Path):
    blurred = run(desk, "filters.gaussian", layer, sigma=1.5)
    blurred.data = blurred.data + 1
    dr.write(tmp_path / "mask.tif", dr.threshold.otsu(blurred))
    assert steps(tmp_path / "mask.tif") == ["threshold.otsu@1"]
    dr.write(tmp_path / "blurred.tif", blurred)
    assert "changed" in dr.read(tmp_path / "blurred.tif").metadata["provenance"]
