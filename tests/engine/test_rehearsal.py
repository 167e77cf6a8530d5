"""After the rehearsal nothing is left to be compiled, however new the kernel is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import napari_darkroom as dr
from napari_darkroom.core.registry import registry
from napari_darkroom.engine.rehearsal import rehearsals

SOURCE = Path(dr.__file__).parent
# In a process of its own: others have compiled what they needed in this one.
REHEARSED = """
import sys, warnings
warnings.simplefilter("error")
from napari_darkroom.engine.rehearsal import rehearsals


def compiled():
    kernels = [m for name, m in sys.modules.items() if name.startswith("napari_darkroom.kernels.")]
    found = [(m.__name__, one) for m in kernels for one in vars(m).values()]
    return {
        f"{one.py_func.__module__.rpartition('.')[2]}.{one.__name__} {signature}"
        for _, one in found
        if hasattr(one, "py_func")
        for signature in one.signatures
    }


for piece in rehearsals():
    piece()
before = compiled()
print(*sorted({one.partition(" ")[0] for one in before}))

import numpy as np
import napari_darkroom as dr

labels = np.zeros((40, 50), np.int32)
labels[3:20, 4:30], labels[25:30, 5:9], labels[8:11, 9:14] = 1, 2, 0
image = np.random.default_rng(0).integers(0, 99, labels.shape).astype(np.uint16)
for preset in ("basic", "shape", "everything"):
    dr.measure.regions(dr.Labels.of(labels), dr.Image.of(image), preset=preset)
dr.threshold.otsu(dr.Image.of(image.astype(np.float32)))
print(*sorted(compiled() - before))
"""


def is_compiled(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        "njit" in ast.unparse(one) for one in node.decorator_list
    )


def kernels() -> dict[str, set[str]]:
    """Return the compiled functions of each module of kernels."""
    modules = {path.stem: ast.parse(path.read_text()) for path in (SOURCE / "kernels").glob("*.py")}
    return {
        name: {node.name for node in tree.body if is_compiled(node)}
        for name, tree in modules.items()
    }


def called(path: Path, known: dict[str, set[str]]) -> set[str]:
    """Return the compiled functions that a module calls from others: ``module.function``."""
    tree = ast.parse(path.read_text())
    own = known.get(path.stem, set()) if path.parent.name == "kernels" else set()
    names = {name: f"{path.stem}.{name}" for name in own}
    for node in ast.walk(tree):
        module = (getattr(node, "module", None) or "").rpartition(".")[2]
        if isinstance(node, ast.ImportFrom) and module in known:
            there = {one.name for one in node.names} & known[module]
            names |= {name: f"{module}.{name}" for name in there}
    plain = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and not is_compiled(n)]
    used = {node.id for one in plain for node in ast.walk(one) if isinstance(node, ast.Name)}
    return {names[name] for name in used & names.keys()}


def test_every_kernel_that_is_called_is_compiled():
    known = kernels()
    wanted = set[str]().union(*(called(path, known) for path in SOURCE.rglob("*.py")))
    assert len(wanted) > 80
    ran = subprocess.run(
        [sys.executable, "-c", REHEARSED], capture_output=True, text=True, check=True
    )
    reached, rest = ran.stdout.split("\n")[:2]
    assert wanted - set(reached.split()) == set()
    assert rest == ""


def test_what_is_used_most_comes_first():
    first = next(rehearsals(["measure.regions"]))
    assert first.args[0].id == "measure.regions"


def test_operations_of_others_are_left_alone():
    @dr.operation(title="Never rehearsed")
    def never_rehearsed(image: dr.ImageArray) -> dr.SameArray:
        """Fail."""
        raise AssertionError

    try:
        ids = {one.args[0].id for one in rehearsals() if hasattr(one, "args")}
    finally:
        name = next(one for one in registry if one.endswith("never_rehearsed"))
        registry.remove(name)
    assert "measure.regions" in ids
    assert name not in ids


@pytest.mark.parametrize("id_", ["measure.regions", "segment.watershed"])
def test_every_choice_is_rehearsed(id_):
    settings = [one.args[2] for one in rehearsals() if getattr(one, "args", [0, 0])[2:]]
    ids = {one.args[0].id for one in rehearsals() if len(getattr(one, "args", ())) > 2}
    assert id_ in ids
    assert {"preset": "everything"} in settings
