"""What an analysis stands on: the versions of what computed, and what its operations cite."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from napari_darkroom.recipe.english import in_brackets, joined
from napari_darkroom.recipe.environment import versions

if TYPE_CHECKING:
    from napari_darkroom.core.operation import Operation
    from napari_darkroom.recipe.model import Recipe

_PROPER_NAMES = MappingProxyType(
    {"cv2": "OpenCV", "numba": "Numba", "numpy": "NumPy", "scipy": "SciPy"}
)


def software(recipe: Recipe, provenance: Mapping[str, Any]) -> str:
    """Return the versions that a result tells, or of what is installed here, as a sentence."""
    found = dict(provenance.get("versions") or versions())
    own, python = found.pop("napari-darkroom", "of unknown version"), found.pop("python", "")
    if "cv2" in found:
        # The same under the name of its distribution.
        found.pop("opencv-python-headless", None)
    listed = [f"{_PROPER_NAMES.get(name, name)} {number}" for name, number in found.items()]
    parts = [f"Python {python}" if python else "", ", ".join(listed)]
    text = f"Analysis was done with napari-darkroom {own}{in_brackets(parts)}."
    if not recipe.packages:
        return text
    others = [f"{name} {number}" for name, number in recipe.packages.items()]
    return f"{text} Further operations came from {joined(others)}."


def citation(operation: Operation) -> str:
    """Return the references of an operation as one line without markup; empty without any."""
    text = " ".join(operation.sections.get("References", "").split()).replace("`", "")
    return f"{operation.title}: {text}" if text else ""
