"""A session on disk comes back as it was, is replaced as a whole, and says what it misses."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import DarkroomError, FileError, RecipeError
from napari_darkroom.recipe.folder import load_session, save_session
from napari_darkroom.recipe.model import Recipe, RecipeInput
from napari_darkroom.recipe.saved import FileSource, Saved

TEXT = """
darkroom: 1
name: Session
inputs:
  dna: {kind: image}
  drawn: {kind: mask, manual: {file: x.tif, sha256: SHA, made_on: {dna: SHA}}}
  seeds: {kind: labels}
steps:
- {id: inside, op: mask.apply@1, inputs: {image: dna, mask: drawn}}
outputs: [inside, seeds]
"""
RECIPE = Recipe.parse(TEXT.replace("SHA", "a" * 64))
DRAWN = dr.Mask.of(np.eye(5, 8, dtype=bool))
SEEDS = dr.Labels.of(np.arange(40, dtype=np.int32).reshape(5, 8))


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    dr.write(tmp_path / "dna.tif", dr.Image.of(np.arange(40, dtype=np.uint8).reshape(5, 8)))
    source = FileSource.of(tmp_path / "dna.tif", {"image": 0, "channel": 1})
    view = {"camera": {"zoom": 1.5}, "hidden": ["smooth"]}
    return Saved(RECIPE, {"drawn": DRAWN}, {"dna": source}, {"seeds": SEEDS}, view)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def test_a_session_comes_back(tmp_path: Path, saved: Saved):
    folder = save_session(tmp_path / "session", saved)
    back = load_session(folder)
    assert back.problems == ()
    assert back.sources == saved.sources
    assert back.view == saved.view
    assert digest(back.manual["drawn"]) == digest(DRAWN)
    assert digest(back.data["seeds"]) == digest(SEEDS)
    assert back.recipe.steps == RECIPE.steps
    manual = back.recipe.inputs["drawn"].manual
    assert manual is not None
    assert (manual.file, dict(manual.made_on)) == ("drawn.tif", {"dna": "a" * 64})
    assert json.loads((folder / "versions.json").read_text())["versions"]["numpy"] == np.__version__


def test_the_same_session_gives_the_same_files(tmp_path: Path, saved: Saved):
    save_session(tmp_path / "one", saved)
    save_session(tmp_path / "two", saved)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    save_session(tmp_path / "two", load_session(tmp_path / "one"))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_files_are_found_when_all_of_it_moves(tmp_path: Path, saved: Saved):
    save_session(tmp_path / "session", saved)
    assert str(tmp_path) not in (tmp_path / "session" / "inputs.json").read_text()
    (tmp_path / "elsewhere").mkdir()
    for name in ("session", "dna.tif"):
        (tmp_path / name).rename(tmp_path / "elsewhere" / name)
    back = load_session(tmp_path / "elsewhere" / "session")
    assert back.sources["dna"].path == tmp_path / "elsewhere" / "dna.tif"
    assert back.problems == ()


def test_saving_again_replaces_the_parts_and_leaves_the_rest(tmp_path: Path, saved: Saved):
    folder = save_session(tmp_path / "session", saved)
    (folder / "cache").mkdir()
    (folder / "cache" / "kept").write_text("result")
    (folder / "notes.txt").write_text("mine")
    less = Recipe.parse(RECIPE.text().replace(", seeds]", "]").replace("Session", "Less"))
    inputs = {name: one for name, one in less.inputs.items() if name != "seeds"}
    less = less.model_copy(update={"inputs": inputs})
    save_session(folder, Saved(less, saved.manual, saved.sources))
    assert not (folder / "inputs").exists()
    assert load_session(folder).recipe.name == "Less"
    assert (folder / "cache" / "kept").read_text() == "result"
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("at", range(12))
def test_a_move_that_fails_leaves_the_earlier_session(
    tmp_path: Path, saved: Saved, monkeypatch: pytest.MonkeyPatch, at: int
):
    folder = save_session(tmp_path / "session", saved)
    before, move, calls = contents(folder), Path.replace, []
    other = Saved(RECIPE, {"drawn": dr.Mask.of(~DRAWN.data)}, saved.sources, saved.data, {"a": 1})

    def refuse(path: Path, target: Path) -> Path:
        into = folder in (path.parent, Path(target).parent)
        calls.append(into)
        if into and sum(calls) == at + 1:
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileError, match=r"session cannot be written: Permission denied\."):
        save_session(folder, other)
    assert contents(folder) == before


@pytest.mark.parametrize("at", range(12))
def test_a_program_that_is_ended_meanwhile_leaves_one_of_the_two_sessions(
    tmp_path: Path, saved: Saved, monkeypatch: pytest.MonkeyPatch, at: int
):
    folder = save_session(tmp_path / "session", saved)
    other = Saved(RECIPE, {"drawn": dr.Mask.of(~DRAWN.data)}, saved.sources, saved.data, {"a": 1})
    move, count = Path.replace, iter(range(100))

    def die(path: Path, target: Path) -> Path:
        # Nothing can be moved or removed any more: the program is gone.
        if folder in (path.parent, Path(target).parent) and next(count) >= at:
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(FileError):
            save_session(folder, other)
    back = load_session(folder)
    assert back.view == {"a": 1}
    assert digest(back.manual["drawn"]) == digest(other.manual["drawn"])
    assert not (folder / ".saving").exists()


def test_what_cannot_be_written_leaves_no_folder(tmp_path: Path, saved: Saved):
    wrong = Saved(RECIPE, saved.manual, saved.sources, saved.data, {"a": object()})
    with pytest.raises(RecipeError, match=r"view\.json cannot hold this"):
        save_session(tmp_path / "session", wrong)
    assert not (tmp_path / "session").exists()
    with pytest.raises(RecipeError, match=r"no input 'dns'.*Did you mean 'dna'"):
        save_session(tmp_path / "session", Saved(RECIPE, {}, {"dns": saved.sources["dna"]}))
    with pytest.raises(RecipeError, match="'seeds' is given twice"):
        save_session(tmp_path / "session", Saved(RECIPE, {"seeds": SEEDS}, {}, {"seeds": SEEDS}))
    assert not (tmp_path / "session").exists()


def test_a_folder_with_other_things_of_these_names_is_not_replaced(tmp_path: Path, saved: Saved):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "recipe.yaml").write_text("mine")
    with pytest.raises(FileError, match=r"holds recipe\.yaml and is no session"):
        save_session(tmp_path / "results", saved)
    assert contents(tmp_path / "results") == {"recipe.yaml": b"mine"}


def test_missing_and_changed_inputs_are_told_and_the_rest_is_there(tmp_path: Path, saved: Saved):
    folder = save_session(tmp_path / "session", saved)
    (tmp_path / "dna.tif").unlink()
    (folder / "manual" / "drawn.tif").write_bytes(b"other")
    (folder / "inputs" / "seeds.tif").unlink()
    back = load_session(folder)
    assert len(back.problems) == 3
    assert f"Input dna: {tmp_path / 'dna.tif'} does not exist" in back.problems[0]
    assert "Input drawn: " in back.problems[1]
    assert "SHA-256" in back.problems[1]
    assert "Input seeds: " in back.problems[2]
    assert (back.manual, back.data) == ({}, {})
    save_session(folder, back)
    assert (folder / "manual" / "drawn.tif").read_bytes() == b"other"


@pytest.mark.parametrize("length", [5, 4])
def test_a_changed_file_is_told(tmp_path: Path, saved: Saved, length: int):
    folder = save_session(tmp_path / "session", saved)
    data = (tmp_path / "dna.tif").read_bytes()
    (tmp_path / "dna.tif").write_bytes(data[:-1] + b"?" * (length - 4))
    assert ["has changed" in one for one in load_session(folder).problems] == [True]


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("recipe.yaml", ("darkroom: 1", "darkroom: 99"), "format 99; this version of Darkroom"),
        ("recipe.yaml", ("mask.apply@1", "mask.aply@1"), "mask.apply"),
        ("recipe.yaml", ("mask.apply@1", "mask.apply@77"), "not the installed version"),
        ("recipe.yaml", ("image: dna", "image: inside"), "a circle cannot run"),
        ("recipe.yaml", ("mask: drawn", "mask: drwn"), "Did you mean 'drawn'"),
        ("recipe.yaml", ("name: Session", "name: !!python/object:os.system {}"), "line 2"),
        ("recipe.yaml", ("file: drawn.tif", "file: ../drawn.tif"), "no other folder"),
        ("recipe.yaml", ("dna: {", "'../dna': {"), "small letters, digits"),
        ("recipe.yaml", ("{image: dna,", "{image: ["), "recipe.yaml, line"),
        (
            "inputs.json",
            ('"darkroom_session": 1', '"darkroom_session": 2'),
            "format 2; this version",
        ),
        ("inputs.json", ('"seeds.tif"', '"../seeds.tif"'), "values, seeds, file"),
        ("inputs.json", ('"seeds": {', '"seds": {'), "which recipe.yaml does not have"),
        ("inputs.json", ('"size"', '"sise"'), "files, dna, si"),
        ("inputs.json", ("{", ""), "is damaged"),
        ("view.json", ("{", "["), "is damaged"),
    ],
)
def test_a_damaged_session_is_an_error_that_says_where(
    tmp_path: Path, saved: Saved, name: str, change: tuple[str, str], message: str
):
    folder = save_session(tmp_path / "session", saved)
    text = (folder / name).read_text()
    assert change[0] in text
    (folder / name).write_text(text.replace(*change, 1))
    before = contents(tmp_path)
    with pytest.raises(DarkroomError) as caught:
        load_session(folder)
    assert message in str(caught.value)
    assert name in str(caught.value) or "session of format" in str(caught.value)
    assert contents(tmp_path) == before


def test_a_folder_without_a_session_is_told(tmp_path: Path):
    with pytest.raises(FileError, match="holds no session"):
        load_session(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_saved_session_runs_on_the_image_that_it_was_drawn_on(tmp_path: Path, saved: Saved):
    dna = dr.read(tmp_path / "dna.tif")
    bare = {"drawn": RecipeInput(kind="mask")}
    recipe = RECIPE.model_copy(update={"inputs": {**RECIPE.inputs, **bare}})
    told = replace(saved, recipe=recipe, made_on={"dna": digest(dna), "seeds": digest(SEEDS)})
    folder = save_session(tmp_path / "session", told)
    result = Recipe.load(folder / "recipe.yaml").run(dna=dna, seeds=SEEDS, folder=folder)["inside"]
    assert digest(result) == digest(dr.mask.apply(dna, DRAWN))
