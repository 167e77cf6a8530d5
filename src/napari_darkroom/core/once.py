"""A property that is computed once, also where several threads ask for it at the same time."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, TypeVar, overload

Result = TypeVar("Result")


class once(Generic[Result]):  # noqa: N801 - used as a decorator, like `property`
    """A property whose value is kept: who asks while it is computed waits for it.

    ``functools.cached_property`` computes it in each thread that asks (from Python 3.12 on), or
    makes the threads of all objects of a class wait for each other (before).

    Examples
    --------
    >>> class Table:
    ...     @once
    ...     def rows(self) -> list[int]:
    ...         return [1, 2]
    >>> table = Table()
    >>> table.rows is table.rows
    True
    """

    def __init__(self, compute: Callable[[Any], Result]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> once[Result]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Result: ...

    def __get__(self, instance: object | None, owner: type) -> once[Result] | Result:
        if instance is None:
            return self
        # Found there by name before anyone comes here again.
        kept = vars(instance)
        with kept.setdefault(f"lock of {self._name}", RLock()):
            if self._name not in kept:
                kept[self._name] = self._compute(instance)
        value: Result = kept[self._name]
        return value
