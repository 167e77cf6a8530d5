"""The stub of the package: what completion, help and mypy know of the operations.

``python -m napari_darkroom.engine.stubs`` writes ``__init__.pyi`` anew from the registry;
with ``--check`` it only says whether the file is up to date.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import napari_darkroom
from napari_darkroom.core.kinds import TABLE_KINDS
from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.values import VALUE_TYPES, Kind
from napari_darkroom.engine.catalog import families

TARGET = Path(__file__).parents[1] / "__init__.pyi"
_HEAD = '''"""Develop images of cells or galaxies into numbers, reproducibly."""

# Written by `python -m napari_darkroom.engine.stubs`; do not edit.

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, overload

import pandas as pd
from numpy.typing import NDArray

{public}

__version__: str
PUBLIC: Mapping[str, str]

_Array: TypeAlias = NDArray[Any]
_Length: TypeAlias = float | str | Sequence[float]
_Interval: TypeAlias = str | tuple[int | None, int | None]
# A napari layer: this file does not know napari.
_Layer: TypeAlias = Any
'''
_TYPES = {
    "length": "_Length",
    "size": "float | str",
    "physical": "_Length",
    "limit": "float | str",
    "interval": "_Interval",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "text": "str",
}
_VALUES = {kind: type_.__name__ for kind, type_ in VALUE_TYPES.items()}
# What may be given in place of a value where no pixels are asked for.
_BARE = {
    "table": "pd.DataFrame",
    "points": "_Array | pd.DataFrame",
    "shapes": "Sequence[tuple[str, Any]] | pd.DataFrame",
}


def stub() -> str:
    """Return the text of the stub."""
    public = "\n".join(
        f"from {napari_darkroom.__name__}.{room} import {name} as {name}"
        for name, room in sorted(napari_darkroom.PUBLIC.items(), key=lambda item: item[::-1])
    )
    parts = [_HEAD.format(public=public)]
    for family, operations in families().items():
        own = [operation for operation in operations if not operation.module]
        if own:
            parts.append(_family(family, own))
    return "\n".join(parts)


def _family(family: str, operations: list[Operation]) -> str:
    name = f"_{family.title().replace('_', '')}"
    methods = "\n".join(_methods(operation) for operation in operations)
    return f"\nclass {name}:\n{methods}\n{family}: {name}\n"


def _methods(operation: Operation) -> str:
    if [output.kind for output in operation.outputs] == ["table"]:
        return _method(operation, values=None, result="pd.DataFrame", overloaded=False)
    array = _method(operation, values=False, result=_result(operation, False), overloaded=True)
    value = _method(operation, values=True, result=_result(operation, True), overloaded=True)
    return array + value


def _method(operation: Operation, *, values: bool | None, result: str, overloaded: bool) -> str:
    arguments = [f"        {i.name}: {_input(i, values)}," for i in operation.inputs]
    arguments += [
        "        *,",
        *(f"        {_parameter(p)}," for p in operation.parameters),
        '        axes: Literal["planes", "volume", "stack"] | None = None,',
        "        over: Sequence[str] | None = None,",
    ]
    head = "    @overload\n" if overloaded else ""
    body = "\n".join(arguments)
    # One docstring an operation: completion shows that of the first overload.
    end = " ...\n\n" if values else f"\n        {_docstring(operation)}\n\n"
    return f"{head}    def {operation.name}(\n        self,\n{body}\n    ) -> {result}:{end}"


def _docstring(operation: Operation) -> str:
    # What one needs while typing; formula and sources stand in help() and on the page.
    doc, *_ = inspect.cleandoc(operation.function.__doc__ or "").split("\n\nNotes\n")
    doc = doc.replace("\\", "\\\\")
    indented = "\n".join(f"        {line}".rstrip() for line in doc.splitlines()).lstrip()
    return f'"""{indented}\n        """'


def _input(declared: Input, values: bool | None) -> str:
    kinds = " | ".join(_VALUES[kind] for kind in declared.kinds)
    bare = _BARE.get(declared.kinds[0], "_Array")
    type_ = {None: f"{bare} | {kinds} | _Layer", False: bare, True: f"{kinds} | _Layer"}[values]
    type_ = f"{type_} | Sequence[{type_}]" if declared.many else type_
    return f"{type_} | None = None" if declared.optional else type_


def _parameter(parameter: Parameter) -> str:
    type_ = _TYPES.get(parameter.type)
    if type_ is None:
        type_ = f"Literal[{', '.join(repr(choice) for choice in parameter.choices)}]"
    if parameter.optional:
        type_ += " | None"
    return f"{parameter.name}: {type_} = {parameter.default!r}"


def _result(operation: Operation, values: bool) -> str:
    def one(kind: Kind | None) -> str:
        if kind == "table":
            return "pd.DataFrame"
        if not values:
            return "pd.DataFrame" if kind in TABLE_KINDS else "_Array"
        kinds = [kind] if kind else operation.inputs[0].kinds
        return " | ".join(_VALUES[k] for k in kinds)

    results = [one(output.kind) for output in operation.outputs]
    return results[0] if len(results) == 1 else f"tuple[{', '.join(results)}]"


def main(arguments: list[str]) -> int:
    """Write the stub, or check it; return the exit code."""
    text = stub()
    if "--check" not in arguments:
        TARGET.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("__init__.pyi is out of date: run python -m napari_darkroom.engine.stubs\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
