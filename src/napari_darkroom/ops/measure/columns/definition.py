"""What a column of the table of objects is, and how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Any, Literal, TypeAlias

from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.units import PIXEL, power_unit
from napari_darkroom.ops.measure.columns.channel import Channel
from napari_darkroom.ops.measure.columns.objects import Objects

Unit: TypeAlias = Literal[
    "none",
    "pixel",
    "pixels^2",
    "pixels^3",
    "length",
    "area",
    "size",
    "world",
    "intensity",
    "radian",
    "degree",
]
Group: TypeAlias = Literal["basic", "shape", "intensity"]
ALL: tuple[Group, ...] = ("basic", "shape", "intensity")

# Parts of names that stand for an axis and for a channel.
_AXIS_PARTS = frozenset({"axis", "AXIS", "i", "j"})
_CHANNEL_PARTS = frozenset({"_channel", "channel", "-k"})


@dataclass(frozen=True, eq=False)
class Definition:
    """One entry of the dictionary of columns.

    Attributes
    ----------
    name : str
        Name of the column. ``{axis}`` stands for each spatial axis (``{AXIS}`` its capital,
        ``{i}`` its position, ``{j}`` that of the other end of a box) and ``{_channel}`` for each
        channel (``{-k}`` its position, ``{channel}`` its name without a line in front).
    text : str
        One sentence that says what the number is, and when it is missing.
    compute : callable
        From the objects, then the channel and the position of the axis where the name has them,
        to one number an object.
    unit : str
        What kind of quantity it is; ``size`` is an area or a volume.
    source : str
        The program or paper whose definition it is.
    presets : tuple of str
        The presets that it is in, beside ``everything``.
    dimensions : tuple of int
        Numbers of spatial axes for which it is defined.
    """

    name: str
    text: str
    compute: Callable[..., NDArray[Any]]
    unit: Unit = "none"
    source: str = ""
    presets: tuple[Group, ...] = ()
    dimensions: tuple[int, ...] = (2, 3)

    @cached_property
    def parts(self) -> frozenset[str]:
        """What stands for something else in the name."""
        return frozenset(part for _, part, _, _ in Formatter().parse(self.name) if part)

    @property
    def per_axis(self) -> bool:
        """Whether there is one column an axis."""
        return bool(self.parts & _AXIS_PARTS)

    @property
    def per_channel(self) -> bool:
        """Whether it is measured on an image, one column a channel."""
        return bool(self.parts & _CHANNEL_PARTS)

    @cached_property
    def stem(self) -> str:
        """The name without axis and channel, by which a column is asked for."""
        blank = dict.fromkeys(self.parts, "")
        return self.name.format_map(blank).rstrip("_-")

    @property
    def shown(self) -> str:
        """The name for people: ``centroid_<axis>``."""
        spelled = {"AXIS": "<AXIS>", "axis": "<axis>", "i": "<i>", "j": "<j>", "-k": "[-<k>]"}
        spelled |= {"_channel": "[_<channel>]", "channel": "<channel>"}
        return self.name.format_map(spelled)

    def fits(self, ndim: int, images: bool, calibrated: bool) -> bool:
        """Whether there is such a column for what is measured."""
        told = images or not self.per_channel
        return ndim in self.dimensions and told and (calibrated or self.unit != "world")

    def columns(
        self, objects: Objects, channel: Channel | None = None
    ) -> Iterator[tuple[str, Column, NDArray[Any]]]:
        """Yield name, meaning and numbers of each column, of one channel where it has one."""
        given = [objects] if channel is None else [objects, channel]
        for position in range(len(objects.axes)) if self.per_axis else [None]:
            names = _spelled(objects, channel, position)
            numbers = self.compute(*given, *([] if position is None else [position]))
            text = self.text.format_map(names)
            if channel is not None and channel.name.channel:
                text = f"{text} Channel: {channel.name.channel}."
            unit = _unit(self.unit, objects, position)
            yield self.name.format_map(names), Column(text, unit, self.source), numbers


def _spelled(objects: Objects, channel: Channel | None, position: int | None) -> dict[str, str]:
    names: dict[str, str] = {}
    if position is not None:
        axis = objects.axes[position]
        names |= {"axis": axis, "AXIS": axis.upper(), "i": str(position)}
        names["j"] = str(position + len(objects.axes))
    if channel is not None:
        names |= {
            "_channel": f"_{channel.name.channel}" if channel.name.channel else "",
            "channel": channel.name.channel or channel.name.image or "image",
            "-k": f"-{channel.name.position}" if channel.name.several else "",
        }
    return names


def _unit(unit: Unit, objects: Objects, position: int | None) -> str:
    """Return the unit of a quantity for the pixels that were measured."""
    own, ndim = objects.unit, len(objects.axes)
    if unit == "world":
        return objects.world_units[position or 0]
    return {
        "none": "",
        "intensity": "",
        "pixel": PIXEL,
        "pixels^2": power_unit(PIXEL, 2),
        "pixels^3": power_unit(PIXEL, 3),
        "length": own,
        "area": power_unit(own, 2),
        "size": power_unit(own, ndim),
        "radian": "rad",
        "degree": "deg",
    }[unit]
