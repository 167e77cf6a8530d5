"""Which layer is probably meant for an input of a recipe."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from napari.layers import Layer

from napari_darkroom.plugin.layers import READ, kind_of, taken_as
from napari_darkroom.plugin.placement import RECORD
from napari_darkroom.recipe.model import RecipeInput

_WORD = re.compile(r"[^\W_]+")


def guess(
    name: str,
    declared: RecipeInput,
    layers: Sequence[Layer],
    taken: Collection[Layer],
    active: Layer | None,
) -> Layer | None:
    """Return the layer that is probably meant, None where none fits.

    The kind counts most, then the channel, then words that its name shares with that of the input;
    of equals one that stands for no other input, the selected one, the topmost.

    Parameters
    ----------
    layers : sequence of Layer
        From below.
    taken : collection of Layer
        Those that stand for other inputs already.
    """
    fitting = [one for one in layers if taken_as(one, (declared.kind,)) is not None]
    wanted = _words(name) | _words(declared.description)

    def score(layer: Layer) -> tuple[bool, bool, bool, int, bool, int]:
        return (
            kind_of(layer) == declared.kind,
            _is_channel(layer, declared),
            not any(layer is one for one in taken),
            len(wanted & _words(layer.name)),
            layer is active,
            layers.index(layer),
        )

    best: Callable[[Layer], object] = score
    # A tuple of what can be ordered, which its type does not tell.
    return max(fitting, key=best, default=None)  # type: ignore[arg-type]  # as said above


def _is_channel(layer: Layer, declared: RecipeInput) -> bool:
    if declared.channel is None:
        return False
    read = layer.metadata.get(RECORD, {}).get(READ, {}).get("channel")
    return read == declared.channel or str(declared.channel).lower() in _words(layer.name)


def _words(text: object) -> set[str]:
    return {word.lower() for word in _WORD.findall(str(text))}
