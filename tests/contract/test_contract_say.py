"""Where a parameter is said to have no say, it has none."""

from collections.abc import Iterator

import pytest
from cases import OPERATIONS, Case, assert_same, first_layouts

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.values import Value
from napari_darkroom.engine.run import run

DECIDED = [(o, p) for o in OPERATIONS for p in o.parameters if p.decided_by]


def _results(operation: Operation, parameter: Parameter, choice: str) -> Iterator[Value]:
    """Yield the first result with the default and with other values of a parameter."""
    inputs = Case(operation, first_layouts(operation)[0], operation.inputs[0].kinds[0]).inputs
    numbers = filter(parameter.within, (0.0, 0.5, 1.0, 50.0, 1000.0))
    others = [True, False] if parameter.type == "boolean" else list(numbers)
    values = [parameter.default, *others]
    for value in values:
        made = {parameter.decided_by: choice, parameter.name: value}
        yield run(operation, inputs, made)[operation.outputs[0].name]


def _choices(operation: Operation, parameter: Parameter) -> tuple[str, ...]:
    return next(p.choices for p in operation.parameters if p.name == parameter.decided_by)


@pytest.mark.parametrize(
    ("operation", "parameter"), DECIDED, ids=[f"{o.id}-{p.name}" for o, p in DECIDED]
)
def test_it_changes_nothing_where_it_has_no_say(operation: Operation, parameter: Parameter) -> None:
    others = set(_choices(operation, parameter)) - set(parameter.only_for)
    assert others
    for choice in sorted(others):
        first, *more = _results(operation, parameter, choice)
        for one in more:
            assert_same(one, first)
