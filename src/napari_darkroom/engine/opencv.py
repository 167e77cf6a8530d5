"""Whether OpenCV is installed once and whole."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib.metadata import distributions
from importlib.util import find_spec

from napari_darkroom.core.errors import InstallationError

WANTED = "opencv-python-headless"
_WAY_OUT = (
    "Way out: run 'pip uninstall -y {names}' and then 'pip install --force-reinstall "
    f"--no-deps {WANTED}'."
)


class OpenCVWarning(UserWarning):
    """Two packages of OpenCV overwrite each other's files."""


def check_opencv() -> None:
    """Warn of a second OpenCV package, which would change results unsaid.

    Raises
    ------
    InstallationError
        If the module ``cv2`` is damaged, as it is after one of two packages was removed.
    """
    installed = {
        name: d.version
        for d in distributions()
        if (name := (d.metadata["Name"] or "").lower()).startswith("opencv")
    }
    spec = find_spec("cv2")
    problem = describe(installed, whole=spec is not None and spec.origin is not None)
    if problem is None:
        return
    if spec is None or spec.origin is None:
        raise InstallationError(problem)
    warnings.warn(problem, OpenCVWarning, stacklevel=2)


def describe(installed: Mapping[str, str], *, whole: bool) -> str | None:
    """Return what is wrong and the way out, None if all is well.

    Parameters
    ----------
    installed : mapping of str to str
        Installed distributions of OpenCV and their versions.
    whole : bool
        Whether the module ``cv2`` can be found.
    """
    names = " ".join(sorted(installed)) or WANTED
    found = ", ".join(f"{name} {version}" for name, version in sorted(installed.items()))
    way_out = _WAY_OUT.format(names=names)
    if not whole:
        return f"OpenCV's module cv2 is damaged (installed: {found or 'none'}). {way_out}"
    if len(installed) > 1:
        return (
            f"{found} are installed together. They overwrite each other's module cv2, so which one "
            f"computes is chance, and results may differ in the last digits. {way_out}"
        )
    return None
