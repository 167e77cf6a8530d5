"""What is imported when: by module names, in a process of its own."""

import subprocess
import sys

import pytest

HEAVY = {
    "napari",
    "qtpy",
    "PyQt6",
    "magicgui",
    "vispy",
    "skimage",
    "scipy",
    "numba",
    "pandas",
    "cv2",
    "dask",
    "matplotlib",
    "astropy",
    "tifffile",
}


def _loaded(code):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_the_package_loads_nothing_of_weight():
    loaded = _loaded("import napari_darkroom")
    assert "napari_darkroom" in loaded
    assert not loaded & (HEAVY | {"numpy", "pydantic", "yaml"})


def test_knowing_all_operations_loads_no_engine_of_them():
    loaded = _loaded("from napari_darkroom.engine.catalog import operations; operations()")
    assert "numpy" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]])
def test_help_of_the_command_loads_nothing_of_weight(arguments):
    loaded = _loaded(
        "from napari_darkroom.cli.main import main\n"
        "import contextlib, io\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    main({arguments!r})"
    )
    assert "argparse" in loaded
    assert not loaded & HEAVY


def test_a_blur_without_a_window_loads_no_window():
    loaded = _loaded("import numpy as np, napari_darkroom as dr; dr.filters.gaussian(np.eye(9))")
    assert "cv2" in loaded
    assert not loaded & {"napari", "qtpy", "PyQt6", "magicgui", "vispy", "numba", "skimage"}
