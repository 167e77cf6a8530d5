"""What ``darkroom apply`` tells of a result, as a recipe of one step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from napari_darkroom.engine.catalog import operations

STEP = "result"


def applied(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a recipe that does what ``darkroom apply`` did.

    Parameters
    ----------
    told : mapping
        The provenance of a result, with ``operation`` and ``inputs``.
    """
    given: dict[str, list[str]] = {}
    for name in told["inputs"]:
        given.setdefault(str(name).partition(" ")[0], []).append(input_name(name))
    reference = str(told["operation"])
    many = _many(reference)
    step = {
        "id": STEP,
        "op": reference,
        "inputs": {name: tuple(all_) if name in many else all_[0] for name, all_ in given.items()},
        "params": told.get("parameters", {}),
        "axes": told.get("axes"),
        "over": told.get("over"),
    }
    kinds = {input_name(n): texts(one).get("kind", "image") for n, one in told["inputs"].items()}
    inputs = {name: {"kind": kind} for name, kind in kinds.items()}
    return {"darkroom": 1, "inputs": inputs, "steps": [step], "outputs": [STEP]}


def _many(reference: str) -> set[str]:
    """Return the inputs of an operation that take several values."""
    name = reference.partition("@")[0]
    known = operations()
    return {one.name for one in known[name].inputs if one.many} if name in known else set()


def input_name(name: object) -> str:
    """Return the name of an input in a recipe: ``images 2`` becomes ``images_2``."""
    return str(name).replace(" ", "_")


def texts(told: Any) -> dict[str, str]:
    """Return the texts in a mapping, nothing of what is none."""
    given = told.items() if isinstance(told, Mapping) else ()
    return {str(name): text for name, text in given if isinstance(text, str)}
