"""The published JSON schema of recipes: for editors that check and complete while one types.

``python -m napari_darkroom.recipe.schema`` writes ``docs/recipe.schema.json`` anew from the model
and the registry; with ``--check`` it only says whether the file is up to date. Darkroom itself
checks more (`recipe.validation`): references, kinds, operations of other packages.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.atomic import write_text
from napari_darkroom.engine.catalog import operations
from napari_darkroom.recipe.model import Recipe

if TYPE_CHECKING:
    from napari_darkroom.core.operation import Input, Operation
    from napari_darkroom.core.parameters import Parameter

TARGET = Path(__file__).resolve().parents[3] / "docs" / "recipe.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
_BOUNDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "above": "exclusiveMinimum",
    "below": "exclusiveMaximum",
}


def schema() -> dict[str, Any]:
    """Return the schema: that of the model, with inputs and parameters of Darkroom's operations."""
    content = {"$schema": _DIALECT, **Recipe.model_json_schema()}
    own = sorted((o for o in operations().values() if not o.module), key=lambda o: o.id)
    step = content["$defs"]["Step"]
    step["properties"]["op"]["examples"] = [operation.reference for operation in own]
    step["allOf"] = [_rule(operation) for operation in own]
    _close(content)
    # A model tells its own attributes in a docstring; of it the schema needs the first line.
    for part in (content, *content["$defs"].values()):
        part["description"] = part.get("description", "").partition("\n")[0]
    return content


def _close(part: Any) -> None:
    """Allow no names but those of the pattern, where there is one."""
    if isinstance(part, dict):
        if "patternProperties" in part:
            part["additionalProperties"] = False
        for inner in part.values():
            _close(inner)


def text() -> str:
    """Return the text of the file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _rule(operation: Operation) -> dict[str, Any]:
    """Return what a step of an operation may hold."""
    inputs = {
        "properties": {one.name: _input(one) for one in operation.inputs},
        "required": [one.name for one in operation.inputs if not one.optional],
        "additionalProperties": False,
    }
    params = {
        "properties": {one.name: _parameter(one) for one in operation.parameters},
        "additionalProperties": False,
    }
    return {
        "if": {"properties": {"op": {"const": operation.reference}}, "required": ["op"]},
        "then": {
            "description": operation.summary,
            "properties": {"inputs": inputs, "params": params},
        },
    }


def _input(declared: Input) -> dict[str, Any]:
    allowed: dict[str, Any] = {"description": declared.description}
    return allowed if declared.many else {**allowed, "type": "string"}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    allowed = [*_values(parameter), *([{"type": "null"}] if parameter.optional else [])]
    told = {"description": parameter.description}
    if parameter.default is not None:
        told["default"] = parameter.default
    return {**told, **(allowed[0] if len(allowed) == 1 else {"anyOf": allowed})}


def _values(parameter: Parameter) -> list[dict[str, Any]]:
    """Return what a value may be, as one or several schemas of which it fits one."""
    bounds = {
        key: getattr(parameter, name)
        for name, key in _BOUNDS.items()
        if getattr(parameter, name) is not None
    }
    number = {"type": "number", **bounds}
    index = {"type": ["integer", "null"]}
    forms: dict[str, list[dict[str, Any]]] = {
        "length": [_TEXT, number, {"type": "array", "items": number}],
        "size": [_TEXT, number],
        "physical": [_TEXT],
        "limit": [number, _TEXT],
        "interval": [_TEXT, {"type": "array", "items": index, "minItems": 2, "maxItems": 2}],
        "integer": [{"type": "integer", **bounds}],
        # YAML writes some numbers as words: nan, inf.
        "number": [number, _TEXT],
        "boolean": [{"type": "boolean"}],
        "choice": [{"enum": list(parameter.choices)}],
        "text": [_TEXT],
    }
    return forms[parameter.type]


def main(arguments: list[str]) -> int:
    """Write the schema, or check it; return the exit code."""
    wanted = text()
    if "--check" not in arguments:
        write_text(TARGET, wanted)
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == wanted:
        return 0
    sys.stderr.write(f"{TARGET.name} is out of date: run python -m napari_darkroom.recipe.schema\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
