"""The wheel holds what an installed Darkroom needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel and install it alone, away from this folder."""
    folder = tmp_path_factory.mktemp("wheel")
    _run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    place = folder / "place"
    _run("-m", "pip", "install", "-q", "--no-deps", "--target", str(place), str(wheel))
    return wheel, place


def _run(*arguments, **options):
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_manifest_recipes_stub_and_licence_are_in_it(installed):
    _, place = installed
    package = place / "napari_darkroom"
    source = ROOT / "src" / "napari_darkroom"
    for name in ("napari.yaml", "__init__.pyi", "py.typed"):
        assert (package / name).read_bytes() == (source / name).read_bytes()
    recipes = {path.name for path in (source / "recipe" / "shipped").glob("*.yaml")}
    assert recipes
    assert {path.name for path in (package / "recipe" / "shipped").glob("*.yaml")} == recipes
    (info,) = place.glob("napari_darkroom-*.dist-info")
    assert (info / "licenses" / "LICENSE").is_file()


def test_it_names_manifest_and_command(installed):
    wheel, _ = installed
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("entry_points.txt")]
        entries = archive.read(name).decode()
    assert "[napari.manifest]\nnapari-darkroom = napari_darkroom:napari.yaml" in entries
    assert "darkroom = napari_darkroom.cli.main:main" in entries


def test_the_installed_package_runs_from_elsewhere(installed, tmp_path):
    _, place = installed
    said = _run(
        "-c",
        f"import sys; sys.path.insert(0, {str(place)!r})\n"
        "import napari_darkroom as dr\n"
        "from napari_darkroom.recipe.shipped import shipped\n"
        "print(dr.__file__)\n"
        "print(len([dr.Recipe.load(path) for path in shipped().values()]))",
        cwd=tmp_path,
    )
    file, recipes = said.split()
    assert Path(file).is_relative_to(place)
    assert int(recipes) == len(list((ROOT / "src").glob("**/shipped/*.yaml")))


def test_the_root_manifest_is_a_link_to_the_packages():
    link = ROOT / "napari.yaml"
    assert link.is_symlink()
    assert link.resolve() == (ROOT / "src" / "napari_darkroom" / "napari.yaml").resolve()


def test_only_what_the_layout_names_stands_at_the_root():
    listed = subprocess.run(
        ["git", "ls-tree", "--name-only", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: an unpacked source package has no more than it needs")
    names = {name for name in listed.stdout.split() if not name.startswith(".")}
    assert names <= {
        "LICENSE",
        "README.md",
        "docs",
        "napari.yaml",
        "pyproject.toml",
        "src",
        "tests",
        "tox.ini",
    }
