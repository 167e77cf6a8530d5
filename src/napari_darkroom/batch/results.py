"""The results of one image in a folder of their own, written and removed together."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Table, Value
from napari_darkroom.tables.save import remove_table
from napari_darkroom.tables.sidecar import check_place


def write_results(
    folder: Path,
    results: Mapping[str, Value],
    origins: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Path]:
    """Write results into a folder: grids as TIFF, tables as CSV. All or none is written.

    Parameters
    ----------
    folder : Path
        Where they go; it is made if missing.
    results : mapping of str to value
        The values by name.
    origins : mapping of str to mapping, optional
        The provenance of each, by the same names.

    Returns
    -------
    dict of str to Path
        The file of each result.

    Raises
    ------
    FileError
        If they cannot be written, or a file of another program stands where one is needed.
    """
    from napari_darkroom.engine.files import write

    told = origins or {}
    for name, value in results.items():
        if isinstance(value, Table):
            check_place(folder / _file_name(name, value))
    with _draft(folder) as draft:
        for name, value in results.items():
            write(draft / _file_name(name, value), value, provenance=told.get(name))
    return {name: folder / _file_name(name, value) for name, value in results.items()}


def remove_results(folder: Path, outputs: Iterable[str]) -> None:
    """Remove what an earlier run left of these outputs, and nothing else."""
    for name in outputs:
        (folder / f"{name}.tif").unlink(missing_ok=True)
        remove_table(folder / f"{name}.csv")
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _file_name(name: str, value: Value) -> str:
    return f"{name}.csv" if isinstance(value, Table) else f"{name}.tif"


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """Yield a folder beside the wanted one, whose files then move there, all or none."""
    try:
        draft = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
        try:
            yield draft
            _move_files(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"{folder} cannot be written: {error.strerror or error}.") from error


def _move_files(draft: Path, folder: Path) -> None:
    """Move all files of a folder into another; if one cannot, all is put back as it was."""
    files = sorted(draft.iterdir())
    earlier = Path(tempfile.mkdtemp(dir=draft))
    with ExitStack() as undo:
        if not folder.is_dir():
            folder.mkdir()
            undo.callback(folder.rmdir)
        for path in files:
            target, aside = folder / path.name, earlier / path.name
            if target.exists():
                target.replace(aside)
                undo.callback(aside.replace, target)
            path.replace(target)
            undo.callback(target.unlink)
        undo.pop_all()
