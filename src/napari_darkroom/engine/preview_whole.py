"""Previews of operations that need the whole: it is thinned out, and the window cut out of that."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

from napari_darkroom.core.calibration import SPATIAL_AXES
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.plan import Plan
from napari_darkroom.engine.preview_scene import Scene
from napari_darkroom.engine.sampling import budget_steps, chunk_pixels
from napari_darkroom.engine.window import AnyGrid, Window, trim

# So many pixels are worked on, and read from so many at most.
_WHOLE_PIXELS = 2**20
_MOST_READ = 2**24


def small_enough(operation: Operation, scene: Scene) -> tuple[Scene, Window] | None:
    """Return the finest level of which the whole can be read, and the window onto that whole.

    None where nobody could wait for it.
    """
    for level in scene.levels():
        window = _thin(operation, level)
        if all(_read(grid, window) <= _MOST_READ for grid in level.inputs.values()):
            return level, window
    return None


def _thin(operation: Operation, scene: Scene) -> Window:
    """Return the window onto the whole, with steps that keep it small."""
    plan = scene.plan(operation)
    c = plan.calibration
    axes = [c.axes[i] for i in plan.seen]
    same = len({c.units[i] for i in plan.seen}) == 1
    sizes = [c.scale[i] if same else 1.0 for i in plan.seen]
    steps = budget_steps([plan.shape[i] for i in plan.seen], sizes, _WHOLE_PIXELS)
    return replace(scene.window.whole(axes), step=dict(zip(axes, steps, strict=True)))


def _read(grid: AnyGrid, window: Window) -> int:
    axes = zip(grid.calibration.axes, grid.shape, strict=True)
    return chunk_pixels(grid.data, [window.span(name, length) for name, length in axes])


def seen_of(grid: AnyGrid, scene: Scene, thin: Window, plan: Plan) -> AnyGrid:
    """Return the part of a thinned-out whole that the window of a scene shows.

    A single plane is put to the very index that is shown, which may have been left out.
    """
    places, single = {}, {}
    for i in plan.seen:
        name = plan.calibration.axes[i]
        seen, step = scene.window.visible.get(name), thin.stride(name)
        if isinstance(seen, int):
            single[name] = seen
            places[name] = slice(seen // step, seen // step + 1)
        elif seen is not None:
            places[name] = slice(max(floor(seen[0] / step), 0), ceil(seen[1] / step))
    part = trim(grid, places)
    c = part.calibration
    missed = [
        single[name] % thin.stride(name) / thin.stride(name) if name in single else 0.0
        for name in c.axes
    ]
    zoom = [thin.stride(name) if name in single else 1 for name in c.axes]
    moved = c.moved(missed, zoom) if any(one != 1 for one in zoom) else c
    return replace(part, calibration=moved)


def numbered(operation: Operation, plan: Plan) -> list[str]:
    """Return a doubt where new labels would be numbered on from plane to plane."""
    new = any(output.dtype == "label" for output in operation.outputs)
    planes = any(plan.calibration.axes[i] in SPATIAL_AXES for i in plan.walked)
    return ["other numbers"] if new and planes else []
