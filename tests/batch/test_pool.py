import os
import time

import pytest

from napari_darkroom.batch.pool import run_tasks
from napari_darkroom.core.errors import ParameterError


def work(task: int) -> str:
    """Die for 2; else take the longer the earlier."""
    if task == 2:
        os._exit(1)
    time.sleep(0.02 * (4 - task))
    return f"done {task}"


def lost(task: int) -> str:
    return f"lost {task}"


def test_results_stand_in_order_and_a_dead_process_takes_nobody_with_it():
    steps: list[tuple[int, int]] = []
    found = run_tasks(work, lost, [0, 1, 2, 3], 2, lambda *step: steps.append(step))
    assert found == ["done 0", "done 1", "lost 2", "done 3"]
    assert steps == [(i, 4) for i in range(5)]


def process_of(task: int) -> int:
    """Die for 1; else tell which process it is."""
    if task == 1:
        os._exit(1)
    time.sleep(0.05)
    return os.getpid()


def test_after_a_death_only_what_was_in_flight_gets_a_process_of_its_own():
    found = run_tasks(process_of, lambda _: 0, list(range(16)), 2, lambda *_: None)
    assert [i for i, process in enumerate(found) if process == 0] == [1]
    # Two processes, one each for the four in flight but the one that dies, two again.
    assert len({process for process in found if process}) <= 2 + 3 + 2


def odd(task: int) -> str:
    """Die for odd numbers."""
    if task % 2:
        os._exit(1)
    return f"done {task}"


def test_many_deaths_leave_the_others():
    found = run_tasks(odd, lost, list(range(8)), 2, lambda *_: None)
    assert found == [f"lost {i}" if i % 2 else f"done {i}" for i in range(8)]


def test_one_worker_is_this_process():
    assert run_tasks(lambda _: os.getpid(), lost, [0, 1], 1, lambda *_: None) == [os.getpid()] * 2


def test_progress_comes_while_it_works():
    seen: list[str] = []
    run_tasks(
        lambda task: seen.append(f"work {task}"),
        lost,
        [0, 1],
        1,
        lambda done, _: seen.append(f"step {done}"),
    )
    assert seen == ["step 0", "work 0", "step 1", "work 1", "step 2"]


def test_no_tasks_give_no_results():
    assert run_tasks(work, lost, [], None, lambda *_: None) == []


@pytest.mark.parametrize("workers", [0, -1])
def test_workers_below_one_are_refused(workers: int):
    with pytest.raises(ParameterError, match="at least 1"):
        run_tasks(work, lost, [0], workers, lambda *_: None)
