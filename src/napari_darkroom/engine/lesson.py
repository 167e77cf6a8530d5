"""An operation with its parameters as lines of code that a student can paste and run."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.units import PIXEL, Measure
from napari_darkroom.engine.arguments import arguments

_NO_ARRAYS: Mapping[str, str] = MappingProxyType(
    {
        "points": "places in pixels, a row a point",
        "shapes": "pairs of a type and its vertices in pixels",
        "table": "a pandas DataFrame",
    }
)


def darkroom_line(operation: Operation, parameters: Mapping[str, Any]) -> str:
    """Return the call in Darkroom, with the parameters that are not at their defaults.

    Raises
    ------
    ParameterError
        If a parameter is unknown or not allowed.
    """
    defaults = operation.canonical({})
    given = {n: v for n, v in operation.canonical(parameters).items() if v != defaults[n]}
    words = [i.name for i in operation.inputs if not i.optional]
    words += [f"{i.name}={i.name}" for i in operation.inputs if i.optional]
    words += [f"{name}={literal(value)}" for name, value in given.items()]
    return f"dr.{operation.id}({', '.join(words)})"


def equivalent_code(
    operation: Operation,
    parameters: Mapping[str, Any],
    calibration: Calibration | None = None,
    axes: Sequence[str] | None = None,
) -> str:
    """Return an operation's equivalent code with the parameters set above it.

    It runs as it is where the inputs are there as arrays, under the names that its first comment
    tells.

    Parameters
    ----------
    parameters : mapping
        By name, as in Python or as in a recipe; the others keep their defaults.
    calibration : Calibration, optional
        That of the first input: physical lengths become pixels. By default a plane in pixels.
    axes : sequence of str, optional
        The spatial axes that the code is to see; by default all of `calibration`.

    Returns
    -------
    str
        Empty where the operation gives no equivalent.

    Raises
    ------
    ParameterError
        If a parameter is unknown or not allowed.
    UnitError
        If one is physical and the calibration knows no pixel size.
    """
    code = operation.equivalent.code
    if not code:
        return ""
    imports, body = _split(code)
    values = equivalent_values(operation, parameters, calibration, axes)
    units = _units(operation, parameters)
    if calibration is not None and calibration.calibrated():
        units["spacing"] = f"  # {calibration.spacing(_seen(calibration, axes))[1]}"
    lines = [f"{name} = {literal(v)}{units.get(name, '')}" for name, v in values.items()]
    return "\n\n".join(filter(None, [imports, "\n".join([_inputs(operation), *lines]), body]))


def equivalent_claim(operation: Operation) -> str:
    """Return a sentence that says how far the equivalent code gives the same."""
    remark, tolerance = operation.equivalent.remark, operation.equivalent.tolerance
    same = "the same numbers"
    first = operation.outputs[0].kind or operation.inputs[0].kinds[0]
    if tolerance and first == "labels":
        same = f"the same objects in all but at most {100 * tolerance:g} % of their pixels"
    elif tolerance:
        same = f"the same within {100 * tolerance:.4g} % of the largest value"
    return f"Gives {same}{', ' if remark else ''}{remark}."


def equivalent_values(
    operation: Operation,
    parameters: Mapping[str, Any],
    calibration: Calibration | None = None,
    axes: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the variables beside the inputs that the equivalent code needs, as plain values.

    A length is one number of pixels an axis, a physical quantity its numbers, an interval a pair.
    The arguments, and what is raised, are those of `equivalent_code`.
    """
    place = calibration or Calibration.default(2)
    seen = _seen(place, axes)
    given = arguments(operation, operation.check(parameters), place, seen)
    given.setdefault("spacing", place.spacing(seen)[0])
    used = _names_read(operation.equivalent.code)
    many = {p.name for p in operation.parameters if p.most > 1}
    return {n: _plain(v, n in many) for n, v in given.items() if n in used}


def _seen(calibration: Calibration, axes: Sequence[str] | None) -> tuple[str, ...]:
    """Return the axes that the code is to see: by default all spatial ones."""
    spatial = tuple(calibration.axes[i] for i in calibration.spatial)
    return tuple(axes or spatial or calibration.axes)


def literal(value: Any) -> str:
    """Return a plain value as it stands in code."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value)


def _names_read(code: str) -> set[str]:
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    return {node.id for node in nodes if isinstance(node.ctx, ast.Load)}


def _plain(value: Any, many: bool) -> Any:
    if isinstance(value, Measure):
        return value.values if many else value.values[0]
    return value


def _split(code: str) -> tuple[str, str]:
    """Return the imports at the top, and the rest."""
    nodes = ast.parse(code).body
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    last = max((node.end_lineno or 0 for node in imports), default=0)
    lines = code.splitlines()
    return "\n".join(lines[:last]), "\n".join(lines[last:]).strip()


def _inputs(operation: Operation) -> str:
    """Return comments that name the variables to begin with."""
    arrays, lines = [], []
    for declared in operation.inputs:
        name = f"{declared.name} (or None)" if declared.optional else declared.name
        what = _NO_ARRAYS.get(declared.kinds[0])
        if what is None:
            arrays.append(name)
        else:
            lines.append(f"# {name}: {what}")
    if arrays:
        what = "a NumPy array" if len(arrays) == 1 else "NumPy arrays"
        lines.insert(0, f"# {', '.join(arrays)}: {what}, such as viewer.layers[0].data")
    return "\n".join(lines)


def _units(operation: Operation, parameters: Mapping[str, Any]) -> dict[str, str]:
    """Return, for what was given in physical units, a comment that tells what it was."""
    model = operation.check(parameters)
    values = {p.name: getattr(model, p.name) for p in operation.parameters}
    return {
        name: f"  # {value}"
        for name, value in values.items()
        if isinstance(value, Measure) and value.unit != PIXEL
    }
