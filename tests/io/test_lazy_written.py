"""Lazy values are written block by block: the same bytes, each block computed once."""

import re
import tracemalloc
from pathlib import Path

import dask.array as da
import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import FileError
from napari_darkroom.io.write import write

RANDOM = np.random.default_rng(5)
SHAPES = {"yx": (41, 53), "zyx": (5, 41, 53), "tczyx": (2, 3, 4, 21, 13), "cyx": (3, 20, 30)}


def _values(kind: str, axes: str, dtype: str):
    numbers = RANDOM.integers(0, 200, SHAPES[axes])
    if kind == "mask":
        return dr.Mask.of(numbers > 99, axes, scale=0.5, units="um")
    if kind == "labels":
        return dr.Labels.of(numbers.astype(dtype), axes)
    return dr.Image.of(numbers.astype(dtype), axes, scale=0.5, units="um", name="dna")


def _lazy(value, chunks: int = 7):
    return value.with_data(da.from_array(value.data, chunks=chunks))


def _content(path: Path) -> bytes:
    """Return the bytes of a file, without the number that OME gives to each file."""
    return re.sub(rb"urn:uuid:[0-9a-f-]{36}|" + path.name.encode(), b"", path.read_bytes())


@pytest.mark.parametrize("name", ["a.tif", "a.ome.tif", "a.npy"])
@pytest.mark.parametrize("axes", SHAPES)
@pytest.mark.parametrize(
    ("kind", "dtype"),
    [
        ("image", "uint8"),
        ("image", "uint16"),
        ("image", "float32"),
        ("image", "float64"),
        ("image", "int32"),
        ("labels", "int32"),
        ("mask", ""),
    ],
)
def test_the_file_is_the_same_to_the_byte(tmp_path, name, axes, kind, dtype):
    value = _values(kind, axes, dtype)
    (tmp_path / "eager").mkdir()
    (tmp_path / "lazy").mkdir()
    write(tmp_path / "eager" / name, value)
    write(tmp_path / "lazy" / name, _lazy(value))
    assert _content(tmp_path / "lazy" / name) == _content(tmp_path / "eager" / name)


@pytest.mark.parametrize("axes", ["axyx", "xy"])
@pytest.mark.parametrize("dtype", ["int64", "uint8"])
def test_what_only_plain_tiff_holds_is_the_same_to_the_byte(tmp_path, axes, dtype):
    names = {"axyx": ("a", "q", "y", "x"), "xy": ("x", "y")}[axes]
    value = dr.Image.of(RANDOM.integers(0, 9, (3, 2, 11, 13)[-len(names) :]).astype(dtype), names)
    write(tmp_path / "a.tif", value)
    write(tmp_path / "b.tif", _lazy(value))
    assert _content(tmp_path / "b.tif") == _content(tmp_path / "a.tif")


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("colours", [3, 4])
def test_colours_are_the_same_to_the_byte(tmp_path, dtype, colours):
    pixels = RANDOM.integers(0, 255, (31, 23, colours)).astype(dtype)
    value = dr.Image.of(pixels, rgb=True)
    write(tmp_path / "a.tif", value)
    write(tmp_path / "b.tif", _lazy(value))
    assert _content(tmp_path / "b.tif") == _content(tmp_path / "a.tif")


@pytest.mark.parametrize("name", ["a.tif", "a.npy"])
def test_each_block_is_computed_once(tmp_path, name):
    computed: list[tuple[int, ...]] = []

    def seen(block: np.ndarray, block_info: dict) -> np.ndarray:
        computed.append(tuple(block_info[0]["chunk-location"]))
        return block

    data = da.zeros((6, 40, 40), chunks=(3, 20, 20), dtype=np.uint16)
    lazy = data.map_blocks(seen, dtype=np.uint16, meta=np.empty((0, 0, 0), np.uint16))
    write(tmp_path / name, dr.Image.of(lazy, "zyx"))
    assert sorted(computed) == sorted(set(computed))
    assert len(computed) == 8


@pytest.mark.parametrize("name", ["a.tif", "a.npy"])
def test_the_whole_is_never_in_memory(tmp_path, name):
    blocks = da.ones((3000, 3000), chunks=300, dtype=np.float32)
    write(tmp_path / f"first_{name}", dr.Image.of(blocks[:300, :300]))
    tracemalloc.start()
    write(tmp_path / name, dr.Image.of(blocks))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / name).stat().st_size > 36_000_000
    assert peak < 12_000_000


def test_a_block_that_fails_leaves_nothing(tmp_path):
    def fail(block: np.ndarray) -> np.ndarray:
        raise OSError(28, "No space left on device")

    lazy = da.zeros((20, 20), chunks=10).map_blocks(fail, meta=np.empty((0, 0)))
    with pytest.raises(FileError, match="No space left"):
        write(tmp_path / "a.tif", dr.Image.of(lazy))
    assert list(tmp_path.iterdir()) == []
