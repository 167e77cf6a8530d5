"""What is made from the registry and the imports is in step with them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "napari_darkroom.engine.stubs"],
        ["-m", "napari_darkroom.recipe.schema"],
        ["docs/development/make_operation_pages.py"],
        ["docs/development/draw_rooms.py"],
        ["docs/development/operation_pictures.py"],
    ],
    ids=["stub", "schema", "pages", "rooms", "pictures"],
)
def test_generated_file_is_in_step(command):
    done = subprocess.run(
        [sys.executable, *command, "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_change_of_the_stub_would_be_noticed(tmp_path, monkeypatch):
    from napari_darkroom.engine import stubs

    other = tmp_path / "__init__.pyi"
    other.write_text(stubs.stub().replace("sigma", "sgma"), encoding="utf-8")
    monkeypatch.setattr(stubs, "TARGET", other)
    assert stubs.main(["--check"]) == 1
    assert stubs.main([]) == 0
    assert stubs.main(["--check"]) == 0


def test_the_stub_lets_mypy_check_a_script(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import numpy as np\n"
        "import napari_darkroom as dr\n"
        "array = dr.filters.gaussian(np.zeros((5, 5)), sigma='1.5 um')\n"
        "shape: tuple[int, ...] = array.shape\n"
        "image = dr.filters.gaussian(dr.Image.of(np.zeros((5, 5))), sigma=(1, 2))\n"
        "axes: tuple[str, ...] = image.calibration.axes\n"
        "rows: int = len(dr.measure.regions(dr.Labels.of(np.zeros((5, 5), int))))\n"
        "dr.filters.gaussian(array, sgma=1)  # line 8\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file=", str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert errors, done.stdout + done.stderr
    assert all(":8: error:" in line for line in errors), done.stdout
