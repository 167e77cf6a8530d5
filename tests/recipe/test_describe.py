"""The methods paragraph: what was done, in the past tense, and nothing that was not."""

import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.columns import Column
from napari_darkroom.core.registry import registry
from napari_darkroom.core.table import Table
from napari_darkroom.engine.catalog import operations
from napari_darkroom.recipe.clauses import shown
from napari_darkroom.recipe.counts import counts_of, told_counts
from napari_darkroom.recipe.describe import describe
from napari_darkroom.recipe.english import counted, past, told
from napari_darkroom.recipe.shipped import shipped

CELLS = """
darkroom: 1
name: Cells
inputs:
  dna: {{kind: image, channel: DAPI, description: A nuclear stain.}}
  inside: {{kind: mask{manual}}}
steps:
- {{id: smooth, op: filters.gaussian@1, inputs: {{image: dna}}, params: {{sigma: 2}}}}
- {{id: calm, op: filters.median@1, inputs: {{image: smooth}}, params: {{radius: 3}},
   enabled: {on}}}
- {{id: mask, op: threshold.otsu@1, inputs: {{image: calm}}, params: {{dark_objects: true}}}}
- {{id: both, op: mask.apply@1, inputs: {{image: mask, mask: inside}}, title: Nuclei mask}}
- {{id: objects, op: segment.connected_components@1, inputs: {{mask: both}},
   params: {{diagonal: false}}, axes: planes, over: [t]}}
- {{id: large, op: labels.remove_small@1, inputs: {{labels: objects}}, params: {{min_size: 50}}}}
outputs: [large]
"""
HAND = f", manual: {{file: inside.tif, sha256: {'a' * 64}}}"


def _recipe(manual="", on="true"):
    return dr.Recipe.parse(CELLS.format(manual=manual, on=on))


def test_what_was_done_is_said_with_parameters_and_citations():
    text = _recipe().describe()
    assert text.startswith(
        "The recipe “Cells” was run on “dna” (A nuclear stain; channel DAPI) and “inside” (mask). "
        "From “dna” we blurred with a Gaussian kernel (sigma 2 pixel; mode reflect) [1], replaced "
        "each pixel by the median of its neighbourhood (radius 3 pixel; shape disk; mode reflect) "
        "[2], and marked what was brighter than Otsu's threshold (bins 256; dark objects) [3]. "
        "Then we "
    )
    blanked = "blanked what was outside of a mask (“Apply mask”; outside 0; keep inside), with “in"
    assert blanked in text
    assert "components”; no diagonal; plane by plane; for each t alone)" in text
    assert "Excluded were objects that were smaller than a size (min size 50 pixel)." in text
    assert "\n[3] Threshold (Otsu): N. Otsu, IEEE" in text
    assert "`" not in text


@pytest.mark.parametrize(
    ("method", "told"),
    [("mean", "radius 15 pixel"), ("niblack", "radius 15 pixel; deviation weight 0.2")],
)
def test_what_the_chosen_method_does_not_use_is_not_told(method, told):
    step = f"{{id: m, op: threshold.local@2, inputs: {{image: i}}, params: {{method: {method}}}}}"
    text = dr.Recipe.parse(
        f"darkroom: 1\ninputs: {{i: {{kind: image}}}}\nsteps: [{step}]\noutputs: [m]\n"
    ).describe()
    assert f"(“Threshold, local”; method {method}; {told})" in text


def test_versions_are_those_of_the_result_or_those_here():
    assert f"napari-darkroom {dr.__version__} (Python 3." in _recipe().describe()
    origin = {
        "versions": {"napari-darkroom": "0.0.9", "python": "3.9.1", "numpy": "1.2", "cv2": "4"},
        "inputs": {"dna": {"file": "a.tif", "sha256": ""}, "inside": {}},
    }
    text = _recipe().describe(origin)
    assert "with napari-darkroom 0.0.9 (Python 3.9.1; NumPy 1.2, OpenCV 4)." in text
    assert "channel DAPI; file a.tif)" in text


def test_a_step_that_is_off_is_told_as_such_and_did_nothing():
    text = _recipe(on="false").describe()
    assert (
        "we blurred with a Gaussian kernel (sigma 2 pixel; mode reflect) [1], marked what" in text
    )
    assert (
        "One step was switched off and had no effect: “Median” (radius 3 pixel; shape disk; mode "
        "reflect)." in text
    )
    assert "replaced each pixel" not in text
    assert "scipy.ndimage.median_filter" not in text


def test_what_was_made_by_hand_is_told_with_the_step_that_takes_it():
    text = _recipe(HAND).describe()
    assert "One input was made by hand: “inside” (mask), applied in “Nuclei mask”." in text
    assert "was run on “dna” (A nuclear stain; channel DAPI). From" in text
    assert "by hand" not in _recipe().describe()


@pytest.mark.parametrize(
    ("number", "text"), [(1, "One input was"), (2, "Two inputs were"), (12, "12 inputs were")]
)
def test_numbers_are_words_as_long_as_they_are_small(number, text):
    assert counted(number, "input") == text


CORRECTED = f"""
darkroom: 1
inputs:
  objects: {{kind: labels}}
  strokes: {{kind: labels, manual: {{file: strokes.tif, sha256: {"a" * 64}}}}}
steps:
  - {{id: corrected, op: labels.correct@1, inputs: {{labels: objects, corrections: strokes}}}}
outputs: [corrected]
"""


@pytest.mark.parametrize(
    ("applied", "told"),
    [(3, "(3 corrections)"), (1, "(3 corrections, 2 of which could not be applied)")],
)
def test_corrections_are_counted(applied: int, told: str):
    recipe = dr.Recipe.parse(CORRECTED)
    counts = {"corrected": 7, "corrected.changes": 3, "corrected.changes.applied": applied}
    assert f"applied in “corrected” {told}." in describe(recipe, counts=counts)
    assert "applied in “corrected”." in describe(recipe)
    assert "“corrected” (7 objects)" in describe(recipe, {"counts": counts})


def test_counts_before_and_after_are_told_where_they_are_known():
    recipe = _recipe()
    text = describe(recipe, counts={"objects": 120, "large": 97})
    assert "(min size 50 pixel; 120 before, 97 after)." in text
    assert "before" not in describe(recipe, counts={"objects": 120})


SELECTED = """
darkroom: 1
inputs:
  objects: {kind: labels}
  marks: {kind: table}
steps:
  - {id: regions, op: measure.regions@1, inputs: {labels: objects}}
  - {id: marked, op: measure.annotate@1, inputs: {table: regions, marks: marks}}
  - {id: kept, op: labels.filter@1, inputs: {labels: objects, measurements: regions},
     params: {lower: 50 um^2, upper: 400 um^2}}
  - {id: others, op: labels.filter@1, inputs: {labels: kept, measurements: regions},
     params: {column: solidity, upper: 0.5, keep: outside, unmeasured: keep}}
  - {id: rows, op: measure.filter_table@1, inputs: {measurements: regions},
     params: {column: well, text: A1}}
outputs: [others, rows]
"""


def test_what_is_kept_by_a_column_is_told_with_its_limits_and_their_units():
    text = describe(dr.Recipe.parse(SELECTED), counts={"objects": 9, "kept": 7})
    assert "kept objects whose area was from 50 µm² to 400 µm² (“Filter objects" in text
    assert "kept rows whose well was “A1” (“Filter rows" in text
    assert (
        "Excluded were objects whose area was not from 50 µm² to 400 µm² (unmeasured remove; 9 "
        "before, 7 after), objects whose solidity was at most 0.5 (unmeasured keep) and rows "
        "whose well was not “A1”."
    ) in text


def test_what_was_rejected_by_hand_is_told_with_the_reasons():
    marked = pd.DataFrame(
        {
            "label": [1, 2, 3, 4, 5],
            "verdict": ["rejected", "", "rejected", "rejected", "accepted"],
            "reason": ["debris", "", "in mitosis", "debris", ""],
            "class": [""] * 5,
        }
    )
    counts = counts_of("marked", Table(marked, dict.fromkeys(marked, Column(""))))
    recipe = dr.Recipe.parse(SELECTED)
    told = "1 was accepted and 3 were rejected by hand (debris 2; in mitosis 1)."
    assert f"Of the 5 rows of “marked”, {told}" in describe(
        recipe, counts=told_counts(counts, recipe)
    )
    assert "Of the" not in describe(recipe)


def test_branches_say_what_they_work_on():
    text = dr.Recipe.load("count-cells-histology").describe()
    assert "From “blue” we blurred with a Gaussian kernel (sigma 6 pixel; mode reflect)" in text
    assert "made one mask of two (“Combine masks”; how minus), with “brown” as other" in text


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_step_of_a_shipped_recipe_is_said_once(name):
    recipe = dr.Recipe.load(name)
    text = recipe.describe()
    for reference in {step.op for step in recipe.steps}:
        summary = past(operations()[reference.partition("@")[0]].summary)
        assert text.count(summary) == sum(step.op == reference for step in recipe.steps)
    assert all(name in text for name in ("napari-darkroom", "NumPy", "OpenCV", "References"))


def test_other_packages_are_named_and_their_words_are_not_bent():
    def odd(image: dr.Image) -> dr.Image:
        """Something of a summary."""
        return image

    odd.__module__ = "elsewhere.ops"
    dr.operation(title="Odd", family="odd_test")(odd)
    recipe = dr.Recipe.of(
        {
            "inputs": {"a": {"kind": "image"}},
            "steps": [{"id": "b", "op": "odd_test.odd@1", "inputs": {"image": "a"}}],
            "outputs": ["b"],
            "packages": {"elsewhere": "1.2.3"},
        }
    )
    text = recipe.describe()
    registry.remove("odd_test.odd")
    assert "we applied “Odd” (elsewhere: Something of a summary), which gave “b”." in text
    assert "Further operations came from elsewhere 1.2.3." in text


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Crop it.", "cropped it"), ("Clear it.", "cleared it"), ("Apply it.", "applied it"),
        ("Sharpen it.", "sharpened it"), ("Keep it.", "kept it"), ("Mix it.", "mixed it"),
        ("Remove what is, or has been.", "removed what was, or had been"), ("Invert.", "inverted"),
        ("Play it; that is fun.", "played it"), ("Find this.", "found this"),
    ],
)  # fmt: skip
def test_the_past_tense(summary, expected):
    assert past(summary) == expected


def test_every_summary_begins_with_a_verb_that_says_what_to_do():
    for operation in operations().values():
        if not operation.module:
            verb, _ = told(operation.summary)
            assert verb.isalpha(), operation.id
            assert not verb.endswith(("ing", "ed")), operation.id


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.0, "2"), (0.25, "0.25"), (None, "none"), (False, "false"), ([1, None], "1:"), ("a", "a")],
)
def test_values_as_people_write_them(value, text):
    assert shown(value) == text
