"""The parts of a folder replaced together: all of them, or none, whatever happens meanwhile."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from napari_darkroom.core.errors import FileError

# The new parts lie here until all are written; LIST is what tells that they are.
_DRAFT, _NEW, _EARLIER, _LIST = ".saving", "new", "earlier", "complete.json"


@contextmanager
def exchanging(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    """Yield an empty folder to write parts into, which then take the place of the earlier ones.

    If the block raises, or a part cannot take its place, the folder is as it was before. If the
    program is ended meanwhile, `finish` brings all parts to their places later, or none.

    Parameters
    ----------
    folder : Path
        Made if missing; what else lies in it is left alone.
    parts : sequence of str
        Names of files and folders. One that is not written is removed.

    Raises
    ------
    FileError
        If something cannot be written.
    """
    finish(folder, parts)
    made = not folder.exists()
    try:
        draft = _begin(folder)
        try:
            yield draft / _NEW
            written = [name for name in parts if (draft / _NEW / name).exists()]
            (draft / _LIST).write_text(json.dumps(written), encoding="utf-8")
            _move_in(draft, folder, parts, written)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            if made and not any(folder.iterdir()):
                folder.rmdir()
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"{folder} cannot be written: {error.strerror or error}.") from error


def finish(folder: Path, parts: Sequence[str]) -> None:
    """Bring parts to their places whose exchange was interrupted after all were written.

    Raises
    ------
    FileError
        If they cannot be moved.
    """
    draft = folder / _DRAFT
    if not (draft / _LIST).is_file():
        return
    try:
        written = json.loads((draft / _LIST).read_text(encoding="utf-8"))
        _move_in(draft, folder, parts, [name for name in parts if name in written])
    except (OSError, ValueError, TypeError) as error:
        raise FileError(
            f"Saving {folder} was interrupted and cannot be finished ({error}). Give this user the "
            f"right to write there, or remove the folder {_DRAFT} in it to do without what was "
            "being saved."
        ) from error
    shutil.rmtree(draft, ignore_errors=True)


def _begin(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    draft = folder / _DRAFT
    # What an interrupted run left before it had written all.
    shutil.rmtree(draft, ignore_errors=True)
    for part in (draft, draft / _NEW, draft / _EARLIER):
        part.mkdir()
    return draft


def _move_in(draft: Path, folder: Path, parts: Sequence[str], written: Sequence[str]) -> None:
    """Move all parts; if one cannot be moved, all are put back as they were."""
    with ExitStack() as undo:
        for name in parts:
            new, target, earlier = draft / _NEW / name, folder / name, draft / _EARLIER / name
            if name in written and not new.exists():
                # An exchange that was interrupted had come so far.
                continue
            if target.exists():
                target.replace(earlier)
                undo.callback(earlier.replace, target)
            if name in written:
                new.replace(target)
                undo.callback(target.replace, new)
        undo.pop_all()
