"""What a recipe says of the packages that its operations came from, and what it misses."""

import importlib
from collections.abc import Callable, Iterator
from types import ModuleType

import numpydoc
import pytest

import napari_darkroom as dr
from napari_darkroom.core.distribution import package_of, version_of
from napari_darkroom.core.errors import RecipeError
from napari_darkroom.core.registry import registry
from napari_darkroom.engine.foreign import PackageWarning
from napari_darkroom.recipe.environment import packages
from napari_darkroom.recipe.model import Recipe, Step
from napari_darkroom.recipe.packages import packages_of, remarks

OWN = """
def root(image: dr.ImageArray, *, offset: float = 0.0) -> dr.FloatImageArray:
    "Take the square root."
    return (image + offset) ** 0.5
"""
TEXT = """
darkroom: 1
inputs:
  image: {kind: image}
steps:
  - {id: smooth, op: filters.gaussian@1, inputs: {image: image}}
  - {id: root, op: own_lab.root@1, inputs: {image: smooth}}
outputs: [root]
packages: {%s}
"""
BLUR = Step(id="blur", op="filters.gaussian@1", inputs={"image": "image"})
ROOT = Step(id="root", op="own_lab.root@1", inputs={"image": "image"})


@pytest.fixture
def declare() -> Iterator[Callable[..., None]]:
    """Declare the operation as a notebook (``__main__``) or an installed package does."""

    def run(module: str, text: str = OWN) -> None:
        space = ModuleType(module)
        vars(space)["dr"] = dr
        exec(text, vars(space))  # noqa: S102 - lines of this file
        dr.operation(title="Root", family="own_lab")(space.root)

    yield run
    if "own_lab.root" in registry:
        registry.remove("own_lab.root")


def read(recorded: str) -> Recipe:
    return Recipe.parse(TEXT % recorded)


def test_the_package_of_a_module_is_what_pip_calls_it():
    assert package_of("skimage.filters") == "scikit-image"
    assert package_of("cv2") == "opencv-python-headless"
    assert package_of("__main__") == "__main__"
    assert package_of("no_such_module_here") == "no_such_module_here"
    assert version_of("numpydoc") == numpydoc.__version__
    assert version_of("no-such-package") == ""


def test_of_several_packages_with_one_import_name_it_is_that_of_the_file(tmp_path, monkeypatch):
    (tmp_path / "shared_kit").mkdir()
    for name in ("one", "two"):
        (tmp_path / "shared_kit" / f"{name}.py").write_text("")
        info = tmp_path / f"kit_{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: kit-{name}\nVersion: 1\n")
        (info / "RECORD").write_text(f"shared_kit/{name}.py,,\n")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("one", "two"):
        importlib.import_module(f"shared_kit.{name}")
        assert package_of(f"shared_kit.{name}") == f"kit-{name}"
    assert package_of("shared_kit.three") == "shared_kit"


def test_darkrooms_own_operations_need_no_record():
    assert packages_of([BLUR]) == {}


def test_an_installed_package_is_recorded_with_its_version(declare):
    declare("numpydoc")
    assert packages_of([BLUR, ROOT]) == {"numpydoc": numpydoc.__version__}


def test_a_function_of_ones_own_is_recorded_with_a_digest(declare):
    declare("__main__")
    one = packages_of([ROOT])
    assert list(one) == ["__main__"]
    assert one["__main__"].startswith("code ")
    declare("__main__", OWN.replace("0.5", "0.25"))
    assert packages_of([ROOT]) != one


@pytest.mark.parametrize("module", ["numpydoc", "__main__"])
def test_provenance_says_the_same(declare, module):
    declare(module)
    ((name, version),) = packages_of([ROOT]).items()
    assert packages([ROOT.op]) == {ROOT.op: {"package": name, "version": version}}


def test_what_was_recorded_comes_back_from_the_text(declare):
    declare("numpydoc")
    recipe = read(f"numpydoc: {numpydoc.__version__}")
    assert Recipe.parse(recipe.text()).packages == {"numpydoc": numpydoc.__version__}
    assert remarks(recipe.steps, recipe.packages) == []


def test_a_package_that_is_not_installed_is_named_with_the_way_out():
    with pytest.raises(RecipeError) as told:
        read("lab-models: '0.3'")
    assert str(told.value) == (
        "the recipe: Step root: there is no operation own_lab.root. The recipe was made with the "
        "package lab-models 0.3, which is not installed: install it (pip install lab-models)."
    )


def test_an_installed_one_of_another_version_is_named_where_it_lacks_the_operation():
    with pytest.raises(RecipeError) as told:
        read("numpydoc: 0.0.1")
    assert f"numpydoc 0.0.1, and {numpydoc.__version__} is installed" in str(told.value)
    assert "pip install numpydoc==0.0.1" in str(told.value)


def test_a_function_of_ones_own_that_is_missing_is_to_be_declared():
    with pytest.raises(RecipeError, match=r"functions of one's own \(__main__\).*@dr\.operation"):
        read("__main__: code 1f0c29")


def test_only_those_that_may_be_to_blame_are_named():
    with pytest.raises(RecipeError) as told:
        read(f"numpydoc: {numpydoc.__version__}, lab-models: '0.3'")
    assert "lab-models" in str(told.value)
    assert "numpydoc" not in str(told.value)


def test_without_a_record_the_message_names_what_is_near():
    with pytest.raises(RecipeError, match=r"no operation 'own_lab\.root'.*Allowed"):
        read("")


def test_a_stranger_cannot_put_a_command_into_the_advice():
    with pytest.raises(RecipeError) as told:
        read("'lab; rm -rf ~': '1'")
    assert "pip install" not in str(told.value)
    with pytest.raises(RecipeError) as told:
        read("numpydoc: '1; rm -rf ~'")
    assert "pip install" not in str(told.value)


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ("numpydoc: 0.0.1", r"numpydoc 0\.0\.1, and .* is installed: the results may differ\."),
        ("lab-models: '0.3'", r"lab-models 0\.3, and its operations come from elsewhere here"),
    ],
)
def test_another_package_or_version_is_not_passed_over(declare, recorded, said):
    declare("numpydoc")
    with pytest.warns(PackageWarning, match=said):
        recipe = read(recorded)
    assert recipe.run([[4.0, 4.0], [4.0, 4.0]])["root"].data[0, 0] == 2


def test_another_code_of_a_function_of_ones_own_is_not_passed_over(declare):
    declare("__main__")
    recorded = packages_of([ROOT])["__main__"]
    declare("__main__", OWN.replace("0.5", "0.25"))
    with pytest.warns(PackageWarning, match="those declared here are other ones"):
        read(f"__main__: {recorded}")
