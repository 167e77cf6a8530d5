"""Two masks made one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import MaskArray
from napari_darkroom.core.declaration import operation

How: TypeAlias = Literal["and", "or", "xor", "minus"]
_WAYS: Mapping[How, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "and": np.logical_and,
        "or": np.logical_or,
        "xor": np.logical_xor,
        "minus": np.greater,
    }
)


def _halo(*, ndim: int, **_: Any) -> list[int]:
    return [0] * ndim


@operation(
    title="Combine masks",
    noun="combined",
    menu="segment/mask",
    halo=_halo,
    walk="none",
    dimensions=(),
    copies=3,
)
def combine(mask: MaskArray, other: MaskArray, *, how: How = "and") -> MaskArray:
    """Make one mask of two.

    What is in both, in either, in one of them alone, or in the first alone.

    Parameters
    ----------
    mask : array of bool
        The first mask.
    other : array of bool, of the same shape
        The second mask.
    how : str
        ``and``: in both. ``or``: in either or both. ``xor``: in one of them and not the other.
        ``minus``: in the first and not the second.

    Returns
    -------
    mask : array of bool
        The combined mask.

    Notes
    -----
    Formula::

        and: mask(x) ∧ other(x)
        or: mask(x) ∨ other(x)
        xor: mask(x) ≠ other(x)
        minus: mask(x) ∧ ¬ other(x)

    Equivalent::

        ways = {"and": mask & other, "or": mask | other, "xor": mask ^ other}
        mask = ways.get(how, mask & ~other)

    References
    ----------
    R. Gonzalez and R. Woods, Digital Image Processing, chapter 2: set and logical operations.
    ImageJ, *Process > Image Calculator*: AND, OR, XOR; minus is Subtract, of masks of 8 bits.
    """
    result: NDArray[np.bool_] = _WAYS[how](mask, other)
    return result
