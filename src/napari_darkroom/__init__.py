"""Develop images of cells or galaxies into numbers, reproducibly.

Everything is loaded where it is first used.

- ``dr.filters.gaussian(image, sigma=2)``: a function an operation; ``dir(dr)`` lists families.
- ``dr.read(path)``, ``dr.write(path, value)``: images, label images, masks and tables.
- ``dr.Recipe.load(path).run(image)``: several steps at once; ``.script()``, ``.describe()``.
- ``dr.verify(path)``: whether a result can be made again.
- ``dr.apply(viewer, "filters.gaussian", layer, sigma=2)``: a recorded step in a napari viewer.
- ``@dr.operation(title="Double")``: a function of one's own becomes an operation.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# Public names and the modules that they come from; families of operations beside them.
PUBLIC = {
    "apply": "plugin.apply",
    "Boundary": "core.annotations",
    "ClassesArray": "core.annotations",
    "Calibration": "core.calibration",
    "Column": "core.columns",
    "DarkroomError": "core.errors",
    "FloatImageArray": "core.annotations",
    "GridArray": "core.annotations",
    "Image": "core.values",
    "ImageArray": "core.annotations",
    "Interval": "core.annotations",
    "Labels": "core.values",
    "LabelsArray": "core.annotations",
    "Length": "core.annotations",
    "Mask": "core.values",
    "MaskArray": "core.annotations",
    "NewLabelsArray": "core.annotations",
    "OnlyFor": "core.annotations",
    "Points": "core.points",
    "Recipe": "recipe.model",
    "SameArray": "core.annotations",
    "Session": "plugin.session",
    "Shapes": "core.shapes",
    "Size": "core.annotations",
    "Spacing": "core.annotations",
    "Table": "core.values",
    "operation": "core.declaration",
    "read": "engine.files",
    "run": "engine.traced",
    "verify": "batch.verify",
    "write": "recipe.writing",
}


def __getattr__(name: str) -> Any:
    if name in PUBLIC:
        return getattr(importlib.import_module(f"{__name__}.{PUBLIC[name]}"), name)
    if name.startswith("_"):
        raise AttributeError(name)
    from napari_darkroom.engine.catalog import family, unloaded
    from napari_darkroom.engine.face import family as as_attributes

    known = family(name)
    if not known:
        said = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(". ".join(map(str, (said, *unloaded()))))
    return as_attributes(name, known)


def __dir__() -> list[str]:
    from napari_darkroom.engine.catalog import families

    return sorted([*PUBLIC, *families(), "__version__"])
