"""All operations that have been declared, by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from napari_darkroom.core.errors import UnknownOperationError, choices

if TYPE_CHECKING:
    from napari_darkroom.core.operation import Operation


class Registry(Mapping[str, "Operation"]):
    """Operations by id, in the order of declaration; a new declaration replaces an old one."""

    def __init__(self) -> None:
        self._operations: dict[str, Operation] = {}
        self._families: dict[str, tuple[Operation, ...]] = {}

    def add(self, operation: Operation) -> None:
        """Record an operation.

        Raises
        ------
        ValueError
            If another package has an operation of that id.
        """
        known = self._operations.get(operation.id)
        if known is not None and _root(known) != _root(operation):
            raise ValueError(
                f"{operation.id} is an operation of {known.package or 'Darkroom'}: choose another "
                "family or name."
            )
        self._operations[operation.id] = operation
        self._families.clear()

    def remove(self, id: str) -> None:
        """Forget an operation."""
        del self._operations[id]
        self._families.clear()

    def family(self, name: str) -> tuple[Operation, ...]:
        """Return the operations of one family in alphabetical order; none of an unknown one."""
        if name not in self._families:
            own = sorted(one for one in self if one.startswith(f"{name}."))
            self._families[name] = tuple(self[one] for one in own)
        return self._families[name]

    def __getitem__(self, id: str) -> Operation:
        try:
            return self._operations[id]
        except KeyError:
            near = choices(self._near(id), id)
            raise UnknownOperationError(
                f"There is no operation {id!r}. {near} 'darkroom operations' lists all."
            ) from None

    def _near(self, id: str) -> list[str]:
        """Return the operations of the same family, all where there is no such family."""
        family = id.partition(".")[0]
        return [known for known in self if known.startswith(f"{family}.")] or list(self)

    def __iter__(self) -> Iterator[str]:
        return iter(self._operations)

    def __len__(self) -> int:
        return len(self._operations)

    def __contains__(self, id: object) -> bool:
        return id in self._operations


def _root(operation: Operation) -> str:
    return operation.module.partition(".")[0]


registry = Registry()
