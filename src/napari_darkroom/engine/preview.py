"""What an operation would give, worked out for what is seen of its inputs alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, cast

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Image, Labels, Mask, Value
from napari_darkroom.engine.histogram import Histogram
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.preview_decided import decide
from napari_darkroom.engine.preview_sample import take_sample
from napari_darkroom.engine.preview_scene import (
    Grids,
    Scene,
    call_of,
    doubts_of,
    fit,
    spans_of,
)
from napari_darkroom.engine.preview_whole import numbered, seen_of, small_enough
from napari_darkroom.engine.run import check_inputs, run
from napari_darkroom.engine.scaling import in_plane
from napari_darkroom.engine.tiles import halo
from napari_darkroom.engine.window import Window, place_in, trim, widened


@dataclass(frozen=True)
class Preview:
    """The part of a result that is seen.

    Attributes
    ----------
    values : mapping of str to value
        The outputs by name. Their calibration puts each pixel where it belongs.
    exact : bool
        Whether these are the bits that the same part of the full result has.
    note : str
        ``exact``, or in which way it is approximate.
    limits : tuple of float
        The numbers that it was decided by, as a threshold, where the operation tells them.
    """

    values: Mapping[str, Value]
    exact: bool
    note: str
    limits: tuple[float, ...] = ()


def can_preview(operation: Operation) -> bool:
    """Whether an operation has a preview: tables and what changes the grid have none."""
    return operation.level == "array" and not any(one.many for one in operation.inputs)


def preview(
    operation: Operation,
    inputs: Mapping[str, Any],
    parameters: Mapping[str, Any],
    window: Window,
    job: Job | None = None,
    **scene: Any,
) -> Preview:
    """Return what an operation would give where a window shows its inputs.

    Of lazy inputs only what is needed is read.

    Parameters
    ----------
    inputs : mapping of str to value
        By the names of the operation's inputs, as `engine.run.run` takes them.
    parameters : mapping
        By name. A length in pixels is one of the full image, whatever the window's resolution.
    window : Window
        What is seen of the inputs.
    job : Job, optional
        How it is stopped.
    **scene
        The further attributes of a `Scene`: overview, factor, axes and cache.

    Raises
    ------
    InputError, ParameterError, UnitError
        If something given does not fit, as for the full run.
    Cancelled
        If the job was stopped.
    """
    return _preview(operation, parameters, _scene(operation, inputs, window, scene), job or Job())


def histogram(
    operation: Operation, inputs: Mapping[str, Any], window: Window, **scene: Any
) -> Histogram:
    """Return the histogram of all that the operation treats at once of its first input.

    It is that of a sample where this is much. The parameters are those of `preview`.
    """
    around = _scene(operation, inputs, window, scene)
    sample = take_sample(operation, around)
    key = ("histogram", sample.place)
    return cast(
        "Histogram", around.cache.found(sample.source, key, lambda: Histogram.of(sample.pixels))
    )


def _scene(
    operation: Operation, inputs: Mapping[str, Any], window: Window, scene: Mapping[str, Any]
) -> Scene:
    given = check_inputs(operation, inputs)
    grids = {name: value for name, value in given.items() if isinstance(value, Grid)}
    return Scene(cast("Grids", grids), window, **scene)


def _preview(
    operation: Operation, parameters: Mapping[str, Any], scene: Scene, job: Job
) -> Preview:
    plan = scene.plan(operation)
    fitted = fit(operation, parameters, plan, scene.window)
    depth = halo(operation, call_of(operation, fitted, plan, scene.window), plan)
    if depth is not None:
        return _near(operation, parameters, scene, job, depth=depth)
    spans = spans_of(plan, scene.window)
    alone = all(len(spans[plan.calibration.axes[i]]) == 1 for i in plan.walked)
    if operation.limits is not None and alone:
        return _decided(operation, parameters, scene, job)
    return _whole(operation, parameters, scene, job)


def _near(
    operation: Operation,
    parameters: Mapping[str, Any],
    scene: Scene,
    job: Job,
    *,
    depth: Mapping[int, int],
    doubts: Sequence[str] = (),
) -> Preview:
    """Preview from the pixels in the window and as many around them as the operation reaches."""
    plan, window = scene.plan(operation), scene.window
    fitted = fit(operation, parameters, plan, window)
    spans = spans_of(plan, window)
    wide = {
        name: widened(span, depth.get(i, 0), plan.shape[i])
        for i, (name, span) in enumerate(spans.items())
    }
    parts = scene.cut(wide)
    job.step(0, 1)
    values = run(operation, parts, fitted.parameters, axes=scene.axes, job=job)
    limits: tuple[float, ...] = ()
    if operation.limits is not None:
        first = parts[operation.inputs[0].name]
        limits = operation.limits.find(first.data, **call_of(operation, fitted, plan, window))
    places = {name: place_in(spans[name], wide[name]) for name in spans}
    trimmed = {name: trim(_grid(value), places) for name, value in values.items()}
    return _told(trimmed, [*doubts, *doubts_of(plan, window, fitted.held)], limits)


def _grid(value: Value) -> Image | Labels | Mask:
    if not isinstance(value, Grid):
        raise TypeError(f"A preview shows grids, and {value!r} is none.")
    return value


def _decided(
    operation: Operation, parameters: Mapping[str, Any], scene: Scene, job: Job
) -> Preview:
    """Preview by numbers that are found in the whole."""
    values, limits, whole = decide(operation, parameters, scene, job)
    plan = scene.plan(operation)
    held = fit(operation, parameters, plan, scene.window).held
    doubts = [] if whole else ["statistics of a sample"]
    return _told(values, doubts_of(plan, scene.window, held) + doubts, limits)


def _whole(operation: Operation, parameters: Mapping[str, Any], scene: Scene, job: Job) -> Preview:
    """Preview from the whole, thinned out."""
    found = small_enough(operation, scene)
    if found is None:
        return _too_large(operation, parameters, scene, job)
    level, window = found
    plan = level.plan(operation)
    fitted = fit(operation, parameters, plan, window)
    parts = level.cut(spans_of(plan, window))
    job.step(0, 1)
    values = run(operation, parts, fitted.parameters, axes=scene.axes, job=job)
    shown = {name: seen_of(_grid(value), level, window, plan) for name, value in values.items()}
    return _told(shown, doubts_of(plan, window, fitted.held) + numbered(operation, plan))


def _too_large(
    operation: Operation, parameters: Mapping[str, Any], scene: Scene, job: Job
) -> Preview:
    """Preview from less than the whole, where nobody could wait for all of it to be read."""
    plan = scene.plan(operation)
    volume = "z" in (plan.calibration.axes[i] for i in plan.seen)
    if volume and 2 in operation.dimensions and scene.window.is_index("z"):
        flat_parameters = in_plane(fit(operation, parameters, plan, Window()).parameters)
        flat = _preview(operation, flat_parameters, replace(scene, axes="planes"), job)
        return _told(flat.values, ["this plane alone"], flat.limits)
    return _near(operation, parameters, scene, job, depth={}, doubts=["the visible part alone"])


def _told(
    values: Mapping[str, Value], doubts: Sequence[str], limits: tuple[float, ...] = ()
) -> Preview:
    # A threshold of no pixels is none.
    told = tuple(limit for limit in limits if isfinite(limit))
    if not doubts:
        return Preview(values, True, "exact", told)
    return Preview(values, False, f"approximate: {', '.join(doubts)}", told)
