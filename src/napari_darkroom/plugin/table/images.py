"""Which images a table of grey values tells of, by the names that people see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from napari_darkroom.recipe.graph import references, root

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session
    from napari_darkroom.recipe.model import Step

# The entry of a table's metadata with the names of the images that it was measured on.
IMAGES = "darkroom images"


def images_of(session: Session, step: Step) -> tuple[str, ...]:
    """Return what the images are called that a step reads, in the order of its inputs."""
    kinds = session.history.graph.kinds
    return tuple(session.title(one) for one in references(step) if kinds[root(one)] == "image")
