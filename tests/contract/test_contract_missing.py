"""Missing pixels: they stay missing, and have no say in the others."""

from typing import Any

import numpy as np
import pytest
from cases import (
    BEGUN_AT,
    DRAWN_ON,
    MEASURED,
    OPERATIONS,
    Case,
    assert_same,
    first_layouts,
    is_drawing,
)
from inputs import make

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Table

TAKES_IMAGES = [o for o in OPERATIONS if any("image" in i.kinds for i in o.inputs)]
# Where something is drawn on an image its values have no say.
FIRST_IMAGE = [
    o for o in TAKES_IMAGES if "image" in o.inputs[0].kinds and (o not in DRAWN_ON or o in BEGUN_AT)
]
FINDING = (
    "automatic", "background_sigma", "hysteresis", "multi_otsu", "otsu", "percentile",
)  # fmt: skip
# By the defaults the image has no say.
BY_SHAPE = ("segment.split_touching",)
NEED_A_VALUE = ("intensity.rescale", *(f"threshold.{name}" for name in FINDING))
STATISTICS = ("intensity", "mean", "median", "threshold")
FLOAT_TYPES = ("float16", "float32", "float64")


def _holed(operation: Operation, dtype: str, value: float) -> tuple[dict[str, Any], Any]:
    """Return inputs whose image holds `value` in a block, at an edge and alone, and where."""
    layout = first_layouts(operation)[0]
    case = Case(operation, layout, operation.inputs[0].kinds[0])
    name = next(i.name for i in operation.inputs if "image" in i.kinds)
    image = make("image", layout, dtype)
    where = np.zeros(image.data.shape, dtype=bool)
    where[5:9, 6:11] = where[0, 3] = where[20, 20] = True
    data = image.data.copy()
    data[where] = value
    return {**case.inputs, name: image.with_data(data)}, where


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
@pytest.mark.parametrize("operation", FIRST_IMAGE, ids=lambda o: o.id)
def test_missing_pixels_stay_missing_and_no_others_are(operation: Operation, dtype: str) -> None:
    inputs, missing = _holed(operation, dtype, np.nan)
    case = Case(operation, first_layouts(operation)[0], operation.inputs[0].kinds[0])
    whole = case.run().values()
    for result, full in zip(case.run(**inputs).values(), whole, strict=True):
        if isinstance(result, Table):
            # What is not defined for an object is missing with or without holes in the image.
            assert list(result.data.isna().sum()) == list(full.data.isna().sum())
        elif is_drawing(operation, result):
            assert result.data.shape == full.data.shape
        elif result.dtype.kind in "bui":
            # Of a mask, or of classes and objects, which are integers.
            assert not result.data[missing].any()
            assert result.data.any()
        elif result.data.shape == missing.shape:
            found = np.isnan(result.data)
            inside = inputs["mask"].data if "mask" in inputs else np.ones_like(missing)
            np.testing.assert_array_equal(found, missing & inside)
        elif result.data.ndim < missing.ndim:
            np.testing.assert_array_equal(np.isnan(result.data), missing.any(axis=-1))
        else:
            assert 0 < np.isnan(result.data).mean() < 2 * missing.mean()


@pytest.mark.parametrize(
    "operation",
    [o for o in TAKES_IMAGES if o in DRAWN_ON and o not in (*MEASURED, *BEGUN_AT)],
    ids=lambda o: o.id,
)
def test_values_have_no_say_where_something_is_drawn(operation: Operation) -> None:
    case = Case(operation, first_layouts(operation)[0], operation.inputs[0].kinds[0])
    inputs, _ = _holed(operation, "float32", np.nan)
    for result, expected in zip(case.run(**inputs).values(), case.run().values(), strict=True):
        assert_same(result, expected)


@pytest.mark.parametrize(
    "operation",
    [o for o in TAKES_IMAGES if o not in DRAWN_ON and o.id not in BY_SHAPE],
    ids=lambda o: o.id,
)
def test_an_image_of_missing_pixels_alone_gives_no_numbers(operation: Operation) -> None:
    layout = first_layouts(operation)[0]
    case = Case(operation, layout, operation.inputs[0].kinds[0])
    name = next(i.name for i in operation.inputs if "image" in i.kinds)
    image = make("image", layout, "float32")
    inputs = {name: image.with_data(np.full_like(image.data, np.nan))}
    if operation.id in NEED_A_VALUE:
        with pytest.raises(InputError, match="no pixel has a finite value"):
            case.run(**inputs)
        return
    for result in case.run(**inputs).values():
        if is_drawing(operation, result):
            continue
        if isinstance(result, Grid):
            told = result.data != 0 if result.dtype.kind in "bui" else ~np.isnan(result.data)
            inside = case.inputs["mask"].data if "mask" in case.inputs else np.True_
            # What was cut has other pixels than its mask.
            assert not np.any(told & (inside if inside.shape == told.shape else True))
        else:
            statistics = [c for c in result.data if c.startswith(STATISTICS)]
            assert result.data[statistics].isna().all(axis=None)


@pytest.mark.parametrize("value", [np.inf, -np.inf])
@pytest.mark.parametrize("operation", FIRST_IMAGE, ids=lambda o: o.id)
def test_an_infinite_pixel_does_not_spread_over_the_whole(
    operation: Operation, value: float
) -> None:
    inputs, _ = _holed(operation, "float32", value)
    case = Case(operation, first_layouts(operation)[0], operation.inputs[0].kinds[0])
    with np.errstate(invalid="ignore"):
        results = case.run(**inputs)
    for result in results.values():
        if isinstance(result, Grid) and result.dtype != bool:
            assert np.isfinite(result.data).any()
