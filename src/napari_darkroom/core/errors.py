"""The errors of the project: each says what was given, what is allowed and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class DarkroomError(Exception):
    """Base of every error that a user can cause and can mend."""


class InputError(DarkroomError, ValueError):
    """An image, label image, mask or table does not fit the operation."""


class ParameterError(DarkroomError, ValueError):
    """A parameter is unknown, of the wrong type or out of bounds."""


class TooLargeError(DarkroomError, MemoryError):
    """What is asked for needs more memory than there is."""


class UnknownOperationError(DarkroomError, LookupError):
    """No operation has the given id."""


class UnitError(DarkroomError, ValueError):
    """A unit is unknown, or a physical length meets an image without a pixel size."""


class FileError(DarkroomError, OSError):
    """A file is missing, damaged, of an unknown format or cannot be written."""


class RecipeError(DarkroomError, ValueError):
    """A recipe is not valid, or the inputs given do not fit it."""


class InstallationError(DarkroomError):
    """A library that Darkroom needs is damaged or missing."""


class Cancelled(DarkroomError):  # noqa: N818 - not a fault
    """The user stopped the run."""


def choices(allowed: Iterable[str], given: str | None = None) -> str:
    """Return ``Allowed: a, b.`` and, where one is near `given`, ``Did you mean a?``."""
    names = sorted(allowed)
    text = f"Allowed: {', '.join(names)}." if names else "None is allowed."
    near = get_close_matches(given, names, n=1) if given else []
    return f"{text} Did you mean {near[0]!r}?" if near else text
