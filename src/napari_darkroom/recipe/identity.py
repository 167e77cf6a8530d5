"""Which code an operation is: part of the key of a cached result."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import Distribution
from pathlib import Path

from napari_darkroom.core.digest import text_digest
from napari_darkroom.core.distribution import installed
from napari_darkroom.core.operation import Operation
from napari_darkroom.recipe.code import CodeReader


def identity(operation: Operation) -> str:
    """Return what tells an operation from another of the same id: the same, the same results.

    - One of Darkroom is told by its id and version.
    - One of an installed package is told by the version of the package too; where the package was
      installed from a folder, which can change without another version, by its files.
    - A function of one's own is told by its code, as `CodeReader` sees it: bytecode, constants,
      defaults, closures, and the globals that it names. Where something is met that cannot be
      looked into (a model that was loaded), the function is another one each time it is declared.

    What it cannot see: files that a function reads, the state of the machine, objects that are
    changed or put into a global after the declaration, other than plain values, collections of
    them, arrays, functions and classes.
    """
    if not operation.module:
        return operation.reference
    found = installed(operation.package)
    if found is None:
        return f"{operation.reference} {code_digest(operation)}"
    told = f"{operation.reference} {operation.package} {found.version}"
    return f"{told} {_files(operation.module)}" if _is_folder(found) else told


def code_digest(operation: Operation) -> str:
    """Return the digest of a function's code as it is now, and of what was declared with it."""
    reader = CodeReader()
    parts = list(reader.read(operation.function))
    parts += reader.read(operation.halo)
    rules = (operation.rgb, operation.walk, operation.dimensions, operation.spacing)
    declared = (operation.inputs, operation.outputs, operation.parameters)
    return text_digest(*parts, repr(rules), repr(declared), operation.token * reader.blind)


def source_digest(operation: Operation) -> str:
    """Return the digest of a function's source text: the same under each version of Python.

    Where there is no source, as in a plain interpreter, it is that of the code.
    """
    try:
        return text_digest(inspect.getsource(operation.function))
    except (OSError, TypeError):
        return code_digest(operation)


def _is_folder(found: Distribution) -> bool:
    """Whether a package was installed from a folder (PEP 610), editable or not."""
    return "dir_info" in json.loads(found.read_text("direct_url.json") or "{}")


@lru_cache
def _files(module: str) -> str:
    """Return the digest of the files beside a module's package.

    Made once: what is changed later is not what this process has loaded.
    """
    import sys

    file = getattr(sys.modules.get(module.partition(".")[0]), "__file__", None)
    if file is None:
        return ""
    return text_digest(*_contents(Path(file)))


def _contents(file: Path) -> Iterator[str]:
    """Yield source texts whole, of all other files (weights may be large) size and time."""
    files = file.parent.rglob("*") if file.name == "__init__.py" else [file]
    for one in sorted(files):
        if "__pycache__" in one.parts or not one.is_file():
            continue
        state = one.stat()
        yield str(one.relative_to(file.parent))
        yield (
            one.read_text("utf-8", "replace")
            if one.suffix == ".py"
            else (f"{state.st_size} {state.st_mtime_ns}")
        )
