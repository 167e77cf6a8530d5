"""Objects of what was drawn."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from napari_darkroom.core.annotations import NewLabels
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Grid, Labels, Shapes
from napari_darkroom.ops.canvas import Canvas

Top: TypeAlias = Literal["last", "first"]


@operation(
    title="Objects from shapes", noun="objects", menu="segment/points_and_shapes", rgb="whole"
)
def from_shapes(image: Grid, shapes: Shapes, *, on_top: Top = "last") -> NewLabels:
    """Make an object of every drawn shape.

    Parameters
    ----------
    image : Image, Labels or Mask
        Gives the pixels; their values have no say.
    shapes : Shapes
        Polygons, rectangles and ellipses are filled, lines and paths are one pixel wide.
    on_top : {"last", "first"}
        Which one keeps the pixels where two overlap: the last one drawn, as in the window, or the
        first. What is covered as a whole has no object, and its number is left out.

    Returns
    -------
    labels : Labels
        The first shape has the number 1, the second 2, and so on; 0 is background. Outlines that
        `labels.to_shapes` made have the numbers that they had.

    Raises
    ------
    InputError
        If the shapes spread along an axis that the image does not have, or an object has a number
        that is not from 1 to 2³¹ − 1.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    A pixel is covered if its centre lies inside of a shape or on its edge; a part that a polygon
    encloses twice is a hole (even-odd rule), and so is what lies in an even number of the outlines
    of one object. What lies outside of the image is left out.

    Shapes without a place along z or time are in every plane and at every time; a place between
    two planes is taken as the nearer one, and a filled shape lies in the plane of its middle.

    Formula::

        labels(x) = the last k whose shape holds x, 0 where there is none

    Equivalent for polygons, as pairs of type and vertices in pixels::

        import numpy as np
        from skimage.draw import polygon2mask

        drawn = [polygon2mask(image.shape[-2:], v[:, -2:]) for kind, v in shapes]
        labels, numbers = np.zeros(image.shape, int), list(range(len(drawn)))
        for k in numbers if on_top == "last" else numbers[::-1]:
            labels[..., drawn[k]] = k + 1

    References
    ----------
    Even-odd rule: M. Shimrat, Algorithm 112, Communications of the ACM 5 (1962) 434;
    ``skimage.draw.polygon2mask`` covers the same pixels. CellProfiler, module
    IdentifyObjectsManually.
    """
    _check_numbers(shapes)
    canvas = Canvas.of(image, shapes, np.zeros(image.shape, LABEL_DTYPE))
    parts: dict[int, list[int]] = {}
    for position, number in enumerate(shapes.labels.tolist()):
        parts.setdefault(number, []).append(position)
    order = list(parts) if on_top == "last" else list(parts)[::-1]
    canvas.draw((parts[number], number) for number in order)
    return Labels(canvas.pixels, image.calibration, image.name)


def _check_numbers(shapes: Shapes) -> None:
    largest = np.iinfo(LABEL_DTYPE).max
    wrong = shapes.labels[(shapes.labels < 1) | (shapes.labels > largest)]
    if wrong.size:
        raise InputError(
            f"labels.from_shapes: the column label names an object {wrong[0]}, but objects have "
            f"numbers from 1 to {largest}. Give the shapes other numbers there, or leave the "
            "column out to number them from 1."
        )
