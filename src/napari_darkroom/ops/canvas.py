"""Drawing shapes onto the pixels of a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.values import Grid, Shapes
from napari_darkroom.kernels.outline_fill import Vertices, fill_ellipse, fill_polygon, trace

_FILLS: Mapping[str, Callable[[Vertices, tuple[int, int]], NDArray[np.bool_]]] = MappingProxyType(
    {"polygon": fill_polygon, "rectangle": fill_polygon, "ellipse": fill_ellipse}
)


@dataclass(frozen=True)
class Canvas:
    """Pixels on which shapes are drawn, at every position along the axes that these lack.

    Attributes
    ----------
    pixels : array
        All pixels.
    drawn : list of (str, array (k, m))
        Type and vertices of each shape in pixels, along the axes that it has, y and x last.
    """

    pixels: NDArray[Any]
    drawn: list[tuple[str, Vertices]]
    _view: NDArray[Any]
    _shape: tuple[int, ...]

    @classmethod
    def of(cls, grid: Grid, shapes: Shapes, pixels: NDArray[Any]) -> Self:
        """Return the canvas for shapes on an array that lies on a grid.

        Raises
        ------
        InputError
            If the shapes spread along an axis that the grid does not have.
        UnitError
            If one has a pixel size and the other none.
        """
        axes, shared = grid.calibration.axes, shapes.axes_in(grid.calibration)
        given = shapes.pixels(grid.calibration)
        own = [name for name in shared if name not in ("y", "x")] + ["y", "x"]
        order = [shared.index(name) for name in own]
        drawn = [(type_, vertices[:, order]) for type_, vertices in given]
        fixed = [axes.index(name) for name in own]
        # With the free axes first, one index sets all of their positions.
        free = [i for i in range(len(axes)) if i not in fixed]
        view = pixels.transpose(free + fixed)
        return cls(pixels, drawn, view, view.shape[len(free) :])

    def draw(self, objects: Iterable[tuple[list[int], int]]) -> None:
        """Draw objects one after the other, at every position along the other axes.

        Parameters
        ----------
        objects : iterable of (list of int, int)
            The positions of the shapes of each among `drawn`, and the value of its pixels. What
            lies in an even number of its shapes is a hole.
        """
        whole = self._view.shape == self._shape and self._view.flags.c_contiguous
        planes = self._view if whole else np.zeros(self._shape, self.pixels.dtype)
        for polygons, some in groupby(objects, self._of_polygons):
            if polygons:
                self._fill(planes, list(some))
                continue
            for positions, value in some:
                parts = [self._covered(*self.drawn[i]) for i in positions]
                planes[tuple(self._odd(parts).T)] = value
        if not whole:
            self._view[...] = planes

    def _of_polygons(self, one: tuple[list[int], int]) -> bool:
        return all(self.drawn[i][0] in ("polygon", "rectangle") for i in one[0])

    def _fill(self, planes: NDArray[Any], objects: list[tuple[list[int], int]]) -> None:
        """Draw objects that are polygons, all of them in one pass."""
        from napari_darkroom.kernels.polygon_fill import draw_polygons

        found = [
            (*one, value) for positions, value in objects for one in self._in_planes(positions)
        ]
        if not found:
            return
        corners = [self.drawn[i][1][:, -2:] for _, positions, _ in found for i in positions]
        begins = np.cumsum([0, *map(len, corners)])
        firsts = np.cumsum([0, *(len(positions) for _, positions, _ in found)])
        where = np.array([plane for plane, _, _ in found], dtype=np.int64)
        values = np.array([value for _, _, value in found], dtype=planes.dtype)
        volume = planes.reshape(-1, *planes.shape[-2:])
        draw_polygons(volume, (np.concatenate(corners), begins), (firsts, where), values)

    def _in_planes(self, positions: list[int]) -> list[tuple[int, list[int]]]:
        """Return the shapes of an object in each plane; those outside are left out."""
        before = self._shape[:-2]
        if not before:
            return [(0, positions)]
        planes: dict[int, list[int]] = {}
        for i in positions:
            place = np.floor(self.drawn[i][1][:, :-2].mean(axis=0) + 0.5).astype(int)
            if ((place >= 0) & (place < before)).all():
                plane = int(np.ravel_multi_index(tuple(place), before))
                planes.setdefault(plane, []).append(i)
        return list(planes.items())

    def _covered(self, type_: str, vertices: Vertices) -> NDArray[np.intp]:
        """Return the pixels that a shape covers, one a row; those outside are left out."""
        fill = _FILLS.get(type_)
        if fill is None:
            return self._inside(np.unique(trace(vertices), axis=0))
        plane = self._shape[-2:]
        low = np.clip(np.floor(vertices[:, -2:].min(axis=0)), 0, plane).astype(int)
        high = np.clip(np.ceil(vertices[:, -2:].max(axis=0)) + 1, low, plane).astype(int)
        filled = fill(vertices[:, -2:] - low, (high[0] - low[0], high[1] - low[1]))
        place = np.floor(vertices[:, :-2].mean(axis=0) + 0.5).astype(int)
        index = np.argwhere(filled) + low
        return self._inside(np.concatenate([np.tile(place, (len(index), 1)), index], axis=1))

    def _inside(self, index: NDArray[Any]) -> NDArray[np.intp]:
        return np.asarray(index[((index >= 0) & (index < self._shape)).all(axis=1)])

    def _odd(self, parts: list[NDArray[np.intp]]) -> NDArray[np.intp]:
        """Return the pixels that lie in an odd number of parts."""
        if len(parts) == 1:
            return parts[0]
        flat = [np.ravel_multi_index(tuple(one.T), self._shape) for one in parts]
        found, times = np.unique(np.concatenate(flat), return_counts=True)
        return np.stack(np.unravel_index(found[times % 2 == 1], self._shape), axis=1)
