"""The dictionary of columns for people: name, definition, unit, source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from napari_darkroom.ops.measure.columns.definition import Definition, Unit
from napari_darkroom.ops.measure.columns.dictionary import OTHERS, OWN
from napari_darkroom.ops.measure.columns.intensity import percentile
from napari_darkroom.ops.measure.columns.named import BY_NAME

_BY_NAME = "Columns by name alone (in no preset)"
_TITLES = MappingProxyType(
    {
        "imagej": "ImageJ's columns (preset imagej)",
        "cellprofiler": "CellProfiler's columns (preset cellprofiler)",
        "scikit_image": "scikit-image's columns (preset scikit_image)",
    }
)
_UNITS: Mapping[Unit, str] = MappingProxyType(
    {
        "none": "",
        "pixel": "pixel",
        "pixels^2": "pixel^2",
        "pixels^3": "pixel^3",
        "length": "length",
        "area": "area",
        "size": "area or volume",
        "world": "length in the world",
        "intensity": "value of the image",
        "radian": "rad",
        "degree": "deg",
    }
)


@dataclass(frozen=True)
class Entry:
    """One column as it is shown.

    Attributes
    ----------
    name : str
        With ``<axis>`` and ``<channel>`` for what stands in their place.
    ask : str
        The name by which it is asked for.
    definition, unit, source : str
        What it is, the kind of unit, and whose definition it is.
    presets : tuple of str
        The presets that it is in.
    dimensions : tuple of int
        Numbers of spatial axes for which it is defined.
    """

    name: str
    ask: str
    definition: str
    unit: str
    source: str
    presets: tuple[str, ...]
    dimensions: tuple[int, ...]


def listing() -> dict[str, list[Entry]]:
    """Return all columns under the titles of their groups."""
    own = [_entry(one, (*one.presets, "everything")) for one in OWN]
    groups = {"Darkroom's columns": own, _BY_NAME: [*_percentiles(), *map(_entry, BY_NAME)]}
    for program, known in OTHERS.items():
        groups[_TITLES[program]] = [_entry(one, (program,)) for one in known]
    return groups


def _percentiles() -> Iterator[Entry]:
    """Yield the entry that stands for the percentiles of any share."""
    one, anything = _entry(percentile(0)), "_<p>"
    text = one.definition.replace(" 0 %", " p %")
    yield replace(
        one,
        name=one.name.replace("_0", anything),
        ask=one.ask.replace("_0", anything),
        definition=f"{text} p is any number from 0 to 100: 99.5.",
    )


def _entry(one: Definition, presets: tuple[str, ...] = ()) -> Entry:
    axis = dict.fromkeys(("axis", "AXIS", "i", "j"), "the axis")
    text = one.text.format_map(axis) if "{" in one.text else one.text
    return Entry(one.shown, one.stem, text, _UNITS[one.unit], one.source, presets, one.dimensions)
