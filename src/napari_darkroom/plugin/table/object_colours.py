"""A colour for each object of a label image, also where there are a million of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from napari.utils.colormaps import DirectLabelColormap
from numpy.typing import NDArray
from pydantic import PrivateAttr

from napari_darkroom.kernels.number_table import NumberTable

_CLEAR = (0.0, 0.0, 0.0, 0.0)
# Place 0 of the palette is that of all other numbers, place 1 the background's.
_BACKGROUND = 1


class ObjectColours(DirectLabelColormap):  # type: ignore[misc]  # napari tells no types
    """Colours by number, kept as few colours and a table of which one a number has.

    napari's own colour map by number keeps a Python object for each of them, and takes ten
    seconds for a million. What it asks of a colour map is answered here by the table; for the
    rest this is one of its kind with colours for the background and all other numbers alone.
    """

    _palette: NDArray[np.float32] = PrivateAttr(default_factory=lambda: np.zeros((2, 4), "f4"))
    _table: NumberTable = PrivateAttr(
        default_factory=lambda: NumberTable(np.zeros(1, int), np.full(1, _BACKGROUND, np.uint8))
    )

    @classmethod
    def of(
        cls, numbers: NDArray[Any], places: NDArray[Any], colours: NDArray[np.float32], rest: Any
    ) -> ObjectColours:
        """Return the colours of numbers.

        Parameters
        ----------
        numbers : array (n,) of int
        places : array (n,) of int
            Of the colour of each number among `colours`.
        colours : array (k, 4)
            Red, green, blue and alpha.
        rest : (float, float, float, float)
            The colour of all other numbers; the background has none.
        """
        made = cls(color_dict={None: np.array(rest), 0: np.array(_CLEAR)})
        made._palette = np.concatenate([[rest, _CLEAR], colours]).astype(np.float32)
        entries = (places + _BACKGROUND + 1).astype(np.min_scalar_type(len(made._palette)))
        background = np.array([_BACKGROUND], dtype=entries.dtype)
        made._table = NumberTable(np.append(numbers, 0), np.append(entries, background))
        return made

    def map(self, values: Any) -> NDArray[np.float32]:
        """Return the colours of numbers, in an array with one dimension more."""
        numbers = np.asarray(values)
        colours = self._map_without_cache(numbers)
        if self.use_selection:
            colours[numbers != self.selection] = 0
        return colours

    # What napari asks of its own colour maps

    @property
    def _num_unique_colors(self) -> int:
        return len(self._palette)

    def _map_without_cache(self, values: NDArray[Any]) -> NDArray[np.float32]:
        return self._palette[self._table.look_up(values)]

    def _data_to_texture(self, values: Any) -> Any:
        # Pixels of one or two bytes are a texture as they are.
        if self.use_selection or values.dtype.itemsize <= 2:
            return super()._data_to_texture(values)
        return self._table.look_up(np.asarray(values)).astype(self._texture_type, copy=False)[()]

    def _values_mapping_to_minimum_values_set(self, apply_selection: bool = True) -> Any:
        if self.use_selection and apply_selection:
            shown = {0: np.array(_CLEAR), 1: self.map(self.selection)}
            return {self.selection: 1, None: 0}, shown
        return {None: 0}, dict(enumerate(self._palette))

    @property
    def _texture_type(self) -> np.dtype[Any]:
        """The type that napari expects, which it finds by the number of colours and two more."""
        count = self._num_unique_colors + 2
        if count > np.iinfo(np.uint16).max:
            return np.dtype(np.float32)
        return np.dtype(np.uint8 if count <= np.iinfo(np.uint8).max else np.uint16)
