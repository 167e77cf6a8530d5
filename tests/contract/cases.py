"""Calls of every operation, made from its declaration alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
from inputs import (
    IMAGE_DTYPES,
    LABEL_DTYPES,
    PLANE,
    VOLUME,
    Layout,
    by_hand,
    made_by_hand,
    make,
)

from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.values import Grid, Kind, Table, Value
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.run import run

OWN = sorted(
    (o for o in operations().values() if not o.package), key=lambda operation: operation.id
)
# What works on tables alone has no axes, pixel types or tiles; it has tests of its own.
OPERATIONS = [o for o in OWN if o.inputs[0].kinds != ("table",)]
DRAWN_ON = [
    o for o in OPERATIONS if any(made_by_hand(i) and i.kinds != ("table",) for i in o.inputs)
]
# Who measures what is drawn on looks at the values there.
MEASURED = [o for o in DRAWN_ON if o.family == "measure"]
# Where points are the beginning, and the values say how far it goes.
BEGUN_AT = [o for o in DRAWN_ON if o.id == "segment.flood"]
AXES = ("t", "c", "z", "y", "x")
# Parameters that speak of one axis without being named after it.
AXIS_OF = MappingProxyType({"z_step": "z", "frame_interval": "t"})
# Texts that must name something that there is.
# By default something is found from the whole image; once it is given, tiles suffice.
FOUND_FROM_WHOLE = frozenset({"threshold.local"})
TEXTS = MappingProxyType({"also": "intensity_median", "pattern": "0.0/.1./111"})


@dataclass(frozen=True)
class Case:
    """One call: an operation, its inputs and its parameters."""

    operation: Operation
    layout: Layout
    kind: Kind
    dtype: str | None = None
    variant: str = "default"

    def __str__(self) -> str:
        return "-".join(
            filter(None, [self.operation.id, self.layout.name, self.kind, self.dtype, self.variant])
        )

    @property
    def inputs(self) -> dict[str, Any]:
        """Inputs by name, made anew; the optional ones are given too."""
        own = [i for i in self.operation.inputs if not made_by_hand(i)]
        return fitted(self.operation, {i.name: self._input(i) for i in own})

    def _input(self, declared: Input) -> Any:
        first = declared is self.operation.inputs[0]
        kind = self.kind if first else declared.kinds[0]
        layout = self.layout if kind == "image" else replace(self.layout, rgb=False)
        return make(kind, layout, self.dtype if first else None)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the variant; what is not named keeps its default."""
        return _variants(self.operation, self.layout, self.inputs)[self.variant]

    def run(self, **inputs: Any) -> dict[str, Value]:
        """Run the case, with other inputs where they are given."""
        given = fitted(self.operation, {**self.inputs, **inputs})
        return run(self.operation, {**given, **inputs}, self.parameters)


@cache
def ran(case: Case) -> tuple[dict[str, Any], dict[str, Value]]:
    """Return the inputs of a case and what it gives, computed once for all that compare with it.

    That it always gives the same is a test of its own. Nobody can write to the results.
    """
    inputs = case.inputs
    results = case.run(**inputs)
    for result in results.values():
        if isinstance(result, Grid) and not result.lazy:
            result.data.setflags(write=False)
    return inputs, results


def fitted(operation: Operation, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs, and those that are made by hand on the first of them made anew."""
    first = inputs[operation.inputs[0].name]
    drawn = {i.name: by_hand(i, first) for i in operation.inputs if made_by_hand(i)}
    return {i.name: {**inputs, **drawn}[i.name] for i in operation.inputs}


def small(case: Case) -> Case:
    """Return the case with parameters that reach less far than the defaults, where it has some."""
    return replace(case, variant="changed" if case.operation.parameters else "default")


def by_tiles(case: Case) -> Case:
    """Return the case with its defaults, where these let tiles suffice."""
    return small(case) if case.operation.id in FOUND_FROM_WHOLE else case


def first_layouts(operation: Operation) -> tuple[Layout, ...]:
    """Return the plane and the volume, where the operation takes them."""
    allowed = operation.dimensions or (2, 3)
    layouts = [layout for layout in (PLANE, VOLUME) if len(layout.axes) in allowed]
    return tuple(replace(layout, rgb=operation.rgb == "only") for layout in layouts)


def cases(operation: Operation) -> Iterator[Case]:
    """Yield the cases of an operation: kinds, dimensions and variants of the parameters."""
    for kind in operation.inputs[0].kinds:
        for layout in first_layouts(operation):
            first = Case(operation, layout, kind)
            for variant in _variants(operation, layout, first.inputs):
                yield replace(first, variant=variant)


def dtype_cases(operation: Operation) -> Iterator[Case]:
    """Yield a case for every pixel type that an operation meets."""
    for kind in operation.inputs[0].kinds:
        dtypes = {"image": IMAGE_DTYPES, "labels": LABEL_DTYPES}.get(kind, (None,))
        for layout in first_layouts(operation):
            yield from (Case(operation, layout, kind, dtype) for dtype in dtypes)


def _variants(
    operation: Operation, layout: Layout, inputs: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return sets of parameters by name: the defaults, all changed, physical, each choice."""
    fitting = [p for p in operation.parameters if _axis(p) is None or _axis(p) in layout.axes]
    first = next(value for value in inputs.values() if isinstance(value, Grid))
    changed = {p.name: value for p, value in zip(fitting, _changed(fitting, first), strict=True)}
    variants: dict[str, dict[str, Any]] = {"default": {}}
    if changed:
        variants["changed"] = changed
    physical = {p.name: _physical(p, layout) for p in fitting if p.type in ("length", "size")}
    if physical:
        variants["physical"] = physical
    for p in fitting:
        variants |= {f"{p.name}={one}": {p.name: one} for one in p.choices if one != p.default}
    return variants


def _axis(parameter: Parameter) -> str | None:
    """Return the axis that a parameter needs, None for none."""
    return parameter.name if parameter.name in AXES else AXIS_OF.get(parameter.name)


def _physical(parameter: Parameter, layout: Layout) -> str:
    spatial = sum(name in "zyx" for name in layout.axes)
    return "2.1 um" if parameter.type == "length" else f"6 um^{spatial}"


def _changed(parameters: list[Parameter], first: Grid) -> list[Any]:
    """Return a value that is not the default for every parameter."""
    open_numbers = [p for p in parameters if p.type in ("number", "limit") and p.default is None]
    return [_other(p, open_numbers, first) for p in parameters]


def _other(parameter: Parameter, open_numbers: list[Parameter], first: Grid) -> Any:
    if parameter in open_numbers:
        # An open range: its last end at the largest value of the image, the others below.
        share = (open_numbers.index(parameter) + 1) / len(open_numbers)
        return float(np.quantile(first.data, share, method="nearest"))
    spatial = len(first.calibration.spatial)
    lengths = ", ".join(["1.5", "2", "1"][:spatial])
    fixed = {
        "length": f"{lengths} pixel",
        "size": 9,
        "physical": "3 s" if "interval" in parameter.name else "0.7 um",
        "interval": (1, -1),
        "boolean": not parameter.default,
        "choice": next((c for c in reversed(parameter.choices) if c != parameter.default), None),
        "text": "label" if parameter.names_column else TEXTS.get(parameter.name, "other"),
    }
    if parameter.type in fixed:
        return fixed[parameter.type]
    step = 0.6 * abs(parameter.default) or 1.0
    if parameter.type == "integer":
        step = max(step, 1.0)
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None:
        step = min(step, 0.1 * (high - low))
    other = parameter.default + step
    other = other if parameter.within(other) else parameter.default - step
    if parameter.type == "integer":
        return int(other) if int(other) != parameter.default else parameter.default + 1
    return other


def is_drawing(operation: Operation, result: Value) -> bool:
    """Whether a result is a picture for the eye, whose pixels are not those of the inputs."""
    return any(o.dtype == "drawing" and o.kind == result.kind for o in operation.outputs)


def assert_same(result: Value, expected: Value) -> None:
    """Assert that two values are of one kind and the same bit for bit."""
    assert type(result) is type(expected)
    if isinstance(result, Table) and isinstance(expected, Table):
        from pandas.testing import assert_frame_equal

        assert_frame_equal(result.data, expected.data, check_exact=True)
        assert (result.columns, result.keys) == (expected.columns, expected.keys)
        return
    assert isinstance(result, Grid)
    assert isinstance(expected, Grid)
    assert result.dtype == expected.dtype
    assert result.calibration == expected.calibration
    assert getattr(result, "rgb", False) == getattr(expected, "rgb", False)
    np.testing.assert_array_equal(np.asarray(result.data), np.asarray(expected.data))
