"""One engine behind every face: Python, recipe and command line give the same bits.

The whole matrix is one recipe, run once by the command line, and one script of single calls of
`darkroom apply`: a process each, not a process a case. The window's face is held to the same in
tests/gui.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cases import OPERATIONS, Case, assert_same, cases, fitted
from inputs import PLANE, VOLUME, Layout, made_by_hand, make

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.values import Grid, Table, Value
from napari_darkroom.engine.run import run
from napari_darkroom.tables.frame import as_frame

CASES = [case for operation in OPERATIONS for case in cases(operation)]
LAYOUTS = [replace(layout, rgb=rgb) for layout in (PLANE, VOLUME) for rgb in (False, True)]
APPLY = """
import json, sys
from napari_darkroom.cli.main import main
codes = [main(line) for line in json.load(open(sys.argv[1]))]
sys.exit(max(codes))
"""


def _input_name(kind: str, layout: Layout) -> str:
    return f"{kind}_{layout.axes}" + ("_rgb" if layout.rgb and kind == "image" else "")


def _inputs(case: Case) -> dict[str, str]:
    """Return the recipe's input for each input of a case."""
    first, *others = case.operation.inputs
    names = {first.name: _input_name(case.kind, case.layout)}
    for one in others:
        # What is made by hand is made on one kind of first input.
        on = f"_on_{case.kind}" if made_by_hand(one) else ""
        names[one.name] = _input_name(one.kinds[0], case.layout) + on
    return names


def _step(number: int) -> str:
    return f"s{number:03}"


@dataclass(frozen=True)
class Matrix:
    """All cases as one recipe, and the files it is run on."""

    folder: Path
    files: dict[str, Path]
    recipe: Path

    def values(self) -> dict[str, Value]:
        """Return the inputs as they are in the files."""
        kinds = {name: name.partition("_")[0] for name in self.files}
        return {name: dr.read(path, kind=kinds[name]) for name, path in self.files.items()}


def _recipe(names: list[str]) -> dict[str, Any]:
    steps = [
        {
            "id": _step(k),
            "op": case.operation.reference,
            "inputs": _inputs(case),
            "params": case.operation.canonical(case.parameters),
        }
        for k, case in enumerate(CASES)
    ]
    return {
        "darkroom": 1,
        "name": "All operations",
        "inputs": {name: {"kind": name.partition("_")[0]} for name in names},
        "steps": steps,
        "outputs": [step["id"] for step in steps],
    }


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    folder = tmp_path_factory.mktemp("matrix")
    files = {}
    for kind in ("image", "labels", "mask"):
        for layout in LAYOUTS:
            name = _input_name(kind, layout)
            if name not in files:
                files[name] = folder / f"{name}.tif"
                dr.write(files[name], make(kind, layout))
    for case in CASES:
        values, names = case.inputs, _inputs(case)
        for own in [i.name for i in case.operation.inputs if made_by_hand(i)]:
            suffix = "csv" if isinstance(values[own], Table) else "tif"
            files[names[own]] = folder / f"{names[own]}.{suffix}"
            dr.write(files[names[own]], values[own])
    recipe = folder / "all.yaml"
    # JSON is YAML.
    recipe.write_text(json.dumps(_recipe(list(files))), encoding="utf-8")
    return Matrix(folder, files, recipe)


@pytest.fixture(scope="module")
def engine(matrix: Matrix) -> list[Value]:
    """Return the first result of each case, by the engine alone."""
    values = matrix.values()
    return [
        next(
            iter(
                run(
                    case.operation,
                    {own: values[name] for own, name in _inputs(case).items()},
                    case.parameters,
                ).values()
            )
        )
        for case in CASES
    ]


def test_recipe_is_engine(matrix: Matrix, engine: list[Value]) -> None:
    recipe = dr.Recipe.load(matrix.recipe)
    assert dr.Recipe.parse(recipe.text()) == recipe
    assert dr.Recipe.parse(recipe.text()).text() == recipe.text()
    results = recipe.run(matrix.values())
    for k, expected in enumerate(engine):
        assert_same(results[_step(k)], expected)


def test_python_is_engine(matrix: Matrix, engine: list[Value]) -> None:
    values = matrix.values()
    for case, expected in zip(CASES, engine, strict=True):
        face = getattr(getattr(dr, case.operation.family), case.operation.name)
        given = {own: values[name] for own, name in _inputs(case).items()}
        result = face(**given, **case.parameters)
        result = result[0] if isinstance(result, tuple) else result
        if type(expected) is Table:
            result = Table(result, expected.columns, expected.keys)
        assert_same(result, expected)


def test_python_on_arrays_gives_the_pixels_of_python_on_values() -> None:
    # A bare array of integers is taken for an image where an image is taken.
    # Corrections are never bare: their place is in their calibration.
    plain = [
        c
        for c in CASES
        if c.kind in (c.operation.inputs[0].kinds[0], "mask")
        and "corrections" not in [i.name for i in c.operation.inputs]
    ]
    for case in [case for case in plain if case.variant != "physical"]:
        grids = {n: _as_if_bare(v) for n, v in case.inputs.items() if isinstance(v, Grid)}
        values = fitted(case.operation, grids)
        arrays = {name: _bare(value) for name, value in values.items()}
        face = getattr(getattr(dr, case.operation.family), case.operation.name)
        expected = next(iter(run(case.operation, values, case.parameters).values()))
        result = face(**arrays, **case.parameters)
        result = result[0] if isinstance(result, tuple) else result
        if isinstance(expected, Table):
            assert_same(type(expected)(result, expected.columns, expected.keys), expected)
        else:
            assert_same(expected.with_data(result), expected)


def _bare(value: Any) -> Any:
    return as_frame(value) if isinstance(value, Table) else value.data


def _as_if_bare(value: Grid) -> Any:
    """Return a value without what an array cannot tell: its calibration and its name.

    The name counts where columns have that of the image in theirs, as CellProfiler's have.
    """
    plain = value.with_data(value.data, Calibration.default(value.calibration.ndim))
    return replace(plain, name="")


def _line(case: Case, matrix: Matrix, target: Path) -> list[str]:
    """Return the words of one `darkroom apply`."""
    first, *others = case.operation.inputs
    names = _inputs(case)
    words = ["apply", case.operation.id, str(matrix.files[names[first.name]]), str(target)]
    for other in others:
        words += [f"--{other.name.replace('_', '-')}", str(matrix.files[names[other.name]])]
    return [*words, *_options(case)]


def _options(case: Case) -> list[str]:
    options = []
    for name, value in case.operation.canonical(case.parameters).items():
        if name not in case.parameters:
            continue
        option = f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            options.append(option if value else f"--no-{option[2:]}")
        elif isinstance(value, list):
            options.append(f"{option}={':'.join('' if v is None else str(v) for v in value)}")
        else:
            options.append(f"{option}={value}")
    return options


def test_apply_is_engine(matrix: Matrix, engine: list[Value]) -> None:
    targets = [
        matrix.folder / f"{_step(k)}.{'csv' if isinstance(value, Table) else 'tif'}"
        for k, value in enumerate(engine)
    ]
    lines = [_line(case, matrix, target) for case, target in zip(CASES, targets, strict=True)]
    script = matrix.folder / "lines.json"
    script.write_text(json.dumps(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", APPLY, str(script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for case, target, expected in zip(CASES, targets, engine, strict=True):
        first, *others = case.operation.outputs
        # Of several results each has its name behind the stem.
        path = target.with_stem(f"{target.stem}_{first.name}") if others else target
        _assert_file_holds(path, expected)


def test_command_line_run_is_engine(matrix: Matrix, engine: list[Value]) -> None:
    out = matrix.folder / "out"
    command = [sys.executable, "-m", "napari_darkroom.cli.main", "run", str(matrix.recipe)]
    given = [f"--input={name}={path}" for name, path in matrix.files.items()]
    done = subprocess.run(
        [*command, *given, f"--out={out}", "--workers=1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for k, expected in enumerate(engine):
        suffix = "csv" if isinstance(expected, Table) else "tif"
        (found,) = [p for p in out.rglob(f"*{_step(k)}.{suffix}") if p.parent != out]
        _assert_file_holds(found, expected)


def _assert_file_holds(path: Path, expected: Value) -> None:
    """Assert that a file holds a value bit for bit; its name is that of the file."""
    if isinstance(expected, Table):
        from napari_darkroom.tables.load import load_table

        assert_same(load_table(path), expected)
    else:
        assert_same(dr.read(path, kind=expected.kind), expected)
