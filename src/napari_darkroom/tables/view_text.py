"""How a table is looked at, as plain values that a file keeps, and back.

What is read may be damaged, or of another version, and the table may have lost columns: each part
stands by itself, and what cannot be brought back is told.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError

from napari_darkroom.core.values import Table
from napari_darkroom.tables.colouring import Colouring
from napari_darkroom.tables.conditions import (
    Between,
    Condition,
    Contains,
    Equals,
    Inside,
    is_number,
)
from napari_darkroom.tables.view import Objects, TableView

_PLAIN = ConfigDict(frozen=True, extra="forbid")
_FEWEST_CORNERS = 3
_Model = TypeVar("_Model", bound=BaseModel)


class _Range(BaseModel):
    model_config = _PLAIN
    kind: Literal["range"] = "range"
    column: str
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None

    def condition(self) -> Condition:
        low = -math.inf if self.low is None else self.low
        return Between(self.column, low, math.inf if self.high is None else self.high)


class _Words(BaseModel):
    model_config = _PLAIN
    kind: Literal["words"] = "words"
    column: str
    words: str
    without: bool = False

    def condition(self) -> Condition:
        return Contains(self.column, self.words, self.without)


class _Value(BaseModel):
    model_config = _PLAIN
    kind: Literal["value"] = "value"
    column: str
    value: str
    without: bool = False

    def condition(self) -> Condition:
        return Equals(self.column, self.value, self.without)


class _Gate(BaseModel):
    model_config = _PLAIN
    kind: Literal["gate"] = "gate"
    x: str
    y: str
    corners: tuple[tuple[FiniteFloat, FiniteFloat], ...] = Field(min_length=_FEWEST_CORNERS)

    def condition(self) -> Condition:
        return Inside(self.x, self.y, self.corners)


class _Order(BaseModel):
    model_config = _PLAIN
    column: str
    descending: bool = False


class _Colours(BaseModel):
    model_config = _PLAIN
    column: str
    colormap: str
    low: FiniteFloat
    high: FiniteFloat


class _Columns(BaseModel):
    """The columns that are shown, in order, and those that are hidden."""

    model_config = _PLAIN
    shown: tuple[str, ...] = Field(min_length=1)
    hidden: tuple[str, ...] = ()


_Condition: TypeAlias = Annotated[_Range | _Words | _Value | _Gate, Field(discriminator="kind")]
_CONDITION: TypeAdapter[_Condition] = TypeAdapter(_Condition)


def view_text(view: TableView) -> dict[str, Any]:
    """Return a view as plain values; empty where nothing of it was chosen."""
    told: dict[str, Any] = {"filters": conditions_text(view.conditions)}
    if view.sort is not None:
        told["order"] = _Order(column=view.sort[0], descending=view.sort[1]).model_dump()
    every = tuple(map(str, view.table.data.columns))
    if view.columns != every:
        hidden = tuple(name for name in every if name not in view.columns)
        told["columns"] = _Columns(shown=view.columns, hidden=hidden).model_dump(mode="json")
    if view.colouring is not None:
        one = view.colouring
        told["colours"] = {
            "column": one.column, "colormap": one.colormap, "low": one.low, "high": one.high,
        }  # fmt: skip
    if view.objects is not Objects.ALL:
        told["objects"] = view.objects.name.lower()
    return {name: one for name, one in told.items() if one}


def conditions_text(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    """Return filters or a gate as plain values."""
    return [_condition_model(one).model_dump(mode="json") for one in conditions]


def view_told(
    table: Table, told: Mapping[str, Any], colormaps: Collection[str]
) -> tuple[TableView, list[str]]:
    """Return the view of a table that `view_text` told, and what could not be brought back.

    Parameters
    ----------
    told : mapping
        As it was read.
    colormaps : collection of str
        The colour scales that there are.
    """
    view, gone = TableView(table), list[str]()
    conditions, lost = conditions_told(table, told.get("filters"))
    view.set_conditions(conditions)
    gone += [f"the filter {one}" for one in lost]
    columns = _read(_Columns, told.get("columns"))
    if columns is not None:
        view.columns = _columns(table, columns)
    order, colours = _read(_Order, told.get("order")), _read(_Colours, told.get("colours"))
    if order is not None and order.column in table.data.columns:
        view.sort_by(order.column, descending=order.descending)
    elif "order" in told:
        gone.append(f"the order by {_named(order)}")
    if colours is not None and colours.column in table.data.columns:
        known = colours.colormap in colormaps
        scale = colours.colormap if known else Colouring.colormap
        view.colour_by(Colouring(colours.column, scale, colours.low, colours.high))
        gone += [] if known else [f"the colour scale {colours.colormap}"]
    elif "colours" in told:
        gone.append(f"the colours by {_named(colours)}")
    view.see(_objects(told.get("objects")))
    return view, gone


def conditions_told(table: Table, given: Any) -> tuple[list[Condition], list[str]]:
    """Return the filters or the gate that `conditions_text` told, and words for what is lost.

    Lost is what looks at a column that is gone or holds something else now, or cannot be read.
    """
    found, lost = list[Condition](), list[str]()
    for one in given if isinstance(given, list) else []:
        condition = _condition(one)
        if condition is None:
            lost.append("that cannot be read")
        elif _fits(table, condition):
            found.append(condition)
        else:
            lost.append(f"“{condition.text()}”")
    return found, lost


def _condition_model(one: Condition) -> BaseModel:
    if isinstance(one, Between):
        low, high = (None if math.isinf(end) else end for end in (one.low, one.high))
        return _Range(column=one.column, low=low, high=high)
    if isinstance(one, Contains):
        return _Words(column=one.column, words=one.words, without=one.without)
    if isinstance(one, Equals):
        return _Value(column=one.column, value=one.value, without=one.without)
    return _Gate(x=one.x, y=one.y, corners=one.corners)


def _condition(given: Any) -> Condition | None:
    try:
        return _CONDITION.validate_python(given).condition()
    except ValidationError:
        return None


def _fits(table: Table, condition: Condition) -> bool:
    cells = table.data
    if not set(cells.columns).issuperset(condition.columns):
        return False
    texts = isinstance(condition, Contains | Equals)
    return texts or all(is_number(cells[n]) for n in condition.columns)


def _columns(table: Table, told: _Columns) -> tuple[str, ...]:
    """Return the columns to show: as they were, and behind them those that came since."""
    every = tuple(map(str, table.data.columns))
    wanted = [name for name in told.shown if name in every]
    known = {*told.shown, *told.hidden}
    return tuple(dict.fromkeys([*wanted, *(name for name in every if name not in known)])) or every


def _objects(given: Any) -> Objects:
    return next((one for one in Objects if one.name.lower() == given), Objects.ALL)


def _read(model: type[_Model], given: Any) -> _Model | None:
    try:
        return model.model_validate(given)
    except ValidationError:
        return None


def _named(one: _Order | _Colours | None) -> str:
    return "a column that cannot be read" if one is None else one.column
