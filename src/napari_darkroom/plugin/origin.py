"""What a layer that was opened from a file tells of how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari.layers import Layer

from napari_darkroom.batch.origin import Origin
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Value
from napari_darkroom.engine.files import read
from napari_darkroom.plugin.layer_input import file_of
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.session import Session

if TYPE_CHECKING:
    from napari import Viewer

PROVENANCE = "provenance"


@dataclass(frozen=True)
class LayerOrigin:
    """A layer, and what made it.

    Attributes
    ----------
    layer : Layer
    told : mapping
        Its provenance, as it stands in the file.
    """

    layer: Layer
    told: Mapping[str, Any]

    @property
    def file(self) -> Path | None:
        """The file of the layer."""
        return file_of(self.layer)

    @property
    def name(self) -> Path:
        """What messages call it: its file, else the name of the layer."""
        return self.file or Path(str(self.layer.name))

    def read(self) -> Origin:
        """Return what made it, checked.

        Raises
        ------
        DarkroomError
            If it tells too little, or of what is not known here.
        """
        return Origin.of(self.name, self.told)

    def stored(self) -> Value:
        """Return the result as it is stored; may take a while.

        Where there is no file any more it is what the layer shows.
        """
        try:
            return to_value(self.layer) if self.file is None else read(self.file)
        except FileError:
            return to_value(self.layer)


def origin_of(viewer: Viewer, layer: Layer | None) -> LayerOrigin | None:
    """Return what made a layer; None for one that does not tell it.

    Results of the window itself have a history instead, and None too.
    """
    told = None if layer is None else layer.metadata.get(PROVENANCE)
    if layer is None or not isinstance(told, Mapping):
        return None
    if Session.of(viewer).bindings.is_result(layer):
        return None
    return LayerOrigin(layer, told)
