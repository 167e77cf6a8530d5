"""What every operation gives back: kind, shape, pixel type and place in the world."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from cases import OPERATIONS, Case, assert_same, cases, dtype_cases, first_layouts, ran
from inputs import calibrated

from napari_darkroom.core.dtypes import result_dtype
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Image, Table, Value
from napari_darkroom.engine.run import run

CASES = [case for operation in OPERATIONS for case in cases(operation)]
DTYPE_CASES = [case for operation in OPERATIONS for case in dtype_cases(operation)]
each_case = pytest.mark.parametrize("case", CASES, ids=str)
each_dtype_case = pytest.mark.parametrize("case", DTYPE_CASES, ids=str)


def _grids(inputs: dict[str, object]) -> list[Grid]:
    values = [
        v for given in inputs.values() for v in (given if isinstance(given, list) else [given])
    ]
    return [value for value in values if isinstance(value, Grid)]


@each_case
def test_inputs_are_not_changed(case: Case) -> None:
    inputs = case.inputs
    for grid in _grids(inputs):
        grid.data.setflags(write=False)
    case.run(**inputs)
    for grid, fresh in zip(_grids(inputs), _grids(case.inputs), strict=True):
        assert_same(grid, fresh)


@each_case
def test_results_share_no_memory_that_can_be_written(case: Case) -> None:
    inputs, given_back = ran(case)
    results = [r for r in given_back.values() if isinstance(r, Grid)]
    if case.operation.level == "array":
        shared = [np.shares_memory(r.data, grid.data) for r in results for grid in _grids(inputs)]
        assert not any(shared)


@each_dtype_case
def test_results_are_of_the_kind_and_pixel_type_declared(case: Case) -> None:
    results = case.run()
    assert list(results) == [output.name for output in case.operation.outputs]
    for output in case.operation.outputs:
        result = results[output.name]
        assert result.kind == (output.kind or case.kind)
        if isinstance(result, Grid):
            first = case.inputs[case.operation.inputs[0].name]
            assert result.dtype == result_dtype(output.dtype, first.dtype)
            assert result.dtype.isnative


@cache
def _turned(case: Case) -> tuple[Grid, dict[str, Value]]:
    """Return a first input that is turned in the world and has metadata, and what it gives."""
    first = case.operation.inputs[0].name
    given = calibrated(replace(case.inputs[first], metadata={"stain": "DAPI"}), turned=True)
    return given, case.run(**{first: given})


@each_case
def test_the_calibration_is_kept_and_pixels_stay_in_place(case: Case) -> None:
    given, results = _turned(case)
    for result in results.values():
        if isinstance(result, Grid) and case.operation.level == "array":
            assert result.calibration == given.calibration
            assert result.shape == given.shape
        elif isinstance(result, Grid) and case.operation.own_axes:
            assert result.calibration.axes != given.calibration.axes
        elif isinstance(result, Grid):
            assert result.calibration.axes == given.calibration.axes


def _ramps(grid: Grid) -> np.ndarray:
    """Return the world position of every pixel along each axis."""
    index = np.stack(np.meshgrid(*map(np.arange, grid.shape), indexing="ij"), axis=-1)
    return np.moveaxis(grid.calibration.world(index.astype(float)), -1, 0)


@pytest.mark.parametrize(
    "case",
    [
        c
        for c in CASES
        if c.operation.level == "value" and c.kind == "image" and not c.layout.rgb
        if not c.operation.own_axes
    ],
    ids=str,
)
def test_operations_that_move_pixels_say_where_they_are(case: Case) -> None:
    first = case.operation.inputs[0].name
    given = calibrated(case.inputs[first], turned=True)
    for axis, ramp in enumerate(_ramps(given)):
        value = given.with_data(ramp)
        for result in case.run(**{first: value}).values():
            if isinstance(result, Table) or result.calibration == given.calibration:
                continue
            if np.array_equal(result.data, ramp):
                continue  # The pixels are the same and only their size was set.
            inner = (slice(2, -2),) * (result.data.ndim - 1)
            inner = ((slice(2, -2) if result.shape[0] > 6 else slice(1, -1)), *inner)
            pixel = sum(np.abs(np.diff(ramp, axis=i)).max() for i in range(ramp.ndim))
            # Interpolation and averaging bend a ramp a little; a copy of the nearest pixel lies
            # up to half a pixel off. A shift of half a pixel would not pass the first.
            off = (0.6 if "nearest" in case.variant else 0.12) * pixel
            np.testing.assert_allclose(result.data[inner], _ramps(result)[axis][inner], atol=off)


@each_case
def test_big_endian_pixels_give_the_same(case: Case) -> None:
    swapped = {
        name: value.with_data(value.data.astype(value.dtype.newbyteorder(">")))
        for name, value in case.inputs.items()
        if isinstance(value, Grid)
    }
    for result, expected in zip(case.run(**swapped).values(), ran(case)[1].values(), strict=True):
        assert_same(result, expected)


@each_case
def test_strided_pixels_give_the_same(case: Case) -> None:
    strided = {
        name: value.with_data(np.repeat(value.data, 2, axis=0)[::2])
        for name, value in case.inputs.items()
        if isinstance(value, Grid)
    }
    for result, expected in zip(case.run(**strided).values(), ran(case)[1].values(), strict=True):
        assert_same(result, expected)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_two_runs_give_the_same(operation: Operation) -> None:
    for case in cases(operation):
        for one, two in zip(case.run().values(), ran(case)[1].values(), strict=True):
            assert_same(one, two)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_optional_inputs_may_be_left_out(operation: Operation) -> None:
    needed = [i for i in operation.inputs if not i.optional]
    case = Case(operation, first_layouts(operation)[0], operation.inputs[0].kinds[0])
    inputs = {i.name: case.inputs[i.name] for i in needed}
    assert list(run(operation, inputs)) == [output.name for output in operation.outputs]


@each_case
def test_image_results_keep_name_and_metadata(case: Case) -> None:
    given, results = _turned(case)
    for result in results.values():
        assert result.name == given.name
        if isinstance(result, Image) and isinstance(given, Image):
            assert result.metadata == given.metadata
