"""What values are called where the names of several stand in a parameter, and in columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from napari_darkroom.core.operation import Operation


def column_names(names: Sequence[str]) -> list[str]:
    """Return names that can be parts of names of columns, each once.

    Examples
    --------
    >>> column_names(["DNA", "actin · blurred", "DNA", ""])
    ['DNA', 'actin_blurred', 'DNA_2', 'image']
    """
    found: list[str] = []
    for name in names:
        plain = re.sub(r"\W+", "_", name).strip("_") or "image"
        again = (f"{plain}_{number}" for number in range(2, len(names) + 2))
        found.append(plain if plain not in found else next(n for n in again if n not in found))
    return found


def split_names(text: str) -> list[str]:
    """Return the names in a text with commas between them."""
    return [name for part in text.split(",") if (name := part.strip())]


def with_names(
    operation: Operation, parameters: Mapping[str, Any], names: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return parameters in which those that name inputs tell what these are called.

    A result must not depend on what a file or a layer happens to be called: where several values
    are given for an input, their names become part of what is recorded.

    Parameters
    ----------
    operation : Operation
    parameters : mapping
        Those that are given; names that somebody has set stay.
    names : mapping of str to sequence of str
        What the values given for each input are called.
    """
    found = dict(parameters)
    for one in operation.parameters:
        given = names.get(one.names_input, ())
        if len(given) > 1 and not split_names(str(found.get(one.name) or "")):
            found[one.name] = ", ".join(column_names(given))
    return found
