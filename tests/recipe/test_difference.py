"""What differs between two recipes."""

import pytest

import napari_darkroom as dr
from napari_darkroom.recipe.difference import compare
from napari_darkroom.recipe.shipped import shipped

CELLS = """
darkroom: 1
name: Cells
inputs:
  dna: {kind: image, description: Nuclei}
  inside: {kind: mask}
steps:
- {id: smooth, op: filters.gaussian@1, inputs: {image: dna}}
- {id: calm, op: filters.median@1, inputs: {image: smooth}, params: {radius: 3}}
- {id: mask, op: threshold.otsu@1, inputs: {image: calm}}
- {id: both, op: mask.apply@1, inputs: {image: mask, mask: inside}}
- {id: objects, op: segment.connected_components@1, inputs: {mask: both}}
- {id: table, op: measure.regions@1, inputs: {labels: objects, image: dna}}
outputs: [objects, table]
"""
HAND = "{kind: mask, manual: {file: a.tif, sha256: " + "a" * 64 + "}}"


def _changes(*edits, before=()):
    texts = []
    for pairs in (before, [*before, *edits]):
        text = CELLS
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        texts.append(dr.Recipe.parse(text))
    return [str(change) for change in compare(*texts)]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_recipe_does_not_differ_from_itself(name):
    assert compare(dr.Recipe.load(name), dr.Recipe.load(name)) == []


def test_a_default_that_is_written_out_is_no_change():
    edit = ("image: dna}}\n- {id: calm", "image: dna}, params: {sigma: 1 pixel}}\n- {id: calm")
    assert _changes(edit) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: Cells", "name: Nuclei", ["recipe: name: Cells -> Nuclei"]),
        ("name: Cells\n", "", ["recipe: name: Cells -> nothing"]),
        (
            "image: dna}}\n- {id: calm",
            "image: dna}, params: {sigma: 2, mode: wrap}}\n- {id: calm",
            [
                "step smooth: sigma: 1 pixel (default) -> 2 pixel",
                "step smooth: mode: reflect (default) -> wrap",
            ],
        ),
        ("params: {radius: 3}", "enabled: true",
         ["step calm: radius: 3 pixel -> 2 pixel (default)"]),
        ("{radius: 3}}", "{radius: 3}, enabled: false}", ["step calm: switched off"]),
        ("{radius: 3}}", "{radius: 3}, axes: planes, over: [t]}",
         ["step calm: axes: none -> planes", "step calm: over: none -> [t]"]),
        ("{radius: 3}}", "{radius: 3}, title: Calm}", ["step calm: title: nothing -> Calm"]),
        ("{image: calm}", "{image: smooth}", ["step mask: input image: calm -> smooth"]),
        ("image: dna}}\noutputs", "}}\noutputs", ["step table: input image: dna -> nothing"]),
        ("[objects, table]", "[table]", ["outputs: removed: objects"]),
        ("[objects, table]", "[objects, table, mask]", ["outputs: added: mask"]),
        ("[objects, table]", "[table, objects]",
         ["outputs: order: objects, table -> table, objects"]),
        ("inside: {kind: mask}", f"inside: {HAND}",
         ["input inside: made by hand: added a.tif"]),
        ("description: Nuclei", "channel: DAPI",
         ["input dna: channel: none -> DAPI", "input dna: description: Nuclei -> nothing"]),
        ("  inside:", "  more: {kind: table}\n  inside:", ["input more: added: table"]),
    ],
)  # fmt: skip
def test_each_change_is_told(old, new, told):
    assert _changes((old, new)) == told


def test_other_contents_made_by_hand_are_told():
    before = [("inside: {kind: mask}", f"inside: {HAND}")]
    assert _changes(("a" * 64, "b" * 64), before=before) == [
        "input inside: made by hand: a.tif has other contents"
    ]
    made_on = ("a" * 64, "a" * 64 + ", made_on: {dna: " + "c" * 32 + "}")
    assert _changes(made_on, before=before) == ["input inside: made by hand: on other images"]


def test_steps_that_come_and_go():
    line = "- {id: calm, op: filters.median@1, inputs: {image: smooth}, params: {radius: 3}}\n"
    removed = _changes((line, ""), ("{image: calm}", "{image: smooth}"))
    assert removed == [
        "step calm: removed: filters.median@1(image=smooth, radius=3 pixel)",
        "step mask: input image: calm -> smooth",
    ]
    added = _changes((line, line + line.replace("calm", "again")))
    assert added == [
        "step again: added: filters.median@1(image=smooth, radius=3 pixel), after calm"
    ]


def test_a_step_that_was_renamed_is_the_same_one():
    assert _changes(("id: calm", "id: quiet"), ("image: calm", "image: quiet")) == [
        "step quiet: renamed: calm -> quiet"
    ]
    assert _changes(("objects", "cells"), ("radius: 3", "radius: 4")) == [
        "step calm: radius: 3 pixel -> 4 pixel",
        "step cells: renamed: objects -> cells",
    ]


def test_an_input_that_was_renamed_is_the_same_one():
    assert _changes(("dna", "dapi")) == ["input dapi: renamed: dna -> dapi"]


def test_a_step_that_stands_elsewhere_has_moved():
    old = "- {id: calm, op: filters.median@1, inputs: {image: smooth}, params: {radius: 3}}\n"
    free = [("image: smooth}", "image: dna}"), ("{image: calm}", "{image: dna}")]
    calm = old.replace("image: smooth", "image: dna")
    first = "- {id: smooth"
    assert _changes((calm, ""), (first, calm + first), before=free) == [
        "step calm: moved: now after the inputs"
    ]


def test_another_operation_of_the_same_name_is_told():
    changes = _changes(("filters.median@1", "filters.gaussian@1"), ("radius: 3", "sigma: 3"))
    assert changes[0] == "step calm: op: filters.median@1 -> filters.gaussian@1"
    assert "step calm: radius: 3 pixel -> nothing" in changes
    assert "step calm: sigma: nothing -> 3 pixel" in changes


def test_another_version_and_other_packages_are_told():
    old = dr.Recipe.parse(CELLS)
    newer = old.steps[0].model_copy(update={"op": "filters.gaussian@2"})
    new = old.model_copy(update={"steps": (newer, *old.steps[1:]), "packages": {"other": "1.0"}})
    assert str(compare(old, new)[0]) == (
        "step smooth: op: filters.gaussian@1 -> filters.gaussian@2"
    )
    assert str(compare(old, new)[-1]) == "package other: not named -> 1.0"
    assert str(compare(new, old)[-1]) == "package other: 1.0 -> not named"
