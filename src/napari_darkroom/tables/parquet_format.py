"""Apache Parquet: the cells in their own types, the record in the file's metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import KEY
from napari_darkroom.core.values import Table
from napari_darkroom.tables.formats import Loaded, Told


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise FileError(
            'Parquet needs pyarrow, which is not installed: pip install "napari-darkroom[parquet]".'
        ) from error
    return pyarrow, pyarrow.parquet


def save(path: Path, table: Table, record: str, _: Told) -> None:
    """Write the cells and the record.

    Raises
    ------
    FileError
        If pyarrow is not installed.
    """
    pyarrow, parquet = _pyarrow()
    cells = pyarrow.Table.from_pandas(table.data, preserve_index=False)
    metadata = {**(cells.schema.metadata or {}), KEY.encode(): record.encode()}
    parquet.write_table(cells.replace_schema_metadata(metadata), path)


def load(path: Path) -> Loaded:
    """Read the cells and the record.

    Raises
    ------
    FileError
        If pyarrow is not installed, or the file is damaged.
    """
    pyarrow, parquet = _pyarrow()
    try:
        cells = parquet.read_table(path, partitioning=None)
    except (pyarrow.ArrowException, OSError) as error:
        raise FileError(f"{path} cannot be read as Parquet: {error}.") from error
    record = (cells.schema.metadata or {}).get(KEY.encode())
    return Loaded(cells.to_pandas(), None if record is None else record.decode("utf-8"))
