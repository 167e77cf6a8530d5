"""Every operation done once on a small example, so that it does not keep its first user waiting.

Libraries are imported where they are first used, and kernels compiled, or loaded, for the pixel
types that come. A new operation is among them without being named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.points import Points
from napari_darkroom.core.shapes import Shapes
from napari_darkroom.core.values import Image, Kind, Labels, Mask, Value
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.run import run

Examples: TypeAlias = Mapping[Kind, Value]
PLANE, VOLUME = (24, 32), (6, 14, 16)
# Images and label images of the other usual types.
_OTHERS = (("uint8", "int32"), ("float32", "uint16"), ("float32", "uint8"))


def rehearsals(first: Collection[str] = ()) -> Iterator[Callable[[], None]]:
    """Yield pieces of work that take a moment each, what is used most first.

    Whoever does them may stop after any of them. Operations of other packages are not among them.

    Parameters
    ----------
    first : collection of str
        The ids of operations that come before all others.
    """
    own = [one for one in operations().values() if not one.module]
    usual = examples(PLANE, "uint16", "int32")
    yield from (partial(_rehearse, one, usual) for one in own if one.id in first)
    yield from (partial(_rehearse, one, usual) for one in own if one.id not in first)
    yield from _all_ways(own, usual)
    yield from _all_ways(own, examples(VOLUME, "uint16", "int32"))
    for pixels, numbers in _OTHERS:
        for shape in (PLANE, VOLUME):
            given = examples(shape, pixels, numbers)
            yield from (partial(_rehearse, one, given) for one in own)
        yield from _all_ways(own, examples(PLANE, pixels, numbers))
    yield _warm_up


def _all_ways(own: Sequence[Operation], given: Examples) -> Iterator[Callable[[], None]]:
    for one in own:
        yield from (partial(_rehearse, one, given, set_) for set_ in _settings(one))


def _warm_up() -> None:
    from napari_darkroom.kernels.warm_up import warm_up

    warm_up()


def examples(shape: tuple[int, ...], pixels: str, numbers: str) -> Examples:
    """Return a small value of each kind, of one shape; objects lie on a ground with a gap."""
    along = np.meshgrid(*map(np.arange, shape), indexing="ij")
    waves = np.cos(along[-1] / 4) * np.cos(along[-2] / 3)
    image = (100 * (waves + 1.1)).astype(pixels)
    if image.dtype.kind == "f":
        image.flat[0] = np.nan
    mask = waves > 0.2
    labels = np.where(mask, along[-1] // 12 + 1, 0).astype(numbers)
    centre = [length / 2 for length in shape]
    corners = [[*centre[:-2], y, x] for y, x in ((2, 2), (2, 12), (12, 12))]
    return {
        "image": Image.of(image),
        "labels": Labels.of(labels),
        "mask": Mask.of(mask),
        "points": Points.of(np.array([centre, corners[0]])),
        "shapes": Shapes.of([("polygon", np.array(corners))]),
    }


def _settings(operation: Operation) -> Iterator[Mapping[str, Any]]:
    """Yield settings that take other ways through an operation than its defaults."""
    for parameter in operation.parameters:
        yield from ({parameter.name: value} for value in _others(parameter))


def _others(parameter: Parameter) -> list[Any]:
    if parameter.type == "choice":
        return [one for one in parameter.choices if one != parameter.default]
    if parameter.type == "boolean":
        return [not parameter.default]
    # 0 or none switches off what a small number switches on.
    return [1] if parameter.type in ("integer", "number") and not parameter.default else []


def _rehearse(
    operation: Operation, given: Examples, parameters: Mapping[str, Any] | None = None
) -> None:
    """Run an operation; what refuses the example, as one on RGB does, is left as it is."""
    inputs = {
        one.name: [value, value] if one.many else value
        for one in operation.inputs
        if (value := next((given[kind] for kind in one.kinds if kind in given), None)) is not None
    }
    with suppress(DarkroomError):
        run(operation, inputs, parameters)
