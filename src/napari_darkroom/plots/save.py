"""Figures as files: pixels, or lines that stay sharp."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from napari_darkroom.core.atomic import replacing
from napari_darkroom.core.errors import FileError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Without the time of writing, so that the same figure gives the same file.
_NO_DATE = MappingProxyType(
    {".png": {}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None, "ModDate": None}}
)
FIGURE_SUFFIXES = tuple(_NO_DATE)


def save_figure(path: str | PathLike[str], figure: Figure, *, dpi: float = 200) -> Path:
    """Write a figure as PNG, SVG or PDF, by the end of the name; whole, or not at all.

    Parameters
    ----------
    dpi : float
        Pixels an inch of a PNG, and of what is drawn as pixels in the others.

    Raises
    ------
    FileError
        If the name ends otherwise, or the file cannot be written.
    """
    import matplotlib as mpl

    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in _NO_DATE:
        allowed = ", ".join(FIGURE_SUFFIXES)
        raise FileError(f"{target}: a figure is written as {allowed}. End the name in one of them.")
    with replacing(target) as (draft,), mpl.rc_context({"svg.hashsalt": "darkroom"}):
        figure.savefig(draft, format=suffix[1:], dpi=dpi, metadata=dict(_NO_DATE[suffix]))
    return target
