import subprocess
import sys

import pytest

from napari_darkroom import __version__
from napari_darkroom.cli.main import COMMANDS, main
from napari_darkroom.core.errors import InstallationError

HEAVY = ["napari", "qtpy", "PyQt6", "skimage", "numba", "pandas", "scipy", "cv2", "numpy"]


def loaded_by(*arguments: str) -> set[str]:
    """Return which heavy packages a process of its own has loaded after a command."""
    code = (
        "import sys; from napari_darkroom.cli.main import main; "
        f"assert main({list(arguments)}) == 0; "
        f"sys.stderr.write(' '.join(m for m in {HEAVY} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_is_light():
    assert loaded_by("--help") == set()
    assert loaded_by("run", "--help") == set()


def test_what_needs_the_operations_loads_no_library_of_theirs():
    assert loaded_by("apply", "filters.gaussian", "--help") == {"numpy"}


def test_help_names_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]):
    assert main(["--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for name, summary in COMMANDS.items():
        assert name in text
        assert summary in text
    assert "exit codes" in text


@pytest.mark.parametrize("command", [[name] for name in COMMANDS] + [["recipe", "check"]])
def test_help_of_every_command_reads_well(command: list[str], capsys: pytest.CaptureFixture[str]):
    assert main([*command, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("usage: darkroom " + " ".join(command))
    assert max(len(line) for line in text.splitlines()) <= 100


def test_version(capsys: pytest.CaptureFixture[str]):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"darkroom {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "COMMAND"),
        (["nothing"], "invalid choice: 'nothing'"),
        (["operations", "--jsn"], "Did you mean '--json'"),
        (["recipe", "list", "surplus"], "surplus is unknown"),
        (["recipe"], "ACTION"),
        (["run"], "RECIPE"),
    ],
)
def test_wrong_usage_is_2_on_standard_error(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_an_error_is_one_paragraph_and_debug_shows_the_traceback(
    capsys: pytest.CaptureFixture[str],
):
    assert main(["recipe", "check", "nothing.yaml"]) == 2
    plain = capsys.readouterr().err
    assert plain.startswith("darkroom: There is no recipe 'nothing.yaml'")
    assert len(plain.splitlines()) == 1
    assert main(["recipe", "check", "nothing.yaml", "--debug"]) == 2
    debug = capsys.readouterr().err
    assert "Traceback" in debug
    assert debug.endswith(plain)


def test_a_mistake_of_the_program_is_said_to_be_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(_: object) -> int:
        raise ZeroDivisionError("one over\nzero")

    monkeypatch.setattr("napari_darkroom.cli.operations.execute", fail)
    assert main(["operations"]) == 1
    shown = capsys.readouterr().err
    assert "unexpected ZeroDivisionError: one over zero" in shown
    assert "Traceback" not in shown


def test_a_damaged_installation_is_no_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(_: object) -> int:
        raise InstallationError("OpenCV's module cv2 is damaged. Way out: install it again.")

    monkeypatch.setattr("napari_darkroom.cli.operations.execute", fail)
    assert main(["operations"]) == 1
    assert capsys.readouterr().err.startswith("darkroom: OpenCV's module cv2 is damaged")


def test_stopping_is_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def stop(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("napari_darkroom.cli.operations.execute", stop)
    assert main(["operations"]) == 130
    assert capsys.readouterr().err == "darkroom: stopped.\n"
