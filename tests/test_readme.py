"""The README's lines are those that are run elsewhere."""

import itertools
from pathlib import Path

import pytest
from readme_lines import line

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("name", "shell"), itertools.product(["demo", "test"], ["sh", "powershell"])
)
def test_each_command_is_one_line(name, shell):
    assert line(name, shell).startswith(("python3 -m venv", "py -3.11 -m venv"))


def test_ci_runs_the_test_line_and_nothing_else():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [one for one in script if one and not one.startswith("#")]
    assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', line("test", "sh")]


def test_the_demo_line_installs_this_folder_and_runs_the_demo():
    steps = line("demo", "sh").split(" && ")
    assert steps[1:] == [".venv/bin/pip install -q .", ".venv/bin/darkroom demo"]


def test_every_picture_of_the_readme_is_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = [part.split(")")[0] for part in text.split("](docs/images/")[1:]]
    assert pictures
    assert all((ROOT / "docs" / "images" / name).is_file() for name in pictures)
