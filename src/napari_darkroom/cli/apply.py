"""``darkroom apply``: run one operation on a file."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.cli.text import say
from napari_darkroom.core.errors import FileError, ParameterError
from napari_darkroom.core.given_names import with_names
from napari_darkroom.core.kinds import TABLE_KINDS, Kind
from napari_darkroom.tables.formats import table_suffixes

if TYPE_CHECKING:
    from napari_darkroom.core.operation import Input, Operation, Output
    from napari_darkroom.recipe.provenance import InputOrigin

_EPILOG = """\
'darkroom operations' lists the operations, 'darkroom apply OPERATION --help' shows the parameters
of one.

examples:
  darkroom apply filters.gaussian in.tif out.tif --sigma "1.5 um"
  darkroom apply measure.regions labels.tif table.csv --image dna.tif
"""


def configure(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Add the arguments of the operation that is named, or general ones if none is."""
    from napari_darkroom.cli.apply_parser import add_arguments
    from napari_darkroom.engine.catalog import find

    parser.set_defaults(execute=execute)
    name = next((a for a in arguments if not a.startswith("-")), None)
    if name is not None:
        add_arguments(parser, find(name))
        return
    parser.usage = "%(prog)s OPERATION INPUT... OUTPUT [options]"
    parser.epilog = _EPILOG
    parser.add_argument("operation", metavar="OPERATION", help="such as filters.gaussian")
    parser.add_argument(
        "files", metavar="INPUT... OUTPUT", nargs="+", help="files read and written"
    )


def execute(options: argparse.Namespace) -> int:
    """Run the operation; nothing is written unless all went well."""
    from napari_darkroom.cli.apply_parser import given_inputs, given_parameters
    from napari_darkroom.engine.catalog import find
    from napari_darkroom.engine.files import write
    from napari_darkroom.engine.run import run
    from napari_darkroom.recipe.provenance import provenance

    operation = find(options.operation)
    *positional, target = (Path(name) for name in options.files)
    files = _assign(operation, positional, given_inputs(options))
    targets = _targets(operation, target, files)
    given = given_parameters(options)
    operation.check(given)
    values = _read(operation, files, options.kind)
    stems = {name: [path.stem for path in paths] for name, paths in files.items()}
    parameters = operation.canonical(with_names(operation, given, stems))
    over = tuple(name for name in options.over.split(",") if name) if options.over else None
    results = run(operation, values, parameters, axes=options.axes, over=over)
    made_by: dict[str, Any] = {
        "operation": operation.reference,
        "parameters": parameters,
        "axes": options.axes,
        "over": None if over is None else list(over),
    }
    inputs = _origins(files, values)
    for name, path in targets.items():
        origin = provenance(inputs, name, [operation], **made_by)
        for written in write(path, results[name], provenance=origin):
            say(str(written))
    return 0


def _origins(
    files: Mapping[str, Sequence[Path]], values: Mapping[str, Any]
) -> dict[str, InputOrigin]:
    """Return what is known of each file, together with what it was read as."""
    from napari_darkroom.recipe.provenance import file_origin, numbered

    read = {name: one if isinstance(one, list) else [one] for name, one in values.items()}
    return numbered(
        {
            name: [
                replace(file_origin(path, value), kind=value.kind)
                for path, value in zip(paths, read[name], strict=True)
            ]
            for name, paths in files.items()
        }
    )


def _assign(
    operation: Operation, positional: Sequence[Path], named: Mapping[str, Any]
) -> dict[str, list[Path]]:
    """Return the files of each input: those by name, the others in the order of the inputs."""
    files = {
        name: [Path(one) for one in ([given] if isinstance(given, str) else given)]
        for name, given in named.items()
    }
    waiting = list(positional)
    for one in operation.inputs:
        if one.name not in files and waiting:
            take = len(waiting) if one.many else 1
            files[one.name], waiting = waiting[:take], waiting[take:]
    missing = [o.name for o in operation.inputs if not (o.optional or o.name in files)]
    if missing or waiting:
        raise ParameterError(_misfit(operation, missing, waiting))
    return {one.name: files[one.name] for one in operation.inputs if one.name in files}


def _misfit(operation: Operation, missing: Sequence[str], waiting: Sequence[Path]) -> str:
    inputs = ", ".join(f"{o.name} (optional)" if o.optional else o.name for o in operation.inputs)
    problem = (
        f"the input {missing[0]} is missing" if missing else f"{waiting[0]} is one file too many"
    )
    return (
        f"{operation.id}: {problem}. Give the files of {inputs} in this order, then the file to "
        "write."
    )


def _targets(
    operation: Operation, target: Path, files: Mapping[str, Sequence[Path]]
) -> dict[str, Path]:
    """Return the file of each output: of several, each has its name behind the stem.

    Where they are of several kinds the end of the name is for those that fit it; of the others
    tables go into CSV, pixels into TIFF.
    """
    if any(target.resolve() == path.resolve() for paths in files.values() for path in paths):
        raise ParameterError(f"{target} is an input: give another file to write.")
    several = len(operation.outputs) > 1
    targets: dict[str, Path] = {}
    for output in operation.outputs:
        path = target.with_stem(f"{target.stem}_{output.name}") if several else target
        rows = path.suffix.lower() in table_suffixes()
        if several and rows != (output.kind in TABLE_KINDS):
            path = path.with_suffix(".tif" if rows else ".csv")
        if output.kind in TABLE_KINDS and path.suffix.lower() not in table_suffixes():
            raise ParameterError(
                f"{operation.id} gives {_given(output)} to a file that ends in "
                f"{', '.join(table_suffixes())}, not {path}."
            )
        if output.kind not in TABLE_KINDS:
            _check_ending(path)
        targets[output.name] = path
    return targets


def _check_ending(path: Path) -> None:
    """Check that pixels can be written to a file of this name, before they are computed."""
    from napari_darkroom.io.formats import format_of

    try:
        format_of(path, writing=True)
    except FileError as error:
        raise ParameterError(str(error)) from error


def _given(output: Output) -> str:
    if output.kind == "table":
        return "a table: write it"
    return f"{output.kind}, which are rows of places: write them"


def _read(
    operation: Operation, files: Mapping[str, Sequence[Path]], kind: str | None
) -> dict[str, Any]:
    """Return the values of the inputs."""
    first = operation.inputs[0].name
    values: dict[str, Any] = {}
    for one in operation.inputs:
        if one.name in files:
            told = kind if one.name == first else None
            read = [_read_one(path, one, told) for path in files[one.name]]
            values[one.name] = read if one.many else read[0]
    return values


def _only_kind(one: Input) -> Kind | None:
    """Return what a file is taken for: a mask is no image unless one says so."""
    return one.kinds[0] if len(one.kinds) == 1 and one.kinds != ("image",) else None


def _read_one(path: Path, one: Input, told: Any) -> Any:
    """Return the value of a file; what the user says of it counts for more than the input."""
    from napari_darkroom.engine.files import read, read_input

    return read(path, kind=told) if told else read_input(path, _only_kind(one))
