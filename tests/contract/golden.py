"""What every operation gave when its results were last recorded, and with which versions.

Rewrite with ``python tests/contract/golden.py``, in a commit that says what has moved and why.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from cases import OPERATIONS, Case, cases
from inputs import Layout
from numpy.typing import NDArray

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Table, Value
from napari_darkroom.recipe.environment import libraries

HASHES = Path(__file__).with_name("golden.json")
ARRAYS = Path(__file__).with_name("golden.npz")
SHAPES = {"yx": (19, 23), "zyx": (5, 11, 13)}
CASES = [
    replace(case, layout=Layout(case.layout.axes, SHAPES[case.layout.axes], case.layout.rgb))
    for operation in OPERATIONS
    for case in cases(operation)
    if case.variant in ("default", "changed")
]


def surroundings() -> dict[str, str]:
    """Return what the last bit of a result may depend on."""
    machine = {
        "system": platform.system(),
        "processor": platform.machine(),
        "instructions": cv2.getCPUFeaturesLine(),
    }
    return libraries() | machine


def arrays(case: Case) -> dict[str, NDArray[Any]]:
    """Return the numbers of each result of a case."""
    found: dict[str, NDArray[Any]] = {}
    for name, result in case.run().items():
        found |= {f"{case}/{name}{part}": array for part, array in _parts(result).items()}
    return found


def _parts(result: Value) -> dict[str, NDArray[Any]]:
    if not isinstance(result, Table):
        return {"": np.asarray(result.data)}
    columns = {f".{name}": result.data[name].to_numpy() for name in result.data}
    return {name: c if c.dtype.kind in "iufb" else c.astype(str) for name, c in columns.items()}


def digest(case: Case) -> str:
    """Return the hash of all results of a case: names, types, shapes and bits."""
    total = hashlib.sha256()
    for name, array in arrays(case).items():
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        total.update(f"{name} {array.dtype.name} {array.shape}".encode())
        total.update(little.tobytes())
    return total.hexdigest()[:16]


def tolerance(operation: Operation, expected: NDArray[Any]) -> tuple[float, float]:
    """Return the relative and absolute tolerance of an operation for a result."""
    largest = np.nanmax(np.abs(expected), initial=0.0) if expected.dtype.kind == "f" else 0.0
    return operation.tolerance, operation.tolerance * float(largest)


def main() -> int:
    """Record the results as they are now."""
    recorded = {"surroundings": surroundings(), "hashes": {str(c): digest(c) for c in CASES}}
    HASHES.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    everything = {name: array for case in CASES for name, array in arrays(case).items()}
    np.savez_compressed(ARRAYS, **everything)
    return 0


if __name__ == "__main__":
    sys.exit(main())
