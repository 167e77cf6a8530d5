"""A parameter of an operation: its type, default, bounds and description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ValidationError

from napari_darkroom.core.errors import ParameterError, choices
from napari_darkroom.core.units import PIXEL, format_number

ParameterType: TypeAlias = Literal[
    "length",
    "size",
    "physical",
    "limit",
    "interval",
    "integer",
    "number",
    "boolean",
    "choice",
    "text",
]


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation.

    Attributes
    ----------
    name : str
        Its name in Python, recipes and (with ``--``) on the command line.
    type : str
        What it holds.
    default : object
        Its default, in the canonical form of a recipe.
    optional : bool
        Whether None is allowed, which then means what the description says.
    minimum, maximum : float or None
        Inclusive bounds, those of lengths and sizes in pixels.
    above, below : float or None
        Exclusive bounds.
    choices : tuple of str
        Allowed values of a choice.
    like : str
        A unit of what a physical parameter measures.
    most : int
        How many numbers a physical parameter may have.
    may_be_nan : bool
        Whether a number may be NaN.
    names_column : bool
        Whether a text is the name of a column of the table that the operation is given.
    names_input : str
        The input of several whose values a text names; empty for none.
    decided_by : str
        The choice that decides whether it has a say; empty where it always has.
    only_for : tuple of str
        Those of its values for which it has.
    description : str
        From the docstring.
    """

    name: str
    type: ParameterType
    default: Any
    optional: bool = False
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    choices: tuple[str, ...] = ()
    like: str = ""
    most: int = 1
    may_be_nan: bool = False
    names_column: bool = False
    names_input: str = ""
    decided_by: str = ""
    only_for: tuple[str, ...] = ()
    description: str = ""

    @property
    def unit(self) -> str | None:
        """Unit of a bare number, None for what has no unit."""
        return PIXEL if self.type in ("length", "size") else None

    def bounds(self) -> str:
        """Return the bounds as text, ``0 to 500 pixel``; empty where there are none."""
        low = [f"at least {format_number(float(v))}" for v in [self.minimum] if v is not None]
        low += [f"above {format_number(float(v))}" for v in [self.above] if v is not None]
        high = [f"at most {format_number(float(v))}" for v in [self.maximum] if v is not None]
        high += [f"below {format_number(float(v))}" for v in [self.below] if v is not None]
        unit = f" {self.unit}" if self.unit and (low or high) else ""
        return " and ".join(low + high) + unit

    def has_say(self, values: Mapping[str, Any]) -> bool:
        """Whether it counts where all parameters are set so."""
        return not self.decided_by or values[self.decided_by] in self.only_for

    def within(self, value: float) -> bool:
        """Whether a number is within the bounds."""
        return (
            (self.minimum is None or value >= self.minimum)
            and (self.maximum is None or value <= self.maximum)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )

    def check(self, values: tuple[float, ...], given: object) -> None:
        """Raise `ParameterError` if one of `values` (in pixels for lengths) is out of bounds."""
        if not all(self.within(value) for value in values):
            raise ParameterError(f"{self.name} = {given}: must be {self.bounds()}.")


def validate(owner: str, model: type[BaseModel], given: Mapping[str, Any]) -> BaseModel:
    """Return the checked parameters of the operation `owner`.

    Raises
    ------
    ParameterError
        If a name is unknown or a value not allowed; the text names what is.
    """
    unknown = sorted(set(given) - set(model.model_fields))
    if unknown:
        raise ParameterError(
            f"{owner} has no parameter {unknown[0]!r}. {choices(model.model_fields, unknown[0])}"
        )
    try:
        return model(**given)
    except ValidationError as error:
        raise ParameterError(
            f"{owner}: {error.errors()[0]['msg'].removeprefix('Value error, ')}"
        ) from error
