"""Editing the graph of steps."""

from collections.abc import Iterator

import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import RecipeError
from napari_darkroom.core.registry import registry
from napari_darkroom.recipe.graph import Graph, references
from napari_darkroom.recipe.model import RecipeInput, Step
from napari_darkroom.recipe.names import free_name
from napari_darkroom.recipe.validation import check_graph


def _step(id: str, op: str, params: dict[str, object] | None = None, **inputs: object) -> Step:
    return Step.model_validate({"id": id, "op": op, "inputs": inputs, "params": params or {}})


@pytest.fixture
def graph() -> Graph:
    graph = Graph().with_input("dna", RecipeInput(kind="image"))
    graph = graph.append(_step("blurred", "filters.gaussian@1", {"sigma": 2}, image="dna"))
    graph = graph.append(_step("mask", "threshold.otsu@1", image="blurred"))
    graph = graph.append(_step("objects", "segment.split_touching@1", mask="mask"))
    return graph.append(_step("table", "measure.regions@1", labels="objects", image="dna"))


def _reads(graph: Graph) -> dict[str, list[str]]:
    return {step.id: references(step) for step in graph.steps}


def test_above_and_below_follow_the_references(graph: Graph) -> None:
    assert graph.above("mask") == ["blurred", "mask"]
    assert graph.below("mask") == ["objects", "table"]
    assert graph.below("dna") == ["blurred", "mask", "objects", "table"]
    assert graph.above("dna") == []
    assert graph.ends() == ["table"]


def test_an_edit_leaves_the_graph_as_it_was(graph: Graph) -> None:
    before = graph.steps
    changed = graph.change("blurred", params={"sigma": 3})
    assert graph.steps == before
    assert changed.step("blurred").params == {"sigma": "3 pixel"}
    assert changed.steps[1:] == before[1:]


def test_a_misspelt_parameter_is_refused(graph: Graph) -> None:
    with pytest.raises(RecipeError, match=r"blurred.*sigmo.*sigma"):
        graph.change("blurred", params={"sigmo": 3})


def test_a_step_can_be_inserted_between_two(graph: Graph) -> None:
    step = _step("clean", "filters.median@1", image="blurred")
    edited = graph.insert(step, "blurred")
    assert _reads(edited)["clean"] == ["blurred"]
    assert _reads(edited)["mask"] == ["clean"]
    assert [step.id for step in edited.steps][:3] == ["blurred", "clean", "mask"]


@pytest.fixture
def corrected(graph: Graph) -> Graph:
    """Return the graph with objects that were corrected by hand."""
    graph = graph.with_input("painted", RecipeInput(kind="labels"))
    inputs = {"labels": "objects", "corrections": "painted"}
    return graph.insert(_step("corrected", "labels.correct@1", **inputs), "objects")


@pytest.mark.parametrize("edit", ["insert", "reconnect"])
@pytest.mark.parametrize("behind", ["corrected", "corrected.labels"])
def test_both_names_of_a_result_and_no_other_output_are_read_otherwise(
    corrected: Graph, edit: str, behind: str
) -> None:
    step = _step("small", "labels.remove_small@1", {"min_size": 5}, labels=behind)
    joined = {"labels": "corrected.labels", "image": "dna"}
    graph = corrected.append(_step("again", "measure.regions@1", **joined))
    if edit == "insert":
        edited = graph.insert(step, behind)
    else:
        edited = graph.append(step).reconnect(behind, "small")
    reads = _reads(edited)
    assert (reads["table"], reads["again"]) == (["small", "dna"], ["small", "dna"])
    assert reads["small"] == [behind]


@pytest.fixture
def count() -> Iterator[str]:
    """Declare an operation that reads a table."""

    @dr.operation(title="Count", family="mine")
    def count(table: dr.Table) -> dr.Table:
        """Count rows."""
        return table

    yield "mine.count@1"
    registry.remove("mine.count")


def test_another_output_stays_with_its_step(corrected: Graph, count: str) -> None:
    graph = corrected.append(_step("count", count, table="corrected.changes"))
    inputs = {"labels": "corrected", "corrections": "painted"}
    edited = graph.insert(_step("corrected_2", "labels.correct@1", **inputs), "corrected")
    assert _reads(edited)["count"] == ["corrected.changes"]
    assert _reads(edited)["table"] == ["corrected_2", "dna"]


def test_what_reads_a_removed_step_reads_its_input(graph: Graph) -> None:
    edited = graph.remove("blurred")
    assert _reads(edited)["mask"] == ["dna"]


def test_a_step_that_makes_another_kind_cannot_be_taken_out_alone(graph: Graph) -> None:
    with pytest.raises(RecipeError, match=r"objects.*works on mask.*image"):
        graph.remove("mask")
    assert [step.id for step in graph.remove_all(["mask"]).steps] == ["blurred"]


def test_a_branch_reads_its_own_copies(graph: Graph) -> None:
    edited, names = graph.branch(["mask", "objects"])
    assert names == {"mask": "mask_2", "objects": "objects_2"}
    reads = _reads(edited)
    assert reads["mask_2"] == ["blurred"]
    assert reads["objects_2"] == ["mask_2"]
    assert reads["table"] == ["objects", "dna"]


def test_a_circle_is_refused(graph: Graph) -> None:
    with pytest.raises(RecipeError, match="circle"):
        graph.change("blurred", inputs={"image": "blurred"})


def test_steps_move_behind_what_they_read(graph: Graph) -> None:
    graph = graph.append(_step("background", "filters.gaussian@1", {"sigma": 50}, image="dna"))
    edited = graph.change("mask", inputs={"image": "background"})
    ids = [step.id for step in edited.steps]
    assert ids.index("background") < ids.index("mask")
    assert edited.kinds["table"] == "table"


def test_reconnecting_leaves_what_makes_the_new_one_alone(graph: Graph) -> None:
    graph = graph.append(_step("clean", "labels.clear_border@1", labels="objects"))
    edited = graph.reconnect("objects", "clean")
    assert _reads(edited)["clean"] == ["objects"]
    assert _reads(edited)["table"] == ["clean", "dna"]


def test_towards_some_results_leaves_out_what_led_nowhere(graph: Graph) -> None:
    graph = graph.with_input("er", RecipeInput(kind="image"))
    graph = graph.append(_step("other", "filters.median@1", image="er"))
    part = graph.towards(["objects"])
    assert [step.id for step in part.steps] == ["blurred", "mask", "objects"]
    assert list(part.inputs) == ["dna"]


def test_an_unknown_step_is_named_with_those_there_are(graph: Graph) -> None:
    with pytest.raises(RecipeError, match=r"no step 'masks'.*mask"):
        graph.step("masks")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Dna 1", "dna_1"),
        ("3D stack", "image_3d_stack"),
        ("class", "class_2"),
        ("", "image"),
        ("print", "print_2"),
        ("../../etc/passwd", "etc_passwd"),
    ],
)
def test_names_are_python_names(wanted: str, name: str) -> None:
    assert free_name(wanted, []) == name


def test_corrections_are_switched_off_with_what_they_tell(graph: Graph) -> None:
    graph = graph.with_input("painted", RecipeInput(kind="labels"))
    step = _step("corrected", "labels.correct@1", labels="objects", corrections="painted")
    graph = graph.insert(step, "objects")
    off = graph.change("corrected", enabled=False)
    assert off.kinds["corrected"] == "labels"
    assert "corrected.changes" not in off.kinds
    with pytest.raises(RecipeError, match=r"no step or input 'corrected\.changes'"):
        check_graph(off.inputs, off.steps, ["corrected.changes"])
