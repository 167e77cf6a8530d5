"""What a function does, as text: another text when its code was changed."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from napari_darkroom.core.digest import array_digest
from napari_darkroom.core.distribution import installed, package_of

_PLAIN = (bool, int, float, complex, str, bytes, type(None), type(...), np.generic, PurePath)
# What Python adds to the body of a class, and what does nothing.
_ADDED = ("__dict__", "__weakref__", "__module__", "__doc__", "__firstlineno__", "__annotations__")


class CodeReader:
    """Reads a function and all that it names; comments and line numbers have no say.

    Read are bytecode, constants, nested functions, defaults, closures and the globals that the
    code names: plain values, collections of them, arrays, and functions and classes that came
    with no installed package. Of an installed package the version is read, of a module that is a
    file beside the script the file, and those of such modules that it has imported.

    Attributes
    ----------
    blind : bool
        Whether something was met that it cannot see into: any other object, such as a model that
        was loaded, or an open file.
    """

    def __init__(self) -> None:
        self.blind = False
        self._seen: list[Any] = []

    def read(self, thing: Any) -> Iterator[str]:
        """Yield the parts of the text of a function or a value."""
        if isinstance(thing, _PLAIN):
            yield f"{type(thing).__name__} {thing!r}"
        elif isinstance(thing, np.ndarray) and not thing.dtype.hasobject:
            yield f"array {array_digest(thing)}"
        elif isinstance(thing, types.CodeType):
            yield from self._code(thing)
        elif isinstance(thing, tuple | frozenset):
            yield from self._collection(thing)
        else:
            yield from self._once(thing)

    def _once(self, thing: Any) -> Iterator[str]:
        """Read what may hold itself, as a function does that calls itself."""
        known = [i for i, one in enumerate(self._seen) if one is thing]
        if known:
            yield f"again {known[0]}"
            return
        self._seen.append(thing)
        if isinstance(thing, Mapping | list | set):
            yield from self._collection(thing)
        elif isinstance(thing, partial):
            yield from self._all("partial", thing.func, thing.args, thing.keywords)
        elif isinstance(thing, types.MethodType):
            yield from self._all("method", thing.__func__, thing.__self__)
        elif isinstance(thing, types.ModuleType):
            yield from self._module(thing)
        else:
            yield from self._named(thing)

    def _named(self, thing: Any) -> Iterator[str]:
        """Read a function or class: those of an installed package by name."""
        module = str(getattr(thing, "__module__", None) or type(thing).__module__)
        function = _unwrapped(thing)
        if isinstance(function, types.FunctionType) and not _version(module):
            yield from self._function(function)
        elif isinstance(thing, type) and not _version(module):
            yield from self._all("class", thing.__name__, thing.__bases__, _body(thing))
        elif callable(thing) and hasattr(thing, "__name__") and _version(module):
            yield f"{module}.{getattr(thing, '__qualname__', thing.__name__)} {_version(module)}"
        else:
            self.blind = True
            yield f"object {type(thing).__module__}.{type(thing).__qualname__}"

    def _module(self, module: types.ModuleType) -> Iterator[str]:
        version, file = _version(module.__name__), Path(getattr(module, "__file__", None) or "")
        if not version and file.is_file():
            yield f"module {module.__name__} {file.read_bytes().hex()}"
            for other in _own_modules(module):
                yield from self.read(other)
            return
        self.blind |= not version
        yield f"module {module.__name__} {version}"

    def _function(self, function: types.FunctionType) -> Iterator[str]:
        cells = [_content(cell) for cell in function.__closure__ or ()]
        known = function.__globals__
        named = {name: known[name] for name in _names(function.__code__) if name in known}
        defaults = (function.__defaults__, function.__kwdefaults__)
        yield from self._all("function", function.__code__, defaults, cells, named)

    def _code(self, code: types.CodeType) -> Iterator[str]:
        names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
        counts = (code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount, code.co_flags)
        yield from self._all("code", code.co_code, names, counts, code.co_consts)

    def _collection(self, thing: Any) -> Iterator[str]:
        yield f"{type(thing).__name__} of {len(thing)}"
        if isinstance(thing, set | frozenset):
            # Its order differs from process to process.
            yield from sorted("".join(self.read(one)) for one in thing)
            return
        for one in thing.items() if isinstance(thing, Mapping) else thing:
            yield from self.read(one)

    def _all(self, title: str, *things: Any) -> Iterator[str]:
        yield title
        for thing in things:
            yield from self.read(thing)


def _names(code: types.CodeType) -> list[str]:
    """Return the names that a code, and those nested in it, may take from the globals."""
    nested = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    return sorted({*code.co_names, *(name for one in nested for name in _names(one))})


def _unwrapped(thing: Any) -> Any:
    """Return the function within one that numba compiled or that a cache stands around."""
    if isinstance(thing, types.FunctionType | type):
        return thing
    return getattr(thing, "py_func", None) or getattr(thing, "__wrapped__", thing)


def _content(cell: types.CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return "empty"


def _body(thing: type) -> dict[str, Any]:
    members = vars(thing).items()
    return {name: getattr(one, "__func__", one) for name, one in members if name not in _ADDED}


def _own_modules(module: types.ModuleType) -> list[types.ModuleType]:
    """Return the modules of no installed package that a module, or what it took, comes from."""
    names = {
        one.__name__ if isinstance(one, types.ModuleType) else getattr(one, "__module__", None)
        for one in list(vars(module).values())
    }
    own = sorted(name for name in names if isinstance(name, str) and not _version(name))
    return [sys.modules[name] for name in own if name in sys.modules]


@lru_cache
def _version(module: str) -> str:
    """Return the version of what a module was installed with, nothing for one's own code."""
    root = module.partition(".")[0]
    if root in sys.stdlib_module_names and root != "__main__":
        return "python"
    found = installed(package_of(module))
    return found.version if found else ""
