"""Views that nothing is written to: for kernels all arrays are of one type then."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view that cannot be written to.

    Kernels are compiled apart for arrays that can be written to and others. Results that are kept
    cannot, so a kernel that only reads one would keep its user waiting a second time.
    """
    view = array.view()
    view.setflags(write=False)
    return view
