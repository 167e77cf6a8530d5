"""One napari widget an operation, made when it is asked for: ``filters_gaussian``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from napari_darkroom.engine.catalog import operations
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.manifest import widget_name

if TYPE_CHECKING:
    from napari import Viewer


@cache
def _widget(id_: str) -> type[OperationForm]:
    """Return the form of one operation as a class that napari can make with a viewer alone."""
    operation = operations()[id_]

    class Widget(OperationForm):
        def __init__(self, napari_viewer: Viewer) -> None:
            super().__init__(napari_viewer, operation)

    Widget.__name__ = Widget.__qualname__ = widget_name(operation)
    Widget.__doc__ = operation.summary
    return Widget


def __getattr__(name: str) -> type[OperationForm]:
    for operation in operations().values():
        if widget_name(operation) == name:
            return _widget(operation.id)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(widget_name(operation) for operation in operations().values())
