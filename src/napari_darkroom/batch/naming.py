"""Names for the results of files: short, unique, and safe as names of folders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import count
from pathlib import Path

from napari_darkroom.core.errors import FileError
from napari_darkroom.io.read import default_name

_UNSAFE = re.compile(r"[\\/:\0]")
_TABLE = re.compile(r"\.(csv|json|yaml)$", re.IGNORECASE)


def unique_names(paths: Sequence[Path]) -> dict[Path, str]:
    """Return a name for each file: its stem, with its folders and suffix where stems are equal.

    Upper and lower case count as equal, as some file systems have it.
    """
    shared = _shared_folders(paths)

    def stem(path: Path) -> str:
        return _safe(default_name(path))

    def with_folders(path: Path) -> str:
        return _safe("_".join([*path.absolute().parts[shared:-1], default_name(path)]))

    def with_suffix(path: Path) -> str:
        return f"{with_folders(path)}_{path.suffix.removeprefix('.')}"

    names = _name(paths, [stem, with_folders, with_suffix])
    taken: set[str] = set()
    for path in paths:
        names[path] = _free(names[path], taken)
        taken.add(names[path].casefold())
    return names


def check_name(name: str) -> None:
    """Check that a name stays in the output folder and is not that of a table there.

    Raises
    ------
    FileError
        If it does not.
    """
    if _safe(name) != name:
        raise FileError(
            f"{name!r} cannot name the folder of an image's results: a name has no / \\ or : in "
            "it, does not begin with a point and does not end in .csv, .json or .yaml."
        )


def _safe(name: str) -> str:
    """Return the name without what could lead elsewhere, or be taken for a table of the run."""
    return _TABLE.sub(r"_\1", _UNSAFE.sub("_", name).strip().lstrip(".")) or "image"


def _shared_folders(paths: Sequence[Path]) -> int:
    """Return how many folders at the start all paths have in common."""
    folders = [path.absolute().parent.parts for path in paths]
    levels = list(zip(*folders, strict=False))
    return next((i for i, level in enumerate(levels) if len(set(level)) > 1), len(levels))


def _name(paths: Sequence[Path], ways: Sequence[Callable[[Path], str]]) -> dict[Path, str]:
    """Name the files in the first way; those that clash in the next."""
    first, *further = ways
    names = {path: first(path) for path in paths}
    counts = Counter(name.casefold() for name in names.values())
    clashing = [path for path in paths if counts[names[path].casefold()] > 1]
    if clashing and further:
        names |= _name(clashing, further)
    return names


def _free(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number behind it if it is taken."""
    numbered = (name if i == 1 else f"{name}_{i}" for i in count(1))
    return next(one for one in numbered if one.casefold() not in taken)
