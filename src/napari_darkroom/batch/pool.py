"""Where tasks run: in processes of their own, or in this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, TypeVar

from napari_darkroom.core.errors import ParameterError

Task = TypeVar("Task")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]


class InProcess(Executor):
    """Runs every task at once in the calling thread."""

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Run a task and return it finished; what it raises is raised here."""
        future: Future[Result] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def run_tasks(
    work: Callable[[Task], Result],
    lost: Callable[[Task], Result],
    tasks: Sequence[Task],
    workers: int | None,
    progress: Progress,
) -> list[Result]:
    """Return the results of all tasks in their order.

    Parameters
    ----------
    work : callable
        A function of a module, which deals itself with what may fail.
    lost : callable
        Gives the result of a task whose process died.
    workers : int or None
        Number of processes, 1 for none but this one, None for one a CPU.
    progress : callable
        Called with the number of finished tasks and the number of all.

    Raises
    ------
    ParameterError
        If `workers` is below 1.
    """
    count = count_workers(workers, len(tasks))
    left, results = dict(enumerate(tasks)), dict[int, Result]()

    def keep(position: int, result: Result) -> None:
        results[position] = result
        del left[position]
        progress(len(results), len(tasks))

    progress(0, len(tasks))
    while left:
        # A process that dies takes its pool with it. Which task was its last is not known: those
        # in flight get a process each, and the rest a new pool.
        for position in _run(work, left, count, keep):
            if _run(work, {position: tasks[position]}, 0, keep):
                keep(position, lost(tasks[position]))
    return [results[i] for i in range(len(tasks))]


def count_workers(workers: int | None, tasks: int) -> int:
    """Return how many processes to start: those wished for, by default one a CPU.

    Raises
    ------
    ParameterError
        If `workers` is below 1.
    """
    if workers is not None and workers < 1:
        raise ParameterError(f"workers = {workers}: must be at least 1.")
    return min(workers or os.cpu_count() or 1, max(tasks, 1))


def _run(
    work: Callable[[Task], Result],
    tasks: Mapping[int, Task],
    count: int,
    keep: Callable[[int, Result], None],
) -> list[int]:
    """Hand each result to `keep` as it is ready; a `count` of 1 is this process, 0 one of its own.

    Returns
    -------
    list of int
        The positions in flight when a process died; empty if none did.
    """
    waiting = iter(list(tasks.items()))
    running: dict[Future[Result], int] = {}
    # A short queue in front of each process keeps it busy, and an interrupt quick.
    window = 1 if count == 1 else 2 * max(count, 1)
    with _executor(count) as executor, suppress(BrokenProcessPool):
        while True:
            for position, task in islice(waiting, window - len(running)):
                running[executor.submit(work, task)] = position
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                result = future.result()
                keep(running.pop(future), result)
    return sorted(running.values())


@contextmanager
def _executor(count: int) -> Iterator[Executor]:
    """Yield an executor; at the end what has not begun is dropped."""
    executor: Executor = InProcess()
    if count != 1:
        # Forked processes inherit the locks of threads that they do not have.
        context = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(max(count, 1), context, _start_process)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _start_process() -> None:
    """One thread a process, for there is a process a CPU; interrupts are the parent's business."""
    import cv2

    cv2.setNumThreads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
