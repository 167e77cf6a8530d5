"""The Python face of an operation: arrays in, array out; calibrated values in, value out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from napari_darkroom.core.errors import InputError, ParameterError, choices
from napari_darkroom.core.kinds import TABLE_KINDS
from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.core.parameter_reading import RESERVED
from napari_darkroom.core.values import Table
from napari_darkroom.engine import run as untraced
from napari_darkroom.engine import traced
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.convert import as_lent, as_value, is_array
from napari_darkroom.tables.drawn import as_kind
from napari_darkroom.tables.frame import as_frame, as_table, is_frame

_RUN_OPTIONS = RESERVED
_OTHER = """Other Parameters
----------------
axes : {"planes", "volume", "stack"}, optional
    Whether each plane is treated alone, the volume as one, or the stack with all its axes at
    once, where there is a choice.
over : sequence of str, optional
    Axes to walk over; by default time, channels and all others that are not spatial.

A length is a number of pixels (2), has a unit where the image has a pixel size ("1.5 um"), or is
one number for each spatial axis ((1, 2, 2) or "1, 2, 2 um")."""


class _Shown(str):
    """An annotation that a signature shows as it is written."""

    __slots__ = ()
    __repr__ = str.__str__


class Face:
    """One operation as a Python function.

    Called with arrays it gives an array, called with calibrated values (or napari layers)
    a calibrated value; a measurement always gives a pandas DataFrame. Beside the
    operation's own parameters it takes ``axes`` ("planes", "volume", "stack") and ``over`` (names
    of the axes walked over). A bare array whose last axis has length 3 or 4, with two or
    more before it, is taken for RGB; ``Image.of(array, axes="zyx")`` says otherwise.

    Calibrated values and DataFrames know how they were made, and `write` tells it in the file; an
    array cannot.
    """

    def __init__(self, operation: Operation | str) -> None:
        operation = find(operation)
        self.operation = operation
        self.__name__ = operation.name
        self.__qualname__ = operation.id
        self.__doc__ = f"{inspect.cleandoc(operation.function.__doc__ or '')}\n\n{_OTHER}"
        self.__signature__ = _signature(operation)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the operation on arrays, layers or values; parameters go by name."""
        given = self._bind(args, kwargs)
        inputs = {i: given.pop(i.name, None) for i in self.operation.inputs}
        convert = as_lent if self._tells(inputs) else as_value
        values = {i.name: self._value(i, one, convert) for i, one in inputs.items()}
        options = {name: given.pop(name) for name in _RUN_OPTIONS if name in given}
        present = [value for value, _ in values.values() if value is not None]
        arrays = [was_array for value, was_array in values.values() if value is not None]
        # A DataFrame says nothing of whether arrays or calibrated values are worked with.
        bare = all(arrays) and not all(isinstance(value, Table) for value in present)
        if not present:
            raise InputError(f"{self.operation.id} needs an input. See help({self.__qualname__}).")
        # An array cannot tell how it was made, a table can.
        silent = bare and not self._gives_table
        results = (untraced if silent else traced).run(
            self.operation, {name: value for name, (value, _) in values.items()}, given, **options
        )
        plain = [_plain(value, bare) for value in results.values()]
        return plain[0] if len(plain) == 1 else tuple(plain)

    def __reduce__(self) -> tuple[type[Face], tuple[str]]:
        return (Face, (self.operation.id,))

    @property
    def _gives_table(self) -> bool:
        return any(output.kind in TABLE_KINDS for output in self.operation.outputs)

    def _bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        names = [i.name for i in self.operation.inputs]
        if len(args) > len(names):
            raise ParameterError(
                f"{self.operation.id} takes {len(names)} input(s) by position "
                f"({', '.join(names)}); give parameters by name."
            )
        given = dict(zip(names, args, strict=False))
        double = [name for name in kwargs if name in given]
        if double:
            raise ParameterError(f"{self.operation.id}: {double[0]} is given twice.")
        allowed = [*names, *(p.name for p in self.operation.parameters), *_RUN_OPTIONS]
        unknown = [name for name in kwargs if name not in allowed]
        if unknown:
            raise ParameterError(
                f"{self.operation.id} has no parameter {unknown[0]!r}. "
                f"{choices(allowed, unknown[0])}"
            )
        return {**given, **kwargs}

    def _tells(self, inputs: Mapping[Input, Any]) -> bool:
        """Whether results will tell how they were made: a table, or one of calibrated values."""
        return self._gives_table or any(
            not all(map(is_array, one if i.many and isinstance(one, Sequence) else (one,)))
            for i, one in inputs.items()
        )

    def _value(self, declared: Input, given: Any, convert: Callable[..., Any]) -> tuple[Any, bool]:
        """Return the input as a value, and whether it was a bare array."""
        if given is None:
            return None, True
        if is_frame(given):
            return as_kind(as_table(given), declared.kinds[0]), True
        if declared.many and isinstance(given, Sequence):
            single = Input(declared.name, declared.kinds)
            pairs = [self._value(single, one, convert) for one in given]
            return [value for value, _ in pairs], all(bare for _, bare in pairs)
        return convert(given, declared.kinds), is_array(given)

    def __repr__(self) -> str:
        return f"<operation {self.operation.id}{self.__signature__}: {self.operation.summary}>"


def _plain(value: Any, bare: bool) -> Any:
    if isinstance(value, Table) and (bare or value.kind == Table.kind):
        return as_frame(value)
    return value.data if bare else value


def _signature(operation: Operation) -> inspect.Signature:
    original = inspect.signature(operation.function)
    types = {i.name: _Shown(" | ".join(i.kinds)) for i in operation.inputs}
    types |= {p.name: _Shown(p.type) for p in operation.parameters}
    own = [
        source.replace(annotation=types[name])
        for name, source in original.parameters.items()
        if name in types
    ]
    extra = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None)
        for name in _RUN_OPTIONS
    ]
    result = _Shown(", ".join(output.kind or "same kind" for output in operation.outputs))
    return original.replace(parameters=[*own, *extra], return_annotation=result)


@lru_cache(maxsize=256)
def family(name: str, operations: tuple[Operation, ...]) -> Family:
    """Return the operations of a family as attributes; made once for the same operations."""
    return Family(name, operations)


class Family:
    """The operations of one family as attributes: ``dr.filters.gaussian``."""

    def __init__(self, name: str, operations: Sequence[Operation]) -> None:
        self.__name__ = name
        self._faces = {operation.name: Face(operation) for operation in operations}
        listing = "\n".join(f"{o.name}: {o.summary}" for o in operations)
        self.__doc__ = f"Operations of the family {name}.\n\n{listing}"

    def __getattr__(self, name: str) -> Face:
        faces: dict[str, Face] = self.__dict__.get("_faces", {})
        if name in faces:
            return faces[name]
        raise AttributeError(
            f"There is no operation {self.__name__}.{name}. {choices(faces, name)}"
        )

    def __dir__(self) -> list[str]:
        return sorted(self._faces)

    def __repr__(self) -> str:
        return f"<operations {self.__name__}: {', '.join(self._faces)}>"
