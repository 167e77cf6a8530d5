"""Files that are written whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from napari_darkroom.core.errors import FileError


@contextmanager
def replacing(*targets: Path) -> Iterator[list[Path]]:
    """Yield a free path beside each target; at the end they take the targets' places.

    If the block raises, what was written is removed and the targets stay as they were.

    Raises
    ------
    FileError
        If the folder is missing or cannot be written, a target is a folder, or the disk is full.
    """
    drafts = [t.with_name(f".{secrets.token_hex(8)}.part") for t in targets]
    try:
        for target in targets:
            _check_target(target)
        yield drafts
        for draft, target in zip(drafts, targets, strict=True):
            draft.replace(target)
    except FileError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(
            f"{targets[0]} cannot be written: {reason}. Choose another folder, or free some space."
        ) from error
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with plain line ends, whole or not at all."""
    with replacing(path) as (draft,):
        draft.write_text(text, encoding="utf-8", newline="\n")


def _check_target(target: Path) -> None:
    if target.is_dir():
        raise FileError(f"{target} is a folder: give the name of a file in it.")
    if not target.parent.is_dir():
        raise FileError(
            f"{target} cannot be written: there is no folder {target.parent}. Make it first."
        )
