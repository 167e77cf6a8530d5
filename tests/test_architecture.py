"""The rooms keep their rule, and the rule would notice a breach."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "napari_darkroom"


def _lint(*arguments, cwd=ROOT):
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    return subprocess.run(
        [*command, "--no-cache", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def _rules():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["tool"]["importlinter"]


def test_the_rooms_keep_their_rule():
    done = _lint()
    assert done.returncode == 0, done.stdout
    # Each by name, for a lint that found no contract would be content too.
    for contract in _rules()["contracts"]:
        assert f"{contract['name']} KEPT" in done.stdout


def test_every_room_stands_in_the_rule():
    rows = _rules()["contracts"][0]["layers"]
    named = {room.strip() for row in rows for room in row.split("|")}
    assert named == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_a_breach_would_be_noticed(tmp_path):
    (tmp_path / "house" / "core").mkdir(parents=True)
    (tmp_path / "house" / "plugin").mkdir()
    for room, text in (("", ""), ("core", "import house.plugin"), ("plugin", "")):
        (tmp_path / "house" / room / "__init__.py").write_text(text)
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = house\n[importlinter:contract:1]\nname = rooms\n"
        "type = layers\ncontainers = house\nlayers =\n    plugin\n    core\n"
    )
    done = _lint(cwd=tmp_path)
    assert done.returncode == 1
    assert "house.core is not allowed to import house.plugin" in done.stdout
