"""Finding small patterns in a mask."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.kernels import grey

_SIGNS = {"1": 1, "0": 0, ".": -1}


def _halo(*, pattern: str, **_: Any) -> list[int]:
    return [max(_read(pattern).shape) // 2] * 2


@operation(
    title="Find a pattern (hit or miss)",
    noun="found",
    menu="segment/shape",
    halo=_halo,
    dimensions=(2,),
)
def hit_or_miss(mask: MaskArray, *, pattern: str = "000/010/...", turned: bool = True) -> MaskArray:
    """Mark the pixels of a mask around which a small pattern lies.

    Finds the ends, corners and branches of thin lines, or single pixels: the ends of a skeleton
    with ``000/010/...``, its branches with ``.1./010/1.1`` and ``1.1/.1./1..``, single pixels with
    ``000/010/000``.

    Parameters
    ----------
    mask : array of bool, 2-D
        The mask.
    pattern : str
        Rows from top to bottom, parted by ``/``: ``1`` must be in the mask, ``0`` must be outside,
        ``.`` may be either. As many signs in each row; odd numbers of rows and of signs.
    turned : bool
        Look for the pattern turned by a quarter, a half and three quarters too.

    Returns
    -------
    mask : array of bool
        True at the middle of each place where the pattern lies.

    Raises
    ------
    ParameterError
        If the pattern cannot be read.

    Notes
    -----
    What lies outside of the image has no say: at its edge only the part of the pattern that lies
    within must fit. Volumes are treated plane by plane.

    Formula::

        found(x) = all mask(x + i) where the pattern is 1
        and no mask(x + i) where it is 0

    Equivalent::

        import numpy as np
        from skimage.morphology import erosion

        rows = np.array([list(row) for row in pattern.split("/")])
        all_turned = [np.rot90(rows, k) for k in range(4 if turned else 1)]
        hits = [erosion(mask, p == "1", mode="ignore") for p in all_turned]
        gaps = [erosion(~mask, p == "0", mode="ignore") for p in all_turned]
        mask = np.any([h & g for h, g in zip(hits, gaps)], axis=0)

    References
    ----------
    J. Serra, Image Analysis and Mathematical Morphology, 1982;
    ``scipy.ndimage.binary_hit_or_miss``, save at the edges.
    """
    signs = _read(pattern)
    result = np.zeros(mask.shape, dtype=bool)
    for turns in range(4 if turned else 1):
        one = np.rot90(signs, turns)
        result |= _within(mask, one == 1) & _within(~mask, one == 0)
    return result


def _within(mask: NDArray[np.bool_], places: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where the mask holds all the places."""
    return grey.erode(mask, places) if places.any() else np.ones(mask.shape, dtype=bool)


def _read(pattern: str) -> NDArray[np.int8]:
    rows = [row.strip().replace(" ", "") for row in pattern.split("/")]
    widths = {len(row) for row in rows}
    if set("".join(rows)) - set(_SIGNS) or len(widths) != 1:
        raise ParameterError(_refusal(pattern))
    signs = np.array([[_SIGNS[sign] for sign in row] for row in rows], dtype=np.int8)
    if any(n % 2 == 0 for n in signs.shape):
        raise ParameterError(_refusal(pattern))
    return signs


def _refusal(pattern: str) -> str:
    return (
        f"morphology.hit_or_miss: pattern = {pattern!r}. Give rows of 1 (in the mask), 0 (outside) "
        "and . (either), parted by /, of one odd length and odd in number, as in '000/010/...'."
    )
