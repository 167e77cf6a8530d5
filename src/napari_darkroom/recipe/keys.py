"""What a result depends on, as a key: the same key, the same bits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from napari_darkroom.core.digest import text_digest
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.environment import environment_digest
from napari_darkroom.recipe.graph import main_input
from napari_darkroom.recipe.identity import identity
from napari_darkroom.recipe.model import Step


@dataclass(frozen=True)
class Keys:
    """Keys of a graph, as far as the digests of its inputs are known.

    Attributes
    ----------
    values : mapping of str to str
        By what refers to a value: an input, a step, an output of a step (``background.rms``).
    steps : mapping of str to str
        By step; one that is switched off has none.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)


def make_keys(steps: Iterable[Step], inputs: Mapping[str, str]) -> Keys:
    """Return the keys of some steps.

    A key is made of the operation and its version, all its parameters (the defaults too), the keys
    of its inputs, and the versions of the libraries that compute. Ids and titles of steps have no
    say, so that renaming computes nothing again.

    Parameters
    ----------
    steps : iterable of Step
        In an order in which each refers to earlier ones only.
    inputs : mapping of str to str
        Digests of the inputs by name; steps below one that is not there get no key.
    """
    values, own = dict(inputs), dict[str, str]()
    for step in steps:
        if not step.enabled:
            first = main_input(step)
            values |= {name: values[first] for name in _names(step) if first in values}
            continue
        key = _step_key(step, values)
        if key is not None:
            own[step.id] = key
            values |= _output_keys(step, key)
    return Keys(values, own)


def _step_key(step: Step, values: Mapping[str, str]) -> str | None:
    operation = find(step.op)
    given: dict[str, list[str]] = {}
    for name, reference in sorted(step.inputs.items()):
        names = (reference,) if isinstance(reference, str) else reference
        if any(one not in values for one in names):
            return None
        given[name] = [values[one] for one in names]
    settings = [operation.canonical(step.params), step.axes, step.over, given]
    return text_digest(
        identity(operation), environment_digest(), json.dumps(settings, sort_keys=True, default=str)
    )


def _output_keys(step: Step, key: str) -> dict[str, str]:
    named = {name: text_digest(key, name.partition(".")[2]) for name in _names(step)[1:]}
    return {step.id: next(iter(named.values())), **named}


def _names(step: Step) -> list[str]:
    """Return all that refers to a result of a step."""
    return [step.id, *(f"{step.id}.{output.name}" for output in find(step.op).outputs)]
