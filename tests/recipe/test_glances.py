"""What is seen is computed first, and is nothing but a glance: no cache and no table gets it."""

import queue
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import Any

import dask.array as da
import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.registry import registry
from napari_darkroom.recipe.cache import Cache
from napari_darkroom.recipe.glance import Glimpse, Seen
from napari_darkroom.recipe.graph import Graph
from napari_darkroom.recipe.history import History, Source
from napari_darkroom.recipe.model import RecipeInput, Step
from napari_darkroom.recipe.scheduler import Scheduler
from napari_darkroom.recipe.store import Store

WAIT = 60


class Gate:
    """Lets the frames of a slow operation through, one by one."""

    def __init__(self) -> None:
        self.open = Event()
        self.open.set()
        self.frames: list[tuple[int, float]] = []

    def brighter(
        self,
    ) -> Callable[..., Any]:
        def brighter(image: dr.ImageArray, *, by: float = 1.0) -> dr.FloatImageArray:
            """Add a number to every pixel."""
            self.frames.append((int(image[0, 0]), by))
            assert self.open.wait(WAIT)
            return image + by

        return brighter


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    dr.operation(title="Brighter", family="own_lab")(made.brighter())
    yield made
    made.open.set()
    registry.remove("own_lab.brighter")


def stack(frames: int = 5) -> dr.Image:
    """Return frames whose corners tell their number, and blobs that move."""
    y, x = np.mgrid[:40, :50]
    pixels = [1000 * np.exp(-((y - 20) ** 2 + (x - 10 - 6 * t) ** 2) / 20.0) for t in range(frames)]
    array = np.array(pixels).astype(np.uint16)
    array[:, 0, 0] = range(frames)
    return dr.Image.of(array, axes="tyx", name="dna")


def step(id: str, op: str, params: dict[str, object] | None = None, **inputs: object) -> Step:
    return Step.model_validate({"id": id, "op": op, "inputs": inputs, "params": params or {}})


class Desk:
    """A scheduler, and somebody who looks at one frame of some results."""

    def __init__(self, *steps: Step, image: dr.Image | None = None, store: Store | None = None):
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.history = History(Cache(store=store))
        self.scheduler = Scheduler(self.history, self.calls.put)
        self.scheduler.arrived = self._arrived
        self.scheduler.glances.arrived = self._glimpsed
        self.scheduler.glances.seen = self._seen
        self.frame: Mapping[str, int] = {"t": 2}
        self.events: list[tuple[str, str]] = []
        self.shown: dict[str, Any] = {}
        self.glimpses: list[tuple[str, Glimpse]] = []
        graph = Graph().with_input("dna", RecipeInput(kind="image"))
        for one in steps:
            graph = graph.append(one)
        self.history.do("Begin", graph, {"dna": Source(image or stack())})

    def _seen(self) -> dict[str, Seen]:
        return {name: Seen(value, self.frame) for name, value in self.shown.items()}

    def _arrived(self, id: str, values: Any, prepared: Any) -> None:
        self.events.append(("whole", id))
        self.shown[id] = next(iter(values.values()))

    def _glimpsed(self, reference: str, glimpse: Glimpse) -> None:
        self.events.append(("frame", reference))
        self.glimpses.append((reference, glimpse))
        self.shown[reference] = glimpse.value

    def settle(self) -> list[tuple[str, str]]:
        self.events.clear()
        self.glimpses.clear()
        self.scheduler.update()
        while not self.scheduler.idle:
            self.one()
        return list(self.events)

    def one(self) -> None:
        self.calls.get(timeout=WAIT)()

    def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self.one()

    def change(self, id: str, **params: object) -> None:
        self.history.do("Change", self.history.graph.change(id, params=params))


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk(
        step("blurred", "filters.gaussian@1", image="dna"),
        step("mask", "threshold.manual@1", {"lower": 400}, image="blurred"),
        step("objects", "segment.connected_components@1", mask="mask"),
    )
    yield made
    made.scheduler.close()


def test_frames_of_all_that_is_seen_come_first_with_the_bits_of_the_whole(desk: Desk) -> None:
    assert desk.settle() == [("whole", name) for name in ("blurred", "mask", "objects")]
    before = dict(desk.shown)
    desk.change("blurred", sigma=3)
    names = ["blurred", "mask", "objects"]
    assert desk.settle() == [("frame", n) for n in names] + [("whole", n) for n in names]
    for name, glimpse in desk.glimpses:
        whole = desk.shown[name]
        assert type(glimpse.value) is type(whole)
        np.testing.assert_array_equal(glimpse.value.data[2], whole.data[2])
        others = [0, 1, 3, 4]
        np.testing.assert_array_equal(glimpse.value.data[others], before[name].data[others])
        assert not np.array_equal(before[name].data[2], whole.data[2])


def test_what_decides_by_the_whole_waits_for_it() -> None:
    desk = Desk(
        step("blurred", "filters.gaussian@1", image="dna"),
        step("mask", "threshold.otsu@1", image="blurred").model_copy(update={"over": ()}),
        step("objects", "segment.connected_components@1", mask="mask"),
    )
    desk.settle()
    desk.change("blurred", sigma=3)
    assert desk.settle() == [
        ("frame", "blurred"), ("whole", "blurred"), ("whole", "mask"), ("frame", "objects"),
        ("whole", "objects"),
    ]  # fmt: skip
    desk.scheduler.close()


def test_a_plane_where_steps_run_by_planes_and_a_volume_where_not() -> None:
    pixels = np.random.default_rng(0).integers(0, 900, (3, 4, 20, 30)).astype(np.uint16)
    blurred = step("blurred", "filters.gaussian@1", image="dna").model_copy(
        update={"axes": "planes"}
    )
    mask = step("mask", "threshold.manual@1", {"lower": 400}, image="blurred")
    objects = step("objects", "segment.connected_components@1", mask="mask")
    desk = Desk(blurred, mask, objects, image=dr.Image.of(pixels, axes="tzyx"))
    desk.frame = {"t": 1, "z": 2}
    desk.settle()
    desk.change("blurred", sigma=2)
    desk.settle()
    places = {name: glimpse.place[:2] for name, glimpse in desk.glimpses}
    plane, volume = (slice(1, 2), slice(2, 3)), (slice(1, 2), slice(None))
    assert places["blurred"] == plane
    # Objects are numbered through the volume.
    assert places["objects"] == volume
    for name, glimpse in desk.glimpses:
        np.testing.assert_array_equal(glimpse.frame, desk.shown[name].data[glimpse.place])
    desk.scheduler.close()


def test_the_frame_is_there_while_the_whole_has_hardly_begun(gate: Gate) -> None:
    desk = Desk(step("slow", "own_lab.brighter@1", image="dna"))
    desk.settle()
    gate.frames.clear()
    desk.change("slow", by=7.0)
    desk.scheduler.update()
    desk.until(lambda: bool(desk.glimpses))
    assert gate.frames[0] == (2, 7.0)
    assert desk.shown["slow"].data[2, 0, 0] == 9
    assert desk.shown["slow"].data[3, 0, 0] == 4
    desk.settle()
    assert [frame for frame, _ in gate.frames] == [2, 0, 1, 2, 3, 4]
    desk.scheduler.close()


def test_what_is_no_longer_wanted_is_dropped(gate: Gate) -> None:
    desk = Desk(step("slow", "own_lab.brighter@1", image="dna"))
    desk.settle()
    gate.frames.clear()
    gate.open.clear()
    desk.change("slow", by=7.0)
    desk.scheduler.update()
    while not gate.frames:
        pass
    desk.change("slow", by=8.0)
    desk.scheduler.update()
    gate.open.set()
    desk.settle()
    assert {float(glimpse.frame[0, 0, 0]) for _, glimpse in desk.glimpses} <= {10.0}
    assert (2, 8.0) in gate.frames
    np.testing.assert_array_equal(desk.shown["slow"].data[:, 0, 0], np.arange(5) + 8)
    desk.scheduler.close()


def test_another_frame_that_is_looked_at_meanwhile_is_next(gate: Gate) -> None:
    desk = Desk(step("slow", "own_lab.brighter@1", image="dna"))
    desk.settle()
    desk.change("slow", by=7.0)
    desk.scheduler.update()
    desk.until(lambda: bool(desk.glimpses))
    gate.open.clear()
    gate.frames.clear()
    desk.one()  # The whole begins.
    while not gate.frames:
        pass
    desk.frame = {"t": 4}
    desk.scheduler.update()
    while len(gate.frames) < 2:
        pass
    gate.open.set()
    assert gate.frames[:2] == [(0, 7.0), (4, 7.0)]
    desk.settle()
    desk.scheduler.close()


def test_nothing_partial_is_kept_or_handed_on(tmp_path: Path, gate: Gate) -> None:
    store = Store(tmp_path, 2**30)
    desk = Desk(
        step("slow", "own_lab.brighter@1", image="dna"),
        step("table", "measure.image_statistics@1", image="slow"),
        store=store,
    )
    desk.settle()
    desk.change("slow", by=7.0)
    desk.scheduler.update()
    desk.until(lambda: bool(desk.glimpses))
    key = desk.history.keys().steps["slow"]
    assert key not in desk.history.cache or desk.history.cache.get(key)["image"].data[3, 0, 0] == 10
    assert desk.scheduler.value("slow") is None
    desk.settle()
    expected = stack().data + np.float32(7)
    for cached in (desk.history.cache.get(key), store.load(key)):
        assert cached is not None
        np.testing.assert_array_equal(next(iter(cached.values())).data, expected)
    fresh = dr.measure.image_statistics(dr.Image.of(expected, axes="tyx"))
    np.testing.assert_array_equal(desk.shown["table"].data["mean"], fresh["mean"])
    desk.scheduler.close()


def test_a_step_that_fails_tells_once_and_gives_no_frame(desk: Desk) -> None:
    desk.settle()
    desk.change("blurred", sigma="2 s")
    assert desk.settle() == []
    assert desk.history.done["blurred"].error


def test_no_glance_where_there_is_nothing_to_wait_for(desk: Desk) -> None:
    desk.settle()
    desk.change("blurred", sigma=3)
    desk.settle()
    desk.history.undo()
    # From the cache.
    assert {what for what, _ in desk.settle()} == {"whole"}
    desk.frame = {}
    desk.change("blurred", sigma=4)
    assert {what for what, _ in desk.settle()} == {"whole"}
    one = Desk(step("blurred", "filters.gaussian@1", image="dna"), image=stack(1))
    one.settle()
    one.change("blurred", sigma=3)
    assert one.settle() == [("whole", "blurred")]
    one.scheduler.close()


def test_lazy_results_are_computed_for_what_is_seen_anyway() -> None:
    image = stack()
    lazy = image.with_data(da.from_array(image.data, chunks=(1, 40, 50)))
    desk = Desk(step("blurred", "filters.gaussian@1", image="dna"), image=lazy)
    desk.settle()
    desk.change("blurred", sigma=3)
    assert desk.settle() == [("whole", "blurred")]
    desk.scheduler.close()


def test_a_step_that_is_switched_off_is_passed_through(desk: Desk) -> None:
    desk.settle()
    desk.history.do("Off", desk.history.graph.change("blurred", enabled=False))
    assert desk.settle()[:2] == [("frame", "mask"), ("frame", "objects")]
    for name, glimpse in desk.glimpses:
        np.testing.assert_array_equal(glimpse.frame, desk.shown[name].data[glimpse.place])
