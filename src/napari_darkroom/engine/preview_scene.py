"""What a preview has to work with, and how its parts are cut out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.engine.arguments import arguments
from napari_darkroom.engine.plan import Axes, Plan, make_plan
from napari_darkroom.engine.preview_cache import PreviewCache
from napari_darkroom.engine.scaling import Scaled, scaled
from napari_darkroom.engine.window import Window, cut

Grids: TypeAlias = Mapping[str, Image | Labels | Mask]


@dataclass(frozen=True)
class Scene:
    """What a preview has to work with besides the operation and its parameters.

    Attributes
    ----------
    inputs : mapping of str to Image, Labels or Mask
        What is seen, at the level of the pyramid that suits the screen.
    window : Window
        Which part of it is seen.
    overview : mapping of str to Image, Labels or Mask
        The same inputs on a coarser level, for what needs the whole; empty for none.
    factor : mapping of str to float
        Pixels of the full image to one of the overview along an axis.
    axes : str or None
        Planes, volume or stack.
    cache : PreviewCache
    """

    inputs: Grids
    window: Window
    overview: Grids = field(default_factory=dict)
    factor: Mapping[str, float] = field(default_factory=dict)
    axes: Axes | None = None
    cache: PreviewCache = field(default_factory=PreviewCache)

    def plan(self, operation: Operation) -> Plan:
        """Return how an operation runs over the axes of the inputs."""
        return make_plan(operation, self.inputs, self.axes, None)

    def levels(self) -> Iterator[Scene]:
        """Yield the scene with the inputs as they are, then with those of the overview."""
        yield self
        if self.overview:
            yield replace(self, inputs=self.overview, window=self.window.at(self.factor))

    def cut(self, spans: Mapping[str, range]) -> Grids:
        """Return the parts of the inputs that lie on some spans."""
        return {name: cut(grid, spans, self.cache) for name, grid in self.inputs.items()}


def spans_of(plan: Plan, window: Window) -> dict[str, range]:
    """Return the indices that a window shows along each axis of a plan."""
    return {
        name: window.span(name, length)
        for name, length in zip(plan.calibration.axes, plan.shape, strict=True)
    }


def fit(operation: Operation, parameters: Mapping[str, Any], plan: Plan, window: Window) -> Scaled:
    """Return the parameters for the resolution of a window, checked on the full image."""
    c = plan.calibration
    scale = [
        size / window.factor.get(name, 1.0) for name, size in zip(c.axes, c.scale, strict=True)
    ]
    call = arguments(
        operation, operation.check(parameters), replace(c, scale=tuple(scale)), plan.spatial
    )
    return scaled(operation, call, tuple(window.coarseness(name) for name in plan.spatial))


def call_of(operation: Operation, fitted: Scaled, plan: Plan, window: Window) -> dict[str, Any]:
    """Return the arguments that the function gets at the resolution of a window."""
    c = plan.calibration
    coarse = c.moved([0] * c.ndim, [1 / window.stride(name) for name in c.axes])
    return arguments(operation, operation.check(fitted.parameters), coarse, plan.spatial)


def doubts_of(plan: Plan, window: Window, held: Sequence[str]) -> list[str]:
    """Return in which ways a window's resolution makes a preview approximate.

    Parameters
    ----------
    held : sequence of str
        Parameters that a bound kept from getting small enough.
    """
    axes = [name for i, name in enumerate(plan.calibration.axes) if plan.shape[i] > 1]
    coarseness = max((window.coarseness(name) for name in axes), default=1.0)
    doubts = [f"every {_ordinal(round(coarseness))} pixel"] if coarseness > 1 else []
    return doubts + [f"{name} at its bound" for name in held]


def _ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else ends.get(number % 10, 'th')}"
