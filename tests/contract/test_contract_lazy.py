"""Lazy arrays, block by block, give the bits of the whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import dask
import dask.array as da
import numpy as np
import pytest
from cases import OPERATIONS, Case, assert_same, by_tiles, cases, dtype_cases, ran, small
from inputs import Layout, calibrated, make, pixels

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Image


def _uneven(length: int) -> tuple[int, ...]:
    """Split a length into three blocks, the middle one small."""
    first = length // 3
    return (first, 5, length - first - 5)


def lazy(grid: Any) -> Any:
    """Return a grid in uneven blocks, and any other value as it is."""
    if not isinstance(grid, Grid):
        return grid
    chunks = [_uneven(n) if n > 18 else max(n // 2, 1) for n in grid.shape]
    chunks += [grid.data.shape[-1]] * (grid.data.ndim - len(chunks))
    return grid.with_data(da.from_array(grid.data, chunks=tuple(chunks)))


def computed(value: Any) -> Any:
    """Return a lazy grid with its pixels, and any other value as it is."""
    if not (isinstance(value, Grid) and value.lazy):
        return value
    return value.with_data(value.data.compute(scheduler="sync"))


@dataclass(frozen=True)
class Large:
    """A case on an image that holds many blocks, of any pixel type."""

    operation: Operation
    dtype: str
    layout: Layout

    def __str__(self) -> str:
        return f"{self.operation.id}-{self.layout.name}-{self.dtype}"


BLOCKWISE = [o for o in OPERATIONS if o.halo is not None]
LAZY_CASES = [c for o in OPERATIONS for c in cases(o) if o.halo is not None or o.level == "value"]


@pytest.mark.parametrize("case", LAZY_CASES, ids=str)
def test_blocks_give_the_whole(case: Case) -> None:
    inputs = {name: lazy(value) for name, value in case.inputs.items()}
    for result, expected in zip(case.run(**inputs).values(), ran(case)[1].values(), strict=True):
        assert_same(computed(result), expected)


@pytest.mark.parametrize("operation", BLOCKWISE, ids=lambda o: o.id)
def test_nothing_is_computed_before_it_is_asked_for(operation: Operation) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise AssertionError("The image was computed.")

    case = by_tiles(next(iter(cases(operation))))
    inputs = {name: lazy(value) for name, value in case.inputs.items()}
    with dask.config.set(scheduler=fail):
        results = case.run(**inputs)
    for result, expected in zip(results.values(), case.run().values(), strict=True):
        assert result.lazy
        assert result.dtype == expected.dtype
        assert result.shape == expected.shape


def _large() -> Iterator[Any]:
    for operation in BLOCKWISE:
        for dtype in ("uint8", "uint16", "float32", "float64"):
            yield Large(operation, dtype, Layout("yx", (301, 257)))
            yield Large(operation, dtype, Layout("zyx", (11, 61, 53)))
        if operation.rgb == "each":
            yield Large(operation, "uint8", Layout("yx", (301, 257), rgb=True))


@pytest.mark.parametrize("large", _large(), ids=str)
def test_large_images_of_all_types_give_the_same_in_blocks(large: Large) -> None:
    kind = large.operation.inputs[0].kinds[0]
    case = small(
        Case(large.operation, large.layout, kind, large.dtype if kind == "image" else None)
    )
    inputs = {name: lazy(value) for name, value in case.inputs.items()}
    for result, expected in zip(case.run(**inputs).values(), case.run().values(), strict=True):
        np.testing.assert_array_equal(result.data.compute(scheduler="sync"), expected.data)


@pytest.mark.parametrize("axes", ["tyx", "tczyx"])
@pytest.mark.parametrize("operation", BLOCKWISE, ids=lambda o: o.id)
def test_walked_axes_in_blocks_give_the_whole(operation: Operation, axes: str) -> None:
    case = small(Case(operation, Layout.of(axes), operation.inputs[0].kinds[0]))
    inputs = {name: lazy(value) for name, value in case.inputs.items()}
    for result, expected in zip(case.run(**inputs).values(), case.run().values(), strict=True):
        np.testing.assert_array_equal(result.data.compute(scheduler="sync"), expected.data)


@pytest.mark.parametrize("operation", BLOCKWISE, ids=lambda o: o.id)
def test_a_missing_pixel_is_as_missing_in_a_block(operation: Operation) -> None:
    if "image" not in operation.inputs[0].kinds:
        pytest.skip("No float input.")
    layout = Layout("yx", (61, 53))
    data = pixels(layout.shape, "float32")
    data[7:10, 20:28] = np.nan
    image = calibrated(Image.of(data, "yx"))
    case = small(Case(operation, layout, "image", "float32"))
    name = operation.inputs[0].name
    for result, expected in zip(
        case.run(**{name: lazy(image)}).values(), case.run(**{name: image}).values(), strict=True
    ):
        np.testing.assert_array_equal(result.data.compute(scheduler="sync"), expected.data)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_what_needs_the_whole_computes_lazy_images(operation: Operation) -> None:
    for case in dtype_cases(operation):
        if case.dtype in (None, "uint8"):
            inputs = {name: lazy(value) for name, value in case.inputs.items()}
            for result, expected in zip(
                case.run(**inputs).values(), case.run().values(), strict=True
            ):
                assert_same(computed(result), expected)


@pytest.mark.parametrize("operation", BLOCKWISE, ids=lambda o: o.id)
def test_one_lazy_input_among_others_is_enough(operation: Operation) -> None:
    case = by_tiles(next(iter(cases(operation))))
    name = operation.inputs[-1].name
    some = {name: lazy(make(operation.inputs[-1].kinds[0], replace(case.layout, rgb=False)))}
    whole = {name: value.with_data(np.asarray(value.data)) for name, value in some.items()}
    for result, expected in zip(case.run(**some).values(), case.run(**whole).values(), strict=True):
        np.testing.assert_array_equal(result.data.compute(scheduler="sync"), expected.data)
