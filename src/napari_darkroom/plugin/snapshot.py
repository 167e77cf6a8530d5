"""A layer as it was when Run was pressed, whatever happens to it later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from napari.layers import Labels as LabelsLayer
from napari.layers import Layer

from napari_darkroom.core.values import Kind, Labels, Mask, Value
from napari_darkroom.plugin.drawn import DRAWN
from napari_darkroom.plugin.layers import (
    from_drawn_data,
    from_layer_data,
    kind_of,
    layer_attributes,
    taken_as,
)


@dataclass(frozen=True)
class Snapshot:
    """The data and attributes of a layer at one moment.

    Attributes
    ----------
    data : array
        Of what one paints or draws in place a copy; of an image shared.
    attributes : mapping
        As `from_layer_data` and `from_drawn_data` take them.
    layer_type : str
        ``image``, ``labels``, ``points`` or ``shapes``.
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
            If it is no layer of images, labels, points or shapes.
        """
        attributes = layer_attributes(layer)
        data = layer.data[0] if layer.multiscale else layer.data
        if isinstance(layer, LabelsLayer) and (isinstance(data, np.ndarray) or _lazy(data)):
            data = data.copy()
        if kind_of(layer) in DRAWN:
            data = [np.array(one) for one in data]
        as_mask = taken_as(layer, kinds) == "mask"
        attributes["multiscale"] = False
        return cls(data, attributes, type(layer).__name__.lower(), as_mask)

    def value(self) -> Value:
        """Return it as a calibrated value; may take a while, so call it in the worker."""
        if self.layer_type in DRAWN:
            return from_drawn_data(self.data, self.attributes, self.layer_type)
        value = from_layer_data(self.data, self.attributes, self.layer_type)
        if not (self.as_mask and isinstance(value, Labels)):
            return value
        return Mask(value.data > 0, value.calibration, value.name, value.metadata)


def _lazy(data: Any) -> bool:
    """Whether data is of dask, which paints in place as NumPy does; its copy costs nothing."""
    return hasattr(data, "dask")
