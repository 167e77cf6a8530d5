"""The rooms keep their rule, and the rule would notice a breach."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
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


def test_every_dependency_is_imported():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {_plain(re.split(r"[\[<>=]", line)[0]) for line in project["dependencies"]}
    providers = metadata.packages_distributions()
    used = {_plain(name) for module in _imported() for name in providers.get(module, ())}
    assert "numpy" in needed
    assert needed - used == set()


def _plain(distribution):
    return re.sub("[-_.]+", "-", distribution).lower()


def _imported():
    """Return the first names of all modules that the package imports, anywhere in it."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found
