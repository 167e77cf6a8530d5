"""Previewed then applied, replayed, exported, run on the command line: the same bits.

All pixel types and axes are worked on in one viewer, so that one recipe, one exported script and
one `darkroom run` cover the matrix.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cases import assert_same
from desk import WAIT, Desk
from inputs import Layout, make
from napari.layers import Layer

import napari_darkroom as dr
from napari_darkroom.core.values import Table, Value
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.layers import is_preview, to_value
from napari_darkroom.plugin.saving import save_recipe, save_script
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.tables.load import load_table

DTYPES = ("uint8", "uint16", "int16", "float32")
AXES = ("yx", "zyx", "tyx", "cyx")


@dataclass(frozen=True)
class Worked:
    """What the window shows, by the reference of each result, and where the recipe lies."""

    shown: dict[str, Value]
    recipe: Recipe
    folder: Path
    files: dict[str, Path]


def form_of(desk: Desk, words: str, layer: Layer) -> OperationForm:
    desk.viewer.layers.selection.active = layer
    form = desk.find(words)
    next(iter(form.inputs.values())).set_layer(layer)
    return form


def preview_and_run(desk: Desk, words: str, layer: Layer, **settings: Any) -> Layer:
    """Choose an operation, look at its preview, run it, and return the layer of the result."""
    form = form_of(desk, words, layer)
    form.preview.set_on(True)
    for name, value in settings.items():
        form.fields[name].set_value(value)
    desk.qtbot.waitUntil(lambda: any(map(is_preview, desk.viewer.layers)), timeout=WAIT)
    (result,) = desk.press_run(form)
    form.preview.set_on(False)
    assert not any(map(is_preview, desk.viewer.layers))
    return result


def work(desk: Desk, image: Layer) -> None:
    """Blur, threshold, label and measure one image."""
    blurred = preview_and_run(desk, "gaussian blur", image, sigma="0.7 um")
    mask = preview_and_run(desk, "otsu", blurred)
    (objects,) = desk.press_run(form_of(desk, "connected components", mask))
    form = form_of(desk, "measure objects", objects)
    form.inputs["image"].set_layer(image)
    desk.press_run(form)


@pytest.fixture
def worked(desk: Desk, tmp_path: Path) -> Worked:
    desk.dock.setMinimumWidth(320)
    for axes in AXES:
        for dtype in DTYPES:
            path = tmp_path / f"{axes}_{dtype}.tif"
            dr.write(path, make("image", Layout.of(axes), dtype))
            # A file with channels becomes a layer a channel; the second of them is worked on.
            layers = desk.viewer.open(str(path), plugin="napari-darkroom")
            work(desk, layers[len(layers) // 2])
    assert [text for text in desk.said if text.startswith("error")] == []
    session = Session.of(desk.viewer)
    folder = tmp_path / "exported"
    folder.mkdir()
    save_recipe(session, folder / "recipe.yaml")
    files = {n: s.file for n, s in session.history.sources.items() if s.file is not None}
    tables = {key: t for layer in desk.viewer.layers for key, t in tables_of(layer).items()}
    shown: dict[str, Value] = dict(tables)
    for layer in desk.viewer.layers:
        reference = session.reference(layer)
        if reference is not None and reference not in files:
            shown[reference] = to_value(layer)
    recipe = Recipe.load(folder / "recipe.yaml")
    # All that is shown is an output, so that all of it is compared.
    outputs = tuple(step.id for step in recipe.steps)
    recipe = recipe.model_copy(update={"outputs": outputs})
    recipe.save(folder / "recipe.yaml")
    return Worked(shown, recipe, folder, files)


def test_window_recipe_script_and_command_line_agree(desk: Desk, worked: Worked) -> None:
    steps = len(DTYPES) * len(AXES) * 4
    assert len(worked.recipe.steps) == len(worked.shown) == steps
    replayed(worked)
    by_script(desk, worked)
    by_command_line(worked)


def replayed(worked: Worked) -> None:
    results = worked.recipe.run({name: dr.read(path) for name, path in worked.files.items()})
    for name, expected in worked.shown.items():
        assert_same(results[name], expected)


def by_script(desk: Desk, worked: Worked) -> None:
    script = worked.folder / "analysis.py"
    save_script(Session.of(desk.viewer), script)
    text = worked.recipe.script({n: f"../{path.name}" for n, path in worked.files.items()})
    script.write_text(text, encoding="utf-8")
    execute([sys.executable, script.name], worked.folder)
    compare(worked, {n: worked.folder / "results" / n for n in worked.shown})


def by_command_line(worked: Worked) -> None:
    given = [f"--input={name}={path}" for name, path in worked.files.items()]
    line = [sys.executable, "-m", "napari_darkroom.cli.main", "run", "recipe.yaml", *given]
    execute([*line, "--out=out", "--workers=1"], worked.folder)
    (place,) = [path for path in (worked.folder / "out").iterdir() if path.is_dir()]
    compare(worked, {name: place / name for name in worked.shown})


def execute(line: list[str], folder: Path) -> None:
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]


def compare(worked: Worked, places: dict[str, Path]) -> None:
    for name, expected in worked.shown.items():
        if isinstance(expected, Table):
            stored = load_table(places[name].with_suffix(".csv"))
        else:
            stored = dr.read(places[name].with_suffix(".tif"), kind=expected.kind)
        assert_same(stored, expected)
