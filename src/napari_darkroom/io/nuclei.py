"""A drawn field of nuclei whose truth is known: soft ellipses, some touching, on a noisy ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# One place in so many holds two nuclei that touch.
_PAIR_EVERY = 5
_EDGE = 8.0
_BACKGROUND = (250.0, 600.0)
_BRIGHTNESS = (900.0, 2200.0)
_READ_NOISE = 12.0


@dataclass(frozen=True)
class Scene:
    """What is drawn.

    Attributes
    ----------
    shape : tuple of int
        Shape of the image, 2-D or 3-D.
    cell : tuple of int
        Size of the place that each nucleus (or touching pair) has for itself.
    radii : tuple of float
        Mean half axes of a nucleus, in pixels along each axis.
    seed : int
        Of the random numbers: the same seed gives the same bits.
    """

    shape: tuple[int, ...]
    cell: tuple[int, ...]
    radii: tuple[float, ...]
    seed: int = 20

    def places(self) -> Iterator[NDArray[np.float64]]:
        """Yield the middles of the places, in order."""
        counts = [length // size for length, size in zip(self.shape, self.cell, strict=True)]
        for index in np.ndindex(*counts):
            yield (np.asarray(index) + 0.5) * self.cell


@dataclass(frozen=True)
class Nucleus:
    """An ellipse (2-D) or ellipsoid (3-D), turned in the plane of the last two axes."""

    centre: NDArray[np.float64]
    radii: NDArray[np.float64]
    angle: float
    brightness: float

    def distance(self, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return the distance from the centre at every pixel; 1 is the outline."""
        offsets = np.meshgrid(
            *(np.arange(n) - c for n, c in zip(shape, self.centre, strict=True)),
            indexing="ij",
            sparse=True,
        )
        y, x = offsets[-2:]
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        turned = [*offsets[:-2], y * cos - x * sin, y * sin + x * cos]
        return np.asarray(
            np.sqrt(sum((part / r) ** 2 for part, r in zip(turned, self.radii, strict=True)))
        )


def draw_nuclei(scene: Scene) -> tuple[NDArray[np.uint16], NDArray[np.int32]]:
    """Return the image and the labels that are true of it, both of ``scene.shape``."""
    rng = np.random.default_rng(scene.seed)
    signal = np.zeros(scene.shape)
    nearest = np.ones(scene.shape)
    truth = np.zeros(scene.shape, np.int32)
    for label, nucleus in enumerate(_nuclei(scene, rng), start=1):
        distance = nucleus.distance(scene.shape)
        inside = distance < nearest
        truth[inside] = label
        nearest[inside] = distance[inside]
        soft = 1 / (1 + np.exp(np.clip((distance - 1) * _EDGE, -50, 50)))
        np.maximum(signal, nucleus.brightness * soft, out=signal)
    return _exposed(signal, rng), truth


def _nuclei(scene: Scene, rng: np.random.Generator) -> Iterator[Nucleus]:
    for number, middle in enumerate(scene.places()):
        if number % _PAIR_EVERY != _PAIR_EVERY - 1:
            yield _nucleus(middle + rng.uniform(-0.1, 0.1, middle.size) * scene.cell, scene, rng)
            continue
        angle = rng.uniform(0, np.pi)
        apart = np.zeros(middle.size)
        apart[-2:] = 0.8 * scene.radii[-1] * np.array([np.sin(angle), np.cos(angle)])
        yield _nucleus(middle - apart, scene, rng)
        yield _nucleus(middle + apart, scene, rng)


def _nucleus(centre: NDArray[np.float64], scene: Scene, rng: np.random.Generator) -> Nucleus:
    radii = np.asarray(scene.radii) * rng.uniform(0.85, 1.1, centre.size)
    return Nucleus(centre, radii, rng.uniform(0, np.pi), rng.uniform(*_BRIGHTNESS))


def _exposed(signal: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.uint16]:
    """Return the signal on a background that rises along the last axis, as a camera counts it."""
    light = signal + np.linspace(*_BACKGROUND, signal.shape[-1])
    counted = rng.poisson(light) + rng.normal(0, _READ_NOISE, signal.shape)
    return np.clip(np.rint(counted), 0, np.iinfo(np.uint16).max).astype(np.uint16)
