"""When an operation counts as the same, and when as another one."""

import importlib
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.distribution import ENTRY_POINT_GROUP
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.registry import registry
from napari_darkroom.recipe import identity as identity_module
from napari_darkroom.recipe.identity import identity, source_digest

PLAIN = """
@dr.operation(title="Own", family="own_lab")
def own(image: dr.ImageArray, *, offset: float = 1.0) -> dr.FloatImageArray:
    "Add a number."
    return image * 2 + offset
"""


@pytest.fixture
def declare() -> Iterator[Callable[..., Operation]]:
    """Run lines as a notebook does, and return the operation that they declare."""

    def run(text: str, **known: Any) -> Operation:
        notebook = ModuleType("__main__")
        vars(notebook).update(known, dr=dr, np=np)
        exec(textwrap.dedent(text), vars(notebook))  # noqa: S102 - lines of this file
        return registry["own_lab.own"]

    yield run
    if "own_lab.own" in registry:
        registry.remove("own_lab.own")


def test_darkrooms_own_are_told_by_their_version():
    assert identity(dr.filters.gaussian.operation) == "filters.gaussian@1"


def test_the_same_lines_are_the_same_operation(declare):
    assert identity(declare(PLAIN)) == identity(declare(PLAIN))
    assert identity(declare(PLAIN)) == identity(declare("# A comment.\n\n" + PLAIN))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("image * 2", "image * 3"),
        ("image * 2", "image / 2"),
        ("image * 2", "np.sqrt(image)"),
        ("offset: float = 1.0", "offset: float = 2.0"),
        ("offset: float = 1.0", "offset: int = 1"),
        ("image * 2", "sum((lambda: image * 5)() for _ in 'a')"),
        ('family="own_lab"', 'family="own_lab", rgb="each"'),
        ('family="own_lab"', 'family="own_lab", version=2'),
        ('family="own_lab"', 'family="own_lab", halo=lambda **_: (1, 1)'),
        ("dr.FloatImageArray", "dr.SameArray"),
    ],
)
def test_a_change_is_another_operation(declare, before, after):
    assert identity(declare(PLAIN)) != identity(declare(PLAIN.replace(before, after)))


def test_a_constant_deep_within_is_seen(declare):
    deep = PLAIN.replace("image * 2", "(lambda: (lambda: image * 2)())()")
    assert identity(declare(deep)) != identity(declare(deep.replace("* 2", "* 3")))


CLOSURE = """
def make(factor):
    @dr.operation(title="Own", family="own_lab")
    def own(image: dr.ImageArray) -> dr.FloatImageArray:
        "Scale."
        return image * factor

make(given)
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [(2, 3), (2, 2.0), ([1, 2], [1, 3]), ({"a": 1}, {"a": 2}), (np.arange(3), np.arange(3) + 1)],
)
def test_what_a_closure_holds_is_seen(declare, first, second):
    assert identity(declare(CLOSURE, given=first)) == identity(declare(CLOSURE, given=first))
    assert identity(declare(CLOSURE, given=first)) != identity(declare(CLOSURE, given=second))


def test_what_cannot_be_looked_into_is_another_with_each_declaration(declare):
    model = object()
    first = declare(CLOSURE, given=model)
    assert identity(first) == identity(first)
    assert identity(declare(CLOSURE, given=model)) != identity(first)


HELPED = """
FACTOR = 2

def halved(image):
    return image / 2 + FACTOR

class Model:
    def predict(self, image):
        return image + 1

@dr.operation(title="Own", family="own_lab")
def own(image: dr.ImageArray) -> dr.FloatImageArray:
    "Do what others do."
    return Model().predict(halved(image))
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [("FACTOR = 2", "FACTOR = 3"), ("/ 2", "/ 3"), ("image + 1", "image + 2")],
)
def test_functions_classes_and_constants_of_the_notebook_are_seen(declare, before, after):
    assert identity(declare(HELPED)) == identity(declare(HELPED))
    assert identity(declare(HELPED)) != identity(declare(HELPED.replace(before, after)))


def test_a_global_that_was_changed_since_is_seen(declare):
    operation = declare(HELPED)
    before = identity(operation)
    operation.function.__globals__["FACTOR"] = 7
    assert identity(operation) != before


@pytest.mark.parametrize("taking", ["import deep_module", "from deep_module import factor"])
def test_what_a_module_beside_the_script_has_imported_is_seen(
    declare, tmp_path, monkeypatch, taking
):
    lines = PLAIN.replace("image * 2", "near_module.times(image)")
    near = f"{taking}\ndef times(image):\n    return image * {taking.split()[-1]}"
    near = near.replace("* deep_module", "* deep_module.factor()")
    monkeypatch.syspath_prepend(tmp_path)
    found = []
    for number in (2, 3, 2):
        (tmp_path / "near_module.py").write_text(near)
        (tmp_path / "deep_module.py").write_text(f"def factor():\n    return {number}")
        for name in ("near_module", "deep_module"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        importlib.invalidate_caches()
        found.append(identity(declare(lines, near_module=importlib.import_module("near_module"))))
    assert found[0] == found[2] != found[1]


def test_a_function_that_calls_itself_can_be_read(declare):
    again = PLAIN.replace("image * 2", "own(image) if offset > 9 else image * 2")
    assert identity(declare(again)) == identity(declare(again))
    assert identity(declare(again)) != identity(declare(again.replace("> 9", "> 8")))


def test_functions_within_numba_and_caches_are_seen(declare):
    wrapped = HELPED.replace(
        "def halved", "from functools import lru_cache\n@lru_cache\ndef halved"
    )
    assert identity(declare(wrapped)) == identity(declare(wrapped))
    assert identity(declare(wrapped)) != identity(declare(wrapped.replace("/ 2", "/ 3")))


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Operation]]:
    """Install a package from an archive, or a folder that can be edited; return its operation."""
    monkeypatch.syspath_prepend(tmp_path)
    kit, info = tmp_path / "own_kit", tmp_path / "own_kit-1.dist-info"

    def again(version: str, source: str = "", *, url: dict[str, Any] | None = None) -> Operation:
        if "own_lab.own" in registry:
            registry.remove("own_lab.own")
        for folder in (kit, info):
            folder.mkdir(exist_ok=True)
        (kit / "__init__.py").write_text(f"import napari_darkroom as dr\n{source}\n{PLAIN}")
        (info / "METADATA").write_text(f"Name: own-kit\nVersion: {version}\n")
        (info / "direct_url.json").write_text(json.dumps(url or {"url": "https://a.example/kit"}))
        (info / "entry_points.txt").write_text(f"[{ENTRY_POINT_GROUP}]\nown = own_kit\n")
        sys.modules.pop("own_kit", None)
        importlib.invalidate_caches()
        importlib.import_module("own_kit")
        identity_module._files.cache_clear()
        return registry["own_lab.own"]

    yield again
    registry.remove("own_lab.own")
    sys.modules.pop("own_kit", None)


def test_an_installed_package_is_told_by_its_version(install):
    assert identity(install("1.0")) == "own_lab.own@1 own-kit 1.0"
    assert identity(install("1.0", "a = 1")) == "own_lab.own@1 own-kit 1.0"
    assert identity(install("1.1")) == "own_lab.own@1 own-kit 1.1"


@pytest.mark.parametrize("editable", [True, False])
def test_one_from_a_folder_is_told_by_its_files_too(install, tmp_path, editable):
    folder = {"url": "file:///kit", "dir_info": {"editable": editable}}
    one = identity(install("1.0", url=folder))
    assert one == identity(install("1.0", url=folder))
    assert one != identity(install("1.0", "a = 1", url=folder))
    (tmp_path / "own_kit" / "weights.npy").write_bytes(b"1234")
    assert one != identity(install("1.0", url=folder))


def test_the_source_of_what_was_typed_in_an_interpreter_is_its_code(declare):
    assert source_digest(declare(PLAIN)) == source_digest(declare(PLAIN))
    assert source_digest(declare(PLAIN)) != source_digest(declare(PLAIN.replace("2", "3")))
