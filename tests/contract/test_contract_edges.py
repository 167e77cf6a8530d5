"""The smallest and the dullest images, and inputs that do not fit."""

from typing import Any

import numpy as np
import pytest
from cases import DRAWN_ON, MEASURED, OPERATIONS, Case, first_layouts, fitted, is_drawing
from inputs import PLANE, Layout, make

from napari_darkroom.core.errors import DarkroomError, InputError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Image, Kind, Labels, Mask, Points, Shapes, Table
from napari_darkroom.engine.run import run

# A mask without background has no distance to it, and what is missing is NaN.
NO_DISTANCE = ("morphology.distance_map",)
# The skeleton of a mask that fills the image has the shape of the image.
SHAPED = ("morphology.skeletonize", "morphology.thin")
# What is even is parted into a regular grid.
GRIDDED = ("segment.superpixels",)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)


def _case(operation: Operation, axes: str, shape: tuple[int, ...]) -> Case:
    layout = Layout(axes, shape, rgb=operation.rgb == "only")
    return Case(operation, layout, operation.inputs[0].kinds[0])


def _filled(case: Case, value: int) -> dict[str, Any]:
    return {
        name: given.with_data(np.full_like(given.data, value))
        for name, given in case.inputs.items()
        if isinstance(given, Grid)
    }


@pytest.mark.parametrize("shape", [(0, 5), (5, 0), (0, 0)])
@each_operation
def test_an_image_without_pixels_is_refused(operation: Operation, shape: tuple[int, int]) -> None:
    whole = _case(operation, "yx", (8, 8))
    empty = {
        name: given.with_data(given.data[: shape[0], : shape[1]])
        if isinstance(given, Grid)
        else given
        for name, given in whole.inputs.items()
    }
    with pytest.raises(InputError, match="empty") as caught:
        run(operation, empty)
    assert operation.id in str(caught.value)


@pytest.mark.parametrize(("axes", "shape"), [("yx", (1, 1)), ("zyx", (1, 1, 1)), ("yx", (1, 9))])
@pytest.mark.parametrize("value", [0, 1])
@each_operation
def test_one_pixel_is_an_image(
    operation: Operation, axes: str, shape: tuple[int, ...], value: int
) -> None:
    whole = _case(operation, axes, (12,) * len(axes))
    cut = tuple(slice(0, n) for n in shape)
    inputs = {
        name: given.with_data(np.full_like(given.data[cut], value))
        for name, given in whole.inputs.items()
        if isinstance(given, Grid)
    }
    for result in run(operation, fitted(operation, inputs)).values():
        if isinstance(result, Grid):
            assert result.data.size >= 1
            told = np.isfinite(result.data)
            # Of a line over one pixel most may lie outside.
            assert told.all() or _nothing_to_tell(operation, result) or operation.own_axes
        elif isinstance(result, Shapes):
            assert result.data["shape"].nunique() <= 1
        else:
            # A line over one pixel may still have several places, and several methods are tried.
            many = operation in MEASURED or "method" in result.keys
            assert len(result.data) <= 1 or many


def _nothing_to_tell(operation: Operation, result: Grid) -> bool:
    return operation.id in NO_DISTANCE and bool(np.isnan(result.data).all())


@pytest.mark.parametrize("value", [0, 1, 200])
@pytest.mark.parametrize(
    "operation",
    [o for o in OPERATIONS if o not in DRAWN_ON and o.id not in GRIDDED],
    ids=lambda o: o.id,
)
def test_an_image_of_one_value_stays_one(operation: Operation, value: int) -> None:
    for layout in first_layouts(operation):
        case = Case(operation, layout, operation.inputs[0].kinds[0])
        for result in run(operation, fitted(operation, _filled(case, value))).values():
            shaped = (operation.id in SHAPED and value > 0) or is_drawing(operation, result)
            if isinstance(result, Grid) and not shaped and not _nothing_to_tell(operation, result):
                values = np.unique(result.data)
                assert np.isfinite(values).all()
                # Weights of a kernel have a sum of 1 up to the last bit.
                assert np.ptp(values.astype(float)) <= 1e-4 * max(value, 1)


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if o.outputs[0].kind == "table"], ids=lambda o: o.id
)
def test_no_objects_give_a_table_with_all_columns(operation: Operation) -> None:
    for layout in first_layouts(operation):
        case = Case(operation, layout, operation.inputs[0].kinds[0])
        some = next(iter(run(operation, case.inputs).values()))
        none = next(iter(run(operation, {**case.inputs, **_nothing(case)}).values()))
        assert isinstance(some, Table)
        assert isinstance(none, Table)
        assert list(none.data.columns) == list(some.data.columns)
        assert list(none.data.dtypes) == list(some.data.dtypes)
        assert none.columns == some.columns
        if "label" in none.data.columns:
            assert len(none.data) == 0


def _nothing(case: Case) -> dict[str, Any]:
    return {
        name: given.with_data(np.zeros_like(given.data))
        for name, given in case.inputs.items()
        if isinstance(given, Labels | Mask)
    }


@each_operation
def test_the_wrong_kind_is_refused_with_what_is_wanted(operation: Operation) -> None:
    kinds: tuple[Kind, ...] = ("image", "labels", "mask")
    case = Case(operation, first_layouts(operation)[0], operation.inputs[0].kinds[0])
    for declared in operation.inputs:
        for kind in [k for k in kinds if k not in declared.kinds]:
            with pytest.raises(InputError, match=operation.id) as caught:
                case.run(**{declared.name: make(kind, PLANE)})
            assert declared.name in str(caught.value)
            assert "must be" in str(caught.value)


@each_operation
def test_a_missing_input_is_named(operation: Operation) -> None:
    with pytest.raises(InputError, match=f"{operation.id} needs the input"):
        run(operation, {})


@each_operation
def test_an_unknown_input_is_named(operation: Operation) -> None:
    case = Case(operation, first_layouts(operation)[0], operation.inputs[0].kinds[0])
    with pytest.raises(InputError, match="no_such_input") as caught:
        run(operation, {**case.inputs, "no_such_input": make("image", PLANE)})
    assert all(i.name in str(caught.value) for i in operation.inputs)


@pytest.mark.parametrize(
    "operation",
    [
        o
        for o in OPERATIONS
        if len(o.inputs) > 1 and o not in DRAWN_ON and o.inputs[1].kinds != ("table",)
    ],
    ids=lambda o: o.id,
)
@pytest.mark.parametrize(("axes", "cut"), [("yx", (-1, None)), ("zyx", (None, -2)), ("zyx", (-1,))])
def test_inputs_of_different_shape_are_refused_with_both(
    operation: Operation, axes: str, cut: tuple[int | None, ...]
) -> None:
    layout = Layout.of(axes)
    case = Case(operation, layout, operation.inputs[0].kinds[0])
    name = operation.inputs[1].name
    other = case.inputs[name]
    smaller = other.with_data(other.data[tuple(slice(0, end) for end in cut)])
    with pytest.raises(InputError, match=operation.id) as caught:
        case.run(**{name: smaller})
    assert "shape" in str(caught.value)


@each_operation
def test_a_table_is_no_image(operation: Operation) -> None:
    import pandas as pd

    with pytest.raises(InputError, match=operation.id):
        run(operation, {operation.inputs[0].name: Table(pd.DataFrame())})


@each_operation
def test_one_axis_alone_is_refused_or_treated(operation: Operation) -> None:
    """A line of pixels is an image for what looks at each pixel alone, and no other."""
    line = Image.of(np.arange(9.0), "x")
    labels, mask = Labels.of(np.arange(9), "x"), Mask.of(np.ones(9, bool), "x")
    drawn = {"points": Points.of([]), "shapes": Shapes.of([])}
    lines = {"image": line, "labels": labels, "mask": mask, **drawn}
    inputs = {i.name: lines[i.kinds[0]] for i in operation.inputs if i.kinds[0] in lines}
    try:
        results = run(operation, inputs)
    except DarkroomError as error:
        text = str(error)
        assert text.startswith(operation.id)
        assert operation.dimensions or operation.rgb == "only" or "axes x" in text
    else:
        assert operation.dimensions == ()
        assert [result.calibration.axes for result in results.values()] == [("x",)]
