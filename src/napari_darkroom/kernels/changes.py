"""Where the value changes along a row, found for 64 pixels at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

_LANES = 64


def _make_changed(typing: Any, row: Any, x: Any) -> Any:
    """Return 64 bits, the lowest first: whether each pixel from `x` on differs from the last one.

    The compiler makes one comparison of many pixels of it, which it does of no loop.
    """

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        pixel = signature.args[0].dtype
        pixels = context.make_array(signature.args[0])(context, builder, given[0]).data
        lanes = ir.VectorType(context.get_data_type(pixel), _LANES)

        def load(at: Any) -> Any:
            start = builder.bitcast(builder.gep(pixels, [at]), lanes.as_pointer())
            return builder.load(start, align=pixel.bitwidth // 8)

        last = builder.sub(given[1], ir.Constant(ir.IntType(64), 1))
        differs = builder.icmp_signed("!=", load(given[1]), load(last))
        return builder.bitcast(differs, ir.IntType(_LANES))

    return types.uint64(row, types.int64), generate


def _make_lowest(typing: Any, word: Any) -> Any:
    """Return the position of the lowest bit that is set, of at least one."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


# Within compiled functions their first argument, the compiler's, is not given.
_changed: Any = intrinsic(_make_changed)
_lowest: Any = intrinsic(_make_lowest)


@njit(nogil=True, cache=True)
def changes(row: Any, places: Any) -> Any:
    """Write where a row of whole numbers has another value than before; return how many.

    0 lies before and behind it. `places` has room for one more than there are pixels.
    """
    width = len(row)
    places[0] = 0
    n = np.int64(row[0] != 0)
    x = 1
    while x + _LANES <= width:
        bits = _changed(row, x)
        while bits != 0:
            places[n] = x + _lowest(bits)
            n += 1
            bits &= bits - np.uint64(1)
        x += _LANES
    for rest in range(x, width):
        places[n] = rest
        n += row[rest] != row[rest - 1]
    places[n] = width
    return n + (row[width - 1] != 0)
