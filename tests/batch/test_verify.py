"""A result that is made again: three verdicts, and clear words where it cannot be."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.batch.comparison import compare_values
from napari_darkroom.batch.plan import plan_files
from napari_darkroom.batch.run import run_batch
from napari_darkroom.cli.main import main
from napari_darkroom.core.errors import DarkroomError, FileError, RecipeError
from napari_darkroom.core.registry import registry
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.manual import save_manual
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.provenance import InputOrigin, provenance_for, value_digest

TEXT = """
darkroom: 1
inputs:
  image: {kind: image}
  drawn: {kind: mask, manual: {file: drawn.tif, sha256: SHA}}
steps:
  - {id: smooth, op: filters.gaussian@1, inputs: {image: image}, params: {sigma: 1}}
  - {id: other, op: filters.median@1, inputs: {image: image}}
  - {id: bright, op: threshold.manual@1, inputs: {image: smooth}, params: {lower: 140}}
  - {id: inside, op: mask.apply@1, inputs: {image: smooth, mask: drawn}}
  - {id: spots, op: segment.connected_components@1, inputs: {mask: bright}}
  - {id: objects, op: measure.regions@1, inputs: {labels: spots, image: inside}}
outputs: [smooth, spots, bright, objects]
"""
RESULTS = ["smooth.tif", "spots.tif", "bright.tif", "objects.csv"]


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run a batch of one image; return the folder of its results."""
    pixels = np.random.default_rng(1).integers(0, 255, (20, 30)).astype(np.uint8)
    (tmp_path / "in").mkdir()
    (tmp_path / "recipe").mkdir()
    dr.write(tmp_path / "in" / "a.tif", dr.Image.of(pixels, scale=0.5, units="um"))
    drawn = dr.Mask.of(pixels > 20, scale=0.5, units="um")
    (manual,) = save_manual(tmp_path / "recipe", {"drawn": drawn}).values()
    given = {"drawn": tmp_path / "recipe" / "manual" / "drawn.tif"}
    recipe = Recipe.parse(TEXT.replace("SHA", manual.sha256))
    monkeypatch.chdir(tmp_path)
    sets = plan_files(recipe, ["in"], skip=Path("out"), manual=given)
    folder = tmp_path / "recipe"
    assert run_batch(recipe, sets, "out", workers=1, folder=folder).failures == ()
    return tmp_path / "out" / "a"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() if p.is_file() else b"" for p in sorted(folder.rglob("*"))}


def told(path: Path) -> dict[str, Any]:
    """Return a copy of what a result tells of its origin."""
    return json.loads(json.dumps(dr.read(path).metadata["provenance"]))


def rewrite(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Let a result tell something else of its origin."""
    origin = told(path)
    change(origin)
    dr.write(path, dr.read(path), provenance=origin)
    return path


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_of_a_batch_is_the_same_bits_and_nothing_is_written(results: Path, name: str):
    before = contents(results.parents[1])
    verdict = dr.verify(results / name)
    assert (verdict.outcome, verdict.ok, verdict.changed) == ("same bits", True, ())
    assert verdict.text() == f"{results / name}: the same bits"
    assert contents(results.parents[1]) == before


@pytest.mark.parametrize("end", [".tif", ".ome.tif", ".npy", ".png", ".csv"])
def test_what_apply_wrote_is_verified_in_every_format(tmp_path: Path, end: str):
    source = tmp_path / "a.tif"
    dr.write(source, dr.Labels.of(np.repeat(np.arange(6, dtype=np.uint8), 20).reshape(10, 12)))
    operation = {".csv": "measure.regions", ".png": "labels.remove_small"}.get(
        end, "labels.remove_small"
    )
    target = tmp_path / f"b{end}"
    assert main(["apply", operation, str(source), str(target)]) == 0
    assert dr.verify(target).outcome == "same bits"


def test_several_files_of_one_input_and_choices_of_the_run_come_back(tmp_path: Path):
    stack = dr.Image.of(np.random.default_rng(2).random((3, 9, 9)).astype(np.float32), axes="zyx")
    dr.write(tmp_path / "a.tif", stack)
    arguments = [str(tmp_path / "a.tif"), str(tmp_path / "b.tif"), "--axes", "planes"]
    assert main(["apply", "filters.gaussian", *arguments]) == 0
    assert told(tmp_path / "b.tif")["axes"] == "planes"
    assert dr.verify(tmp_path / "b.tif").outcome == "same bits"
    rewrite(tmp_path / "b.tif", lambda origin: origin.update(axes="volume"))
    assert dr.verify(tmp_path / "b.tif").outcome == "different"


@pytest.mark.parametrize(
    ("factor", "outcome"), [(1 + 1e-7, "within tolerance"), (1.001, "different")]
)
def test_a_difference_is_measured_against_the_tolerance_of_the_steps(
    results: Path, monkeypatch: pytest.MonkeyPatch, factor: float, outcome: str
):
    path = results / "smooth.tif"
    smooth = dr.read(path)
    changed = (smooth.data.astype(np.float64) * factor).astype(np.float32)
    dr.write(path, smooth.with_data(changed))
    # One that is not above the result has no say.
    monkeypatch.setitem(registry._operations, *tolerant("filters.median", 1.0))
    verdict = dr.verify(path)
    assert (verdict.outcome, verdict.tolerance) == (outcome, find("filters.gaussian").tolerance)
    assert 0 < verdict.largest <= abs(factor - 1) * 1.5
    assert f"largest difference: {verdict.largest:.3g} of the largest number" in verdict.text()


def tolerant(name: str, tolerance: float) -> tuple[str, Any]:
    return name, replace(registry[name], tolerance=tolerance)


def test_changed_cells_are_named_by_their_row(results: Path):
    path = results / "objects.csv"
    table = dr.read(path)
    column = next(c for c in table.data.columns if table.data[c].dtype == np.float64)
    table.data[column] += 1.0
    assert len(table.data) > 10
    dr.write(path, table)
    verdict = dr.verify(path)
    assert verdict.outcome == "different"
    assert len(verdict.cells) == len(table.data)
    first = verdict.cells[0]
    assert (first.row, first.column) == (f"label {table.data['label'][0]}", column)
    assert first.stored == first.now + 1.0
    lines = verdict.text().splitlines()
    assert len(lines) == 1 + 1 + 10 + 1 + 1
    assert "by other means after it was made" in lines[-1]
    assert lines[2] == f"  {first}"
    assert lines[-2] == f"  ... {len(verdict.cells)} cells differ"


def test_labels_and_masks_have_no_tolerance(results: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(registry._operations, *tolerant("filters.gaussian", 1.0))
    for name in ("spots.tif", "bright.tif"):
        grid = dr.read(results / name)
        data = grid.data.copy()
        data[0, :3] = ~data[0, :3] if data.dtype == bool else data[0, :3] + 1
        dr.write(results / name, grid.with_data(data))
        verdict = dr.verify(results / name)
        assert verdict.outcome == "different"
        assert verdict.details == ("0.5000% of the pixels differ",)


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (lambda g: g.with_data(g.data[:-1]), "shape: (19, 30) stored, (20, 30) now"),
        (lambda g: g.with_data(g.data.astype(np.float64)), "pixel type: float64 stored, float32"),
        (lambda g: replace(g, calibration=g.calibration.moved((1, 0))), "translate: (0.5, 0.0)"),
        (lambda g: dr.Labels(g.data.astype(int), g.calibration, g.name, g.metadata), "kind: label"),
    ],
)
def test_what_is_of_another_form_is_different(
    results: Path, change: Callable[[dr.Image], dr.Image], detail: str
):
    path = results / "smooth.tif"
    dr.write(path, change(dr.read(path)))
    verdict = dr.verify(path)
    assert (verdict.outcome, verdict.ok) == ("different", False)
    assert verdict.details[0].startswith(detail)


def test_a_table_of_another_form_is_different(results: Path):
    table = dr.read(results / "objects.csv")
    dr.write(results / "objects.csv", replace(table, data=table.data.iloc[1:]))
    found = dr.verify(results / "objects.csv").details
    assert found == (f"rows: {len(table.data) - 1} stored, {len(table.data)} now",)


def test_versions_and_machine_that_changed_are_named(results: Path):
    def older(origin: dict[str, Any]) -> None:
        origin["versions"]["numpy"] = "1.0"
        origin["machine"]["processor"] = "Abacus"

    verdict = dr.verify(rewrite(results / "smooth.tif", older))
    assert verdict.outcome == "same bits"
    assert verdict.changed[0] == f"numpy 1.0 when it was made, {np.__version__} now"
    assert verdict.changed[1].startswith("processor Abacus when it was made, ")


def test_inputs_are_found_by_name_and_hash_by_pixels_and_where_they_are_told(
    results: Path, tmp_path: Path
):
    path = results / "smooth.tif"
    (tmp_path / "in").rename(tmp_path / "moved")
    with pytest.raises(FileError, match=r"input image \(a\.tif\) is not beside.*--inputs DIR"):
        dr.verify(path)
    assert dr.verify(path, tmp_path / "moved").ok
    (tmp_path / "deep" / "more").mkdir(parents=True)
    (tmp_path / "moved" / "a.tif").rename(tmp_path / "deep" / "more" / "a.tif")
    dr.write(tmp_path / "deep" / "a.tif", dr.Image.of(np.zeros((3, 4))))
    assert dr.verify(path, tmp_path / "deep").ok
    image = dr.read(tmp_path / "deep" / "more" / "a.tif")
    (tmp_path / "other").mkdir()
    dr.write(tmp_path / "other" / "renamed.npy", image)
    assert dr.verify(path, tmp_path / "other").ok
    (tmp_path / "deep" / "more" / "a.tif").rename(results / "a.tif")
    assert dr.verify(path).ok


def test_an_input_that_has_changed_is_told(results: Path, tmp_path: Path):
    image = dr.read(tmp_path / "in" / "a.tif")
    dr.write(tmp_path / "in" / "a.tif", image.with_data(image.data + 1))
    before = contents(tmp_path)
    with pytest.raises(FileError, match=r"input image has changed: a\.tif had the SHA-256"):
        dr.verify(results / "smooth.tif")
    with pytest.raises(FileError, match="is no folder"):
        dr.verify(results / "smooth.tif", tmp_path / "nothing")
    assert contents(tmp_path) == before


def test_a_changed_file_in_the_folder_that_is_named_is_told_wherever_the_right_one_is(
    results: Path, tmp_path: Path
):
    named = tmp_path / "named"
    named.mkdir()
    image = dr.read(tmp_path / "in" / "a.tif")
    dr.write(named / "a.tif", image.with_data(image.data + np.uint8(1)))
    assert dr.verify(results / "smooth.tif").outcome == "same bits"
    with pytest.raises(FileError, match=r"The input image has changed: .*named"):
        dr.verify(results / "smooth.tif", named)
    (named / "of_another_name").mkdir()
    dr.write(named / "of_another_name" / "a.tif", image)
    assert dr.verify(results / "smooth.tif", named).outcome == "same bits"


def test_a_value_without_a_file_is_found_by_its_digest(tmp_path: Path):
    recipe = Recipe.parse(
        "darkroom: 1\ninputs: {image: {kind: image}}\noutputs: [s]\n"
        "steps: [{id: s, op: filters.median@1, inputs: {image: image}}]"
    )
    image = dr.Image.of(np.arange(30, dtype=np.uint8).reshape(5, 6))
    origin = provenance_for(recipe, {"image": InputOrigin(digest=value_digest(image))}, "s")
    dr.write(tmp_path / "s.tif", recipe.run(image)["s"], provenance=origin)
    with pytest.raises(FileError, match="a value without a file, digest"):
        dr.verify(tmp_path / "s.tif")
    dr.write(tmp_path / "layer.tif", image)
    assert dr.verify(tmp_path / "s.tif").outcome == "same bits"


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda o: o["inputs"]["image"].update(file="../a.tif"), FileError, "leads elsewhere"),
        (lambda o: o["inputs"]["image"].update(file="..\\a.tif"), FileError, "leads elsewhere"),
        (lambda o: o.update(inputs={}), FileError, "does not tell which file was its input image"),
        (lambda o: o.pop("inputs"), FileError, "does not tell what it was made by"),
        (lambda o: o.pop("recipe"), FileError, "neither a recipe nor an operation"),
        (lambda o: o.pop("output"), RecipeError, "Allowed: "),
        (lambda o: o.update(output="smoth"), RecipeError, "Did you mean 'smooth'"),
        (lambda o: o["recipe"].update(darkroom=9), RecipeError, "format 9"),
        (lambda o: o.update(recipe="text"), RecipeError, "is no recipe"),
        (lambda o: o["recipe"]["steps"][0].update(op="my.blur@1"), RecipeError, "my.blur"),
        (
            lambda o: o["recipe"]["steps"][0]["params"].update(sigmo=1),
            RecipeError,
            "Did you mean 'sigma'",
        ),
    ],
)
def test_a_provenance_that_cannot_be_right_is_told(
    results: Path,
    tmp_path: Path,
    change: Callable[[dict[str, Any]], object],
    error: type[DarkroomError],
    message: str,
):
    path = rewrite(results / "smooth.tif", change)
    before = contents(tmp_path)
    with pytest.raises(error, match=message):
        dr.verify(path)
    assert contents(tmp_path) == before


def test_a_package_that_is_not_installed_is_named(results: Path):
    def foreign(origin: dict[str, Any]) -> None:
        origin["recipe"]["steps"][0]["op"] = "starlight.find@1"
        told = {"package": "starlight-no-such", "version": "3.1"}
        origin["packages"] = {"starlight.find@1": told}
        origin["recipe"]["packages"] = {}

    path = rewrite(results / "smooth.tif", foreign)
    with pytest.raises(RecipeError, match=r"starlight-no-such 3\.1, which is not installed"):
        dr.verify(path)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    dr.write(tmp_path / "plain.tif", dr.Image.of(np.zeros((3, 4))))
    return tmp_path / "plain.tif"


def test_a_file_without_provenance_is_told(plain: Path, results: Path):
    with pytest.raises(FileError, match="does not tell what it was made by"):
        dr.verify(plain)
    rewrite(results / "smooth.tif", lambda origin: origin.pop("inputs"))
    with pytest.raises(FileError, match="does not tell what it was made by"):
        dr.verify(results / "smooth.tif")


def test_whole_numbers_and_keys_of_a_table_have_no_tolerance(
    results: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(registry._operations, *tolerant("measure.regions", 1.0))
    path = results / "objects.csv"
    table = dr.read(path)
    for column in ("label", "num_pixels"):
        cells = table.data.copy()
        cells[column] += 1
        dr.write(path, replace(table, data=cells))
        verdict = dr.verify(path)
        assert verdict.outcome == "different"
        assert verdict.details == (
            f"{column} differ: whole numbers, texts and keys have no tolerance",
        )
        assert {cell.column for cell in verdict.cells} == {column}
        assert str(verdict.cells[0]) in verdict.text()


def test_how_objects_may_differ_is_no_tolerance_of_what_is_measured_on_them(
    results: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(registry._operations, *tolerant("segment.connected_components", 0.5))
    path = results / "objects.csv"
    table = dr.read(path)
    table.data["intensity_mean"] *= 1.001
    dr.write(path, table)
    verdict = dr.verify(path)
    assert (verdict.outcome, verdict.tolerance) == ("different", find("filters.gaussian").tolerance)


@pytest.mark.parametrize("tolerance", [0.0, 1e-6])
def test_large_whole_numbers_are_compared_exactly_where_nothing_is_allowed(tolerance: float):
    before, after = (dr.Image.of(np.array([[2**60 + one]])) for one in (0, 1))
    compared = compare_values(before, after, tolerance)
    assert (compared.outcome == "different") == (tolerance == 0)
