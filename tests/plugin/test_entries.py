"""The lines of the history, without a window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from napari_darkroom.core.values import Image, Labels
from napari_darkroom.plugin.entries import Entry, Place, entries, places
from napari_darkroom.plugin.entry_text import changes, duration, file_size
from napari_darkroom.recipe.graph import Graph
from napari_darkroom.recipe.history import Done, History, Source, Status
from napari_darkroom.recipe.model import RecipeInput, Step

TITLES = {
    "dna": "dna",
    "blurred": "dna · blurred",
    "mask": "dna · mask",
    "objects": "dna · objects",
}


def _step(id: str, op: str, params: dict[str, Any] | None = None, **inputs: str) -> Step:
    return Step.model_validate({"id": id, "op": op, "inputs": inputs, "params": params or {}})


def _title(id: str) -> str:
    return TITLES.get(id, id)


@pytest.fixture
def history() -> History:
    graph = Graph().with_input("dna", RecipeInput(kind="image"))
    graph = graph.append(_step("blurred", "filters.gaussian@1", {"sigma": 2}, image="dna"))
    graph = graph.append(_step("mask", "threshold.otsu@1", image="blurred"))
    graph = graph.append(_step("objects", "segment.connected_components@1", mask="mask"))
    graph = graph.append(_step("table", "measure.regions@1", labels="objects", image="dna"))
    history = History()
    source = Source(Image.of(np.zeros((4, 5), np.uint16)), Path("images") / "plate_dna.tif")
    history.do("Begin", graph, {"dna": source})
    # Without the digests of its inputs a history has no keys, and nothing would be current.
    assert source.digest
    return history


def _by_id(found: list[Entry]) -> dict[str, Entry]:
    return {one.id: one for one in found}


def _finish(history: History, id: str, **told: Any) -> None:
    history.done[id] = Done(history.keys().steps[id], **told)


def test_inputs_come_first_with_the_name_of_their_file(history: History) -> None:
    first = entries(history, _title)[0]
    assert (first.id, first.is_input, first.changes) == ("dna", True, "plate_dna.tif")
    assert (first.kind, first.nbytes, first.status) == ("image", 40, Status.CURRENT)


def test_what_was_made_by_hand_is_said(history: History) -> None:
    graph = history.graph.with_input("painted", RecipeInput(kind="labels"))
    source = Source(Labels.of(np.zeros((4, 5), np.int32)), manual=True)
    history.do("Paint", graph, {**history.sources, "painted": source})
    assert _by_id(entries(history, _title))["painted"].changes == "made by hand"


def test_an_input_that_is_missing_is_marked_and_blocks(history: History) -> None:
    history.do("Lose", history.graph, {})
    found = _by_id(entries(history, _title))
    assert found["dna"].status is Status.BLOCKED
    assert found["dna"].error == found["mask"].error == "The input dna is missing."
    assert found["mask"].status is Status.BLOCKED


def test_a_step_says_what_was_done_to_what(history: History) -> None:
    blurred = _by_id(entries(history, _title))["blurred"]
    assert blurred.title == "blurred"
    assert blurred.operation == "Gaussian blur"
    assert (blurred.inputs, blurred.changes) == ("dna", "sigma 2 px")
    assert (blurred.kind, blurred.is_input, blurred.enabled) == ("image", False, True)
    assert _by_id(entries(history, _title))["table"].inputs == "objects, dna"


def test_status_time_size_and_remarks_of_what_is_done(history: History) -> None:
    _finish(history, "blurred", seconds=0.3, nbytes=16_000_000)
    _finish(history, "mask", seconds=0.1, remarks=("threshold 17",))
    history.running["objects"] = 0.4
    found = _by_id(entries(history, _title))
    assert (found["blurred"].status, found["blurred"].seconds) == (Status.CURRENT, 0.3)
    assert found["blurred"].nbytes == 16_000_000
    assert found["mask"].remarks == ("threshold 17",)
    assert (found["objects"].status, found["objects"].progress) == (Status.RUNNING, 0.4)
    assert found["table"].status is Status.WAITING


def test_a_stale_result_does_not_tell_the_time_of_the_earlier_one(history: History) -> None:
    _finish(history, "blurred", seconds=0.3, nbytes=16)
    history.do("Blur", history.graph.change("blurred", params={"sigma": 4}))
    blurred = _by_id(entries(history, _title))["blurred"]
    assert (blurred.status, blurred.seconds, blurred.nbytes) == (Status.STALE, 0.0, 0)


def test_errors_are_told_and_what_they_hold_up(history: History) -> None:
    _finish(history, "mask", error="The image is constant.")
    found = _by_id(entries(history, _title))
    assert (found["mask"].status, found["mask"].error) == (Status.FAILED, "The image is constant.")
    assert found["objects"].status is Status.BLOCKED
    assert "mask failed" in found["objects"].error


def test_what_is_switched_off(history: History) -> None:
    history.do("Off", history.graph.change("blurred", enabled=False))
    blurred = _by_id(entries(history, _title))["blurred"]
    assert (blurred.status, blurred.enabled) == (Status.OFF, False)


@pytest.mark.parametrize(
    ("selected", "marked"),
    [
        (None, set()),
        ("dna", {"dna"}),
        ("mask", {"dna", "blurred", "mask"}),
        ("mask.threshold", {"dna", "blurred", "mask"}),
        ("table", {"dna", "blurred", "mask", "objects", "table"}),
    ],
)
def test_lineage_of_the_selected_layer(
    history: History, selected: str | None, marked: set[str]
) -> None:
    found = entries(history, _title, selected)
    assert {one.id for one in found if one.in_lineage} == marked
    assert [one.id for one in found if one.selected] == (
        [selected.partition(".")[0]] if selected else []
    )


def test_a_chain_stays_on_one_level(history: History) -> None:
    assert [place.level for _, place in places(history.graph)] == [0, 0, 0, 0]
    assert [place.follows for _, place in places(history.graph)] == [False, True, True, True]
    assert [place.continues for _, place in places(history.graph)] == [True, True, True, False]


def test_a_branch_is_indented_under_where_it_leaves(history: History) -> None:
    graph, _ = history.graph.branch(["mask", "objects", "table"])
    assert [(name, place.level) for name, place in places(graph)] == [
        ("blurred", 0),
        ("mask_2", 1),
        ("objects_2", 1),
        ("table_2", 1),
        ("mask", 0),
        ("objects", 0),
        ("table", 0),
    ]
    found = dict(places(graph))
    assert found["mask_2"] == Place(1, leaves=True, continues=True)
    assert found["mask"].follows


def test_a_table_leaves_the_chain_where_images_go_on(history: History) -> None:
    graph = history.graph.append(_step("large", "labels.remove_small@1", labels="objects"))
    assert [(name, place.level) for name, place in places(graph)][2:] == [
        ("objects", 0),
        ("table", 1),
        ("large", 0),
    ]


def test_each_chain_that_leaves_an_input_begins_anew(history: History) -> None:
    graph = history.graph.append(_step("other", "threshold.otsu@1", image="dna"))
    assert places(graph)[-1] == ("other", Place())


@pytest.mark.parametrize(
    ("op", "params", "text"),
    [
        ("threshold.otsu@1", {}, ""),
        ("threshold.otsu@1", {"dark_objects": True}, "dark objects"),
        ("segment.connected_components@1", {"diagonal": False}, "no diagonal"),
        ("filters.gaussian@1", {"sigma": "1, 2, 2 um"}, "sigma 1, 2, 2 µm"),
        ("labels.remove_small@1", {"min_size": "20 um^2"}, "min size 20 µm²"),
        ("geometry.crop@1", {"x": [3, None]}, "x 3–"),
    ],
)
def test_changes_are_said_in_words(op: str, params: dict[str, Any], text: str) -> None:
    assert changes(Step(id="one", op=op, inputs={"image": "dna"}, params=params)) == text


def test_axes_are_said_in_words() -> None:
    step = Step(
        id="one", op="filters.median@1", inputs={"image": "dna"}, axes="planes", over=("t",)
    )
    assert changes(step) == "plane by plane, each t alone"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0, "1 ms"), (0.0994, "99 ms"), (0.1, "0.1 s"), (59.7, "1 min 0 s")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("nbytes", "text"),
    [(999, "999 B"), (1000, "1.0 kB"), (9_960_000, "10 MB"), (3 * 10**12, "3.0 TB")],
)
def test_file_sizes(nbytes: int, text: str) -> None:
    assert file_size(nbytes) == text
