"""Where compiled kernels are kept: numba refuses to work where it can write nowhere."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_SETTING = "NUMBA_CACHE_DIR"


def find_place() -> None:
    """See to it that numba has a folder for what it compiles.

    It takes the one beside the kernels, else one in the user's home. Where both are read-only, as
    in a container or on a cluster, kernels are kept in a folder that ends with this process: one
    that others could write to would let them run code here.
    """
    if any(_is_writable(one) for one in (Path(__file__).parent, *_of_the_user())):
        return
    folder = tempfile.mkdtemp(prefix="napari-darkroom-kernels-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[_SETTING] = folder
    if "numba" in sys.modules:
        # It has read its settings already.
        sys.modules["numba"].config.CACHE_DIR = folder


def _of_the_user() -> list[Path]:
    """Return the folder that the user named, or home; none where the user has no home."""
    try:
        return [Path(os.environ.get(_SETTING) or Path.home())]
    except RuntimeError:
        return []


def _is_writable(folder: Path) -> bool:
    kept = folder / "__pycache__"
    return os.access(kept if kept.exists() else folder, os.W_OK)
