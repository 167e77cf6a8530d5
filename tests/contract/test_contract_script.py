"""The exported script gives the bits of the recipe: one script, one process, for the whole matrix.

Every operation, on uint8, uint16, int16 and float32, in 2-D, in 3-D, with time and with channels.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from cases import OPERATIONS, Case, assert_same
from inputs import Layout

import napari_darkroom as dr
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Table, Value

LAYOUTS = [Layout.of(axes) for axes in ("yx", "zyx", "tyx", "cyx")]
DTYPES = ("uint8", "uint16", "int16", "float32")


def _layouts(operation: Operation) -> list[Layout]:
    allowed = operation.dimensions or (2, 3)
    fitting = [one for one in LAYOUTS if sum(name in "zyx" for name in one.axes) in allowed]
    return [replace(one, rgb=operation.rgb == "only") for one in fitting]


def _candidates(operation: Operation) -> Iterator[Case]:
    for kind in operation.inputs[0].kinds:
        for layout in _layouts(operation):
            for dtype in DTYPES if kind == "image" else (None,):
                yield Case(operation, layout, kind, dtype)
            if operation.parameters and layout.name in ("yx", "zyx"):
                yield Case(operation, layout, kind, variant="changed")


def _cases(operation: Operation) -> list[Case]:
    """Return those that the operation does not refuse, as a measurement refuses channels."""
    taken = []
    for case in _candidates(operation):
        try:
            case.run()
        except InputError:
            continue
        taken.append(case)
    return taken


@dataclass
class Matrix:
    """All cases as one recipe, and the values it is run on."""

    values: dict[str, Value] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)

    def add(self, case: Case) -> None:
        """Add a step for a case."""
        step = {
            "id": f"s{len(self.steps):03}",
            "op": case.operation.reference,
            "inputs": {name: self._name(value) for name, value in case.inputs.items()},
            "params": case.operation.canonical(case.parameters),
        }
        self.steps.append(step)

    def _name(self, value: Any) -> str | list[str]:
        if isinstance(value, list):
            return [str(self._name(one)) for one in value]
        name = f"{value.kind}_{digest(value)[:12]}"
        self.values[name] = value
        return name

    def recipe(self) -> dr.Recipe:
        """Return the recipe; each output of each step is one of its own."""
        inputs = {name: {"kind": value.kind} for name, value in self.values.items()}
        ids = [step["id"] for step in self.steps]
        draft = {"inputs": inputs, "steps": self.steps, "outputs": ids}
        kinds = dr.Recipe.model_validate(draft).kinds
        outputs = [name for name in kinds if "." in name]
        return dr.Recipe.model_validate({**draft, "outputs": outputs})


def _write(folder: Path, name: str, value: Value) -> str:
    file = f"{name}.{'csv' if isinstance(value, Table) else 'tif'}"
    dr.write(folder / file, value)
    return file


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    result = Matrix()
    for operation in OPERATIONS:
        found = _cases(operation)
        assert found, f"{operation.id}: no case could be run"
        for case in found:
            result.add(case)
    return result


def test_the_script_is_the_recipe(matrix: Matrix, tmp_path: Path) -> None:
    recipe = matrix.recipe()
    files = {name: _write(tmp_path, name, value) for name, value in matrix.values.items()}
    kinds = {name: declared.kind for name, declared in recipe.inputs.items()}
    given = {name: dr.read(tmp_path / file, kind=kinds[name]) for name, file in files.items()}
    expected = recipe.run(given)
    (tmp_path / "script.py").write_text(recipe.script(files), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(expected) >= len(matrix.steps) >= 4 * len(OPERATIONS)
    for name, value in expected.items():
        if isinstance(value, Table):
            _assert_same_files(tmp_path / "results" / f"{name}.csv", value)
        else:
            assert_same(dr.read(tmp_path / "results" / f"{name}.tif", kind=value.kind), value)


def _assert_same_files(path: Path, expected: Table) -> None:
    """Assert that a table and its description are, byte for byte, those of the expected one."""
    # How it was made both tell alike, each with names of its own.
    told = dr.read(path).metadata["provenance"]
    for other in dr.write(path.with_name("expected.csv"), expected, provenance=told):
        written = path.with_name(other.name.replace("expected", path.stem))
        assert written.read_bytes() == other.read_bytes()
