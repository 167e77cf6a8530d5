"""The operations that are installed: Darkroom's own and those of other packages."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import napari_darkroom.ops
from napari_darkroom.core.errors import UnknownOperationError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.registry import Registry, registry
from napari_darkroom.engine.foreign import Unloaded, load_foreign
from napari_darkroom.engine.opencv import check_opencv


@lru_cache(maxsize=1)
def _load() -> tuple[Unloaded, ...]:
    check_opencv()
    rooms = napari_darkroom.ops
    for module in sorted(m.name for m in pkgutil.iter_modules(rooms.__path__)):
        importlib.import_module(f"{rooms.__name__}.{module}")
    return load_foreign(registry)


def operations() -> Registry:
    """Return the registry with every installed operation in it.

    Packages name a module that declares operations under the entry point group
    ``napari_darkroom.operations``. One that cannot be imported is told by a `PackageWarning`, and
    the others are there.
    """
    _load()
    return registry


def unloaded() -> tuple[Unloaded, ...]:
    """Return the packages whose operations are missing, and why."""
    return _load()


def find(reference: str | Operation) -> Operation:
    """Return the operation of an id (``filters.gaussian``) or reference (``...@1``).

    Raises
    ------
    UnknownOperationError
        If none has that id, or the installed one is of another version; the text names what is
        near, and the packages that could not be loaded.
    """
    if isinstance(reference, Operation):
        return reference
    name, _, version = reference.partition("@")
    try:
        operation = operations()[name]
    except UnknownOperationError as error:
        raise UnknownOperationError(" ".join(map(str, (error, *unloaded())))) from None
    if version not in ("", str(operation.version)):
        raise UnknownOperationError(
            f"{reference} is not the installed version, {operation.reference}, which may give "
            f"other results. Install the {operation.package or 'Darkroom'} that the recipe was "
            f"made with, or write {operation.reference} to take the installed one."
        )
    return operation


def operation_of(function: Callable[..., Any]) -> Operation:
    """Return the operation that a function was declared as.

    Raises
    ------
    UnknownOperationError
        If it was not.
    """
    for operation in operations().values():
        if operation.function is function:
            return operation
    raise UnknownOperationError(f"{function.__name__} is not declared as an operation.")


def families() -> dict[str, list[Operation]]:
    """Return the operations by family, both in alphabetical order."""
    grouped: dict[str, list[Operation]] = {}
    for operation in sorted(operations().values(), key=lambda o: o.id):
        grouped.setdefault(operation.family, []).append(operation)
    return grouped


def family(name: str) -> tuple[Operation, ...]:
    """Return the operations of one family in alphabetical order; none where there is no such."""
    return operations().family(name)
