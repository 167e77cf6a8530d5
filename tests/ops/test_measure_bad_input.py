"""What no measurement of objects may stumble over: every one of them, on bad input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from pandas.testing import assert_frame_equal

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import operations

MEASUREMENTS = sorted(
    (
        o
        for o in operations().values()
        if o.family == "measure" and not o.package and "labels" in o.inputs[0].kinds
    ),
    key=lambda o: o.id,
)
ON_IMAGES = [o for o in MEASUREMENTS if any(i.kinds == ("image",) for i in o.inputs)]
each = pytest.mark.parametrize("operation", MEASUREMENTS, ids=lambda o: o.id)
each_on_images = pytest.mark.parametrize("operation", ON_IMAGES, ids=lambda o: o.id)


def measured(operation: Operation, labels: Any, image: Any = None, **others: Any) -> Any:
    """Return the table (the first of several) of what is given for labels and images."""
    given: dict[str, Any] = {}
    for one in operation.inputs:
        kind = one.kinds[0]
        if kind == "table" or (one.optional and kind != "image"):
            continue
        given[one.name] = image if kind == "image" else labels
    given |= others
    found = getattr(dr.measure, operation.name)(**given)
    return found[0] if isinstance(found, tuple) else found


def scene(shape: tuple[int, ...] = (20, 30)) -> tuple[Any, Any]:
    labels = np.zeros(shape, np.int32)
    labels[..., 3:9, 4:12] = 2
    labels[..., 3:9, 12:17] = 5
    labels[..., 12:17, 20:28] = 9
    return labels, np.random.default_rng(4).integers(1, 200, shape).astype(np.float32)


@each
@pytest.mark.parametrize("shape", [(20, 30), (5, 20, 30)])
def test_no_objects_give_all_columns(operation: Operation, shape: tuple[int, ...]) -> None:
    labels, image = scene(shape)
    some = measured(operation, labels, image)
    none = measured(operation, np.zeros_like(labels), image)
    assert list(none.columns) == list(some.columns)
    assert len(none) <= 1
    if len(none):
        # Counts and scores have a row where there is nothing.
        assert "label" not in none


@each
@pytest.mark.parametrize("ndim", [2, 3])
def test_a_pixel_a_line_and_objects_at_every_border(operation: Operation, ndim: int) -> None:
    labels, image = scene((6, 20, 30)[-ndim:])
    labels[...] = 0
    labels[..., 0, 0] = 1
    labels[..., 10, 3:12] = 2
    labels[..., 12:20, 29] = 3
    labels[(2,) * (ndim - 2) + (19, 5)] = 4
    labels[..., 0:3, 20:25] = 7
    table = measured(operation, labels, image)
    if "label" in table:
        assert_array_equal(table["label"], [1, 2, 3, 4, 7])
    numbers = table.select_dtypes("number").to_numpy(float)
    assert not np.isinf(numbers).any()


@each
@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1)])
def test_an_image_that_one_object_fills(operation: Operation, shape: tuple[int, ...]) -> None:
    table = measured(operation, np.ones(shape, np.uint8), np.full(shape, 3, np.uint8))
    assert len(table) == 1
    assert not np.isinf(table.select_dtypes("number").to_numpy(float)).any()


@each_on_images
def test_an_image_without_data_is_missing_and_not_zero(operation: Operation) -> None:
    labels, image = scene()
    some = measured(operation, labels, image)
    none = measured(operation, labels, np.full_like(image, np.nan))
    assert_array_equal(none["label"], some["label"])
    assert list(none.columns) == list(some.columns)
    assert not np.isinf(none.select_dtypes("number").to_numpy(float)).any()


@each_on_images
@pytest.mark.parametrize("value", [0, 7])
def test_a_constant_image_has_no_infinite_numbers(operation: Operation, value: int) -> None:
    labels, image = scene()
    table = measured(operation, labels, np.full_like(image, value))
    assert len(table) == 3
    assert not np.isinf(table.select_dtypes("number").to_numpy(float)).any()


@each
def test_labels_of_floats_are_refused_with_the_way_out(operation: Operation) -> None:
    labels, image = scene()
    with pytest.raises(InputError, match="holds integers"):
        measured(operation, labels.astype(float), image)


@each
def test_negative_numbers_are_refused(operation: Operation) -> None:
    labels, image = scene()
    labels[0, 0] = -3
    with pytest.raises(InputError, match="negative"):
        measured(operation, labels, image)


@each_on_images
def test_another_shape_and_another_pixel_size_are_refused(operation: Operation) -> None:
    labels, image = scene()
    with pytest.raises(InputError, match="differ"):
        measured(operation, labels, image[:-1])
    sized = dr.Labels.of(labels, scale=0.5, units="um")
    with pytest.raises(InputError, match="pixel size"):
        measured(operation, sized, dr.Image.of(image, scale=0.6, units="um"))


@pytest.mark.parametrize("shape", [(20, 30), (5, 20, 30)])
def test_labels_have_the_same_shape_with_an_image_and_without(shape: tuple[int, ...]) -> None:
    labels, image = scene(shape)
    without = dr.measure.regions(labels, preset="everything")
    with_image = dr.measure.regions(labels, image, preset="everything")
    assert_frame_equal(with_image[list(without.columns)], without, check_exact=True)


def test_a_million_objects_with_numbers_up_to_ten_million() -> None:
    side = 1000
    labels = np.arange(10, 10 * side * side + 1, 10, dtype=np.int32).reshape(side, side)
    image = (labels % 4096).astype(np.uint16)
    table = dr.measure.regions(labels, image)
    assert_array_equal(table["label"], labels.ravel())
    assert_array_equal(table["intensity_mean"], image.ravel())
    assert (table["area"] == 1).all()
