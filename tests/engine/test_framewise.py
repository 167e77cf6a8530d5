"""One frame alone gives the bits that the whole has there, for every operation that says so."""

from itertools import product

import numpy as np
import pytest
from cases import OPERATIONS, Case
from inputs import Layout, make

import napari_darkroom as dr
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.framewise import cut, outlined, place
from napari_darkroom.engine.run import run

ARRAYS = [one for one in OPERATIONS if one.level == "array"]


@pytest.mark.parametrize("axes", ["tyx", "tzyx", "yxc"])
@pytest.mark.parametrize("planes", [None, "planes"])
@pytest.mark.parametrize("operation", ARRAYS, ids=lambda one: one.id)
def test_a_frame_is_that_of_the_whole(operation: Operation, axes: str, planes: str | None) -> None:
    rgb = operation.rgb == "only" and "c" not in axes
    case = Case(operation, Layout.of(axes, rgb), operation.inputs[0].kinds[0])
    try:
        whole = run(operation, case.inputs, case.parameters, axes=planes)
    except DarkroomError:
        with pytest.raises(DarkroomError):
            outlined(operation, case.inputs, case.parameters, planes, None)
        pytest.skip("not for such axes")
    told = outlined(operation, case.inputs, case.parameters, planes, None)
    if told is None:
        assert any(output.kind == "table" for output in operation.outputs)
        return
    outlines, lone = told
    for name, outline in outlines.items():
        result = whole[name]
        assert (type(outline), outline.dtype) == (type(result), result.dtype)
        assert outline.data.shape == result.data.shape
        assert outline.calibration == result.calibration
    first = next(iter(case.inputs.values()))
    lengths = dict(zip(first.calibration.axes, first.shape, strict=True))
    names = sorted(name for name in lone if name not in "yx")
    for index in list(product(*(range(lengths[name]) for name in names)))[:4] if names else []:
        frame = dict(zip(names, index, strict=True))
        given = {name: cut(value, frame) for name, value in case.inputs.items()}
        for name, part in run(operation, given, case.parameters, axes=planes).items():
            expected = whole[name].data[place(whole[name], frame)]
            np.testing.assert_array_equal(part.data, expected)


def axes_of(operation: str, layout: str, **settings: object) -> set[str] | None:
    one = find(operation)
    inputs = {one.inputs[0].name: make(one.inputs[0].kinds[0], Layout.of(layout))}
    told = outlined(one, inputs, {}, settings.get("axes"), settings.get("over"))
    return None if told is None else set(told[1]) - {"y", "x"}


def test_what_decides_by_the_whole_or_numbers_on_waits_for_it() -> None:
    assert axes_of("filters.gaussian", "tzyx") == {"t"}
    assert axes_of("filters.gaussian", "tzyx", axes="planes") == {"t", "z"}
    assert axes_of("segment.connected_components", "tzyx", axes="planes") == {"t"}
    assert axes_of("threshold.otsu", "tyx") == {"t"}
    assert axes_of("threshold.otsu", "tyx", over=()) == set()
    assert axes_of("threshold.manual", "tzyx") == {"t", "z"}
    assert axes_of("intensity.rescale", "tyx") == set()
    assert axes_of("geometry.crop", "tyx") is None


def test_an_input_without_the_axis_is_taken_whole() -> None:
    mask = dr.Mask.of(np.ones((4, 5), bool))
    assert cut(mask, {"t": 3}).data is not None
    assert cut(mask, {"t": 3}).shape == (4, 5)
    assert cut(dr.Image.of(np.zeros((1, 4, 5)), axes="tyx"), {"t": 3}).shape == (1, 4, 5)
