"""The command ``darkroom``: one module a subcommand, loaded when it is called."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Protocol, TextIO, cast

from napari_darkroom import __version__
from napari_darkroom.cli.text import HelpFormatter, note
from napari_darkroom.core.errors import (
    Cancelled,
    DarkroomError,
    ParameterError,
    RecipeError,
    UnknownOperationError,
    choices,
)

ALL_WELL, INPUT_FAILED, WRONG_USAGE = 0, 1, 2
STOPPED = 130
_NEGATIVE = re.compile(r"-\.?\d")
COMMANDS = MappingProxyType(
    {
        "operations": "list the operations and their parameters",
        "columns": "list the columns that the table of objects can have",
        "apply": "run one operation on a file",
        "run": "run a recipe on one or many files",
        "recipe": "check, compare and describe recipes, write them as a script or notebook",
        "verify": "make a result again and tell whether it is the same",
        "demo": "run the recipes that come with Darkroom on sample images",
    }
)
_DESCRIPTION = "Develop images of cells or galaxies into numbers, and do it again on many files."
_EPILOG = """\
examples:
  darkroom demo
  darkroom apply filters.gaussian in.tif out.tif --sigma "1.5 um"
  darkroom run count-nuclei images/*.tif --out results

'darkroom COMMAND --help' tells more about a command, 'darkroom apply OPERATION --help' about
an operation.

exit codes:
  0  all went well
  1  a file is missing, damaged, does not fit or cannot be written; of many the others are done;
     or a library that Darkroom needs is damaged
  2  wrong usage: the command line or the recipe is not right, and nothing was done
"""


class Command(Protocol):
    """What the module of a subcommand offers."""

    def configure(self, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
        """Add the arguments of the command, and its function as the default ``execute``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; by default those of the process.

    Returns
    -------
    int
        Exit code: 0 all well, 1 some inputs failed, 2 wrong usage, 130 stopped by the user.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _spare_streams()
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            return _run(arguments)
    except SystemExit as stop:
        return int(stop.code or ALL_WELL)
    except DarkroomError as error:
        return _report(error, debug="--debug" in arguments)
    except BrokenPipeError:
        # The reader (`| head`) has left; else the interpreter complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ALL_WELL
    except KeyboardInterrupt:
        note("darkroom: stopped.")
        return STOPPED
    except Exception as error:  # noqa: BLE001 - said to be a mistake of the program, not hidden
        return _report_bug(error, debug="--debug" in arguments)


def _run(arguments: Sequence[str]) -> int:
    joined = _join_negative(arguments)
    options, left = _parser(joined).parse_known_args(joined)
    _place_rest(options, left)
    execute: Callable[[argparse.Namespace], int] = options.execute
    result = execute(options)
    sys.stdout.flush()
    return result


def _join_negative(arguments: Sequence[str]) -> list[str]:
    """Join an option and the value behind it where that begins like a negative number.

    argparse takes ``-3`` for a value but ``-3:`` and ``-1um`` for options.
    """
    joined: list[str] = []
    for argument in arguments:
        before = joined[-1] if joined and "--" not in joined else ""
        if _NEGATIVE.match(argument) and before.startswith("--") and "=" not in before:
            joined[-1] = f"{before}={argument}"
        else:
            joined.append(argument)
    return joined


def _place_rest(options: argparse.Namespace, left: Sequence[str]) -> None:
    """Count files behind an option with those before it, which argparse does not.

    Raises
    ------
    ParameterError
        If something is left that the command does not know.
    """
    unknown = [a for a in left if a.startswith("-") or not hasattr(options, "files")]
    if unknown:
        name = unknown[0].partition("=")[0]
        raise ParameterError(f"The option {name} is unknown. {choices(options.allowed, name)}")
    if left:
        options.files = [*options.files, *left]


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of all commands, with the arguments of the one that is called."""
    parser = argparse.ArgumentParser(
        prog="darkroom",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"darkroom {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    called = next((a for a in arguments if not a.startswith("-")), None)
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            formatter_class=HelpFormatter,
            allow_abbrev=False,
        )
        sub.add_argument("--debug", action="store_true", help="show the traceback of an error")
        if name == called:
            module = importlib.import_module(f"napari_darkroom.cli.{name}")
            cast("Command", module).configure(sub, arguments[arguments.index(name) + 1 :])
            sub.set_defaults(allowed=_option_names(sub))
    return parser


def _option_names(parser: argparse.ArgumentParser) -> list[str]:
    return [name for name in parser._option_string_actions if name.startswith("--")]


def _report(error: DarkroomError, *, debug: bool) -> int:
    """Write an error as one paragraph; return its exit code."""
    if debug:
        traceback.print_exception(error)
    note(f"darkroom: {' '.join(str(error).split())}")
    if isinstance(error, Cancelled):
        return STOPPED
    usage = isinstance(error, ParameterError | RecipeError | UnknownOperationError)
    return WRONG_USAGE if usage else INPUT_FAILED


def _report_bug(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    note(
        f"darkroom: unexpected {type(error).__name__}: {' '.join(str(error).split())}. This is a "
        "mistake in the program, please report it; --debug shows where it happened."
    )
    return INPUT_FAILED


def _show_warning(  # noqa: PLR0917 - as the module warnings calls it
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Say a warning of Darkroom's in one paragraph; those of libraries are for their authors."""
    del filename, lineno, file, line
    if category.__module__.startswith("napari_darkroom."):
        note(f"darkroom: {' '.join(str(message).split())}")


def _spare_streams() -> None:
    """Let a terminal that lacks a letter (µ) show a mark for it instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
