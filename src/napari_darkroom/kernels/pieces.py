"""The connected pieces of a mask or of objects."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

_Connectivity: TypeAlias = Literal[4, 6, 8, 26]
_CONNECTIVITY: MappingProxyType[tuple[int, bool], _Connectivity] = MappingProxyType(
    {(2, False): 4, (2, True): 8, (3, False): 6, (3, True): 26}
)


def connected_pieces(mask: NDArray[np.bool_], *, diagonal: bool) -> NDArray[Any]:
    """Return a number for every connected piece of a mask, in no special order; 0 is background.

    Parameters
    ----------
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.
    """
    import cc3d

    # Of bool, cc3d 4.1 numbers background too where a row is of odd length, and may fail in 3-D.
    bytes_ = np.require(mask, requirements=["C", "W"]).view(np.uint8)
    return np.asarray(
        cc3d.connected_components(bytes_, connectivity=_CONNECTIVITY[mask.ndim, diagonal])
    )


def pieces_of_numbers(index: NDArray[Any], *, diagonal: bool) -> NDArray[Any]:
    """Return a number for every connected piece of one number, in no special order.

    Parameters
    ----------
    index : array of int
        0 is background.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.
    """
    import cc3d

    numbers = np.require(index, dtype=np.int32, requirements=["C", "W"])
    return np.asarray(
        cc3d.connected_components(numbers, connectivity=_CONNECTIVITY[index.ndim, diagonal])
    )
