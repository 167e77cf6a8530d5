"""Recording, editing, undoing and running again, without a window."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Image, Value
from napari_darkroom.recipe.cache import Cache
from napari_darkroom.recipe.graph import Graph
from napari_darkroom.recipe.history import History, Source, Status, _process
from napari_darkroom.recipe.model import RecipeInput, Step
from napari_darkroom.recipe.scheduler import Scheduler
from napari_darkroom.recipe.store import Store

WAIT = 60


def _step(id: str, op: str, params: dict[str, object] | None = None, **inputs: object) -> Step:
    return Step.model_validate({"id": id, "op": op, "inputs": inputs, "params": params or {}})


def _image() -> Image:
    y, x = np.mgrid[:50, :60]
    pixels = sum(
        np.exp(-((y - a) ** 2 + (x - b) ** 2) / 20.0) for a, b in [(12, 12), (12, 40), (35, 25)]
    )
    return Image.of((1000 * np.asarray(pixels)).astype(np.uint16), scale=0.5, units="um")


class Bench:
    """A history with a scheduler, whose calls are run here one by one."""

    def __init__(self, cache: Cache | None = None) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.history = History(cache)
        self.scheduler = Scheduler(self.history, self.calls.put)
        self.scheduler.arrived = self._arrived
        self.results: dict[str, Value] = {}
        self.order: list[str] = []

    def _arrived(self, id: str, values: Any, prepared: Any) -> None:
        self.order.append(id)
        self.results[id] = next(iter(values.values()))

    def settle(self) -> list[str]:
        """Let everything run; return the steps that ran, in the order in which they ended."""
        self.order.clear()
        self.scheduler.update()
        while not self.scheduler.idle:
            self.calls.get(timeout=WAIT)()
        return list(self.order)

    def status(self) -> dict[str, str]:
        return {s.id: str(self.history.status(s.id)) for s in self.history.graph.steps}


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    graph = Graph().with_input("dna", RecipeInput(kind="image"))
    graph = graph.append(_step("blurred", "filters.gaussian@1", {"sigma": 2}, image="dna"))
    graph = graph.append(_step("mask", "threshold.otsu@1", image="blurred"))
    graph = graph.append(_step("objects", "segment.connected_components@1", mask="mask"))
    bench.history.do("Begin", graph, {"dna": Source(_image())})
    yield bench
    bench.scheduler.close()


def test_all_steps_run_in_order_and_give_what_python_gives(bench: Bench) -> None:
    assert bench.settle() == ["blurred", "mask", "objects"]
    expected = dr.threshold.otsu(dr.filters.gaussian(_image(), sigma=2))
    np.testing.assert_array_equal(bench.results["mask"].data, expected.data)
    assert set(bench.status().values()) == {"current"}
    assert bench.settle() == []


def test_only_what_an_edit_has_a_say_in_runs_again(bench: Bench) -> None:
    bench.settle()
    edited = bench.history.graph.change("mask", params={"dark_objects": True})
    bench.history.do("Dark objects", edited)
    assert bench.status() == {"blurred": "current", "mask": "stale", "objects": "stale"}
    assert bench.settle() == ["mask", "objects"]


def test_undo_and_redo_take_results_from_the_cache(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.settle()
    first = bench.results["objects"]
    bench.history.do("Blur", bench.history.graph.change("blurred", params={"sigma": 4}))
    bench.settle()
    bench.history.undo()

    def never(*_: object) -> dict[str, Value]:
        raise AssertionError("computed again")

    monkeypatch.setattr("napari_darkroom.recipe.scheduler.run_step", never)
    assert bench.settle() == ["blurred", "mask", "objects"]
    np.testing.assert_array_equal(bench.results["objects"].data, first.data)
    bench.history.redo()
    bench.settle()
    assert set(bench.status().values()) == {"current"}
    assert bench.history.timeline.undo_title == "Blur"


def test_what_the_cache_has_forgotten_runs_again(bench: Bench) -> None:
    bench.settle()
    bench.history.cache.forget()
    edited = bench.history.graph.change("objects", params={"diagonal": False})
    bench.history.do("Edit", edited)
    assert bench.settle() == ["blurred", "mask", "objects"]


def test_a_cache_that_holds_nothing_is_slow_but_right() -> None:
    bench = Bench(Cache(memory=0))
    graph = Graph().with_input("dna", RecipeInput(kind="image"))
    graph = graph.append(_step("blurred", "filters.gaussian@1", image="dna"))
    graph = graph.append(_step("mask", "threshold.otsu@1", image="blurred"))
    bench.history.do("Begin", graph, {"dna": Source(_image())})
    assert bench.settle() == ["blurred", "mask"]
    expected = dr.threshold.otsu(dr.filters.gaussian(_image()))
    np.testing.assert_array_equal(bench.results["mask"].data, expected.data)
    bench.scheduler.close()


def test_an_error_is_kept_with_its_step_and_blocks_what_follows(bench: Bench) -> None:
    edited = bench.history.graph.change("blurred", params={"sigma": "2 s"})
    bench.history.do("Wrong unit", edited)
    bench.settle()
    assert bench.status() == {"blurred": "failed", "mask": "blocked", "objects": "blocked"}
    assert "sigma = 2 s" in bench.history.done["blurred"].error
    assert bench.history.obstacle("objects") == "blurred failed."
    bench.history.undo()
    bench.settle()
    assert set(bench.status().values()) == {"current"}


def test_a_step_that_is_switched_off_hands_on_its_input(bench: Bench) -> None:
    bench.settle()
    bench.history.do("Off", bench.history.graph.change("blurred", enabled=False))
    assert bench.settle() == ["mask", "objects"]
    expected = dr.threshold.otsu(_image())
    np.testing.assert_array_equal(bench.results["mask"].data, expected.data)
    assert bench.status()["blurred"] == "off"


def test_a_missing_input_is_named(bench: Bench) -> None:
    bench.history.do("Taken away", bench.history.graph, {})
    assert bench.settle() == []
    assert bench.status()["mask"] == "blocked"
    assert bench.history.obstacle("mask") == "The input dna is missing."


def test_pixels_changed_in_place_are_noticed(bench: Bench) -> None:
    bench.settle()
    bench.history.cache.forget()
    bench.history.sources["dna"].value.data[:25] = 0
    bench.history.do("Edit", bench.history.graph.change("blurred", params={"sigma": 3}))
    bench.settle()
    expected = dr.filters.gaussian(bench.history.sources["dna"].value, sigma=3)
    np.testing.assert_array_equal(bench.results["blurred"].data, expected.data)


def test_pixels_changed_in_place_are_noticed_where_the_cache_has_a_result(bench: Bench) -> None:
    bench.settle()
    begin = bench.history.graph
    bench.history.do("Edit", begin.change("blurred", params={"sigma": 3}))
    bench.settle()
    bench.history.sources["dna"].value.data[:25] = 0
    bench.history.do("Back", begin)
    assert bench.settle() == ["blurred", "mask", "objects"]
    expected = dr.filters.gaussian(bench.history.sources["dna"].value, sigma=2)
    np.testing.assert_array_equal(bench.results["blurred"].data, expected.data)


def test_undo_and_redo_lead_to_the_pixels_that_there_are(bench: Bench) -> None:
    bench.settle()
    for sigma in (3, 4):
        edited = bench.history.graph.change("blurred", params={"sigma": sigma})
        bench.history.do(f"Blur {sigma}", edited)
        bench.settle()
    bench.history.undo()
    bench.history.sources["dna"].value.data[:25] = 0
    bench.settle()
    bench.history.renew("dna")
    for go, sigma in ((bench.history.undo, 2), (bench.history.redo, 3), (bench.history.redo, 4)):
        go()
        bench.settle()
        expected = dr.filters.gaussian(bench.history.sources["dna"].value, sigma=sigma)
        np.testing.assert_array_equal(bench.results["blurred"].data, expected.data)


def test_renewing_looks_at_one_array_once_and_at_no_other(bench: Bench) -> None:
    other, known = Source(_image()), bench.history.sources["dna"]
    bench.history.do("Input", bench.history.graph, {"dna": known, "other": other})
    bench.settle()
    bench.history.renew("dna")
    renewed = bench.history.sources["dna"]
    assert (renewed.hashed, bench.history.sources["other"]) == (False, other)
    bench.history.undo()
    assert bench.history.sources["dna"] is renewed
    assert bench.history.timeline.redo_title == "Input"


def test_an_input_that_cannot_be_looked_at_is_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> str:
        raise MemoryError("no room")

    monkeypatch.setattr("napari_darkroom.recipe.history.digest", full)
    with pytest.raises(MemoryError, match="no room"):
        bench.settle()
    assert bench.scheduler.idle


def test_a_result_that_is_damaged_on_disk_runs_again(tmp_path: Path) -> None:
    bench = Bench(Cache(memory=0, store=Store(tmp_path, 10**9)))
    graph = Graph().with_input("dna", RecipeInput(kind="image"))
    graph = graph.append(_step("blurred", "filters.gaussian@1", image="dna"))
    graph = graph.append(_step("mask", "threshold.otsu@1", image="blurred"))
    bench.history.do("Begin", graph, {"dna": Source(_image())})
    bench.settle()
    for path in tmp_path.rglob("*.npy"):
        path.write_bytes(path.read_bytes()[:-1])
    bench.history.do("Edit", graph.change("mask", params={"dark_objects": True}))
    assert bench.settle() == ["blurred", "mask"]
    assert set(bench.status().values()) == {"current"}
    bench.scheduler.close()


def test_a_lazy_array_of_the_same_name_is_another_one_in_another_process(tmp_path: Path) -> None:
    import dask.array as da

    first, second = _image(), _image()
    second.data[:25] = 0
    graph = Graph().with_input("dna", RecipeInput(kind="image"))
    graph = graph.append(_step("mask", "threshold.otsu@1", image="dna"))
    for image in (first, second):
        bench = Bench(Cache(store=Store(tmp_path, 10**9)))
        # As dask names an array of a zarr store: by its place.
        lazy = image.with_data(da.from_array(image.data, name="place"))
        bench.history.do("Begin", graph, {"dna": Source(lazy)})
        bench.settle()
        np.testing.assert_array_equal(bench.results["mask"].data, dr.threshold.otsu(image).data)
        bench.scheduler.close()
        _process.cache_clear()


def test_what_a_step_that_is_off_would_read_blocks_nothing(bench: Bench) -> None:
    graph = bench.history.graph.change("blurred", params={"sigma": "2 s"})
    graph = graph.append(_step("masked", "mask.apply@1", image="dna", mask="mask"))
    graph = graph.change("masked", enabled=False)
    graph = graph.append(_step("end", "filters.median@1", image="masked"))
    bench.history.do("Off", graph)
    assert "end" in bench.settle()
    expected = {"blurred": "failed", "mask": "blocked", "objects": "blocked"}
    assert bench.status() == {**expected, "masked": "off", "end": "current"}


def test_results_that_are_kept_cannot_be_written_to(bench: Bench) -> None:
    bench.settle()
    with pytest.raises(ValueError, match="read-only"):
        bench.results["blurred"].data[0, 0] = 1


def test_an_unexpected_error_is_told_and_nothing_hangs(bench: Bench) -> None:
    @dr.operation(title="Broken", family="mine")
    def broken(image: dr.ImageArray) -> dr.SameArray:
        """Break."""
        raise ZeroDivisionError("by nothing")

    try:
        graph = bench.history.graph.append(_step("broken", "mine.broken@1", image="dna"))
        bench.history.do("Broken", graph)
        bench.settle()
        assert bench.history.done["broken"].error == "ZeroDivisionError: by nothing"
    finally:
        registry.remove("mine.broken")


@pytest.fixture
def slow() -> Iterator[dict[str, Event]]:
    """Declare an operation that waits until it is let go, plane by plane."""
    events = {"started": Event(), "go": Event()}

    @dr.operation(title="Slow", family="mine")
    def slow(image: dr.ImageArray, *, number: int = 0) -> dr.SameArray:
        """Wait."""
        events["started"].set()
        events["go"].wait(WAIT)
        return image + number

    yield events
    events["go"].set()
    registry.remove("mine.slow")


def test_what_is_no_longer_wanted_is_dropped(bench: Bench, slow: dict[str, Event]) -> None:
    bench.history.do("Slow", Graph(bench.history.graph.inputs).append(
        _step("wait", "mine.slow@1", {"number": 1}, image="dna")
    ))  # fmt: skip
    bench.scheduler.update()
    while "wait" not in bench.history.running:
        bench.calls.get(timeout=WAIT)()
    assert slow["started"].wait(WAIT)
    assert bench.status() == {"wait": "running"}
    bench.history.amend(bench.history.graph.change("wait", params={"number": 2}))
    bench.scheduler.update()
    slow["go"].set()
    assert bench.settle() == ["wait"]
    np.testing.assert_array_equal(bench.results["wait"].data, _image().data + 2)


def test_independent_steps_run_side_by_side(bench: Bench, slow: dict[str, Event]) -> None:
    graph = bench.history.graph.append(_step("wait", "mine.slow@1", image="dna"))
    bench.history.do("Slow", graph)
    bench.scheduler.priority = lambda step: int(step != "wait")
    bench.scheduler.update()
    while bench.history.status("objects") is not Status.CURRENT:
        bench.calls.get(timeout=WAIT)()
    assert bench.status()["wait"] == "running"
    slow["go"].set()
    bench.settle()


def test_closing_stops_what_runs_and_delivers_nothing(bench: Bench, slow: dict[str, Event]) -> None:
    bench.history.do("Slow", bench.history.graph.append(_step("wait", "mine.slow@1", image="dna")))
    bench.scheduler.update()
    while "wait" not in bench.history.running:
        bench.calls.get(timeout=WAIT)()
    bench.scheduler.close()
    slow["go"].set()
    while not bench.calls.empty():
        bench.calls.get()()
    assert "wait" not in bench.results


def test_listeners_hear_of_edits(bench: Bench) -> None:
    heard: list[str] = []
    bench.history.changed.append(lambda: heard.append("changed"))
    bench.history.do("Off", bench.history.graph.change("mask", title="bright"))
    bench.history.undo()
    assert heard == ["changed", "changed"]


def test_a_drag_is_one_undo(bench: Bench) -> None:
    for sigma in (3, 4, 5):
        edited = bench.history.graph.change("blurred", params={"sigma": sigma})
        if sigma == 3:
            bench.history.do("Blur", edited)
        else:
            bench.history.amend(edited)
    bench.history.undo()
    assert bench.history.graph.step("blurred").params == {"sigma": "2 pixel"}
