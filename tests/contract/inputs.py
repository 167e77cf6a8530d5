"""Small images, label images and masks with something in them, always the same."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.frames import frames
from napari_darkroom.core.operation import Input
from napari_darkroom.core.values import (
    Grid,
    Image,
    Kind,
    Labels,
    Mask,
    Points,
    Shapes,
    Table,
    Value,
)
from napari_darkroom.engine.corrections import make_corrections

SIZES = {"t": 2, "c": 3, "z": 7, "y": 19, "x": 23}
PIXEL_SIZES = {"t": (30.0, "s"), "c": (1.0, "pixel"), "z": (2.0, "um")}
IMAGE_DTYPES = (
    "uint8", "uint16", "int16", "uint32", "int32", "int64", "float16", "float32", "float64",
)  # fmt: skip
LABEL_DTYPES = ("uint8", "uint16", "int32", "int64", "uint32")


@dataclass(frozen=True)
class Layout:
    """Axes and shape of an input."""

    axes: str
    shape: tuple[int, ...]
    rgb: bool = False

    @classmethod
    def of(cls, axes: str, rgb: bool = False) -> Layout:
        """Return the layout of some axes; a plane is larger than one of a volume."""
        sizes = SIZES if "z" in axes else SIZES | {"y": 37, "x": 41}
        return cls(axes, tuple(sizes[name] for name in axes), rgb)

    @property
    def name(self) -> str:
        """Axes, and rgb where it is."""
        return self.axes + ("-rgb" if self.rgb else "")


PLANE, VOLUME = Layout.of("yx"), Layout.of("zyx")


@lru_cache(maxsize=64)
def _field(shape: tuple[int, ...], seed: str) -> NDArray[np.float64]:
    random = np.random.default_rng(zlib.crc32(seed.encode()))
    result = np.broadcast_to(0.1 * np.arange(shape[-1]) / shape[-1], shape).copy()
    for _ in range(max(int(np.prod(shape)) // 150, 3)):
        centre, width = random.uniform(0, shape), random.uniform(1.5, 3.0)
        box = [slice(max(int(c) - 10, 0), int(c) + 11) for c in centre]
        index = np.meshgrid(
            *(np.arange(n)[s] - c for n, s, c in zip(shape, box, centre, strict=True)),
            indexing="ij",
        )
        distance = sum((i / width) ** 2 for i in index)
        result[tuple(box)] += random.uniform(0.4, 0.8) * np.exp(-distance / 2)
    result += random.normal(0, 0.02, shape)
    return np.asarray((result - result.min()) / np.ptp(result))


def field(shape: Sequence[int], seed: str) -> NDArray[np.float64]:
    """Return bright round objects on a dark and uneven ground, with noise, from 0 to 1."""
    return _field(tuple(shape), seed).copy()


def pixels(shape: Sequence[int], dtype: str, seed: str = "image") -> NDArray[Any]:
    """Return a field as grey values; those of signed types go below 0."""
    type_ = np.dtype(dtype)
    values = field(shape, seed)
    if type_.kind == "f":
        return (values * 300 - 20).astype(type_)
    low = -(2**10) if type_.kind == "i" else 0
    high = min(np.iinfo(type_).max, 2**17)
    return np.rint(low + values * (high - low)).astype(type_)


def mask_pixels(shape: Sequence[int], seed: str = "mask") -> NDArray[np.bool_]:
    """Return where a field is bright, with holes."""
    values = field(shape, seed)
    return (values > 0.3) & (values < 0.8)


def label_pixels(shape: Sequence[int], dtype: str = "int32") -> NDArray[Any]:
    """Return numbered objects with gaps between the numbers."""
    from scipy import ndimage

    found = np.asarray(ndimage.label(field(shape, "mask") > 0.35)[0])
    return np.where(found > 0, 3 * found + 2, 0).astype(dtype)


def calibrated(grid: Grid, turned: bool = False) -> Grid:
    """Return the same pixels with sizes, units and a place; `turned` adds rotation and affine."""
    axes = grid.calibration.axes
    calibration = replace(
        grid.calibration,
        scale=tuple(PIXEL_SIZES.get(name, (0.5, ""))[0] for name in axes),
        units=tuple(PIXEL_SIZES.get(name, (0, "um"))[1] for name in axes),
        translate=tuple(10.0 * (i + 1) for i in range(len(axes))),
    )
    if turned:
        turn, world = np.eye(len(axes)), np.eye(len(axes) + 1)
        turn[-2:, -2:] = [[0.8, -0.6], [0.6, 0.8]]
        world[:-1, -1] = 5
        world[-2, -2] = 1.5
        calibration = replace(
            calibration,
            rotate=tuple(map(tuple, turn.tolist())),
            affine=tuple(map(tuple, world.tolist())),
        )
    return grid.with_data(grid.data, calibration)


def make(kind: Kind, layout: Layout, dtype: str | None = None) -> Grid:
    """Return a calibrated input of some kind."""
    colours = (3,) if layout.rgb and kind == "image" else ()
    if kind == "labels":
        data: NDArray[Any] = label_pixels(layout.shape, dtype or "int32")
        return calibrated(Labels.of(data, layout.axes, name="cells"))
    if kind == "mask":
        return calibrated(Mask.of(mask_pixels(layout.shape), layout.axes, name="inside"))
    data = pixels((*layout.shape, *colours), dtype or "uint16")
    return calibrated(Image.of(data, layout.axes, name="dna", rgb=bool(colours)))


def made_by_hand(declared: Input) -> bool:
    """Whether an input is drawn, painted or measured on the first one."""
    return declared.kinds[0] in ("points", "shapes", "table") or declared.name == "corrections"


def by_hand(declared: Input, first: Grid) -> Value:
    """Return an input that is drawn, painted or measured on another one."""
    if declared.kinds[0] == "points":
        return _points(first)
    if declared.kinds[0] == "table":
        return _measurements(first)
    return _shapes(first) if declared.kinds[0] == "shapes" else corrections(first)


def _points(first: Grid) -> Points:
    axes = list(first.calibration.spatial)
    lengths = np.array([first.shape[i] for i in axes])
    shares = np.array([[0.2, 0.3, 0.4], [0.7, 0.6, 0.2], [0.5, 0.9, 0.8], [0.5, 0.8, 0.9]])
    places = np.floor(shares[:, -len(axes) :] * lengths)
    grid = first.calibration.select(axes)
    unit = grid.spacing(grid.axes)[1]
    sizes = {"diameter": (grid.scale[-1] * np.array([3.0, 4, 2, 5]), Column("Of a spot.", unit))}
    return Points.of(places, grid, sizes, name="spots")


def _measurements(first: Grid) -> Table:
    """Return a table of a label image: how many pixels each number has in each frame."""
    import pandas as pd

    axes = first.calibration.axes
    walked = [axes[i] for i in range(len(axes)) if i not in first.calibration.spatial]
    rows = []
    for frame in frames(first):
        ids, sizes = np.unique(frame.pixels[frame.pixels > 0], return_counts=True)
        rows += [(*frame.keys.values(), *row) for row in zip(ids, sizes, strict=True)]
    names = [*walked, "label", "area"]
    cells = pd.DataFrame(np.array(rows, dtype=np.int64).reshape(-1, len(names)), columns=names)
    known = {name: Column(f"What {name} is.", "pixel" * (name == "area")) for name in names}
    return Table(cells, known, (*walked, "label"), first.name)


def _shapes(first: Grid) -> Shapes:
    axes = [first.calibration.axes.index(name) for name in "yx"]
    lengths = np.array([first.shape[i] for i in axes])
    corners = np.array([[0.12, 0.21], [0.43, 0.52]])
    star = np.array([[0.55, 0.31], [0.95, 0.4], [0.71, 0.52], [0.93, 0.83], [0.61, 0.72]])
    drawn = [("rectangle", corners * lengths), ("polygon", star * lengths)]
    return Shapes.of(drawn, first.calibration.select(axes), name="cells")


def corrections(first: Grid) -> Labels:
    """Return corrections that touch both ends of a label image or mask, and several objects."""
    data = np.asarray(first.data)
    before = data.astype(np.uint8) if data.dtype == bool else data
    after = before.copy()
    ids = np.unique(before[before > 0])
    free = np.setdiff1d(np.arange(1, 5), ids).astype(before.dtype)
    if data.dtype != bool and len(ids) > 3:
        after[before == ids[0]] = 0
        after[before == ids[1]] = ids[2]
        after[..., : before.shape[-1] // 2][(before == ids[3])[..., : before.shape[-1] // 2]] = (
            free[0]
        )
    for corner in (0, -1):
        at = (corner,) * before.ndim
        after[at] = 0 if before[at] else (1 if data.dtype == bool else free[1])
    pair = [Labels(one, first.calibration, first.name) for one in (before, after)]
    painted = make_corrections(*pair)
    assert painted is not None
    return painted
