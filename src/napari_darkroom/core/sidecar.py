"""Whose a JSON file beside an image or a table is: Darkroom's own, or another program's."""

from __future__ import annotations

import json
import re
from pathlib import Path

from napari_darkroom.core.errors import FileError

KEY = "darkroom"
_BEGINNING = re.compile(rf'\s*\{{\s*"{KEY}"\s*:')


def sidecar_path(path: Path) -> Path:
    """Return where the description of a file stands: ``name.png.json``."""
    return path.with_name(f"{path.name}.json")


def own_text(beside: Path) -> str | None:
    """Return the text of a sidecar, None if there is none or another program wrote it.

    Raises
    ------
    FileError
        If it cannot be read.
    """
    if not beside.is_file():
        return None
    try:
        text = beside.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
    except OSError as error:
        raise FileError(f"{beside} cannot be read ({error}). Remove or mend it.") from error
    return text if _is_own(text) else None


def _is_own(text: str) -> bool:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        # Damaged, but by its beginning still one of ours.
        return _BEGINNING.match(text) is not None
    return isinstance(content, dict) and KEY in content
