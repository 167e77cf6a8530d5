"""A session in one zip: the same bytes for the same content, and no trust in who made it."""

import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import DarkroomError, FileError, RecipeError
from napari_darkroom.recipe.archive import load_zip, save_zip
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.saved import FileSource, Saved

RECIPE = Recipe.parse(
    """
darkroom: 1
name: Masked
inputs:
  dna: {kind: image}
  drawn: {kind: mask}
steps:
- {id: inside, op: mask.apply@1, inputs: {image: dna, mask: drawn}}
outputs: [inside]
"""
)
DNA = dr.Image.of(np.arange(40, dtype=np.uint8).reshape(5, 8))
DRAWN = dr.Mask.of(np.eye(5, 8, dtype=bool))


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    dr.write(tmp_path / "dna.tif", DNA)
    return Saved(RECIPE, {"drawn": DRAWN}, {"dna": FileSource.of(tmp_path / "dna.tif")})


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() if p.is_file() else b"" for p in sorted(folder.rglob("*"))}


def rewritten(source: Path, target: Path, **changes: bytes | None) -> Path:
    """Return a copy of an archive with other or more members; None leaves one out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        members = {name: old.read(name) for name in old.namelist()}
        for name, data in (members | changes).items():
            if data is not None:
                new.writestr(name, data)
    return target


def test_an_archive_comes_back_and_has_the_same_bytes_each_time(tmp_path: Path, saved: Saved):
    first = save_zip(tmp_path / "a.zip", saved).read_bytes()
    assert save_zip(tmp_path / "b.zip", saved).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == [
            "README.txt",
            "inputs.json",
            "manual/drawn.tif",
            "recipe.py",
            "recipe.yaml",
            "versions.json",
            "view.json",
        ]
        assert str(tmp_path).encode() not in b"".join(map(archive.read, archive.namelist()))
        assert archive.read("README.txt").count(b"\n") == 3
    back = load_zip(tmp_path / "a.zip", tmp_path / "out")
    assert digest(back.manual["drawn"]) == digest(DRAWN)
    assert back.sources["dna"].path == tmp_path / "out" / "dna.tif"
    assert ["dna.tif does not exist" in one for one in back.problems] == [True]


def test_with_its_data_it_runs_anywhere(tmp_path: Path, saved: Saved):
    save_zip(tmp_path / "a.zip", saved, {"dna": DNA})
    back = load_zip(tmp_path / "a.zip", tmp_path / "out")
    assert (back.problems, dict(back.sources)) == ((), {})
    assert digest(back.data["dna"]) == digest(DNA)
    subprocess.run([sys.executable, "recipe.py"], cwd=tmp_path / "out", check=True)
    expected = RECIPE.run(DNA, DRAWN)["inside"]
    assert digest(dr.read(tmp_path / "out" / "results" / "inside.tif")) == digest(expected)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/evil.txt",
        "manual/../../evil.txt",
        "manual/..",
        "manual/a/b.tif",
        "C:/evil.txt",
        "manual\\..\\..\\evil.txt",
        "evil.py",
        "cache/x.npy",
        ".saving/complete.json",
        "manual/",
    ],
)
def test_names_that_are_no_part_of_a_session_end_it(tmp_path: Path, saved: Saved, name: str):
    save_zip(tmp_path / "a.zip", saved)
    rewritten(tmp_path / "a.zip", tmp_path / "evil.zip", **{name: b"x"})
    before = contents(tmp_path)
    with pytest.raises(FileError, match=r"no part of a session.*It may hold README\.txt"):
        load_zip(tmp_path / "evil.zip", tmp_path / "out")
    assert contents(tmp_path) == before
    assert not (tmp_path.parent / "evil.txt").exists()


def test_bombs_and_double_names_end_it(
    tmp_path: Path, saved: Saved, monkeypatch: pytest.MonkeyPatch
):
    save_zip(tmp_path / "a.zip", saved)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("manual/drawn.tif", bytes(40_000_000))
    rewritten(tmp_path / "a.zip", tmp_path / "double.zip", **{"RECIPE.yaml": None})
    with (
        zipfile.ZipFile(tmp_path / "double.zip", "a") as double,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        double.writestr("recipe.yaml", b"x")
    before = contents(tmp_path)
    with pytest.raises(FileError, match="would unpack to 40000000 bytes"):
        load_zip(tmp_path / "bomb.zip", tmp_path / "out")
    with pytest.raises(FileError, match="holds a name twice"):
        load_zip(tmp_path / "double.zip", tmp_path / "out")
    monkeypatch.setattr("napari_darkroom.recipe.archive.LARGEST", 1000)
    with pytest.raises(FileError, match="and 1000 are allowed"):
        load_zip(tmp_path / "a.zip", tmp_path / "out")
    assert contents(tmp_path) == before


def test_a_member_that_says_it_is_a_link_becomes_a_file(tmp_path: Path, saved: Saved):
    save_zip(tmp_path / "a.zip", saved)
    rewritten(tmp_path / "a.zip", tmp_path / "link.zip", **{"manual/drawn.tif": None})
    with zipfile.ZipFile(tmp_path / "link.zip", "a") as archive:
        about = zipfile.ZipInfo("manual/drawn.tif")
        about.create_system, about.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(about, "/etc/hostname")
    back = load_zip(tmp_path / "link.zip", tmp_path / "out")
    assert not (tmp_path / "out" / "manual" / "drawn.tif").is_symlink()
    assert "SHA-256" in back.problems[1]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"recipe.yaml": b"!!python/object:os.system {}"}, RecipeError, "python/object"),
        ({"recipe.yaml": b"darkroom: 7"}, RecipeError, "format 7"),
        ({"recipe.yaml": None}, FileError, "cannot be read"),
        ({"inputs.json": None}, FileError, "holds no session"),
        ({"inputs.json": b'{"darkroom_session": 9}'}, RecipeError, "format 9"),
    ],
)
def test_an_archive_whose_recipe_is_not_right_is_not_unpacked(
    tmp_path: Path,
    saved: Saved,
    change: dict[str, bytes | None],
    error: type[DarkroomError],
    message: str,
):
    save_zip(tmp_path / "a.zip", saved)
    rewritten(tmp_path / "a.zip", tmp_path / "b.zip", **change)
    before = contents(tmp_path)
    with pytest.raises(error, match=message):
        load_zip(tmp_path / "b.zip", tmp_path / "out")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("kind", ["text", "cut", "bytes"])
def test_what_is_no_archive_or_damaged_is_told(tmp_path: Path, saved: Saved, kind: str):
    data = save_zip(tmp_path / "a.zip", saved, {"dna": DNA}).read_bytes()
    position = data.index(b"drawn.tif") + 40
    damaged = {
        "text": b"no archive",
        "cut": data[: len(data) // 2],
        "bytes": data[:position] + b"\xff" * 20 + data[position + 20 :],
    }[kind]
    (tmp_path / "a.zip").write_bytes(damaged)
    before = contents(tmp_path)
    with pytest.raises(FileError, match=r"a\.zip"):
        load_zip(tmp_path / "a.zip", tmp_path / "out")
    assert contents(tmp_path) == before


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, saved: Saved):
    save_zip(tmp_path / "a.zip", saved)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    before = contents(tmp_path)
    with pytest.raises(FileError, match="is not empty"):
        load_zip(tmp_path / "a.zip", tmp_path / "out")
    assert contents(tmp_path) == before
