"""What Qt's types call optional though it is always there."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def present(part: T | None) -> T:
    """Return `part`, which Qt promises to have made.

    Raises
    ------
    RuntimeError
        If it is not there after all.
    """
    if part is None:
        raise RuntimeError("A part of a Qt widget is missing: the widget was deleted.")
    return part
