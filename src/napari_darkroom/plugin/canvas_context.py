"""The OpenGL context of the canvas, which has to be the current one where layers are removed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from qtpy.QtCore import QObject
from vispy.app import use_app

if TYPE_CHECKING:
    from napari import Viewer


class CanvasContext(QObject):
    """Makes the context of a viewer's canvas the current one before a layer leaves it.

    napari deletes the buffers of a layer on the graphics card at once, in whatever context is
    current. Between two frames that is the one by which Qt composes the window: the canvas goes
    on to draw from buffers that are no longer there, and the program may end by that.

    Parameters
    ----------
    viewer : Viewer
    """

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer.window._qt_window)
        self._window = viewer.window._qt_window
        emitter, enter = viewer.layers.events.removing, self._enter
        emitter.connect(enter)
        self.destroyed.connect(lambda _=None: emitter.disconnect(enter))

    @classmethod
    def of(cls, viewer: Viewer) -> CanvasContext:
        """Return that of a viewer, made when it is first asked for."""
        found = viewer.window._qt_window.findChild(cls)
        return found if isinstance(found, cls) else cls(viewer)

    def _enter(self, _: Any = None) -> None:
        # The window may be closing, and its widgets gone before this object.
        with suppress(RuntimeError):
            for canvas in self._window.findChildren(use_app().backend_module.CanvasBackend):
                canvas.makeCurrent()
