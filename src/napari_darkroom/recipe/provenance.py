"""Where results come from: what made them, the inputs' hashes, what computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.digest import digest, file_hash
from napari_darkroom.core.lineage import Given, lineage_of
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.environment import machine, packages, versions

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe


# Under this a result tells that it was changed by other means after it was made.
CHANGED = "changed"

# Under this a table that was joined over many images tells the inputs of each, by its name.
IMAGES = "images"


@dataclass(frozen=True)
class InputOrigin:
    """What is known of an input.

    Attributes
    ----------
    file : Path or None
        Its file; None for one that has none, such as a layer made in the window.
    sha256 : str
        Hash of the file, empty without one.
    digest : str
        Digest of the value that the steps got (`core.digest.digest`); empty for a lazy one, whose
        pixels are not computed for it.
    kind : str
        What it was read as, where nothing else tells.
    """

    file: Path | None = None
    sha256: str = ""
    digest: str = ""
    kind: str = ""

    def told(self) -> dict[str, str]:
        """Return what a result tells of it: the name of the file, never its folder."""
        name = self.file.name if self.file else ""
        known = {"file": name, "sha256": self.sha256, "digest": self.digest, "kind": self.kind}
        return {key: text for key, text in known.items() if text}


def file_origin(path: Path, value: Value) -> InputOrigin:
    """Return the origin of a value that was read from a file.

    Raises
    ------
    FileError
        If the file cannot be read.
    """
    return InputOrigin(path, file_hash(path), value_digest(value))


def value_digest(value: Value) -> str:
    """Return the digest of a value; nothing for a lazy one, which would have to be computed."""
    if isinstance(value, Grid) and value.lazy:
        return ""
    known = lineage_of(value)
    # What was read or given has it already, and is still what it was.
    return known.digest if isinstance(known, Given) else digest(value)


def numbered(inputs: Mapping[str, Sequence[InputOrigin]]) -> dict[str, InputOrigin]:
    """Return one entry a file: ``images`` with two files gives ``images`` and ``images 2``."""
    return {
        name if position == 1 else f"{name} {position}": origin
        for name, origins in inputs.items()
        for position, origin in enumerate(origins, start=1)
    }


def provenance(
    inputs: Mapping[str, InputOrigin],
    output: str,
    operations: Iterable[str | Operation],
    **made_by: Any,
) -> dict[str, Any]:
    """Return what a result tells of its origin; the same run always tells the same.

    Parameters
    ----------
    inputs : mapping of str to InputOrigin
        What went in, by the name of the input.
    output : str
        Which of the results it is.
    operations : iterable of str or Operation
        Those that were run; the packages of others' operations are told.
    **made_by : object
        What made the result, as plain values: ``recipe``, or ``operation``, ``parameters`` and
        how it was run. A seed is among the parameters.
    """
    told: dict[str, Any] = {
        **made_by,
        "output": output,
        "inputs": {name: origin.told() for name, origin in inputs.items()},
        "versions": versions(),
        "machine": machine(),
    }
    others = packages(operations)
    return told | ({"packages": others} if others else {})


def provenance_for(
    recipe: Recipe,
    inputs: Mapping[str, InputOrigin],
    output: str,
    counts: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return what one result of a recipe tells of its origin, as a plain mapping.

    Parameters
    ----------
    recipe : Recipe
        What made it.
    inputs : mapping of str to InputOrigin
        What went in, by the name of the recipe's input.
    output : str
        Which of the recipe's outputs it is.
    counts : mapping of str to int
        What was counted on the way to it (`recipe.counts`).
    """
    operations = [step.op for step in recipe.steps]
    made_by: dict[str, Any] = {"recipe": recipe.model_dump(mode="json")}
    told = {"seeds": _seeds(recipe), "counts": dict(counts)}
    made_by |= {name: one for name, one in told.items() if one}
    return provenance(inputs, output, operations, **made_by)


def _seeds(recipe: Recipe) -> dict[str, Any]:
    """Return the seed of each step that takes one, also where it is the default."""
    steps = [(step, find(step.op)) for step in recipe.steps]
    return {
        step.id: operation.canonical(step.params)["seed"]
        for step, operation in steps
        if any(parameter.name == "seed" for parameter in operation.parameters)
    }
