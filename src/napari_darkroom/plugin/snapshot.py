"""A layer as it was when Run was pressed, whatever happens to it later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from napari.layers import Labels as LabelsLayer
from napari.layers import Layer

from napari_darkroom.core.values import Image, Kind, Labels, Mask
from napari_darkroom.plugin.layers import from_layer_data, layer_attributes, taken_as


@dataclass(frozen=True)
class Snapshot:
    """The data and attributes of an image or labels layer at one moment.

    Attributes
    ----------
    data : array
        Of a labels layer a copy, for it is painted on in place; of an image shared.
    attributes : mapping
        As `from_layer_data` takes them.
    layer_type : str
        ``image`` or ``labels``.
    as_mask : bool
        Whether labels are wanted as a mask.
    """

    data: Any
    attributes: Mapping[str, Any]
    layer_type: str
    as_mask: bool = False

    @classmethod
    def of(cls, layer: Layer, kinds: Sequence[Kind]) -> Snapshot:
        """Return the layer as it is now; call it in the main thread.

        Parameters
        ----------
        kinds : sequence of str
            What the layer may be taken as.

        Raises
        ------
        InputError
            If it is neither an image nor a labels layer.
        """
        attributes = layer_attributes(layer)
        data = layer.data[0] if layer.multiscale else layer.data
        if isinstance(layer, LabelsLayer) and (isinstance(data, np.ndarray) or _lazy(data)):
            data = data.copy()
        as_mask = taken_as(layer, kinds) == "mask"
        attributes["multiscale"] = False
        return cls(data, attributes, type(layer).__name__.lower(), as_mask)

    def value(self) -> Image | Labels | Mask:
        """Return it as a calibrated value; may take a while, so call it in the worker."""
        value = from_layer_data(self.data, self.attributes, self.layer_type)
        if not (self.as_mask and isinstance(value, Labels)):
            return value
        return Mask(value.data > 0, value.calibration, value.name, value.metadata)


def _lazy(data: Any) -> bool:
    """Whether data is of dask, which paints in place as NumPy does; its copy costs nothing."""
    return hasattr(data, "dask")
