"""Which numbers there are."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(nogil=True, cache=True)
def mark(numbers: Any, present: Any) -> None:
    """Set what stands in a table at the place of each number."""
    for k in numbers:
        present[k] = True
