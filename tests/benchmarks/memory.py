"""How much memory operations take beyond input and result, in bytes a pixel at the peak.

``python tests/benchmarks/memory.py --side 4096 segment labels.to_shapes`` prints one table for
families or operations. Each operation is run in a process of its own, with each of its choices,
after a run on a smaller image: what is compiled or imported once has no say. What is told is the
largest resident memory of the run less that before it and less the results, so it counts what
compiled libraries take too. It is read from ``/proc``, so it needs Linux.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import scenes
from scipy import ndimage

from napari_darkroom.core.columns import Column
from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.core.values import Grid, Image, Labels, Mask, Points, Shapes, Table, Value
from napari_darkroom.engine.catalog import find, operations
from napari_darkroom.engine.corrections import make_corrections
from napari_darkroom.engine.run import run

FAMILIES = ("threshold", "mask", "morphology", "segment", "labels")
# Input, result and one working copy in 32 bits.
_PROMISED = 4.0
# Large enough for the ways that large images go.
_SMALL = 1152
_DTYPES = ("uint16", "float32")
# Without it the C library keeps freed memory, and what is allocated next seems to take none.
_GIVEN_BACK = {"MALLOC_MMAP_THRESHOLD_": "1000000", "MALLOC_TRIM_THRESHOLD_": "1000000"}


def _marker(shape: tuple[int, ...]) -> Any:
    image = scenes.cells(*shape)
    return np.maximum(image, 300) - 300


def _seeds(shape: tuple[int, ...]) -> Any:
    return ndimage.label(ndimage.binary_erosion(scenes.blobs(*shape), iterations=4))[0]


def _corrections(first: Any) -> Any:
    before = Labels.of(np.asarray(first.data).astype(np.int32))
    painted = before.data.copy()
    painted[..., :20, :20] = 1
    return make_corrections(before, Labels.of(painted))


def _places(shape: tuple[int, ...]) -> Points:
    random = np.random.default_rng(0)
    diameters = (np.full(1000, 8.0), Column("Of a spot.", "pixel"))
    places = random.integers(0, shape, (1000, len(shape)))
    return Points.of(places, measured={"diameter": diameters})


def _drawn(shape: tuple[int, ...]) -> Shapes:
    random = np.random.default_rng(0)
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    around = 20 * np.stack([np.sin(turn), np.cos(turn)], axis=1)
    return Shapes.of([("polygon", around + random.integers(0, shape[-2:])) for _ in range(1000)])


def _given(declared: Input, shape: tuple[int, ...], dtype: str) -> Value:
    """Return what an input of an operation is given."""
    kind, name = declared.kinds[0], declared.name
    if kind == "table":
        return _measured(shape)
    if kind in ("points", "shapes"):
        return _places(shape) if kind == "points" else _drawn(shape)
    if kind == "mask":
        mask = scenes.blobs(*shape)
        return Mask.of(mask if name == "mask" else mask[::-1].copy())
    if kind == "labels":
        named = {"seeds": _seeds, "markers": _seeds}
        return Labels.of(named.get(name, lambda shape: scenes.objects(*shape))(shape))
    pixels = _marker(shape) if name == "marker" else scenes.cells(*shape)
    return Image.of(pixels if dtype == "uint16" else _noisy(pixels))


def _noisy(pixels: Any) -> Any:
    # Whole numbers would take the ways of integers, of which few differ.
    random = np.random.default_rng(0)
    return pixels + random.standard_normal(pixels.shape, np.float32)


def _measured(shape: tuple[int, ...]) -> Table:
    # Of values a call gives values, of arrays a DataFrame.
    found = run(find("measure.regions"), {"labels": Labels.of(scenes.objects(*shape))}, {})
    (measured,) = found.values()
    assert isinstance(measured, Table)
    return measured


def _choices(operation: Operation) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield the name of a run, its parameters, and whether optional inputs are given."""
    yield "", {}, False
    if any(one.optional for one in operation.inputs):
        yield "all inputs", {}, True
    for parameter in operation.parameters:
        for choice in parameter.choices:
            if choice != parameter.default:
                yield choice, {parameter.name: choice}, True


def _peak() -> int:
    """Return the largest resident memory since the last call, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    told = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    Path("/proc/self/clear_refs").write_text("5")
    return 1024 * int(told["VmHWM"])


def _bytes(values: Mapping[str, Value], inputs: Mapping[str, Value]) -> int:
    """Return the bytes of results that are not inputs."""
    given = [one.data for one in inputs.values() if isinstance(one, Grid)]
    grids = [one.data for one in values.values() if isinstance(one, Grid)]
    own = [one for one in grids if not any(np.shares_memory(one, other) for other in given)]
    tables = [one.data.memory_usage() for one in values.values() if isinstance(one, Table)]
    return int(sum(one.nbytes for one in own) + sum(one.sum() for one in tables))


def _beyond(operation: Operation, inputs: Mapping[str, Value], parameters: dict[str, Any]) -> float:
    """Return the bytes that a run takes beyond input and result."""
    gc.collect()
    _peak()
    before = _peak()
    results = run(operation, inputs, parameters)
    return _peak() - before - _bytes(results, inputs)


def _inputs(operation: Operation, side: int, dtype: str, every: bool) -> dict[str, Value]:
    volume = operation.dimensions == (3,)
    shape = (16, side // 4, side // 4) if volume else (side, side)
    taken = [one for one in operation.inputs if every or not one.optional]
    given = {one.name: _given(one, shape, dtype) for one in taken if one.name != "corrections"}
    if "corrections" in {one.name for one in taken}:
        given["corrections"] = _corrections(given[operation.inputs[0].name])
    return given


def measure(operation: Operation, side: int) -> None:
    """Print what each run of an operation takes."""
    images = "image" in {one.kinds[0] for one in operation.inputs}
    for name, parameters, every in _choices(operation):
        for dtype in _DTYPES if images else _DTYPES[:1]:
            run(operation, _inputs(operation, _SMALL, dtype, every), parameters)
            inputs = _inputs(operation, side, dtype, every)
            beyond = _beyond(operation, inputs, parameters) / side**2
            told = "" if beyond < _PROMISED + 0.5 else "  more than promised"
            pixels = dtype if images else ""
            print(f"{operation.id:34}{name:24}{side:6}{pixels:>9}{beyond:8.1f}{told}", flush=True)
            del inputs


def main(names: list[str], side: int) -> None:
    """Print the table, each operation measured in a process of its own."""
    print(f"{'operation':34}{'choice':24}{'side':>6}{'pixels':>9}{'B/pixel':>8}")
    for one in sorted(operations()):
        if one in names or one.split(".")[0] in names:
            command = [sys.executable, __file__, "--alone", "--side", str(side), one]
            subprocess.run(command, env={**os.environ, **_GIVEN_BACK}, check=False)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description="Tell how much memory operations take.")
    reader.add_argument("names", nargs="*", default=FAMILIES, help="families or operations")
    reader.add_argument("--side", type=int, default=4096, help="pixels along y and x")
    reader.add_argument("--alone", action="store_true", help="measure in this process")
    given = reader.parse_args()
    if given.alone:
        measure(find(given.names[0]), given.side)
    else:
        main(list(given.names), given.side)
