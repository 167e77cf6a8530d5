"""What a run takes, what there is, and what happens where it does not fit."""

import tracemalloc
from pathlib import Path
from threading import Event

import dask.array as da
import numpy as np
import pytest
from cases import OPERATIONS, Case, assert_same, cases, first_layouts, small
from inputs import Layout

import napari_darkroom as dr
from napari_darkroom.core.errors import Cancelled, DarkroomError, TooLargeError
from napari_darkroom.core.operation import COPIES
from napari_darkroom.core.values import Grid
from napari_darkroom.engine import memory
from napari_darkroom.engine.cgroup import free_bytes
from napari_darkroom.engine.compute import compute
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.memory import available, estimate
from napari_darkroom.engine.run import run

TILED = [o for o in OPERATIONS if o.halo is not None]
WHOLE = [o for o in OPERATIONS if o.halo is None and o.level == "array"]
PIXELS = np.random.default_rng(3).integers(0, 65535, (150, 170)).astype(np.uint16)
IMAGE = dr.Image.of(PIXELS, scale=0.5, units="um")


def operation(name: str):
    return next(o for o in OPERATIONS if o.id == name)


def room_for(image: Grid, *, working: int) -> int:
    """Return room for a float result of an image and a little work."""
    return image.data.size * 4 + working


def test_an_estimate_counts_inputs_outputs_and_work():
    told = estimate(operation("filters.gaussian"), {"image": IMAGE})
    count = PIXELS.size
    assert (told.inputs, told.outputs) == (2 * count, 4 * count)
    assert told.working == COPIES * 4 * count
    assert told.total == told.inputs + told.outputs + told.working
    assert told.needed == told.outputs + told.working


def test_work_is_on_one_piece_and_results_are_whole():
    stack = dr.Image.of(np.zeros((5, 2, 40, 30), np.uint8), "tcyx")
    told = estimate(operation("filters.gaussian"), {"image": stack})
    assert told.outputs == 4 * stack.data.size
    assert told.working == COPIES * 4 * 40 * 30
    volume = dr.Image.of(np.zeros((10, 40, 30), np.uint8), "zyx")
    whole = estimate(operation("filters.gaussian"), {"image": volume})
    planes = estimate(operation("filters.gaussian"), {"image": volume}, axes="planes")
    assert whole.working == 10 * planes.working


def test_tables_and_lazy_inputs_are_estimated_without_computing():
    lazy = dr.Labels.of(da.zeros((10**6, 10**6), dtype=np.int32))
    told = estimate(operation("measure.regions"), {"labels": lazy})
    assert told.inputs == 4 * 10**12
    assert told.outputs == 0


@pytest.mark.parametrize(
    "one", [o for o in OPERATIONS if o.level == "array"], ids=lambda one: one.id
)
def test_no_operation_takes_more_than_is_estimated(one):
    layout = Layout("yx", (400, 500), rgb=one.rgb == "only")
    for kind in one.inputs[0].kinds:
        case = Case(one, layout, kind)
        inputs = case.inputs
        case.run(**inputs)  # what is compiled or loaded once has no say
        tracemalloc.start()
        results = case.run(**inputs)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert results
        assert peak <= estimate(one, inputs).needed + 300_000


def test_what_there_is_is_told_by_the_machine():
    assert 0 < available() < 2**50


@pytest.mark.parametrize("limited", [None, 10**6])
def test_a_container_may_leave_less(monkeypatch, limited):
    whole = available()
    monkeypatch.setattr(memory, "free_bytes", lambda: limited)
    assert available() == limited if limited else available() > whole / 2


def _group(folder: Path, *, limit: str, use: int, version: int, cache: int = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = ("memory.max", "memory.current", "inactive_file")
    if version == 1:
        names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    (folder / names[0]).write_text(f"{limit}\n")
    (folder / names[1]).write_text(f"{use}\n")
    (folder / "memory.stat").write_text(f"anon 5\n{names[2]} {cache}\n")


def test_control_groups_of_the_second_version(tmp_path):
    groups = tmp_path / "cgroup"
    groups.write_text("0::/jobs/one\n")
    _group(tmp_path / "jobs", limit="1000", use=400, version=2, cache=50)
    _group(tmp_path / "jobs" / "one", limit="max", use=300, version=2)
    assert free_bytes(groups, tmp_path) == 650
    _group(tmp_path / "jobs" / "one", limit="500", use=300, version=2)
    assert free_bytes(groups, tmp_path) == 200
    _group(tmp_path / "jobs" / "one", limit="500", use=900, version=2)
    assert free_bytes(groups, tmp_path) == 0


def test_control_groups_of_the_first_version(tmp_path):
    groups = tmp_path / "cgroup"
    groups.write_text("5:cpu,cpuacct:/one\n4:memory:/one\n0::/\n")
    _group(tmp_path / "memory", limit="9223372036854771712", use=0, version=1)
    _group(tmp_path / "memory" / "one", limit="800", use=300, version=1, cache=100)
    assert free_bytes(groups, tmp_path) == 600


def test_without_control_groups_nothing_is_limited(tmp_path):
    assert free_bytes(tmp_path / "none", tmp_path) is None
    (tmp_path / "cgroup").write_text("no such line\n0::/../..\n")
    assert free_bytes(tmp_path / "cgroup", tmp_path) is None


@pytest.mark.parametrize("one", TILED, ids=lambda one: one.id)
def test_what_does_not_fit_is_done_by_tiles_with_the_same_bits(one):
    for layout in first_layouts(one):
        shape = (150, 170) if len(layout.axes) == 2 else (12, 60, 70)
        case = small(Case(one, Layout(layout.axes, shape), one.inputs[0].kinds[0]))
        inputs = case.inputs
        told = estimate(one, inputs)
        seen: list[tuple[int, int]] = []
        job = Job(
            lambda done, total, seen=seen: seen.append((done, total)),
            memory=told.outputs + told.working // 2,
        )
        tiled = run(one, inputs, case.parameters, job=job)
        assert seen[-1][0] == seen[-1][1] > 1
        for a, b in zip(tiled.values(), case.run(**inputs).values(), strict=True):
            assert_same(a, b)
            assert not a.lazy


@pytest.mark.parametrize("shape", [(3, 61, 73), (2, 2, 5, 61, 73)])
@pytest.mark.parametrize("one", TILED, ids=lambda one: one.id)
def test_tiles_walk_over_time_and_channels(one, shape):
    axes = "tyx" if len(shape) == 3 else "tczyx"
    case = small(Case(one, Layout(axes, shape), one.inputs[0].kinds[0]))
    inputs = case.inputs
    told = estimate(one, inputs)
    job = Job(memory=told.outputs + told.working * 2 // 3)
    tiled = run(one, inputs, case.parameters, job=job)
    for a, b in zip(tiled.values(), case.run(**inputs).values(), strict=True):
        assert_same(a, b)


def test_colours_are_done_by_tiles_too():
    pixels = np.random.default_rng(0).integers(0, 255, (90, 80, 4)).astype(np.uint8)
    image = dr.Image.of(pixels, rgb=True)
    room = Job(memory=pixels.size * 5 + 150_000)
    tiled = run("filters.gaussian", {"image": image}, job=room)["image"]
    assert_same(tiled, run("filters.gaussian", {"image": image})["image"])


def test_a_stop_ends_a_run_by_tiles():
    stop = Event()
    job = Job(lambda done, _: done == 1 and stop.set(), stop, room_for(IMAGE, working=300_000))
    with pytest.raises(Cancelled):
        run("filters.gaussian", {"image": IMAGE}, job=job)


@pytest.mark.parametrize("one", WHOLE, ids=lambda one: one.id)
def test_what_needs_the_whole_is_refused_with_figures_and_ways_out(one):
    case = next(iter(cases(one)))
    with pytest.raises(TooLargeError, match=r"needs about .* GB .* are free\. Ways out: crop"):
        run(one, case.inputs, job=Job(memory=1000))


def test_a_result_that_does_not_fit_is_refused_even_by_tiles():
    with pytest.raises(TooLargeError, match="lazy"):
        run("filters.gaussian", {"image": IMAGE}, job=Job(memory=PIXELS.size))


def test_planes_are_offered_where_a_volume_is_too_large():
    volume = dr.Image.of(np.zeros((10, 40, 30), np.uint8), "zyx")
    with pytest.raises(TooLargeError, match="planes instead of the volume"):
        run("threshold.otsu", {"image": volume}, job=Job(memory=1000))


def test_it_is_an_error_that_python_and_darkroom_know():
    assert issubclass(TooLargeError, MemoryError)
    assert issubclass(TooLargeError, DarkroomError)


def test_a_lazy_image_that_needs_the_whole_is_refused_before_it_is_computed():
    def fail(_: np.ndarray) -> np.ndarray:
        raise AssertionError("The image was computed.")

    lazy = da.zeros((1000, 1000), chunks=100).map_blocks(fail, meta=np.empty((0, 0)))
    with pytest.raises(TooLargeError):
        run("threshold.otsu", {"image": dr.Image.of(lazy)}, job=Job(memory=10_000))


def test_a_lazy_image_stays_lazy_whatever_there_is():
    lazy = dr.Image.of(da.zeros((10**6, 10**6), chunks=1000, dtype=np.uint8))
    assert run("filters.gaussian", {"image": lazy}, job=Job(memory=10))["image"].lazy
    (cropped,) = run("geometry.crop", {"image": lazy}, {"x": (0, 9)}, job=Job(memory=10)).values()
    assert cropped.lazy


def test_running_out_of_memory_is_told_with_ways_out(monkeypatch):
    def greedy(image: dr.ImageArray, **_: object) -> dr.ImageArray:
        raise MemoryError("Unable to allocate 9 GB")

    one = operation("threshold.otsu")
    monkeypatch.setitem(vars(one), "function", greedy)
    with pytest.raises(TooLargeError, match=r"Unable to allocate 9 GB.*Ways out"):
        run(one, {"image": IMAGE})


def _lazy(chunks: int = 40) -> dr.Image:
    return dr.Image.of(da.from_array(PIXELS, chunks=chunks), scale=0.5, units="um", name="dna")


def test_a_lazy_value_is_computed_block_by_block():
    seen: list[tuple[int, int]] = []
    value = compute(_lazy(), Job(lambda done, total: seen.append((done, total))))
    assert_same(value, dr.Image.of(PIXELS, scale=0.5, units="um", name="dna"))
    assert seen == [(i, 20) for i in range(21)]


def test_computing_takes_no_second_copy():
    blocks = da.zeros((2000, 2000), chunks=200, dtype=np.float64)
    compute(_lazy())
    tracemalloc.start()
    value = compute(dr.Image.of(blocks))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1.3 * value.data.nbytes


def test_what_is_in_memory_is_handed_on():
    assert compute(IMAGE) is IMAGE


def test_computing_can_be_stopped():
    stop = Event()
    job = Job(lambda done, _: done == 3 and stop.set(), stop)
    with pytest.raises(Cancelled):
        compute(_lazy(), job)


def test_a_lazy_value_that_does_not_fit_is_refused():
    with pytest.raises(TooLargeError, match=r"image 'dna' takes .* are free.*\.tif"):
        compute(_lazy(), Job(memory=1000))


def test_progress_of_a_part_is_progress_of_the_whole():
    seen: list[float] = []
    whole = Job(lambda done, total: seen.append(done / total), memory=7)
    for index in range(2):
        part = whole.part(index, 2)
        assert (part.stop, part.memory) == (whole.stop, 7)
        for done in range(5):
            part.step(done, 4)
    assert seen == [0, 0.125, 0.25, 0.375, 0.5, 0.5, 0.625, 0.75, 0.875, 1]
    whole.stop.set()
    with pytest.raises(Cancelled):
        whole.part(0, 2).step(0, 1)
