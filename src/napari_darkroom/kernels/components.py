"""Connected pieces of a mask."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray


def connected(mask: NDArray[np.bool_], *, diagonal: bool) -> tuple[NDArray[Any], int]:
    """Return a number for each connected piece of a mask, and how many there are.

    The order of the numbers is that of the library.
    """
    import cc3d

    connectivity: dict[tuple[int, bool], Literal[4, 6, 8, 26]]
    connectivity = {(2, False): 4, (2, True): 8, (3, False): 6, (3, True): 26}
    labels, count = cc3d.connected_components(
        np.require(mask, requirements=["C", "W"]),
        connectivity=connectivity[mask.ndim, diagonal],
        return_N=True,
    )
    return np.asarray(labels), int(count)
