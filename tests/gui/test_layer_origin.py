"""A result that is opened tells how it was made, and is made again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QApplication

from napari_darkroom.core.values import Image
from napari_darkroom.engine.files import read, write
from napari_darkroom.plugin import origin_actions
from napari_darkroom.plugin.origin import origin_of
from napari_darkroom.plugin.origin_banner import OriginBanner
from napari_darkroom.plugin.origin_dialog import OriginDialog
from napari_darkroom.plugin.session import Session
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.provenance import file_origin, provenance_for

RECIPE = """
darkroom: 1
name: Bright parts
inputs:
  dna: {kind: image}
steps:
- {id: smooth, op: filters.gaussian@1, inputs: {image: dna}, params: {sigma: 1.5}}
- {id: mask, op: threshold.otsu@1, inputs: {image: smooth}}
outputs: [smooth, mask]
"""


@pytest.fixture
def result(tmp_path: Path, blobs: np.ndarray) -> Callable[..., Path]:
    """Return what writes an input and a result of it, as a batch does."""

    def make(output: str = "mask", inputs: str = ".") -> Path:
        source = tmp_path / inputs / "cells.tif"
        source.parent.mkdir(exist_ok=True)
        write(source, Image.of(blobs, "yx", scale=(0.5, 0.5), units=("um", "um")))
        recipe, image = Recipe.parse(RECIPE), read(source)
        value = recipe.run(dna=image)[output]
        told = provenance_for(recipe, {"dna": file_origin(source, image)}, output)
        write(tmp_path / f"{output}.tif", value, provenance=told)
        return tmp_path / f"{output}.tif"

    return make


@pytest.fixture
def banner(desk: Desk) -> OriginBanner:
    return desk.dock.origin


def open_file(desk: Desk, path: Path) -> Any:
    (layer,) = desk.viewer.open(str(path), plugin="napari-darkroom")
    desk.viewer.layers.selection.active = layer
    return layer


def make_again(desk: Desk, banner: OriginBanner) -> str:
    """Click Make again, wait for the verdict and return what the banner says."""
    desk.qtbot.mouseClick(banner.again_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(
        lambda: "ade again:" in banner.text.text() or _given_up(banner), timeout=WAIT
    )
    return str(banner.text.text())


def _given_up(banner: OriginBanner) -> bool:
    return "could not" in banner.text.text()


def test_the_banner_is_there_for_results_from_files_only(
    desk: Desk, banner: OriginBanner, result: Any, blobs: np.ndarray
) -> None:
    plain = desk.viewer.add_image(blobs)
    assert banner.isHidden()
    layer = open_file(desk, result())
    assert not banner.isHidden()
    desk.viewer.layers.selection.active = plain
    assert banner.isHidden()
    (own,) = desk.run("gaussian")
    assert "provenance" in own.metadata
    assert origin_of(desk.viewer, own) is None
    assert origin_of(desk.viewer, layer) is not None


def test_it_shows_how_it_was_made(desk: Desk, banner: OriginBanner, result: Any) -> None:
    open_file(desk, result())
    desk.qtbot.mouseClick(banner.show_button, Qt.MouseButton.LeftButton)
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, OriginDialog)]
    text = dialog.page.toPlainText()
    for part in ("Bright parts", "filters.gaussian@1", "sigma 1.5 pixel", "cells.tif", "numpy"):
        assert part in text
    assert "the same versions" in text
    desk.qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == text
    dialog.reject()


@pytest.mark.parametrize("output", ["mask", "smooth"])
def test_it_is_made_again_from_the_file_beside_it(
    desk: Desk, banner: OriginBanner, result: Any, output: str
) -> None:
    layer = open_file(desk, result(output))
    assert make_again(desk, banner) == "Made again: the same bits"
    session = Session.of(desk.viewer)
    (source,) = session.history.sources.values()
    assert source.file is not None
    assert source.file.name == "cells.tif"
    made = session.layer(output)
    assert made is not layer
    np.testing.assert_array_equal(np.asarray(made.data), np.asarray(layer.data))
    session.undo()
    assert not session.history.graph.steps


def test_an_open_image_of_the_same_pixels_will_do(
    desk: Desk, banner: OriginBanner, result: Any, tmp_path: Path
) -> None:
    path = result()
    cells = open_file(desk, tmp_path / "cells.tif")
    cells.name = "renamed"
    (tmp_path / "cells.tif").unlink()
    open_file(desk, path)
    assert make_again(desk, banner) == "Made again: the same bits"
    assert Session.of(desk.viewer).reference(cells) is not None
    assert len(desk.viewer.layers) == 3


def test_a_result_that_is_another_is_told(desk: Desk, banner: OriginBanner, result: Any) -> None:
    path = result()
    stored = read(path)
    pixels = np.array(stored.data)
    pixels[0, :5] = ~pixels[0, :5]
    write(path, stored.with_data(pixels), provenance=stored.metadata["provenance"])
    open_file(desk, path)
    text = make_again(desk, banner)
    assert text.startswith("Made again: different")
    assert "% of the pixels differ" in text
    assert any("different" in one for one in desk.said)


def test_the_folder_of_a_missing_input_is_asked_for(
    desk: Desk, banner: OriginBanner, result: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    path = result(inputs="elsewhere")
    asked: list[str] = []

    (tmp_path / "elsewhere").rename(tmp_path / "images")
    monkeypatch.setattr(
        origin_actions,
        "_ask_folder",
        lambda parent, missing: asked.append(missing) or tmp_path / "images",
    )
    open_file(desk, path)
    assert make_again(desk, banner) == "Made again: the same bits"
    (missing,) = asked
    assert "cells.tif" in missing
    assert "--inputs" not in missing


def test_giving_up_changes_nothing(
    desk: Desk, banner: OriginBanner, result: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    path = result()
    (tmp_path / "cells.tif").unlink()
    monkeypatch.setattr(origin_actions, "_ask_folder", lambda parent, missing: None)
    open_file(desk, path)
    desk.qtbot.mouseClick(banner.again_button, Qt.MouseButton.LeftButton)
    assert not Session.of(desk.viewer).history.graph.steps
    assert len(desk.viewer.layers) == 1


def test_a_file_of_the_name_with_other_pixels_is_not_taken(
    desk: Desk, banner: OriginBanner, result: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    path = result()
    write(tmp_path / "cells.tif", Image.of(np.ones((4, 4)), "yx"))
    asked: list[str] = []
    monkeypatch.setattr(
        origin_actions, "_ask_folder", lambda parent, missing: asked.append(missing)
    )
    open_file(desk, path)
    desk.qtbot.mouseClick(banner.again_button, Qt.MouseButton.LeftButton)
    assert "has changed" in asked[0]
    assert not Session.of(desk.viewer).history.graph.steps


def test_an_operation_that_is_not_known_here_is_told(
    desk: Desk, banner: OriginBanner, result: Any
) -> None:
    path = result()
    stored = read(path)
    told = dict(stored.metadata["provenance"])
    told["recipe"] = {**told["recipe"], "steps": [{**told["recipe"]["steps"][0], "op": "a.b@1"}]}
    write(path, stored, provenance=told)
    open_file(desk, path)
    desk.qtbot.mouseClick(banner.show_button, Qt.MouseButton.LeftButton)
    desk.qtbot.mouseClick(banner.again_button, Qt.MouseButton.LeftButton)
    assert sum("no operation 'a.b'" in one for one in desk.said) == 2


def test_the_menu_does_the_same(desk: Desk, result: Any, blobs: np.ndarray) -> None:
    from napari._app_model import get_app_model

    def command(name: str) -> None:
        get_app_model().commands.execute_command(f"napari-darkroom.{name}").result()

    desk.viewer.add_image(blobs)
    command("show_how")
    assert "Select one layer" in desk.said[-1]
    open_file(desk, result())
    command("show_how")
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, OriginDialog)]
    dialog.reject()
    command("make_again")
    desk.qtbot.waitUntil(lambda: "the same bits" in desk.said[-1], timeout=WAIT)


def test_a_result_saved_from_the_window_tells_it(
    make_desk: Callable[..., Desk], blobs: np.ndarray, tmp_path: Path
) -> None:
    write(tmp_path / "cells.tif", Image.of(blobs, "yx", scale=(0.5, 0.5), units=("um", "um")))
    first = make_desk()
    open_file(first, tmp_path / "cells.tif")
    (blurred,) = first.run("gaussian")
    blurred.save(str(tmp_path / "blurred.tif"), plugin="napari-darkroom")
    desk = make_desk()
    open_file(desk, tmp_path / "blurred.tif")
    assert make_again(desk, desk.dock.origin) == "Made again: the same bits"
