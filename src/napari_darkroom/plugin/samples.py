"""The sample images as napari's File › Open Sample opens them: one function a sample."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from napari_darkroom.io.samples import Sample, samples
from napari_darkroom.plugin.layers import LayerData
from napari_darkroom.plugin.readers import as_layers


def _layers(sample: Sample) -> list[LayerData]:
    """Return the layers of a sample; what is known to be true of the image is hidden at first.

    It lies below the image, for the last layer is the one that is worked on, and is seen through
    it once it is shown.
    """
    image, *truth = sample.load()
    hidden = [layer for value in truth for layer in as_layers(value)]
    for _, attributes, _ in hidden:
        attributes["visible"] = False
    shown = as_layers(image)
    for _, attributes, _ in shown if hidden else []:
        attributes["blending"] = "additive"
    return hidden + shown


def __getattr__(name: str) -> Callable[[], list[LayerData]]:
    known = samples()
    if name not in known:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return partial(_layers, known[name])


def __dir__() -> list[str]:
    return sorted(samples())
