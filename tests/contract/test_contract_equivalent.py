"""The formula and the equivalent code of every operation: the code runs and gives the same."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from cases import OPERATIONS, Case, cases, dtype_cases
from inputs import field

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.drawn import Drawn
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Mask, Table, Value
from napari_darkroom.engine.lesson import darkroom_line, equivalent_code, equivalent_values
from napari_darkroom.engine.run import run

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
# Their columns have scikit-image's names.
SKIMAGE_PRESETS = ("basic", "everything", "scikit_image")


def _method(case: Case) -> str:
    return str(case.operation.canonical(case.parameters)["method"])


# What a remark may say, and which calls it leaves out: a test cannot be left out unsaid.
PARTS = {
    "of 8 bits": lambda case: case.dtype == "uint8",
    "a plane": lambda case: "z" not in case.layout.axes,
    "an image": lambda case: case.kind == "image",
    "8 or 16 bits or of floats": lambda case: case.dtype not in ("uint32", "int32", "int64"),
    "over the whole range": lambda case: not {"lower", "lower_1"} & case.parameters.keys(),
    "presets with scikit-image's names": lambda case: (
        case.parameters.get("preset", "basic") in SKIMAGE_PRESETS
    ),
    "isodata, li, mean, otsu, triangle and yen": lambda case: (
        _method(case) in ("isodata", "li", "mean", "otsu", "triangle", "yen")
    ),
    "for mean and median": lambda case: _method(case) in ("mean", "median"),
    "with the watershed": lambda case: _method(case) == "watershed",
    "by distance": lambda case: case.parameters.get("by", "distance") == "distance",
    "the own centre": lambda case: case.parameters.get("start") in (None, "centre"),
    "a centroid": lambda case: case.parameters.get("place", "centroid") == "centroid",
    "with log": lambda case: case.parameters.get("method", "log") == "log",
    "a share of the union": lambda case: case.parameters.get("of", "union") == "union",
    "a volume": lambda case: "z" in case.layout.axes,
    "several pixels along each axis": lambda case: (
        not (case.variant == "physical" and "z" in case.layout.axes)
    ),
    "with holes": lambda case: case.parameters.get("holes", True),
    "without image_names": lambda case: "image_names" not in case.parameters,
    "along z": lambda case: case.parameters.get("axis") != "t",
    "one pixel wide": lambda case: "width" not in case.parameters,
    "of one radius": lambda case: case.parameters.get("sizes", "radius") == "radius",
    "in a frame": lambda case: case.parameters.get("found_in", "frame") == "frame",
    "up to 32 bits": lambda case: case.dtype not in ("int64", "float64"),
}


def _claimed(case: Case) -> bool:
    remark = case.operation.equivalent.remark
    return all(holds(case) for words, holds in PARTS.items() if words in remark)


CASES = [case for o in OPERATIONS for case in cases(o) if _claimed(case)]
# SciPy and OpenCV do not take floats of 16 bits.
CASES += [
    case
    for o in OPERATIONS
    for case in dtype_cases(o)
    if case.dtype not in (None, "float16") and "z" not in case.layout.axes and _claimed(case)
]
# The last operation first: beside these run the edges, from the first operation on. A kernel that
# both need is then compiled by one of them and read by the other.
CASES.reverse()


@each_operation
def test_every_operation_has_a_formula_and_an_equivalent(operation: Operation) -> None:
    assert operation.formula
    assert operation.equivalent.code
    assert operation.equivalent.tolerance <= 0.05
    assert "::" not in operation.formula


@each_operation
def test_equivalent_is_short_and_names_what_it_begins_and_ends_with(operation: Operation) -> None:
    code = operation.equivalent.code
    names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    imports = [line for line in code.splitlines() if line.startswith(("import ", "from "))]
    lines = [line for line in code.splitlines() if line and line not in imports]
    assert len(lines) <= 6
    assert operation.inputs[0].name in names
    assert all("napari_darkroom" not in line for line in imports)
    assert operation.outputs[0].name in names


@each_operation
def test_some_call_is_compared(operation: Operation) -> None:
    compared = [case for case in CASES if case.operation is operation]
    assert {"default"} <= {case.variant for case in compared}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_equivalent_code_gives_the_result_of_the_operation(case: Case) -> None:
    inputs = _inputs(case)
    first = inputs[case.operation.inputs[0].name]
    expected = next(iter(case.run(**inputs).values()))
    name = case.operation.outputs[0].name
    code = equivalent_code(case.operation, case.parameters, first.calibration)
    names: dict[str, Any] = {n: _plain(v, first.calibration) for n, v in inputs.items()}
    exec(code, names)  # noqa: S102 - our own docstrings
    _assert_equivalent(
        case.operation,
        names[name],
        _seen(expected, first.calibration, case.operation.equivalent.remark),
    )


def _seen(expected: Value, calibration: Calibration, remark: str) -> Value:
    """Return places in pixels, as a student sees them, and any other value as it is."""
    if not isinstance(expected, Drawn):
        return expected
    axes, places = list(expected.axes), expected.data.copy()
    grid = calibration.select([calibration.axes.index(name) for name in axes])
    places[axes] = grid.index(places[axes].to_numpy())
    if "to the nearest pixel" in remark:
        places[axes] = np.rint(places[axes])
    return Table(places, expected.columns)


def _plain(value: Any, calibration: Calibration) -> Any:
    """Return what a student has: an array, or what was drawn in pixels."""
    if isinstance(value, Table) and not isinstance(value, Drawn):
        return value.data
    return value.pixels(calibration) if isinstance(value, Drawn) else np.asarray(value.data)


def _inputs(case: Case) -> dict[str, Any]:
    """Return the inputs, masks as round objects: in noise every pixel is a tie."""
    inputs = case.inputs
    for name, value in inputs.items():
        if isinstance(value, Mask) and "tie" in case.operation.equivalent.remark:
            inputs[name] = value.with_data(field(value.shape, "mask") > 0.35)
    return inputs


def _assert_equivalent(operation: Operation, found: Any, expected: Value) -> None:
    tolerance = operation.equivalent.tolerance
    if isinstance(expected, Table):
        if "in any order" in operation.equivalent.remark:
            order = list(found.columns)
            found = found.sort_values(order)
            expected = replace(expected, data=expected.data.sort_values(order))
        if "some methods" in operation.equivalent.remark:
            expected = replace(expected, data=expected.data.set_index("method").loc[found.index])
        _assert_columns(found, expected, tolerance)
    elif expected.kind == "labels" and tolerance:
        assert found.shape == expected.shape
        assert _differing(np.asarray(found), expected.data) <= tolerance
    else:
        assert found.shape == expected.data.shape
        assert (found.dtype.kind == "b") == (expected.kind == "mask")
        wanted = expected.data.astype(float) if tolerance else expected.data
        largest = float(np.nanmax(np.abs(wanted))) if tolerance else 0.0
        np.testing.assert_allclose(found, wanted, rtol=0, atol=tolerance * largest)


def _assert_columns(found: Any, expected: Table, tolerance: float) -> None:
    common = [name for name in found.columns if name in expected.data.columns]
    assert len(common) >= 0.7 * len(found.columns)
    for name in common:
        np.testing.assert_allclose(found[name], expected.data[name], rtol=tolerance)


def _differing(found: Any, expected: Any) -> float:
    """Return the share of the pixels of objects that lie in another object, whatever its number."""
    assert found.max() > 1
    same = 0
    for label in np.unique(expected[expected > 0]):
        numbers, counts = np.unique(found[expected == label], return_counts=True)
        same += counts[numbers > 0].max(initial=0)
    return float(1 - same / np.count_nonzero(expected))


def test_places_of_rows_and_columns_are_those_of_the_calibration() -> None:
    operation = next(o for o in OPERATIONS if o.id == "geometry.set_pixel_size")
    image = next(cases(operation)).inputs["image"]
    image = replace(image, calibration=replace(image.calibration, translate=(0.0, 0.0)))
    given = {"pixel_size": "0.3, 0.4 um"}
    names: dict[str, Any] = {"image": image.data}
    exec(equivalent_code(operation, given, image.calibration), names)  # noqa: S102 - our own docstrings
    result = run(operation, {"image": image}, given)["result"]
    assert isinstance(result, Grid)
    last = [n - 1.0 for n in image.shape]
    world = result.calibration.world(np.array([last]))[0]
    np.testing.assert_allclose([names["y"][-1], names["x"][-1]], world)


@each_operation
def test_values_are_those_that_the_code_reads(operation: Operation) -> None:
    values = equivalent_values(operation, {})
    known = {p.name for p in operation.parameters} | {"spacing"}
    assert set(values) <= known


@each_operation
def test_darkroom_line_reads_back_as_the_parameters(operation: Operation) -> None:
    for case in cases(operation):
        call = ast.parse(darkroom_line(operation, case.parameters)).body[0]
        assert isinstance(call, ast.Expr)
        assert isinstance(call.value, ast.Call)
        inputs = {i.name for i in operation.inputs}
        given = {
            k.arg: ast.literal_eval(k.value) for k in call.value.keywords if k.arg not in inputs
        }
        assert operation.canonical(given) == operation.canonical(case.parameters)


def test_a_wrong_equivalent_is_noticed() -> None:
    operation = next(o for o in OPERATIONS if o.id == "filters.gaussian")
    case = next(cases(operation))
    image = case.inputs["image"]
    narrow = run(operation, {"image": image}, {"sigma": 0.99})["image"]
    with pytest.raises(AssertionError):
        _assert_equivalent(operation, narrow.data, case.run()["image"])
