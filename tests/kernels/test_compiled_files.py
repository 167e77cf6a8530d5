"""Kernels work where nothing can be written beside them, nor at home."""

import os
import subprocess
import sys

import pytest

# Whoever runs the tests may be allowed to write anywhere: what can be written to is told here.
READ_ONLY = """
import os, sys, tempfile
{before}
really = os.access
os.access = lambda path, mode: False
import napari_darkroom.kernels
folder = os.environ["NUMBA_CACHE_DIR"]
import numpy as np
from napari_darkroom.kernels.runs import find_runs
print(find_runs([(0, np.ones((3, 3), np.int32))], (1, 3, 3)).count, folder)
print(any(name.startswith("runs") for name in os.listdir(next(os.scandir(folder)).path)))
"""


@pytest.mark.parametrize("before", ["", "import numba"], ids=["usual", "numba first"])
def test_read_only_folders(before):
    environment = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    ran = subprocess.run(
        [sys.executable, "-c", READ_ONLY.format(before=before)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    told, kept = ran.stdout.strip().split("\n")
    count, folder = told.split(" ", 1)
    assert count == "1"
    assert kept == "True"
    # It ends with the process.
    assert not os.path.exists(folder)  # noqa: PTH110 - as plain as it can be


def test_a_folder_that_can_be_written_to_is_left_as_it_is(monkeypatch, tmp_path):
    from napari_darkroom.kernels.compiled_files import find_place

    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    find_place()
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path)
