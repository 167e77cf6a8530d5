"""Declaring operations, rightly and wrongly."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pytest
from annotated_types import Ge, Gt, Le

import napari_darkroom as dr
from napari_darkroom.core.annotations import (
    FloatImageArray,
    ImageArray,
    Interval,
    LabelsArray,
    Length,
    MaskArray,
    OnlyFor,
    Poll,
    SameArray,
    Spacing,
)
from napari_darkroom.core.errors import ParameterError, UnknownOperationError
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Image, Table
from napari_darkroom.engine.catalog import operations


@pytest.fixture(autouse=True)
def _registry_restored() -> Iterator[None]:
    before = set(operations())
    yield
    for name in set(registry) - before:
        registry.remove(name)


def declared(function, **options):
    dr.operation(title="Try", family="trial", **options)(function)
    return registry[f"trial.{function.__name__}"]


class Pair(NamedTuple):
    """Two results."""

    labels: LabelsArray
    rms: FloatImageArray


def test_everything_is_read_from_the_signature():
    def many(
        image: ImageArray,
        mask: MaskArray | None = None,
        *,
        radius: Annotated[Length, Ge(0), Le(9)] = 2.0,
        part: Interval | None = None,
        count: Annotated[int, Gt(0)] = 3,
        share: float | None = None,
        fast: bool = False,
        mode: Literal["a", "b"] = "b",
        text: str = "",
        spacing: Spacing = None,
        poll: Poll = None,
    ) -> Pair:
        """Do much.

        Parameters
        ----------
        image : array
            The image.
        radius : length
            How far,
            in two lines.

        Returns
        -------
        labels : array
            The objects.
        rms : array
            The noise.
        """

    found = declared(many)
    assert [(i.name, i.kinds, i.optional) for i in found.inputs] == [
        ("image", ("image",), False),
        ("mask", ("mask",), True),
    ]
    assert [(o.name, o.kind, o.dtype) for o in found.outputs] == [
        ("labels", "labels", "keep"),
        ("rms", "image", "float"),
    ]
    assert [p.type for p in found.parameters] == [
        "length", "interval", "integer", "number", "boolean", "choice", "text",
    ]  # fmt: skip
    radius = found.parameters[0]
    assert (radius.minimum, radius.maximum, radius.default) == (0, 9, "2 pixel")
    assert radius.description == "How far, in two lines."
    assert found.parameters[2].bounds() == "above 0"
    assert (found.spacing, found.poll) == ("spacing", "poll")
    assert found.summary == "Do much."
    assert found.reference == "trial.many@1"


def test_several_inputs_and_values():
    def stack(images: Sequence[Image]) -> Table:
        """Stack."""

    found = declared(stack)
    assert found.inputs[0].many
    assert found.level == "value"
    assert found.outputs[0].kind == "table"


def no_inputs() -> SameArray: ...
def no_default(image: ImageArray, *, size: int) -> SameArray: ...
def odd_parameter(image: ImageArray, *, size: complex = 1j) -> SameArray: ...
def odd_input(image: int) -> SameArray: ...
def odd_result(image: ImageArray) -> int: ...
def mixed_levels(image: ImageArray, other: Image) -> SameArray: ...


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (no_inputs, "at least one input"),
        (no_default, "give a default"),
        (odd_parameter, "is not allowed"),
        (odd_input, "is not allowed"),
        (odd_result, "the result .* is not allowed"),
        (mixed_levels, "all arrays or all calibrated values"),
    ],
)
def test_what_an_operation_cannot_have_is_refused(function, text):
    with pytest.raises(TypeError, match=text):
        declared(function)


def test_ones_own_operation_has_every_face():
    @dr.operation(title="Add", family="trial")
    def add(image: ImageArray, *, amount: float = 1.0) -> FloatImageArray:
        """Add a number."""
        return image + amount

    assert add(np.array([1.0]), amount=2) == [3]
    assert dr.trial.add(np.ones((2, 2)), amount=2).tolist() == [[3, 3], [3, 3]]
    assert dr.run("trial.add", {"image": dr.Image.of(np.ones((2, 2)))})["image"].data.max() == 2
    recipe = dr.Recipe.parse(
        "{darkroom: 1, inputs: {a: {kind: image}}, outputs: [b],"
        " steps: [{id: b, op: trial.add@1, inputs: {image: a}}]}"
    )
    assert recipe.run(np.ones((2, 2)))["b"].data.max() == 2


def test_declaring_again_replaces():
    for amount in (1, 2):

        @dr.operation(title="Again", family="trial")
        def again(image: ImageArray, *, amount: float = amount) -> FloatImageArray:
            """Add a number."""
            return image + amount

    assert dr.trial.again(np.zeros((2, 2))).max() == 2


def test_an_operation_of_darkroom_is_not_replaced():
    def gaussian(image: ImageArray) -> SameArray:
        """Pretend."""

    gaussian.__module__ = "another_package.filters"
    with pytest.raises(ValueError, match=r"filters\.gaussian is an operation of Darkroom"):
        dr.operation(title="Pretend")(gaussian)


def test_a_misspelt_operation_names_what_is_near():
    with pytest.raises(UnknownOperationError, match=r"Did you mean 'filters\.gaussian'"):
        dr.run("filters.gausian", {})


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"sigma": -1}, "at least 0 and at most 500 pixel"),
        ({"sigma": 501}, "at most 500 pixel"),
        ({"sigma": "many"}, "is not a length"),
        ({"sgma": 2}, "Did you mean 'sigma'"),
        ({"mode": "reflct"}, "Did you mean 'reflect'"),
        ({"sigma": None}, "a value is needed"),
        ({"sigma": [1, 2, 3, 4]}, "give one number, or 2"),
    ],
)
def test_wrong_parameters_say_what_is_allowed(given, text):
    with pytest.raises(ParameterError, match=text):
        dr.filters.gaussian(np.zeros((4, 4)), **given)


def test_a_parameter_may_count_for_some_choices_only():
    def chosen(
        image: ImageArray,
        *,
        how: Literal["a", "b", "c"] = "a",
        weight: Annotated[float, Ge(0), OnlyFor("how", ("b", "c"))] = 1.0,
    ) -> SameArray:
        """Choose."""
        return image

    how, weight = declared(chosen).parameters
    assert how.has_say({"how": "a"})
    assert [weight.has_say({"how": one}) for one in "abc"] == [False, True, True]


@pytest.mark.parametrize(
    "condition", [OnlyFor("who", ("a",)), OnlyFor("how", ("d",)), OnlyFor("how", ())]
)
def test_what_a_parameter_counts_for_is_a_choice_beside_it(condition):
    def chosen(image: ImageArray, *, how: Literal["a", "b"] = "a", weight=1.0) -> SameArray:
        """Choose."""
        return image

    chosen.__annotations__["weight"] = Annotated[float, condition]
    with pytest.raises(TypeError, match=r"weight is only for .*name a parameter of the same"):
        declared(chosen)
