"""Saving what was done: recipe, script, notebook, archive, folder; and opening it again."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk
from qtpy.QtGui import QGuiApplication
from qtpy.QtWidgets import QFileDialog

import napari_darkroom as dr
from napari_darkroom.plugin.export_menu import EXPORTS, Export
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.saving import input_files
from napari_darkroom.recipe.model import Recipe

BY_TITLE = {one.title.rstrip("…"): one for one in EXPORTS}


def settle(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: desk.dock.session.scheduler.idle, timeout=WAIT)


def write(desk: Desk, title: str, path: Path) -> None:
    desk.dock.history.exports.write(BY_TITLE[title], path)
    filed(desk)


def filed(desk: Desk) -> None:
    """Wait until what was begun is written or read."""
    desk.qtbot.waitUntil(lambda: not desk.dock.session.filing.busy, timeout=WAIT)


def choose(desk: Desk, text: str) -> None:
    menu = desk.dock.history.exports
    menu.refresh()
    next(action for action in menu.actions() if action.text() == text).trigger()
    filed(desk)


@pytest.fixture
def dna(tmp_path: Path, blobs: np.ndarray) -> Path:
    """Return a file with a calibrated image."""
    path = tmp_path / "dna.tif"
    dr.write(path, dr.Image.of(blobs, scale=0.5, units="um"))
    return path


@pytest.fixture
def chain(desk: Desk, dna: Path) -> dict[str, Any]:
    """Blur a file, make objects of it and measure them; a branch leads nowhere."""
    (source,) = desk.viewer.open(dna, plugin="napari-darkroom")
    desk.run("gaussian", sigma="1 um")
    desk.run("otsu")
    (objects,) = desk.run("connected")
    desk.run("measure objects")
    desk.viewer.layers.selection.active = source
    desk.run("median")
    return {"dna": source, "objects": objects}


def test_a_recipe_is_saved_with_its_branches_or_without(
    desk: Desk, chain: dict[str, Any], tmp_path: Path
) -> None:
    write(desk, "Recipe", tmp_path / "all")
    write(desk, "Recipe without dead ends", tmp_path / "main.yaml")
    whole, main = Recipe.load(tmp_path / "all.yaml"), Recipe.load(tmp_path / "main.yaml")
    ids = ["blurred", "mask", "objects", "measurements"]
    assert [step.id for step in main.steps] == ids
    assert len(whole.steps) == len(ids) + 1
    assert (whole.name, main.name) == ("all", "main")
    result = main.run(to_value(chain["dna"]))["objects"]
    np.testing.assert_array_equal(result.data, chain["objects"].data)
    assert any(str(tmp_path / "all.yaml") in text for text in desk.said)
    assert not (tmp_path / "manual").exists()


def test_a_script_runs_and_gives_the_same_bits(
    desk: Desk, chain: dict[str, Any], tmp_path: Path
) -> None:
    write(desk, "Python script", tmp_path / "count.py")
    subprocess.run([sys.executable, "count.py"], cwd=tmp_path, check=True, timeout=WAIT)
    (path,) = (tmp_path / "results").glob("objects.*")
    np.testing.assert_array_equal(dr.read(path, kind="labels").data, chain["objects"].data)


def test_a_notebook_is_valid_json_with_the_file_in_it(
    desk: Desk, chain: dict[str, Any], tmp_path: Path
) -> None:
    write(desk, "Jupyter notebook", tmp_path / "count.ipynb")
    book = json.loads((tmp_path / "count.ipynb").read_text(encoding="utf-8"))
    source = "".join("".join(cell["source"]) for cell in book["cells"])
    assert "dna.tif" in source
    assert book["nbformat"] == 4


@pytest.mark.parametrize(("title", "has_image"), [("Zip", False), ("Zip with the images", True)])
def test_an_archive_has_the_images_if_wanted(
    desk: Desk, chain: dict[str, Any], tmp_path: Path, title: str, has_image: bool
) -> None:
    write(desk, title, tmp_path / "session.zip")
    names = zipfile.ZipFile(tmp_path / "session.zip").namelist()
    assert {"recipe.yaml", "recipe.py", "versions.json"} <= set(names)
    assert any(name.startswith("inputs/dna") for name in names) is has_image


def test_files_are_told_by_their_place_where_they_lie_beside(
    desk: Desk, chain: dict[str, Any], tmp_path: Path, dna: Path
) -> None:
    session = desk.dock.session
    elsewhere = tmp_path / "elsewhere"
    assert input_files(session, session.recipe(), tmp_path) == {"dna": "dna.tif"}
    assert input_files(session, session.recipe(), elsewhere) == {"dna": dna.resolve().as_posix()}


def test_a_script_says_which_inputs_have_no_file(
    desk: Desk, blobs: np.ndarray, tmp_path: Path
) -> None:
    desk.viewer.add_image(blobs, name="from_memory")
    desk.run("gaussian")
    write(desk, "Python script", tmp_path / "blur.py")
    assert any("came from no file: from_memory" in text for text in desk.said)


def test_what_was_made_by_hand_goes_beside_the_recipe(
    desk: Desk, blobs: np.ndarray, tmp_path: Path
) -> None:
    drawn = np.zeros(blobs.shape, int)
    drawn[2:9, 2:9], drawn[20, 20] = 1, 2
    desk.viewer.add_labels(drawn, name="drawn")
    (large,) = desk.run("remove small", min_size="4 pixel")
    write(desk, "Recipe", tmp_path / "large.yaml")
    recipe = Recipe.load(tmp_path / "large.yaml")
    (result,) = recipe.run(folder=tmp_path).values()
    np.testing.assert_array_equal(result.data, large.data)
    assert any(str(tmp_path / "manual") in text for text in desk.said)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda one: one.title)
def test_what_cannot_be_written_is_said(
    desk: Desk, blobs: np.ndarray, tmp_path: Path, export: Export
) -> None:
    desk.viewer.add_image(blobs, name="dna")
    desk.run("gaussian")
    settle(desk)
    desk.said.clear()
    path = tmp_path / "no folder" / export.name
    desk.dock.history.exports.write(export, path)
    filed(desk)
    assert any(text.startswith("error") and "no folder" in text for text in desk.said)
    assert not path.parent.exists()


@pytest.mark.parametrize("export", EXPORTS, ids=lambda one: one.title)
def test_of_nothing_there_is_nothing_to_write(desk: Desk, tmp_path: Path, export: Export) -> None:
    desk.dock.history.exports.write(export, tmp_path / export.name)
    desk.dock.history.exports.copy_methods()
    assert all("Nothing has been recorded" in text for text in desk.said)
    assert len(desk.said) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_methods_text_goes_to_the_clipboard(desk: Desk, chain: dict[str, Any]) -> None:
    choose(desk, "Copy methods text")
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert "Gaussian" in clipboard.text()
    assert "1 um" in clipboard.text() or "1 µm" in clipboard.text()


def test_the_dialog_asks_for_a_file_and_may_be_left(
    desk: Desk, chain: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ["", str(tmp_path / "mine")]
    asked: list[tuple[str, str]] = []

    def answer(parent: object, title: str, name: str, filter_: str) -> tuple[str, str]:
        asked.append((title, name))
        return given[len(asked) - 1], filter_

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    choose(desk, "Recipe…")
    assert [path.name for path in tmp_path.iterdir()] == ["dna.tif"]
    choose(desk, "Recipe…")
    assert asked == [("Recipe", "recipe.yaml")] * 2
    assert (tmp_path / "mine.yaml").is_file()


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_session_is_saved_and_opened_again(
    *,
    desk: Desk,
    chain: dict[str, Any],
    make_desk: Callable[..., Desk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    settle(desk)
    folder, archive = tmp_path / "kept", tmp_path / "packed.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(archive), ""))
    if kind == "folder":
        choose(desk, "Save session folder…")
    else:
        write(desk, "Zip with the images", archive)
    other = make_desk()
    choose(other, f"Open session {kind}…")
    settle(other)
    assert other.dock.session.history.graph.steps == desk.dock.session.history.graph.steps
    layer = other.dock.session.layer("objects")
    assert layer is not None
    np.testing.assert_array_equal(layer.data, chain["objects"].data)


def test_what_is_no_session_is_refused(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    choose(desk, "Open session folder…")
    assert any("holds no session" in text for text in desk.said)
