"""What a preview shows pixel by pixel is what the full run gives there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Any

import dask.array as da
import numpy as np
import pytest
from cases import OPERATIONS, Case, by_tiles, cases, small
from inputs import Layout

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid
from napari_darkroom.engine.preview import can_preview, preview
from napari_darkroom.engine.run import run
from napari_darkroom.engine.window import Window

PREVIEWED = [o for o in OPERATIONS if can_preview(o)]
NEAR = [o for o in PREVIEWED if o.halo is not None]
SEEN: dict[str, int | tuple[int, int]] = {"t": 1, "c": 2, "z": 4, "y": (3, 14), "x": (5, 22)}


def part(grid: Any, window: Window) -> Grid:
    """Return what a window shows of a full result."""
    c = grid.calibration
    spans = [window.span(name, n) for name, n in zip(c.axes, grid.shape, strict=True)]
    index = tuple(slice(one.start, one.stop, one.step) for one in spans)
    zoom = None if all(one.step == 1 for one in spans) else [1 / one.step for one in spans]
    return grid.with_data(np.asarray(grid.data)[index], c.moved([s.start for s in spans], zoom))


def assert_part(shown: Any, full: Any, window: Window) -> None:
    """Assert that a preview holds the bits of the full result, in their place."""
    expected = part(full, window)
    assert type(shown) is type(full)
    assert shown.dtype == full.dtype
    assert getattr(shown, "rgb", False) == getattr(full, "rgb", False)
    np.testing.assert_array_equal(np.asarray(shown.data), np.asarray(expected.data))
    assert shown.calibration.axes == expected.calibration.axes
    assert shown.calibration.units == expected.calibration.units
    np.testing.assert_allclose(shown.calibration.scale, expected.calibration.scale)
    np.testing.assert_allclose(shown.calibration.translate, expected.calibration.translate)


def _layouts(operation: Operation) -> Iterator[Case]:
    for axes in ("tyx", "zyx", "tczyx"):
        only = operation.rgb == "only"
        for colours in sorted({only, only or (operation.rgb != "refuse" and axes == "tyx")}):
            layout = Layout.of(axes, rgb=colours)
            yield small(Case(operation, layout, operation.inputs[0].kinds[0]))


@pytest.mark.parametrize("case", [c for o in PREVIEWED for c in cases(o)], ids=str)
def test_every_case_is_exact_pixel_by_pixel(case: Case) -> None:
    window = Window(SEEN)
    shown = preview(case.operation, case.inputs, case.parameters, window)
    assert (shown.exact, shown.note) == (True, "exact")
    for name, full in case.run().items():
        assert_part(shown.values[name], full, window)


@pytest.mark.parametrize("case", [c for o in PREVIEWED for c in _layouts(o)], ids=str)
def test_time_channels_and_colours(case: Case) -> None:
    window = Window(SEEN)
    shown = preview(case.operation, case.inputs, case.parameters, window)
    assert shown.exact
    for name, full in case.run().items():
        assert_part(shown.values[name], full, window)


@pytest.mark.parametrize("edge", [(0, 9), (30, 41), (0, 41)])
@pytest.mark.parametrize("operation", NEAR, ids=lambda o: o.id)
def test_edges_of_the_image_are_exact(operation: Operation, edge: tuple[int, int]) -> None:
    case = small(next(iter(cases(operation))))
    window = Window({"y": (0, 7), "x": edge})
    shown = preview(operation, case.inputs, case.parameters, window)
    assert shown.exact
    for name, full in case.run().items():
        assert_part(shown.values[name], full, window)


@pytest.mark.parametrize("operation", PREVIEWED, ids=lambda o: o.id)
def test_planes_of_a_stack(operation: Operation) -> None:
    if not {2, 3} <= set(operation.dimensions):
        pytest.skip("It has no choice.")
    case = Case(operation, Layout.of("zyx"), operation.inputs[0].kinds[0])
    window = Window(SEEN)
    shown = preview(operation, case.inputs, {}, window, axes="planes")
    full = run(operation, case.inputs, {}, axes="planes")
    new_numbers = any(output.dtype == "label" for output in operation.outputs)
    assert shown.exact != new_numbers
    for name, value in full.items():
        given: Any = shown.values[name]
        wanted: Any = part(value, window)
        if new_numbers:
            np.testing.assert_array_equal(given.data > 0, wanted.data > 0)
        else:
            assert_part(given, value, window)


@pytest.mark.parametrize("operation", PREVIEWED, ids=lambda o: o.id)
def test_lazy_inputs_give_the_same(operation: Operation) -> None:
    case = small(next(iter(cases(operation))))
    lazy = {
        name: grid.with_data(da.from_array(grid.data, chunks=(9, 9, *grid.data.shape[2:])))
        for name, grid in case.inputs.items()
    }
    window = Window(SEEN)
    shown = preview(operation, lazy, case.parameters, window)
    for name, full in case.run().items():
        assert_part(shown.values[name], full, window)
        assert not getattr(shown.values[name], "lazy", True)


@pytest.mark.parametrize("operation", PREVIEWED, ids=lambda o: o.id)
def test_a_coarse_window_lies_over_the_same_part(operation: Operation) -> None:
    kind = operation.inputs[0].kinds[0]
    case = by_tiles(Case(operation, Layout.of("yx", rgb=operation.rgb == "only"), kind))
    window = Window({"y": (4, 31), "x": (6, 40)}, {"y": 3, "x": 3})
    shown = preview(operation, case.inputs, case.parameters, window)
    for name, full in case.run().items():
        given: Any = shown.values[name]
        if operation.halo is None and operation.limits is None:
            # The whole is small enough to be treated as it is.
            assert_part(given, full, replace(window, step={}))
            continue
        assert shown.note.startswith("approximate: every 3rd pixel")
        wanted: Any = part(full, window)
        assert given.shape == tuple(ceil(n / 3) for n in (27, 34))
        np.testing.assert_allclose(given.calibration.scale, wanted.calibration.scale)
        np.testing.assert_allclose(given.calibration.translate, wanted.calibration.translate)


@pytest.mark.parametrize("operation", PREVIEWED, ids=lambda o: o.id)
def test_inputs_stay_as_they_are(operation: Operation) -> None:
    case = small(next(iter(cases(operation))))
    inputs = case.inputs
    before = {name: grid.data.copy() for name, grid in inputs.items()}
    shown = preview(operation, inputs, case.parameters, Window(SEEN))
    for name, grid in inputs.items():
        np.testing.assert_array_equal(grid.data, before[name])
    assert shown.values
