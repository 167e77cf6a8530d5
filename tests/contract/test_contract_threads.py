"""One thread and two, in OpenCV and in Python, give the same bits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import Any

import cv2
import pytest
from cases import OPERATIONS, Case, assert_same, small
from inputs import Layout

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Value

# Through them run OpenCV, numba's kernels, fastremap, fill_voids and scikit-image.
COMPILED = [
    one
    for one in OPERATIONS
    if one.id
    in {
        "filters.gaussian",
        "filters.median",
        "morphology.fill_holes",
        "segment.split_touching",
        "labels.clear_border",
        "measure.regions",
    }
]
PLANE, VOLUME = Layout("yx", (263, 301)), Layout("zyx", (17, 71, 83))


@pytest.fixture
def _threads_restored() -> Iterator[None]:
    before = cv2.getNumThreads()
    yield
    cv2.setNumThreads(before)


def _large(operation: Operation) -> list[Case]:
    allowed = operation.dimensions or (2, 3)
    rgb = operation.rgb == "only"
    layouts = [replace(lay, rgb=rgb) for lay in (PLANE, VOLUME) if len(lay.axes) in allowed]
    return [small(Case(operation, lay, operation.inputs[0].kinds[0])) for lay in layouts]


@pytest.mark.usefixtures("_threads_restored")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_one_and_two_threads_of_opencv_give_the_same(operation: Operation) -> None:
    for case in _large(operation):
        cv2.setNumThreads(1)
        one = case.run()
        cv2.setNumThreads(2)
        two = case.run()
        for a, b in zip(one.values(), two.values(), strict=True):
            assert_same(a, b)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_runs_at_the_same_time_do_not_disturb_each_other(operation: Operation) -> None:
    for case in _large(operation):
        inputs = case.inputs
        alone = case.run(**inputs)
        with ThreadPoolExecutor(3) as pool:
            together = [pool.submit(case.run, **inputs) for _ in range(4)]
            for future in together:
                for a, b in zip(future.result().values(), alone.values(), strict=True):
                    assert_same(a, b)


@cache
def _alone(case: Case) -> tuple[dict[str, Any], dict[str, Value]]:
    """Return inputs and results of a case that ran by itself."""
    inputs = case.inputs
    return inputs, case.run(**inputs)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_two_operations_at_the_same_time_do_not_disturb_each_other(operation: Operation) -> None:
    """Each runs beside each of those that a library or a compiled kernel computes."""
    mine = _large(operation)[0]
    with ThreadPoolExecutor(2) as pool:
        for other in (_large(one)[0] for one in COMPILED if one is not operation):
            pair = (mine, other)
            together = [pool.submit(case.run, **_alone(case)[0]) for case in pair]
            for case, future in zip(pair, together, strict=True):
                expected = _alone(case)[1].values()
                for a, b in zip(future.result().values(), expected, strict=True):
                    assert_same(a, b)
