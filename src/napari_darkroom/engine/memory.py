"""The memory that a run takes, told before it begins, and that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from napari_darkroom.core.dtypes import result_dtype, working_float
from napari_darkroom.core.errors import TooLargeError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.engine.cgroup import free_bytes
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.plan import Axes, Plan, make_plan

_LITTLE = 2**27
_BYTES_OF_A_GIGABYTE = 1e9
_PIXELS = ("image", "labels", "mask")


@dataclass(frozen=True)
class Estimate:
    """Bytes that a run takes, about.

    Attributes
    ----------
    inputs : int
        The inputs, in memory or not.
    outputs : int
        The results; tables count for nothing.
    working : int
        Copies of what the function sees at once: one plane, volume or channel.
    """

    inputs: int
    outputs: int
    working: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.inputs + self.outputs + self.working

    @property
    def needed(self) -> int:
        """What the run takes beyond its inputs."""
        return self.outputs + self.working


def estimate(
    operation: Operation,
    inputs: Mapping[str, Value | Sequence[Value] | None],
    axes: Axes | None = None,
    over: Sequence[str] | None = None,
) -> Estimate:
    """Return about how much memory a run takes; nothing is computed.

    An operation on calibrated values may change the shape (resizing), or keep lazy pixels lazy
    (cropping): its results are taken to be as large as its first input.

    Raises
    ------
    InputError, ParameterError
        If the inputs do not lie on one grid, or the axes do not fit them.
    """
    grids = {name: value for name, value in inputs.items() if isinstance(value, Grid)}
    if not grids:
        return Estimate(0, 0, 0)
    if operation.level == "value":
        first = next(iter(grids.values()))
        return _sum(operation, [grid.data for grid in grids.values()], first.data.shape)
    plan = make_plan(operation, grids, axes, over)
    return estimate_plan(operation, [grid.data for grid in grids.values()], plan)


def estimate_plan(operation: Operation, arrays: Sequence[Any], plan: Plan) -> Estimate:
    """Return the estimate for a run whose axes are known; the first array is the main input."""
    colours = arrays[0].shape[plan.calibration.ndim :] if plan.rgb else ()
    seen = [plan.shape[i] for i in plan.seen]
    return _sum(operation, arrays, (*plan.shape, *colours), (*seen, *colours))


def _sum(
    operation: Operation,
    arrays: Sequence[Any],
    shape: Sequence[int],
    seen: Sequence[int] | None = None,
) -> Estimate:
    inputs = sum(array.size * array.dtype.itemsize for array in arrays)
    outputs = pixel_bytes(operation, arrays[0].dtype) * prod(shape)
    copies = operation.copies * working_float(arrays[0].dtype).itemsize
    return Estimate(inputs, outputs, copies * prod(shape if seen is None else seen))


def pixel_bytes(operation: Operation, dtype: Any) -> int:
    """Return the bytes of a pixel in all outputs together."""
    grids = [output for output in operation.outputs if output.kind in (None, *_PIXELS)]
    return sum(result_dtype(output.dtype, dtype).itemsize for output in grids)


def available() -> int:
    """Return the bytes that this process may still take, the limits of a container counted in."""
    import psutil

    free = int(psutil.virtual_memory().available)
    limited = free_bytes()
    return free if limited is None else min(free, limited)


def room(job: Job, needed: int | None = None) -> int:
    """Return the bytes that a run may take beyond what is in memory already.

    Parameters
    ----------
    needed : int, optional
        What it is about to take. The machine is not asked for little: that would take longer than
        the run.
    """
    if job.memory is not None:
        return job.memory
    return needed if needed is not None and needed <= _LITTLE else available()


def too_large(operation: Operation, plan: Plan, needed: int, free: int) -> TooLargeError:
    """Return the error for a run that needs more than there is: how much, and the ways out."""
    shape = " × ".join(map(str, plan.shape))
    ways = ["crop the image (geometry.crop)", "make it smaller (geometry.resize)"]
    if len(plan.seen) > 2 and 2 in (operation.dimensions or (2,)):
        ways.append("take planes instead of the volume")
    if operation.halo is not None:
        ways.append("give it as a lazy (dask) array, whose results stay lazy")
    return TooLargeError(
        f"{operation.id} needs about {gigabytes(needed)} more memory for this image of {shape} "
        f"pixels, and {gigabytes(free)} are free. Ways out: {', '.join(ways)}, close other "
        "programs, or take a machine with more memory."
    )


def gigabytes(count: int) -> str:
    """Return a number of bytes for people: ``1.6 GB``."""
    return f"{count / _BYTES_OF_A_GIGABYTE:.2g} GB"
