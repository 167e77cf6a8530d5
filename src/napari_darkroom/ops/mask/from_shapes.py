"""The mask of what was drawn."""

from __future__ import annotations

import numpy as np

from napari_darkroom.core.annotations import NewMask
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Grid, Mask, Shapes
from napari_darkroom.ops.canvas import Canvas


@operation(title="Mask from shapes", noun="mask", menu="segment/mask", rgb="whole")
def from_shapes(image: Grid, shapes: Shapes) -> NewMask:
    """Mark the pixels that drawn shapes cover.

    Parameters
    ----------
    image : Image, Labels or Mask
        Gives the pixels; their values have no say.
    shapes : Shapes
        Polygons, rectangles and ellipses are filled, lines and paths are one pixel wide.

    Returns
    -------
    mask : Mask
        True where a shape is, on the pixels of the image.

    Raises
    ------
    InputError
        If the shapes spread along an axis that the image does not have.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    A pixel is covered if its centre lies inside of a shape or on its edge; a part that a polygon
    encloses twice is a hole (even-odd rule). A line takes one pixel for every step of a pixel.
    What lies outside of the image is left out.

    Shapes without a place along z or time are in every plane and at every time; a place between
    two planes is taken as the nearer one, and a filled shape lies in the plane of its middle.

    Formula::

        mask(x) = 1 if x lies in any shape, else 0

    Equivalent for polygons, as pairs of type and vertices in pixels::

        import numpy as np
        from skimage.draw import polygon2mask

        drawn = [polygon2mask(image.shape[-2:], v[:, -2:]) for kind, v in shapes]
        mask = np.zeros(image.shape, bool) | np.any(drawn, axis=0)

    References
    ----------
    Even-odd rule: M. Shimrat, Algorithm 112, Communications of the ACM 5 (1962) 434;
    ``skimage.draw.polygon2mask`` and ``skimage.draw.ellipse`` cover the same pixels. ImageJ,
    *Edit > Selection > Create Mask*.
    """
    canvas = Canvas.of(image, shapes, np.zeros(image.shape, dtype=bool))
    canvas.draw(([position], True) for position in range(len(canvas.drawn)))
    return Mask(canvas.pixels, image.calibration, image.name)
