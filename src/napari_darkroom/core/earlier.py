"""What an operation was given in an earlier version, as its parameters are called now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any


def formerly(
    renamed: Mapping[str, str] = MappingProxyType({}), **defaults: Any
) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return how the parameters of an earlier version are given to this one.

    Parameters
    ----------
    renamed : mapping of str to str
        New names by old ones.
    **defaults
        What a parameter, by its new name, was where it was not given, if it is another now.

    Examples
    --------
    >>> formerly({"white": "white_level"}, offset=0.0)({"white": 255})
    {'offset': 0.0, 'white_level': 255}
    """

    def given_now(given: Mapping[str, Any]) -> dict[str, Any]:
        return defaults | {renamed.get(name, name): value for name, value in given.items()}

    return given_now
