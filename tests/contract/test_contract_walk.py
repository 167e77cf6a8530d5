"""Time, channels, planes and colours: walked over, each alone, or clearly refused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from cases import OPERATIONS, Case, fitted
from inputs import Layout, calibrated, made_by_hand, make, pixels

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Image, Table
from napari_darkroom.engine.run import run

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
WALKED = [o for o in OPERATIONS if o.level == "array" and o.walk == "spatial"]


def _parts(inputs: dict[str, Any], axis: str) -> list[dict[str, Any]]:
    """Return the inputs of every position along an axis."""
    first = next(iter(inputs.values()))
    at = first.calibration.axes.index(axis)
    keep = [i for i in range(first.calibration.ndim) if i != at]
    return [
        {
            name: value.with_data(np.take(value.data, k, axis=at), value.calibration.select(keep))
            for name, value in inputs.items()
        }
        for k in range(first.shape[at])
    ]


@pytest.mark.parametrize("axes", ["tyx", "cyx", "tzyx", "yxc"])
@pytest.mark.parametrize("operation", WALKED, ids=lambda o: o.id)
def test_walked_axes_give_what_each_part_gives_alone(operation: Operation, axes: str) -> None:
    case = Case(operation, Layout.of(axes), operation.inputs[0].kinds[0])
    walked = next(name for name in axes if name in "tc")
    whole = case.run()
    for k, part in enumerate(_parts(case.inputs, walked)):
        for name, result in run(operation, part).items():
            expected = np.take(whole[name].data, k, axis=axes.index(walked))
            np.testing.assert_array_equal(result.data, expected)
            assert result.dtype == expected.dtype


@pytest.mark.parametrize("operation", WALKED, ids=lambda o: o.id)
def test_planes_give_what_each_plane_gives_alone(operation: Operation) -> None:
    case = Case(operation, Layout.of("zyx"), operation.inputs[0].kinds[0])
    whole = run(operation, case.inputs, axes="planes")
    new_labels = {output.name for output in operation.outputs if output.dtype == "label"}
    highest = dict.fromkeys(new_labels, 0)
    for k, part in enumerate(_parts(case.inputs, "z")):
        for name, result in run(operation, part).items():
            alone = result.data
            if name in new_labels:
                # Numbered on from plane to plane: one number is one object in the stack.
                alone = np.where(alone > 0, alone + highest[name], 0)
                highest[name] = max(highest[name], int(alone.max()))
            np.testing.assert_array_equal(alone, whole[name].data[k])


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if o.walk == "none" and o.rgb != "only"], ids=lambda o: o.id
)
def test_what_is_not_walked_takes_all_axes_at_once(operation: Operation) -> None:
    case = Case(operation, Layout.of("tzyx"), operation.inputs[0].kinds[0])
    for result in case.run().values():
        assert isinstance(result, Grid)
        assert result.calibration.axes == ("t", "z", "y", "x")


@pytest.mark.parametrize("axes", ["tyx", "tczyx"])
@each_operation
def test_five_axes_keep_their_names(operation: Operation, axes: str) -> None:
    layout = Layout.of(axes, rgb=operation.rgb == "only")
    for result in Case(operation, layout, operation.inputs[0].kinds[0]).run().values():
        if isinstance(result, Table):
            assert "t" in result.data.columns
        elif operation.own_axes:
            assert {"t", *axes} - {"y", "x"} <= {*result.calibration.axes}
        else:
            assert result.calibration.axes == tuple(axes)


def _rgb(operation: Operation, dtype: str, colours: int = 3) -> dict[str, Any]:
    data = pixels((37, 41, colours), dtype)
    plane = Layout.of("yx")
    image = calibrated(Image.of(data, "yx", rgb=True, name="tissue"))
    others = {i.name: make(i.kinds[0], plane) for i in operation.inputs[1:] if not made_by_hand(i)}
    return fitted(operation, {operation.inputs[0].name: image, **others})


TAKES_IMAGES = [o for o in OPERATIONS if "image" in o.inputs[0].kinds]


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("operation", TAKES_IMAGES, ids=lambda o: o.id)
def test_rgb_follows_the_rule_of_the_operation(operation: Operation, dtype: str) -> None:
    inputs = _rgb(operation, dtype)
    if operation.rgb == "refuse":
        with pytest.raises(InputError, match=r"RGB.*color\.to_gray"):
            run(operation, inputs)
        return
    for result in run(operation, inputs).values():
        if isinstance(result, Image) and operation.rgb != "only":
            assert result.rgb
            assert result.data.shape[-1] == 3
        elif isinstance(result, Grid):
            assert result.data.shape == (37, 41)
        else:
            assert list(result.data["channel"].unique()) == ["red", "green", "blue"]


@pytest.mark.parametrize(
    "operation",
    [o for o in TAKES_IMAGES if o.rgb == "each" and o.level == "array" and o.walk == "spatial"],
    ids=lambda o: o.id,
)
def test_each_colour_is_treated_alone_and_alpha_is_kept(operation: Operation) -> None:
    inputs = _rgb(operation, "uint8", colours=4)
    name, image = next(iter(inputs.items()))
    whole = next(iter(run(operation, inputs).values()))
    assert whole.data.shape == image.data.shape
    np.testing.assert_array_equal(whole.data[..., 3], image.data[..., 3])
    for k in range(3):
        grey = replace(image, data=image.data[..., k], rgb=False)
        alone = next(iter(run(operation, {**inputs, name: grey}).values()))
        np.testing.assert_array_equal(whole.data[..., k], alone.data)


@pytest.mark.parametrize(
    "operation", [o for o in TAKES_IMAGES if o.rgb == "only"], ids=lambda o: o.id
)
def test_grey_is_refused_by_what_works_on_colours(operation: Operation) -> None:
    with pytest.raises(InputError, match="RGB"):
        Case(operation, Layout.of("yx"), "image").run()
