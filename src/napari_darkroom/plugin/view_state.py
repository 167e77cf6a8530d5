"""How a session is seen, as plain values: its layers and their looks, the camera, the sliders."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari.layers import Layer

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.layer_input import file_of
from napari_darkroom.plugin.layers import READ, is_preview
from napari_darkroom.plugin.looks import look_of
from napari_darkroom.plugin.placement import RECORD
from napari_darkroom.plugin.table.dock_text import dock_text
from napari_darkroom.plugin.table.docks import table_dock, table_docks
from napari_darkroom.recipe.graph import root
from napari_darkroom.recipe.history import Source

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.session import Session

LAYERS, ACTIVE, ASIDE, INTERMEDIATES, TABLE, DOCKS, DIGESTS = (
    "layers",
    "active",
    "aside",
    "intermediates",
    "table",
    "tables",
    "digests",
)
REFERENCES, LOOK, FILE, FILE_READ, READER = "references", "look", "file", "read", "reader"
LINKED, OPENED = "tables", "opened"
# Before what a table that no step reads is called here: no step or input is called so.
BESIDE = "beside "
_CAMERA = ("center", "zoom", "angles")


def view_of(session: Session, folder: Path | None) -> dict[str, Any]:
    """Return how a session is seen.

    Parameters
    ----------
    folder : Path or None
        From which the files of layers that no step reads are told; None tells of no such layers.
    """
    viewer = session.viewer
    layers = [(one, _told(session, one, folder)) for one in viewer.layers if not is_preview(one)]
    known = [(layer, told) for layer, told in layers if told is not None]
    active = viewer.layers.selection.active
    steps = {step.id for step in session.history.graph.steps}
    sources = session.history.sources
    dock, docks = table_dock(viewer), table_docks(viewer)
    beside = {key: f"{BESIDE}{name}" for key, name in unread_tables(session).items()}
    return {
        LAYERS: [told for _, told in known],
        ACTIVE: next((i for i, (layer, _) in enumerate(known) if layer is active), None),
        ASIDE: sorted(session.display.aside & steps),
        INTERMEDIATES: session.intermediates_visible,
        TABLE: dock is not None and dock.isVisible(),
        DOCKS: [dock_text(one, session.history.graph.names, beside) for one in docks],
        OPENED: {name: session.opened[key].name for key, name in unread_tables(session).items()},
        DIGESTS: {name: one.digest for name, one in sources.items() if one.hashed},
        **_canvas(viewer),
    }


def unread_tables(session: Session) -> dict[str, str]:
    """Return what a saved session calls the opened tables that no step reads, by their keys."""
    used = session.history.graph.without_unused_inputs().inputs
    sources = session.history.sources.items()
    return session.opened.unread([source for name, source in sources if name in used])


def left_out(session: Session) -> list[str]:
    """Return the names of layers that a saved session does not bring back.

    No step reads them, and they have no file.
    """
    layers = [one for one in session.viewer.layers if not is_preview(one)]
    return [str(one.name) for one in layers if not _references(session, one) and not file_of(one)]


def show_canvas(viewer: Viewer, view: Mapping[str, Any]) -> None:
    """Bring back camera and sliders; what this napari does not take is passed over."""
    camera, dims = _mapping(view.get("camera")), _mapping(view.get("dims"))
    with suppress(ValueError, TypeError, IndexError, AttributeError):
        viewer.dims.ndisplay = dims.get("ndisplay", 2)
    with suppress(ValueError, TypeError, IndexError, AttributeError):
        if len(dims.get("point", ())) == viewer.dims.ndim:
            viewer.dims.point = tuple(dims["point"])
    for name in _CAMERA:
        if name in camera:
            with suppress(ValueError, TypeError, IndexError, AttributeError):
                setattr(viewer.scene.camera, name, camera[name])


def _told(session: Session, layer: Layer, folder: Path | None) -> dict[str, Any] | None:
    references, look = _references(session, layer), look_of(layer)
    linked = [n for n, one in session.history.sources.items() if _linked(session, one) is layer]
    unread = unread_tables(session).items()
    linked += [n for key, n in unread if session.opened.linked(session.opened[key].source) is layer]
    if references:
        return {REFERENCES: references, LINKED: linked, LOOK: look}
    file = file_of(layer)
    if file is None or folder is None:
        return None
    return {
        LINKED: linked,
        FILE: _seen_from(folder, file),
        READER: str(layer.source.reader_plugin or ""),
        FILE_READ: dict(layer.metadata.get(RECORD, {}).get(READ, {})),
        LOOK: look,
    }


def _linked(session: Session, source: Source) -> Layer | None:
    return session.opened.linked(source) if isinstance(source.value, Table) else None


def _references(session: Session, layer: Layer) -> list[str]:
    graph = session.history.graph
    # Only what a step reads goes into the recipe.
    used = {*graph.without_unused_inputs().inputs, *(step.id for step in graph.steps)}
    return [one for one in session.bindings.references(layer) if root(one) in used]


def _seen_from(folder: Path, file: Path) -> str:
    try:
        return Path(os.path.relpath(file.absolute(), folder.absolute())).as_posix()
    except ValueError:
        # On another drive of Windows.
        return file.absolute().as_posix()


def _canvas(viewer: Viewer) -> dict[str, Any]:
    camera = viewer.scene.camera
    return {
        "camera": {
            "center": list(map(float, camera.center)),
            "zoom": float(camera.zoom),
            "angles": list(map(float, camera.angles)),
        },
        "dims": {
            "point": list(map(float, viewer.dims.point)),
            "ndisplay": int(viewer.dims.ndisplay),
        },
    }


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}
