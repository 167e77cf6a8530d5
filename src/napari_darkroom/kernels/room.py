"""Lists of what waits to be looked at, which grow when they are full."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def room(waiting: Any, last: Any) -> Any:
    """Return a list with room for one more behind the `last` that are in it."""
    if last < len(waiting):
        return waiting
    longer = np.empty(2 * len(waiting), waiting.dtype)
    longer[: len(waiting)] = waiting
    return longer
