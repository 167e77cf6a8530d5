"""The manifest that tells napari what Darkroom offers, made from the registry.

``python -m napari_darkroom.plugin.manifest`` writes it anew, ``--check`` tells whether it is
in step.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import families
from napari_darkroom.io.formats import FORMATS, readable_suffixes
from napari_darkroom.io.samples import samples
from napari_darkroom.plugin.recipe_reader import RECIPE_SUFFIXES
from napari_darkroom.tables.formats import table_suffixes

NAME = "napari-darkroom"
PATH = Path(__file__).parents[1] / "napari.yaml"

# The menus that napari lets a plugin add to; it drops every other one without a word.
LAYER_MENUS: Mapping[str, str] = MappingProxyType(
    {
        name: f"napari/layers/{name}"
        for name in (
            "visualize", "annotate", "data", "metadata", "layer_type", "filter", "transform",
            "measure", "register", "project", "segment", "track", "classify",
        )
    }
)  # fmt: skip

# The submenus in the order in which one works; those that are not named come behind them.
_GROUPS = (
    "smooth", "intensity", "morphology", "peaks_and_pits",
    "threshold", "classes", "mask", "shape", "objects", "from_seeds", "spots", "change_objects",
    "choose_objects", "points_and_shapes",
    "image", "relations", "texture", "channels", "profiles", "tables",
)  # fmt: skip

_HEADER = "# Generated: python -m napari_darkroom.plugin.manifest\n"
_DOCKS = (
    ("dock", "Darkroom", "dock:DarkroomDock"),
    ("table", "Table", "table.dock:TableDock"),
)
# What can be done with a selected layer that tells how it was made.
_ON_ORIGIN = (
    ("show_how", "Show how this was made", "origin_actions:show_how"),
    ("make_again", "Make again from its inputs", "origin_actions:make_again"),
)
_ONE_SELECTED = "num_selected_layers == 1"


def widget_name(operation: Operation) -> str:
    """Return the name in ``plugin.widgets`` of an operation's widget."""
    return operation.id.replace(".", "_")


def manifest() -> dict[str, Any]:
    """Return the manifest of Darkroom's own operations, formats and samples."""
    # In the order of their ids, whatever was imported first.
    everything = [operation for members in families().values() for operation in members]
    own = [operation for operation in everything if operation.listed and not operation.module]
    menus, submenus = _menus(own)
    return {
        "name": NAME,
        "display_name": "Darkroom",
        "categories": ["Image Processing", "Segmentation", "Measurement"],
        "contributions": {
            "commands": [*_commands(own)],
            "widgets": [*_widgets(own)],
            "menus": menus,
            "submenus": submenus,
            "readers": [_reader(), _recipe_reader(), _table_reader()],
            "writers": [*_writers()],
            "sample_data": [
                {"command": f"{NAME}.sample.{key}", "key": key, "display_name": sample.title}
                for key, sample in samples().items()
            ],
        },
    }


def text() -> str:
    """Return the manifest as it stands in the file."""
    import yaml

    return _HEADER + yaml.safe_dump(manifest(), sort_keys=False, allow_unicode=True, width=100)


def _command(id_: str, title: str, place: str) -> dict[str, str]:
    return {"id": f"{NAME}.{id_}", "title": title, "python_name": f"napari_darkroom.plugin.{place}"}


def _commands(own: Iterable[Operation]) -> Iterable[dict[str, str]]:
    for id_, title, place in _DOCKS:
        yield _command(id_, title, place)
    for operation in own:
        yield _command(operation.id, operation.title, f"widgets:{widget_name(operation)}")
    for id_, title, place in _ON_ORIGIN:
        yield {**_command(id_, title, place), "enablement": _ONE_SELECTED}
    yield _command("read", "Open with Darkroom", "readers:get_reader")
    yield _command("read_recipe", "Open recipe", "recipe_reader:get_recipe_reader")
    yield _command("read_table", "Open table", "table_reader:get_table_reader")
    yield _command("write_image", "Save image with Darkroom", "writers:write_image")
    yield _command("write_labels", "Save labels with Darkroom", "writers:write_labels")
    for key, sample in samples().items():
        yield _command(f"sample.{key}", f"Open sample {sample.title}", f"samples:{key}")


def _widgets(own: Iterable[Operation]) -> Iterable[dict[str, str]]:
    for id_, title, _ in _DOCKS:
        yield {"command": f"{NAME}.{id_}", "display_name": title}
    for operation in own:
        yield {"command": f"{NAME}.{operation.id}", "display_name": operation.title}


def _in_order(groups: Mapping[str, list[Operation]]) -> list[tuple[str, list[Operation]]]:
    """Return the groups of a menu, what is chosen at once first, the others as one works."""
    alone = [
        one for name, members in groups.items() if not name or len(members) == 1 for one in members
    ]
    several = {name: members for name, members in groups.items() if name and len(members) > 1}
    places = {name: place for place, name in enumerate(_GROUPS)}
    order = sorted(several, key=lambda name: (places.get(name, len(places)), name))
    return [("", alone), *((name, several[name]) for name in order)]


def _menus(
    own: Iterable[Operation],
) -> tuple[dict[str, list[dict[str, str]]], list[dict[str, str]]]:
    """Return the entries of every menu, and the submenus: one where two operations share it."""
    grouped: dict[str, dict[str, list[Operation]]] = {}
    for operation in own:
        top, _, group = operation.menu.partition("/")
        if top in LAYER_MENUS:
            grouped.setdefault(LAYER_MENUS[top], {}).setdefault(group, []).append(operation)
    menus: dict[str, list[dict[str, str]]] = {}
    submenus: list[dict[str, str]] = []
    for menu, groups in grouped.items():
        for group, members in _in_order(groups):
            named = sorted(members, key=lambda operation: operation.title.casefold())
            entries = [{"command": f"{NAME}.{operation.id}"} for operation in named]
            if not group:
                menus.setdefault(menu, []).extend(entries)
                continue
            id_ = f"{NAME}/{menu.rpartition('/')[2]}/{group}"
            submenus.append({"id": id_, "label": members[0].menu_words[-1]})
            menus.setdefault(menu, []).append({"submenu": id_})
            menus[id_] = entries
    for entries in menus.values():
        # Without a number napari shows them in the order of the commands, which is that of ids.
        for place, entry in enumerate(entries, start=1):
            entry["group"] = f"@{place}"
    origin = [{"command": f"{NAME}.{id_}"} for id_, _, _ in _ON_ORIGIN]
    menus.setdefault(LAYER_MENUS["metadata"], []).extend(origin)
    return menus, submenus


def _reader() -> dict[str, Any]:
    return {
        "command": f"{NAME}.read",
        "filename_patterns": [f"*{suffix}" for suffix in readable_suffixes()],
        "accepts_directories": False,
    }


def _recipe_reader() -> dict[str, Any]:
    return {
        "command": f"{NAME}.read_recipe",
        "filename_patterns": [f"*{suffix}" for suffix in RECIPE_SUFFIXES],
        "accepts_directories": False,
    }


def _table_reader() -> dict[str, Any]:
    return {
        "command": f"{NAME}.read_table",
        "filename_patterns": [f"*{suffix}" for suffix in table_suffixes()],
        "accepts_directories": False,
    }


def _writers() -> Iterable[dict[str, Any]]:
    for one in FORMATS:
        if one.writable:
            for kind in ("image", "labels"):
                yield {
                    "command": f"{NAME}.write_{kind}",
                    "layer_types": [kind],
                    "filename_extensions": list(one.suffixes),
                    "display_name": one.title,
                }


def main(arguments: list[str]) -> int:
    """Write the manifest, or with ``--check`` return 1 where the file is not in step."""
    wanted = text()
    if "--check" in arguments:
        if PATH.read_text(encoding="utf-8") == wanted:
            return 0
        sys.stderr.write(f"{PATH.name} is not in step: run python -m {__spec__.name}\n")
        return 1
    PATH.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
