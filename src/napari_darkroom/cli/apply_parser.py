"""The arguments of ``darkroom apply``, built from the declaration of an operation."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args

from napari_darkroom.cli.text import paragraphs, plain, two_columns
from napari_darkroom.core.kinds import TABLE_KINDS
from napari_darkroom.core.operation import Input, Operation, Output
from napari_darkroom.core.parameters import Parameter, ParameterType
from napari_darkroom.core.values import GRID_TYPES
from napari_darkroom.engine.plan import Axes

_METAVARS: Mapping[ParameterType, str] = MappingProxyType(
    {
        "length": "LENGTH",
        "size": "SIZE",
        "physical": "LENGTH",
        "limit": "NUMBER",
        "interval": "FIRST:STOP",
        "integer": "N",
        "number": "NUMBER",
        "text": "TEXT",
    }
)
_INPUT, _PARAMETER = "input:", "parameter:"
# Longer examples go on in further lines.
_WIDTH = 90


def add_arguments(parser: argparse.ArgumentParser, operation: Operation) -> None:
    """Add inputs, parameters and options of a run to the parser."""
    parser.usage = f"%(prog)s {operation.id} INPUT... OUTPUT [options]"
    parser.description = _escape(paragraphs(operation.summary))
    parser.epilog = _epilog(operation)
    parser.add_argument("operation", metavar="OPERATION", help=argparse.SUPPRESS)
    _add_files(parser, operation)
    if operation.parameters:
        group = parser.add_argument_group("parameters")
        for parameter in operation.parameters:
            _add_parameter(group, parameter)
    _add_run_options(parser, operation)


def given_parameters(options: argparse.Namespace) -> dict[str, Any]:
    """Return the parameters that stand on the command line."""
    return _given(options, _PARAMETER)


def given_inputs(options: argparse.Namespace) -> dict[str, Any]:
    """Return the files of the inputs that are given by name."""
    return _given(options, _INPUT)


def _given(options: argparse.Namespace, prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value
        for name, value in vars(options).items()
        if name.startswith(prefix) and value is not None
    }


def flag(name: str) -> str:
    """Return the option of a parameter or input: ``--min-distance``."""
    return f"--{name.replace('_', '-')}"


def _add_files(parser: argparse.ArgumentParser, operation: Operation) -> None:
    group = parser.add_argument_group("files", _escape(_file_table(operation)))
    group.add_argument("files", nargs="+", help=argparse.SUPPRESS)
    for one in operation.inputs[1:]:
        group.add_argument(
            flag(one.name),
            dest=f"{_INPUT}{one.name}",
            metavar="FILE",
            nargs="+" if one.many else None,
            help=_escape(f"{one.description}{' Optional.' if one.optional else ''}"),
        )


def _file_table(operation: Operation) -> str:
    """Return what the files at the start of the line are."""
    first, *further = operation.inputs
    names = ", ".join(one.name for one in further)
    behind = f" Behind it, or by name as below: {names}." if names else ""
    return two_columns(
        [
            ("INPUT...", f"{first.name}: {first.description}{behind}"),
            ("OUTPUT", f"written: {_written(operation.outputs)}"),
        ],
        indent="",
        margin=2,
    )


def _written(outputs: Sequence[Output]) -> str:
    """Return what is in the file, or in which of several files."""
    if len(outputs) == 1:
        what = "A .csv or .xlsx file. " if outputs[0].kind in TABLE_KINDS else ""
        return f"{what}{outputs[0].description or 'The result.'}"
    files = (f"NAME_{one.name}{_suffix(one)}: {one.description}" for one in outputs)
    return f"{len(outputs)} files, named after this one. {' '.join(files)}"


def _suffix(output: Output) -> str:
    return ".csv" if output.kind in TABLE_KINDS else ".tif"


def _add_parameter(group: Any, parameter: Parameter) -> None:
    options: dict[str, Any] = {"dest": f"{_PARAMETER}{parameter.name}", "default": None}
    if parameter.type == "boolean":
        options["action"] = argparse.BooleanOptionalAction
    elif parameter.type == "choice":
        options["metavar"] = "CHOICE"
    else:
        options["metavar"] = _METAVARS[parameter.type]
    group.add_argument(flag(parameter.name), help=_escape(_parameter_help(parameter)), **options)


def _parameter_help(parameter: Parameter) -> str:
    allowed = parameter.bounds() or " | ".join(parameter.choices)
    default = _shown(parameter)
    facts = "; ".join(part for part in (allowed, f"default: {default}") if part)
    return f"{parameter.description} [{facts}]"


def _shown(parameter: Parameter) -> str:
    if parameter.default is None:
        return "none"
    if isinstance(parameter.default, bool):
        return "yes" if parameter.default else "no"
    return str(parameter.default)


def _add_run_options(parser: argparse.ArgumentParser, operation: Operation) -> None:
    group = parser.add_argument_group("how it runs")
    group.add_argument(
        "--axes",
        choices=get_args(Axes),
        help="see each plane alone, the volume as one, or the stack with all axes at once "
        "[default: the volume where there is one]",
    )
    group.add_argument(
        "--over",
        metavar="AXES",
        help="axes to walk over, as in t,c [default: all that are not spatial]",
    )
    kinds = operation.inputs[0].kinds
    told = "what the first input is [default: as the file tells]"
    group.add_argument("--kind", choices=kinds, help=told if len(kinds) > 1 else argparse.SUPPRESS)


def _epilog(operation: Operation) -> str:
    notes = operation.sections.get("Notes", "")
    parts = [f"notes:\n{textwrap.indent(paragraphs(notes, 2), '  ')}"] if notes else []
    lengths = any(p.type in ("length", "size") for p in operation.parameters)
    if lengths:
        parts.append(
            paragraphs(
                "A length is a number of pixels (2), has a unit where the image has a pixel size "
                "('1.5 um'), or is one number for each axis ('1, 2, 2 um')."
            )
        )
    parts.append(f"example:\n  {_example(operation)}")
    return _escape("\n\n".join(parts))


def _example(operation: Operation) -> str:
    result = f"out{_suffix(operation.outputs[0])}"
    words = ["darkroom apply", operation.id]
    words += [_file_name(one) for one in operation.inputs if not one.optional]
    words += [result]
    words += [f"{flag(one.name)} {_file_name(one)}" for one in operation.inputs if one.optional]
    first = next((p for p in operation.parameters if p.default not in (None, True, False)), None)
    if first is not None:
        shown = str(first.default)
        words.append(f"{flag(first.name)} " + (f'"{shown}"' if " " in shown else shown))
    lines = [words[0]]
    for word in words[1:]:
        fits = len(lines[-1]) + len(word) < _WIDTH
        lines[-1:] = [f"{lines[-1]} {word}"] if fits else [f"{lines[-1]} \\", f"    {word}"]
    return "\n  ".join(lines)


def _file_name(one: Input) -> str:
    return f"{one.name}.{'tif' if one.kinds[0] in GRID_TYPES else 'csv'}"


def _escape(text: str) -> str:
    """Keep percent signs and drop the markup of docstrings."""
    return plain(text).replace("%", "%%")
