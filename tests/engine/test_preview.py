"""What a preview reads, how it scales, and what it says of itself."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Annotated, Any

import dask.array as da
import numpy as np
import pytest
from annotated_types import Ge

from napari_darkroom.core.annotations import FloatImageArray, ImageArray, Length, SameArray, Size
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import Cancelled, InputError, ParameterError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.histogram import Histogram
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.preview import can_preview, histogram, preview
from napari_darkroom.engine.preview_cache import PreviewCache
from napari_darkroom.engine.run import run
from napari_darkroom.engine.sampling import budget_steps, chunk_pixels
from napari_darkroom.engine.window import Window, widened

OPERATIONS = operations()
WHOLE = Window()


def noise(*shape: int, dtype: str = "uint16") -> np.ndarray:
    return np.random.default_rng(0).integers(0, 1000, shape).astype(dtype)


@pytest.fixture
def calls() -> Any:
    """Collect the arguments that an operation gets, which has no halo and looks far."""
    seen: list[dict[str, Any]] = []

    @operation(title="Note", family="noted", halo=lambda ndim, **_: [0] * ndim)
    def note(
        image: ImageArray, *, sigma: Length = 8.0, size: Size = 64.0, reach: Length = 2.0
    ) -> SameArray:
        """Note what is given."""
        seen.append({"sigma": sigma, "size": size, "reach": reach, "shape": image.shape})
        return image

    yield seen
    registry.remove("noted.note")


def test_lengths_and_sizes_are_those_of_the_full_image(calls: list[dict[str, Any]]) -> None:
    image = Image.of(noise(40, 40))
    preview(registry["noted.note"], {"image": image}, {}, Window({}, {"y": 4, "x": 4}))
    assert calls == [{"sigma": (2, 2), "size": 4, "reach": (0.5, 0.5), "shape": (10, 10)}]


def test_levels_of_a_pyramid_count_as_steps(calls: list[dict[str, Any]]) -> None:
    image = Image.of(noise(40, 40), scale=1.0, units="um")
    window = Window({}, {"y": 2, "x": 2}, {"y": 2.0, "x": 2.0})
    shown = preview(registry["noted.note"], {"image": image}, {"reach": "4 um"}, window)
    # A pixel of the level is 1 um, one of the full image half as much.
    assert calls == [{"sigma": (2, 2), "size": 4, "reach": (2, 2), "shape": (20, 20)}]
    assert shown.note == "approximate: every 4th pixel"


def test_steps_may_differ_from_axis_to_axis(calls: list[dict[str, Any]]) -> None:
    image = Image.of(noise(4, 40, 40))
    window = Window({"z": 2}, {"y": 4, "x": 4})
    preview(registry["noted.note"], {"image": image}, {"sigma": "1, 8, 6 pixel"}, window)
    assert calls[0]["sigma"] == (1, 2, 1.5)
    assert calls[0]["size"] == 4


def test_bounds_of_the_full_image_hold(calls: list[dict[str, Any]]) -> None:
    image = Image.of(noise(40, 40))
    gaussian = OPERATIONS["filters.gaussian"]
    with pytest.raises(ParameterError, match="at most 500"):
        preview(gaussian, {"image": image}, {"sigma": 600}, Window({}, {"y": 4, "x": 4}))
    assert calls == []


def test_a_length_stays_at_its_bound_and_says_so() -> None:
    @operation(title="Bound", family="noted", halo=lambda ndim, **_: [0] * ndim)
    def bound(image: ImageArray, *, width: Annotated[Length, Ge(3)] = 4.0) -> SameArray:
        """Take a width of 3 at least."""
        return image + int(10 * width[0])  # type: ignore[index]  # by axis in a call

    image = Image.of(np.zeros((8, 8), np.uint8))
    shown = preview(registry["noted.bound"], {"image": image}, {}, Window({}, {"y": 2, "x": 2}))
    registry.remove("noted.bound")
    assert shown.note == "approximate: every 2nd pixel, width at its bound"
    assert not shown.exact
    assert np.asarray(shown.values["result"].data)[0, 0] == 30  # type: ignore[union-attr]  # an image


def test_only_the_chunks_in_sight_are_computed() -> None:
    met: list[tuple[Any, ...]] = []

    def load(block: np.ndarray, block_info: Any = None) -> np.ndarray:
        met.append(tuple(block_info[0]["chunk-location"]))
        return block

    data = da.zeros((4096, 4096), chunks=(512, 512), dtype=np.uint8).map_blocks(
        load, dtype=np.uint8, meta=np.empty((0, 0), np.uint8)
    )
    window = Window({"y": (600, 700), "x": (1100, 1200)})
    shown = preview(OPERATIONS["filters.gaussian"], {"image": Image.of(data)}, {"sigma": 3}, window)
    assert shown.exact
    assert set(met) == {(1, 2)}


def test_a_wider_halo_finds_its_pixels_in_the_cache() -> None:
    loads: list[int] = []

    def load(block: np.ndarray) -> np.ndarray:
        loads.append(1)
        return block

    data = da.zeros((2048, 2048), chunks=256, dtype=np.uint8).map_blocks(
        load, meta=np.empty((0, 0), np.uint8)
    )
    cache, window = PreviewCache(), Window({"y": (600, 700), "x": (600, 700)})
    image = Image.of(data)
    for sigma in (1, 2, 3):
        preview(
            OPERATIONS["filters.gaussian"], {"image": image}, {"sigma": sigma}, window, cache=cache
        )
    assert len(loads) == 1


def test_otsu_decides_by_the_whole_plane() -> None:
    data = noise(200, 300)
    data[:, 150:] += 5000
    image = Image.of(data)
    otsu = OPERATIONS["threshold.otsu"]
    shown = preview(otsu, {"image": image}, {}, Window({"y": (0, 50), "x": (0, 50)}))
    assert shown.exact
    assert len(shown.limits) == 1
    assert 900 < shown.limits[0] < 5000
    assert not np.asarray(shown.values["mask"]).any()


def test_numbers_of_the_whole_are_found_once() -> None:
    found: list[int] = []
    otsu = OPERATIONS["threshold.otsu"]
    assert otsu.limits is not None
    find = otsu.limits.find

    def counted(image: Any, **call: Any) -> tuple[float, ...]:
        found.append(image.size)
        return find(image, **call)

    counting = replace(otsu, limits=replace(otsu.limits, find=counted))
    image, cache = Image.of(noise(64, 64)), PreviewCache()
    for x in (0, 10, 20):
        preview(counting, {"image": image}, {}, Window({"x": (x, x + 10)}), cache=cache)
    assert found == [64 * 64]


def test_statistics_of_a_large_plane_are_those_of_a_sample() -> None:
    image = Image.of(noise(2100, 2100))
    shown = preview(OPERATIONS["threshold.otsu"], {"image": image}, {}, Window({"y": (0, 9)}))
    assert shown.note == "approximate: statistics of a sample"
    full = run("threshold.otsu", {"image": image})["mask"]
    assert (np.asarray(shown.values["mask"]) == np.asarray(full)[:9]).mean() > 0.98


def test_a_lazy_plane_is_never_read_whole_for_its_statistics() -> None:
    read: list[int] = []

    def load(block: np.ndarray) -> np.ndarray:
        read.append(block.size)
        return block + np.arange(block.shape[1], dtype=np.uint16)

    data = da.zeros((30_000, 30_000), chunks=1000, dtype=np.uint16).map_blocks(
        load, meta=np.empty((0, 0), np.uint16)
    )
    image = Image.of(data)
    window = Window({"y": (100, 200), "x": (100, 200)})
    shown = preview(OPERATIONS["threshold.otsu"], {"image": image}, {}, window)
    assert shown.note == "approximate: statistics of a sample"
    assert 450 < shown.limits[0] < 550
    assert sum(read) < 6_000_000


def test_the_overview_stands_for_the_whole() -> None:
    fine = noise(3000, 3000)
    fine[:, 1500:] += 5000
    coarse = fine[::10, ::10]
    image, over = Image.of(fine), Image.of(coarse, scale=10.0)
    window = Window({"y": (0, 20), "x": (1490, 1510)})
    shown = preview(
        OPERATIONS["threshold.otsu"],
        {"image": image},
        {},
        window,
        overview={"image": over},
        factor={"y": 10.0, "x": 10.0},
    )
    assert shown.note == "approximate: statistics of a sample"
    np.testing.assert_array_equal(np.asarray(shown.values["mask"])[:, 10:], True)
    np.testing.assert_array_equal(np.asarray(shown.values["mask"])[:, :10], False)


def test_what_needs_the_whole_is_thinned_out() -> None:
    data = np.zeros((2048, 2048), bool)
    data[500:1500, 500:1500] = True
    data[900:1100, 900:1100] = False
    window = Window({"y": (800, 1000), "x": (800, 1000)})
    shown = preview(OPERATIONS["morphology.fill_holes"], {"mask": Mask.of(data)}, {}, window)
    assert shown.note == "approximate: every 2nd pixel"
    result: Any = shown.values["mask"]
    assert result.data.all()
    assert result.shape == (100, 100)
    assert result.calibration.scale == (2, 2)
    assert result.calibration.translate == (800, 800)


def test_what_needs_the_whole_takes_the_overview_of_a_lazy_pyramid() -> None:
    fine = da.zeros((30_000, 30_000), chunks=1000, dtype=bool)
    coarse = np.zeros((300, 300), bool)
    coarse[50:60, 50:60] = True
    shown = preview(
        OPERATIONS["segment.connected_components"],
        {"mask": Mask.of(fine)},
        {},
        Window({"y": (5500, 6500), "x": (5500, 6500)}),
        overview={"mask": Mask.of(coarse, scale=100.0)},
        factor={"y": 100.0, "x": 100.0},
    )
    result: Any = shown.values["labels"]
    assert shown.note == "approximate: every 100th pixel"
    assert result.shape == (10, 10)
    assert result.data[:5, :5].all()
    assert not result.data[5:].any()
    assert result.calibration.translate == (5500, 5500)


def test_too_large_a_lazy_plane_is_treated_where_it_is_seen() -> None:
    data = da.ones((30_000, 30_000), chunks=1000, dtype=bool)
    window = Window({"y": (0, 100), "x": (0, 100)})
    shown = preview(OPERATIONS["morphology.fill_holes"], {"mask": Mask.of(data)}, {}, window)
    assert shown.note == "approximate: the visible part alone"
    assert np.asarray(shown.values["mask"]).all()


def test_too_large_a_lazy_volume_is_treated_plane_by_plane() -> None:
    data = da.ones((200, 1000, 1000), chunks=(1, 1000, 1000), dtype=bool)
    window = Window({"z": 7, "y": (0, 100), "x": (0, 100)})
    shown = preview(OPERATIONS["segment.split_touching"], {"mask": Mask.of(data)}, {}, window)
    result: Any = shown.values["labels"]
    assert shown.note == "approximate: this plane alone"
    assert result.shape == (1, 100, 100)
    assert result.calibration.translate[0] == 7


def test_a_volume_is_thinned_out_and_put_to_the_plane_that_is_seen() -> None:
    data = np.zeros((40, 256, 256), bool)
    data[:, 100:140, 100:140] = True
    mask = Mask.of(data, scale=[2, 1, 1], translate=[10, 0, 0])
    for z in (6, 7):
        window = Window({"z": z, "y": (90, 150), "x": (90, 150)})
        shown = preview(OPERATIONS["segment.connected_components"], {"mask": mask}, {}, window)
        result: Any = shown.values["labels"]
        assert result.shape[0] == 1
        assert result.calibration.scale[0] == 2
        assert result.calibration.translate[0] == 10 + 2 * z
        assert result.data.max() == 1


def test_a_slab_is_taken_for_what_reaches_into_other_planes() -> None:
    read: list[tuple[int, ...]] = []

    def load(block: np.ndarray, block_info: Any = None) -> np.ndarray:
        read.append(block_info[0]["chunk-location"][0])
        return block

    data = da.from_array(noise(40, 32, 32), chunks=(1, 32, 32)).map_blocks(
        load, dtype=np.uint16, meta=np.empty((0, 0, 0), np.uint16)
    )
    window = Window({"z": 20})
    shown = preview(OPERATIONS["filters.gaussian"], {"image": Image.of(data)}, {"sigma": 1}, window)
    assert set(read) == set(range(16, 25))
    full: Any = run("filters.gaussian", {"image": Image.of(noise(40, 32, 32))}, {"sigma": 1})[
        "image"
    ]
    np.testing.assert_array_equal(np.asarray(shown.values["image"]), full.data[20:21])


def test_every_plane_of_a_volume_has_its_own_threshold() -> None:
    data = noise(6, 30, 30)
    data[3:] += 5000
    image = Image.of(data)
    window = Window({"z": (0, 6), "y": (0, 10), "x": (0, 10)})
    otsu = OPERATIONS["threshold.otsu"]
    shown = preview(otsu, {"image": image}, {}, window, axes="planes")
    full: Any = run(otsu, {"image": image}, axes="planes")["mask"]
    np.testing.assert_array_equal(np.asarray(shown.values["mask"]), full.data[:, :10, :10])


def test_an_input_with_one_plane_stands_for_all() -> None:
    image = Image.of(noise(9, 20, 20), scale=[3, 1, 1], units="um")
    inside = Mask.of(noise(1, 20, 20) > 500, scale=[3, 1, 1], units="um")
    inputs = {"image": image, "mask": inside}
    shown = preview(OPERATIONS["mask.apply"], inputs, {}, Window({"z": 5, "y": (4, 9)}))
    full: Any = run("mask.apply", inputs)["result"]
    assert shown.exact
    np.testing.assert_array_equal(np.asarray(shown.values["result"]), full.data[5:6, 4:9])


def test_alpha_is_kept_where_colours_are_stretched() -> None:
    image = Image.of(noise(20, 20, 4, dtype="uint8"), rgb=True)
    shown = preview(OPERATIONS["intensity.rescale"], {"image": image}, {}, Window({"x": (3, 9)}))
    full: Any = run("intensity.rescale", {"image": image})["image"]
    np.testing.assert_array_equal(np.asarray(shown.values["image"]), full.data[:, 3:9])


def test_a_run_that_was_stopped_ends() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Cancelled):
        preview(
            OPERATIONS["filters.gaussian"],
            {"image": Image.of(noise(9, 9))},
            {},
            WHOLE,
            Job(stop=stop),
        )


@pytest.mark.parametrize("inputs", [{}, {"picture": Image.of(noise(4, 4))}])
def test_wrong_inputs_are_said(inputs: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        preview(OPERATIONS["filters.gaussian"], inputs, {}, WHOLE)


def test_a_mask_is_no_image() -> None:
    with pytest.raises(InputError, match="must be an image"):
        preview(OPERATIONS["filters.gaussian"], {"image": Mask.of(noise(4, 4) > 5)}, {}, WHOLE)


def test_a_window_beside_the_image_shows_its_edge() -> None:
    window = Window({"y": (50, 90), "x": (-20, -4)})
    shown = preview(OPERATIONS["filters.gaussian"], {"image": Image.of(noise(9, 9))}, {}, window)
    result: Any = shown.values["image"]
    assert result.shape == (1, 1)


def test_tables_and_changes_of_the_grid_have_no_preview() -> None:
    without = {o.id for o in OPERATIONS.values() if not can_preview(o)}
    assert "measure.regions" in without
    assert "geometry.crop" in without
    assert "filters.gaussian" not in without


def test_histogram_is_that_of_what_is_treated_at_once() -> None:
    data = noise(5, 40, 50) % 9
    data[2] += 7
    otsu, inputs = OPERATIONS["threshold.otsu"], {"image": Image.of(data)}
    window = Window({"z": 2, "y": (0, 4)})
    plane = histogram(otsu, inputs, window, axes="planes")
    assert plane.counts.tolist() == np.bincount(data[2].ravel())[7:].tolist()
    assert (plane.low, plane.high, plane.place(11)) == (6.5, 15.5, 0.5)
    assert histogram(otsu, inputs, window).counts.sum() == data.size


@pytest.mark.parametrize(
    ("values", "counts"), [([np.nan, np.nan], [0]), ([2.0, 2.0, np.inf], [2, *[0] * 127])]
)
def test_histogram_of_little(values: list[float], counts: list[int]) -> None:
    assert Histogram.of(np.array(values)).counts.tolist() == counts


def test_labels_are_previewed() -> None:
    labels = Labels.of(noise(30, 30, dtype="int32") // 400)
    remove: Operation = OPERATIONS["labels.remove_small"]
    shown = preview(remove, {"labels": labels}, {"min_size": 250}, Window({"x": (2, 20)}))
    full: Any = run(remove, {"labels": labels}, {"min_size": 250})["result"]
    assert set(np.unique(full.data)) == {0, 1}
    np.testing.assert_array_equal(np.asarray(shown.values["result"]), full.data[:, 2:20])


@pytest.mark.parametrize(
    ("span", "depth", "expected"),
    [
        (range(3, 9), 2, range(1, 11)),
        (range(3, 9), 5, range(14)),
        (range(5, 20, 4), 1, range(1, 22, 4)),
        (range(5, 20, 4), 9, range(1, 30, 4)),
    ],
)
def test_a_wider_span_keeps_its_pace(span: range, depth: int, expected: range) -> None:
    wide = widened(span, depth, 30 if span.step == 4 else 14)
    assert list(wide) == list(expected)


def test_the_finest_axis_is_thinned_out_first() -> None:
    assert budget_steps((64, 1024, 1024), (4.0, 1.0, 1.0), 2**20) == (2, 6, 6)
    assert budget_steps((10, 10), (1.0, 1.0), 100) == (1, 1)


def test_chunks_that_are_read_are_counted() -> None:
    data = da.zeros((100, 100), chunks=30)
    assert chunk_pixels(data, (range(10, 40), range(95, 96))) == 60 * 10
    assert chunk_pixels(np.zeros((9, 9)), (range(9), range(9))) == 0


def test_others_operations_are_previewed_too() -> None:
    @operation(title="Add", family="noted")
    def add(image: ImageArray, *, much: float = 1.0) -> FloatImageArray:
        """Add in place, as one should not."""
        image += much
        return image

    image = Image.of(np.zeros((8, 8), np.float32))
    shown = preview(registry["noted.add"], {"image": image}, {}, Window({"y": (2, 4)}))
    registry.remove("noted.add")
    assert np.asarray(shown.values["image"]).tolist() == np.ones((2, 8)).tolist()
    assert not image.data.any()
