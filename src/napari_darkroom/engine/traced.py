"""Runs whose results know how they were made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from napari_darkroom.core.fingerprint import fingerprint
from napari_darkroom.core.given_names import with_names
from napari_darkroom.core.lineage import Call, Lineage, Result, lineage_of
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.engine import run as untraced
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.plan import Axes
from napari_darkroom.engine.run import Inputs

_Lineages: TypeAlias = dict[str, tuple[Lineage, ...]]
# Below this many bytes a thread costs more than it saves.
_WORTHWHILE = 2**21


def run(
    operation: Operation | str,
    inputs: Inputs,
    parameters: Mapping[str, Any] | None = None,
    *,
    axes: Axes | None = None,
    over: Sequence[str] | None = None,
    job: Job | None = None,
) -> dict[str, Value]:
    """Run one operation; its results know by what they were made, and of what.

    Parameters
    ----------
    operation : Operation or str
        The operation or its id.
    inputs : mapping of str to value
        Calibrated values by the names of the operation's inputs. They are not changed.
    parameters : mapping, optional
        Parameters by name, as in Python or as in a recipe; the others keep their defaults.
    axes : str, optional
        ``planes`` or ``volume``; by default a volume where there is one.
    over : sequence of str, optional
        Axes to walk over; by default time, channels and all others that are not spatial.
    job : Job, optional
        Where progress goes, and how the run is stopped.

    Returns
    -------
    dict of str to value
        The outputs by name. Lazy inputs give lazy outputs where the operation declares a
        halo; else they are computed.

    Raises
    ------
    InputError, ParameterError, UnitError
        If something given does not fit; nothing has been computed then.
    TooLargeError
        If it needs more memory than there is, and cannot be done by tiles.
    """
    chosen = find(operation)
    settings = with_names(chosen, parameters or {}, names_of(inputs))
    with _looked_at(inputs) as lineages:
        results = untraced.run(chosen, inputs, settings, axes=axes, over=over, job=job)
    call = Call(
        chosen.reference,
        lineages(),
        given_parameters(chosen, settings),
        axes,
        None if over is None else tuple(over),
    )
    return {name: traced(value, call, name) for name, value in results.items()}


def traced(value: Value, call: Call, output: str) -> Value:
    """Return a result that knows the run that it came from."""
    return replace(value, lineage=Result(call, output, fingerprint(value)))


def given_parameters(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that were given, in the form of a recipe."""
    canonical = operation.canonical(given)
    return {name: canonical[name] for name in given}


def names_of(inputs: Inputs) -> dict[str, list[str]]:
    """Return what the values of the inputs of several are called."""
    lists = {name: given for name, given in inputs.items() if isinstance(given, Sequence)}
    return {name: [one.name for one in given] for name, given in lists.items()}


@contextmanager
def _looked_at(inputs: Inputs) -> Iterator[Callable[[], _Lineages]]:
    """Give what made the inputs, which takes a look at all their pixels: beside the run."""
    if sum(one.data.nbytes for one in _listed(inputs) if isinstance(one, Grid)) < _WORTHWHILE:
        yield partial(_lineages, inputs)
        return
    with ThreadPoolExecutor(1, "lineage") as beside:
        yield beside.submit(_lineages, inputs).result


def _listed(inputs: Inputs) -> Iterator[Value]:
    for given in inputs.values():
        yield from given if isinstance(given, Sequence) else () if given is None else (given,)


def _lineages(inputs: Inputs) -> _Lineages:
    return {name: _all(given) for name, given in inputs.items() if given is not None}


def _all(given: Value | Sequence[Value]) -> tuple[Lineage, ...]:
    return tuple(map(lineage_of, given if isinstance(given, Sequence) else (given,)))
