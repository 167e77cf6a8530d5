"""Results on disk by their key, in a folder that may be deleted at any time."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.values import Grid, Table, Value
from napari_darkroom.engine.files import read, write

_INDEX, _DRAFT = "results.json", ".part-"


class Store:
    """A folder of results, one folder a key; only a cache: what is missing is computed again.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    limit : int
        Most bytes that are kept; the least recently used go first.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit

    def __contains__(self, key: str) -> bool:
        return (self._place(key) / _INDEX).is_file()

    def load(self, key: str) -> dict[str, Value] | None:
        """Return the results of a key, None where they are not kept or not as they were kept.

        The latter are removed, so that others can take their place.
        """
        place = self._place(key)
        try:
            index = json.loads((place / _INDEX).read_text(encoding="utf-8"))
            values = {name: _read(place, about) for name, about in index.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, DarkroomError):
            # Deleted or damaged meanwhile; it is a cache, and the step runs again.
            shutil.rmtree(place, ignore_errors=True)
            return None
        with suppress(OSError):
            os.utime(place / _INDEX)
        return values

    def save(self, key: str, values: Mapping[str, Value]) -> None:
        """Keep results; what cannot be kept whole (lazy, other metadata) or has no room is not."""
        if key in self or not all(map(_is_plain, values.values())):
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=self.folder))
        except OSError:
            return
        try:
            self._write(draft, values)
            self._place(key).parent.mkdir(exist_ok=True)
            draft.replace(self._place(key))
        except (OSError, DarkroomError):
            # A full disk or a second process that was quicker: the results are there all the same.
            return
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        self._make_room()

    def _write(self, draft: Path, values: Mapping[str, Value]) -> None:
        index = {}
        for number, (name, value) in enumerate(values.items()):
            file = f"{number}.csv" if isinstance(value, Table) else f"{number}.npy"
            write(draft / file, value)
            index[name] = {
                "file": file,
                "kind": value.kind,
                "name": value.name,
                "metadata": dict(value.metadata),
                "digest": digest(value),
            }
        (draft / _INDEX).write_text(json.dumps(index), encoding="utf-8")

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _make_room(self) -> None:
        entries = []
        for place in self._places():
            with suppress(OSError):
                bytes_ = sum(file.stat().st_size for file in place.iterdir())
                entries.append(((place / _INDEX).stat().st_mtime_ns, bytes_, place))
        total = sum(bytes_ for _, bytes_, _ in entries)
        for _, bytes_, place in sorted(entries):
            if total <= self.limit:
                return
            shutil.rmtree(place, ignore_errors=True)
            total -= bytes_

    def _places(self) -> Iterator[Path]:
        """Yield the folders of whole results.

        Other threads and programs write and remove meanwhile: what goes is passed over, as
        `os.walk` does and `Path.glob` does not, and drafts are nobody's yet.
        """
        for folder, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if not name.startswith(_DRAFT)]
            if _INDEX in files:
                yield Path(folder)


def _read(place: Path, about: Mapping[str, Any]) -> Value:
    """Return one result as it was kept.

    Raises
    ------
    ValueError
        If the file holds something else.
    """
    value: Value = read(place / about["file"], kind=about["kind"])
    if digest(value) != about["digest"]:
        raise ValueError(f"{about['file']} is not what was kept.")
    return replace(value, name=str(about["name"]), metadata=dict(about["metadata"]))


def _is_plain(value: Value) -> bool:
    """Whether nothing of a value is lost on disk."""
    if isinstance(value, Grid) and value.lazy:
        return False
    try:
        json.dumps(dict(value.metadata), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True
