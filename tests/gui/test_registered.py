"""What the manifest promises is really there in a running napari."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from desk import Desk
from npe2 import PluginManager, PluginManifest
from qtpy.QtWidgets import QComboBox

from napari_darkroom.engine.catalog import operations
from napari_darkroom.plugin import manifest
from napari_darkroom.plugin.dock import DarkroomDock
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.layers_choice import LayersChoice
from napari_darkroom.plugin.table.dock import TableDock

CONTENT = yaml.safe_load(manifest.PATH.read_text(encoding="utf-8"))
CONTRIBUTIONS = CONTENT["contributions"]


@pytest.fixture
def viewer(make_napari_viewer: Any) -> Any:
    viewer = make_napari_viewer()
    assert "napari-darkroom" in PluginManager.instance()
    return viewer


def menu_items(menu: str) -> list[Any]:
    from napari._app_model import get_app_model

    return list(get_app_model().menus.get_menu(menu))


def test_every_menu_entry_is_registered(viewer: Any) -> None:
    for menu, entries in CONTRIBUTIONS["menus"].items():
        items = menu_items(menu)
        commands = {item.command.id for item in items if hasattr(item, "command")}
        submenus = {str(item.submenu) for item in items if hasattr(item, "submenu")}
        for entry in entries:
            assert entry.get("command") in commands or entry.get("submenu") in submenus, entry


def test_no_menu_is_too_long_to_read() -> None:
    lengths = {menu: len(entries) for menu, entries in CONTRIBUTIONS["menus"].items()}
    assert {menu: length for menu, length in lengths.items() if length > 13} == {}


def test_every_operation_that_one_can_choose_is_in_a_menu() -> None:
    entries = [entry for menu in CONTRIBUTIONS["menus"].values() for entry in menu]
    commands = {entry["command"] for entry in entries if "command" in entry}
    own = [operation for operation in operations().values() if not operation.package]
    assert {f"napari-darkroom.{o.id}" for o in own if o.listed} <= commands
    assert not {f"napari-darkroom.{o.id}" for o in own if not o.listed} & commands


def test_what_is_only_recorded_is_not_in_the_list(desk: Desk) -> None:
    listed = desk.dock.list.found()
    assert [o.id for o in listed if not o.listed] == []
    assert {o.id for o in operations().values() if o.listed} == {o.id for o in listed}
    assert not operations()["labels.correct"].listed


def test_every_submenu_is_reached() -> None:
    entries = [entry for menu in CONTRIBUTIONS["menus"].values() for entry in menu]
    reached = {entry["submenu"] for entry in entries if "submenu" in entry}
    assert reached == {submenu["id"] for submenu in CONTRIBUTIONS["submenus"]}


def test_every_widget_opens(viewer: Any, subtests: pytest.Subtests) -> None:
    for widget in CONTRIBUTIONS["widgets"]:
        with subtests.test(widget["command"]):
            _check_opens(viewer, widget["display_name"])
        viewer.layers.clear()


def _check_opens(viewer: Any, name: str) -> None:
    dock, inner = viewer.window.add_plugin_dock_widget("napari-darkroom", name)
    assert isinstance(inner, OperationForm | DarkroomDock | TableDock)
    viewer.add_image(np.zeros((4, 4)), name="later")
    if isinstance(inner, OperationForm) and "image" in inner.operation.inputs[0].kinds:
        assert _offered(inner) == ([] if inner.operation.rgb == "only" else ["later"])
    viewer.window.remove_dock_widget(dock)


def _offered(form: OperationForm) -> list[str]:
    choice = form.inputs[form.operation.inputs[0].name]
    if isinstance(choice, LayersChoice):
        return [item.text() for i in range(choice.count()) if (item := choice.item(i))]
    assert isinstance(choice, QComboBox)
    return [choice.itemText(i) for i in range(choice.count())]


@pytest.mark.parametrize("command", CONTRIBUTIONS["commands"], ids=lambda c: c["id"])
def test_every_command_names_something(command: dict[str, str]) -> None:
    module, _, name = command["python_name"].partition(":")
    assert callable(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize("sample", CONTRIBUTIONS["sample_data"], ids=lambda s: s["key"])
def test_every_sample_opens(viewer: Any, sample: dict[str, str]) -> None:
    viewer.open_sample("napari-darkroom", sample["key"])
    assert len(viewer.layers) >= 1
    assert viewer.layers[0].data.size > 0


def test_menu_entry_opens_the_form(viewer: Any) -> None:
    from napari._app_model import get_app_model

    get_app_model().commands.execute_command("napari-darkroom.filters.gaussian").result()
    (inner,) = viewer.window.dock_widgets.values()
    assert isinstance(inner, OperationForm)
    assert inner.operation.id == "filters.gaussian"


def test_manifest_is_in_step_with_the_registry() -> None:
    assert manifest.PATH.read_text(encoding="utf-8") == manifest.text()
    assert manifest.main(["--check"]) == 0


def test_drift_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "napari.yaml"
    other.write_text("name: other\n")
    monkeypatch.setattr(manifest, "PATH", other)
    assert manifest.main(["--check"]) == 1
    assert manifest.main([]) == 0
    assert manifest.main(["--check"]) == 0


def test_root_entry_is_a_link_to_the_package() -> None:
    root = Path(__file__).resolve().parents[2]
    assert (root / "napari.yaml").is_symlink()
    assert (root / "napari.yaml").readlink() == Path("src/napari_darkroom/napari.yaml")


def test_npe2_accepts_the_manifest() -> None:
    accepted = PluginManifest.from_file(manifest.PATH)
    assert accepted.name == "napari-darkroom"
    accepted.validate_imports()


def test_menus_are_those_that_napari_has() -> None:
    own = {submenu["id"] for submenu in CONTRIBUTIONS["submenus"]}
    assert set(CONTRIBUTIONS["menus"]) <= own | set(manifest.LAYER_MENUS.values())


def test_combo_follows_renames(desk: Desk) -> None:
    layer = desk.viewer.add_image(np.zeros((4, 4)), name="a")
    form = desk.find("gaussian")
    layer.name = "b"
    assert _offered(form) == ["b"]
    desk.viewer.layers.clear()
    assert _offered(form) == []
    assert not form.run_button.isEnabled()
