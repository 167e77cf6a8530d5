from pathlib import Path

import pytest

from napari_darkroom.batch.plan import plan_files, plan_patterns
from napari_darkroom.core.errors import RecipeError
from napari_darkroom.recipe.model import Recipe

ONE = Recipe.parse("""
darkroom: 1
inputs:
  dna: {kind: image}
steps:
  - {id: mask, op: threshold.otsu@1, inputs: {image: dna}}
outputs: [mask]
""")
TWO = Recipe.parse("""
darkroom: 1
inputs:
  dna: {kind: image}
  cells: {kind: labels}
steps:
  - {id: table, op: measure.regions@1, inputs: {labels: cells, image: dna}}
outputs: [table]
""")
CHANNELS = Recipe.parse("""
darkroom: 1
inputs:
  dna: {kind: image, channel: 0}
  actin: {kind: image, channel: 1}
steps:
  - {id: mask, op: threshold.otsu@1, inputs: {image: dna}}
  - {id: other, op: threshold.otsu@1, inputs: {image: actin}}
outputs: [mask, other]
""")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ["b.tif", "a.tif", "notes.txt", ".hidden.tif", "deep/c.tif", "out/old.tif"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_gives_its_images_sorted(folder: Path):
    sets = plan_files(ONE, [folder], skip=folder / "out")
    assert [(one.name, one.files["dna"].name) for one in sets] == [("a", "a.tif"), ("b", "b.tif")]


def test_a_pattern_reaches_into_folders_but_not_into_the_results(folder: Path):
    sets = plan_files(ONE, ["**/*.tif"], skip=folder / "out")
    assert [one.name for one in sets] == ["a", "b", "c"]


@pytest.mark.parametrize("other", ["{folder}/a.tif", "deep/../a.tif", "{folder}"])
def test_a_file_named_in_two_ways_runs_once(folder: Path, other: str):
    given = ["a.tif", "b.tif", other.format(folder=folder)]
    sets = plan_files(ONE, given, skip=folder / "out")
    assert sorted(one.name for one in sets) == ["a", "b"]


def test_a_file_given_twice_runs_once(folder: Path):
    assert len(plan_files(ONE, ["a.tif", "./a.tif", "a*.tif"], skip=folder / "out")) == 1


def test_a_missing_file_is_planned_and_fails_later(folder: Path):
    assert [one.name for one in plan_files(ONE, ["nothing.tif"], skip=folder / "out")] == [
        "nothing"
    ]


@pytest.mark.parametrize("given", ["*.png", "out"])
def test_nothing_that_fits_is_an_error(folder: Path, given: str):
    with pytest.raises(RecipeError, match="No image fits"):
        plan_files(ONE, [given], skip=folder / "out")


def test_several_inputs_need_patterns(folder: Path):
    with pytest.raises(RecipeError, match="--input dna="):
        plan_files(TWO, ["a.tif"], skip=folder / "out")


def test_inputs_that_name_their_channel_come_from_one_file(folder: Path):
    (one,) = plan_files(CHANNELS, ["a.tif"], skip=folder / "out")
    assert dict(one.files) == {"dna": Path("a.tif"), "actin": Path("a.tif")}


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    for name in ["a1_d0.tif", "a1_m.tif", "a2_d0.tif", "a2_m.tif", "a[3]_d0.tif", "a[3]_m.tif"]:
        (tmp_path / name).touch()
    return tmp_path


def test_files_belong_together_where_the_wildcards_stand_for_the_same(pairs: Path):
    sets = plan_patterns(TWO, {"cells": f"{pairs}/*_m.tif", "dna": f"{pairs}/*_d0.tif"})
    joined = [(one.files["dna"].name, one.files["cells"].name) for one in sets]
    assert joined == [(f"{a}_d0.tif", f"{a}_m.tif") for a in ("a1", "a2", "a[3]")]
    assert [one.name for one in sets] == ["a1_d0", "a2_d0", "a[3]_d0"]


def test_a_file_without_partner_is_planned_without_it(pairs: Path):
    (pairs / "a2_m.tif").unlink()
    sets = plan_patterns(TWO, {"dna": f"{pairs}/a?_d0.tif", "cells": f"{pairs}/a?_m.tif"})
    assert [set(one.files) for one in sets] == [{"dna", "cells"}, {"dna"}]


def test_plain_files_make_one_set(pairs: Path):
    (one,) = plan_patterns(TWO, {"dna": f"{pairs}/a1_d0.tif", "cells": f"{pairs}/a2_m.tif"})
    assert one.files["cells"] == pairs / "a2_m.tif"


@pytest.mark.parametrize(
    ("patterns", "said"),
    [
        ({"dna": "*.tif", "cell": "*.tif"}, "Did you mean 'cells'"),
        ({"dna": "*.tif"}, "'cells' is missing"),
        ({"dna": "*.tif", "cells": "?.tif"}, "same wildcards"),
        ({"dna": "**/*.tif", "cells": "**/*.tif"}, "same wildcards"),
        ({"dna": "*_none.tif", "cells": "*_m.tif"}, "No file fits"),
    ],
)
def test_patterns_that_cannot_join(pairs: Path, patterns: dict[str, str], said: str):
    with pytest.raises(RecipeError, match=said):
        plan_patterns(TWO, {name: f"{pairs}/{one}" for name, one in patterns.items()})
