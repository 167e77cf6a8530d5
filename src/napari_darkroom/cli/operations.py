"""``darkroom operations``: what can be done, for people and for programs."""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Sequence
from typing import Any

from napari_darkroom.cli.text import note, plain, say, two_columns
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.engine.search import Search


def configure(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Add the arguments of the command."""
    del arguments
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="list only what the search in the window finds by these words, the best first",
    )
    parser.add_argument(
        "--json", action="store_true", help="everything about each operation, for programs"
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """List the operations."""
    grouped = _families()
    listed = [operation for members in grouped.values() for operation in members]
    if options.words:
        listed = _found(listed, options.words)
        grouped = {}
    if options.json:
        say(json.dumps([describe(one) for one in listed], indent=2, allow_nan=False))
        return 0
    for name, members in grouped.items():
        say(_heading(name, members))
        say(_lines(members))
        say()
    if options.words:
        say(_lines(listed))
        say()
    say("'darkroom apply OPERATION --help' shows the parameters of one.")
    return 0


def _families() -> dict[str, list[Operation]]:
    """Return the operations; a package that cannot be loaded is told as a note."""
    from napari_darkroom.engine.catalog import families, unloaded
    from napari_darkroom.engine.foreign import PackageWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PackageWarning)
        grouped = families()
    for one in unloaded():
        note(f"darkroom: {one}")
    return grouped


def _found(listed: Sequence[Operation], words: Sequence[str]) -> list[Operation]:
    """Return what the search in the window finds, the best first."""
    ranks = Search(listed).ranks(" ".join(words))
    if not ranks:
        told = " and ".join(words)
        raise ParameterError(f"No operation tells of {told}. Give fewer or other words.")
    return sorted((one for one in listed if one.id in ranks), key=lambda one: ranks[one.id])


def _lines(listed: Sequence[Operation]) -> str:
    return two_columns([(operation.id, operation.summary) for operation in listed])


def _heading(family: str, members: Sequence[Operation]) -> str:
    """Return the name of a family, and the packages that it came with."""
    packages = sorted({one.package: _version(one) for one in members if one.module}.items())
    told = ", ".join(" ".join(filter(None, package)) for package in packages)
    return f"{family} ({told})" if told else family


def _version(operation: Operation) -> str:
    from napari_darkroom.core.distribution import version_of

    return version_of(operation.package)


def describe(operation: Operation) -> dict[str, Any]:
    """Return all that is declared of an operation as plain values.

    Returns
    -------
    dict
        ``id``, ``version``, ``title``, ``family``, ``summary``; ``package`` with name and version
        (null: Darkroom's own); ``inputs`` with name, kinds,
        whether optional, whether many; ``params`` with name, type, default, bounds, unit,
        choices; ``outputs`` with name and kind (null: that of the first input).
    """
    return {
        "id": operation.id,
        "version": operation.version,
        "title": operation.title,
        "family": operation.family,
        "summary": plain(operation.summary),
        "package": _package(operation),
        "inputs": [
            {
                "name": one.name,
                "kinds": list(one.kinds),
                "optional": one.optional,
                "many": one.many,
                "description": plain(one.description),
            }
            for one in operation.inputs
        ],
        "params": [_describe_parameter(parameter) for parameter in operation.parameters],
        "outputs": [
            {"name": one.name, "kind": one.kind, "description": plain(one.description)}
            for one in operation.outputs
        ],
    }


def _package(operation: Operation) -> dict[str, str] | None:
    if not operation.module:
        return None
    return {"name": operation.package, "version": _version(operation)}


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    bounds = ("minimum", "maximum", "above", "below")
    return {
        "name": parameter.name,
        "type": parameter.type,
        "default": parameter.default,
        "optional": parameter.optional,
        "bounds": {
            name: getattr(parameter, name)
            for name in bounds
            if getattr(parameter, name) is not None
        },
        "unit": parameter.unit,
        "choices": list(parameter.choices),
        "description": plain(parameter.description),
    }
