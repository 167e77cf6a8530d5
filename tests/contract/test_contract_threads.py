"""One thread and two, in OpenCV and in Python, give the same bits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import cv2
import pytest
from cases import OPERATIONS, Case, assert_same, small
from inputs import Layout

from napari_darkroom.core.operation import Operation

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
