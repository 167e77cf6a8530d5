"""Previews of operations that decide each pixel by numbers of the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.operation import Limits, Operation
from napari_darkroom.core.values import Image, Value
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.preview_sample import Sample, take_sample
from napari_darkroom.engine.preview_scene import (
    Scene,
    call_of,
    fit,
    spans_of,
)
from napari_darkroom.engine.run import run

Numbers = tuple[float, ...]


def decide(
    operation: Operation, parameters: Mapping[str, Any], scene: Scene, job: Job
) -> tuple[dict[str, Value], Numbers, bool]:
    """Return the outputs in the window, the numbers, and whether these are of all pixels.

    Raises
    ------
    TypeError
        If the operation declares no limits.
    """
    if operation.limits is None:
        raise TypeError(f"{operation.id} declares no limits.")
    plan = scene.plan(operation)
    fitted = fit(operation, parameters, plan, scene.window)
    pixels = take_sample(operation, scene)
    job.step(0, 1)
    call = call_of(operation, fitted, plan, scene.window)
    apart = plan.rgb and operation.rgb == "each"
    numbers = _numbers(operation.reference, operation.limits, scene, pixels, call=call, apart=apart)
    job.step(0, 1)
    parts = scene.cut(spans_of(plan, scene.window))

    def given(function: Callable[..., Any], **inputs: Any) -> dict[str, Value]:
        decided = replace(operation, function=function)
        return run(decided, {**parts, **inputs}, fitted.parameters, axes=scene.axes, job=job)

    if operation.limits.apply is None:
        return given(operation.function), numbers[0], pixels.whole
    functions = [_with(operation.limits.apply, one) for one in numbers]
    if not apart:
        return given(functions[0]), numbers[0], pixels.whole
    name = operation.inputs[0].name
    image = parts[name]
    results = [given(f, **{name: _colour(image, k)}) for k, f in enumerate(functions)]
    return _joined(image, results), (), pixels.whole


def _numbers(
    reference: str,
    limits: Limits,
    scene: Scene,
    sample: Sample,
    *,
    call: Mapping[str, Any],
    apart: bool,
) -> list[Numbers]:
    """Return the numbers of all pixels, or those of each colour where colours are apart."""
    pixels = sample.pixels
    colours = [pixels[..., k] for k in range(min(pixels.shape[-1], 3))] if apart else [pixels]
    return [
        scene.cache.found(
            sample.source,
            (reference, repr(call), sample.place, k),
            partial(_find, limits, one, call),
        )
        for k, one in enumerate(colours)
    ]


def _find(limits: Limits, pixels: NDArray[Any], call: Mapping[str, Any]) -> Numbers:
    return limits.find(as_native(pixels), **call)


def _with(apply: Callable[..., Any], numbers: Numbers) -> Callable[..., Any]:
    def decided(array: Any, *_: Any, **call: Any) -> Any:
        return apply(array, numbers, **call)

    return decided


def _colour(image: Any, k: int) -> Image:
    return Image(image.data[..., k], image.calibration, image.name, image.metadata)


def _joined(image: Any, results: Sequence[Mapping[str, Any]]) -> dict[str, Value]:
    """Return the results for each colour as one image; the alpha is that of the input."""
    alpha = [image.data[..., 3]] if image.data.shape[-1] == 4 else []
    joined: dict[str, Value] = {}
    for name, one in results[0].items():
        colours = [np.asarray(result[name].data) for result in results]
        data = np.stack(colours + alpha, axis=-1).astype(colours[0].dtype, copy=False)
        joined[name] = replace(one, data=data, rgb=True)
    return joined
