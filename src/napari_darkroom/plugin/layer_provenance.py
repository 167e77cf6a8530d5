"""What a result in the window tells of its origin, as a result file does."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from napari_darkroom.core.digest import file_hash
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.values import Grid
from napari_darkroom.recipe.counts import told_counts
from napari_darkroom.recipe.graph import Graph
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.packages import packages_of
from napari_darkroom.recipe.provenance import InputOrigin, provenance_for


def provenance_of(
    graph: Graph,
    sources: Mapping[str, Source],
    reference: str,
    counts: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return what made a result of the record; may read files, so call it in a worker.

    Parameters
    ----------
    reference : str
        The result.
    counts : mapping of str to int
        What was counted in the record (`recipe.counts`).
    """
    part = graph.towards([reference])
    recipe = Recipe(
        inputs=dict(part.inputs),
        steps=part.steps,
        outputs=(reference,),
        packages=packages_of(part.steps),
    )
    origins = {name: _origin(sources[name]) for name in part.inputs if name in sources}
    return provenance_for(recipe, origins, reference, told_counts(counts, recipe))


def _origin(source: Source) -> InputOrigin:
    lazy = isinstance(source.value, Grid) and source.value.lazy
    digest = "" if lazy else source.digest
    if source.file is None:
        return InputOrigin(digest=digest, kind=source.value.kind)
    try:
        sha256 = file_hash(source.file)
    except DarkroomError:
        # The file was removed since it was opened; the pixels are known all the same.
        sha256 = ""
    return InputOrigin(source.file, sha256, digest, source.value.kind)
