"""What the lines of the history say: what was set, how long it took, how large the result is."""

from __future__ import annotations

from typing import Any

from napari_darkroom.core.units import format_number
from napari_darkroom.recipe.model import Step

# Between what an image shows and what became of it, in the names of results.
SEPARATOR = " · "

_PLANES = {
    "planes": ["plane by plane"],
    "volume": ["as a volume"],
    "stack": ["as one stack"],
    None: [],
}


def changes(step: Step) -> str:
    """Return what was set otherwise than it is by default, empty where nothing was.

    Examples
    --------
    >>> step = Step(
    ...     id="blurred",
    ...     op="filters.gaussian@1",
    ...     inputs={"image": "dna"},
    ...     params={"sigma": "0.5 um", "mode": "mirror"},
    ... )
    >>> changes(step)
    'sigma 0.5 µm, mode mirror'
    """
    said = [_parameter(name, value) for name, value in step.params.items()] + _PLANES[step.axes]
    if step.over is not None:
        said.append(f"each {', '.join(step.over)} alone" if step.over else "all axes together")
    return ", ".join(said)


def _parameter(name: str, value: Any) -> str:
    words = name.replace("_", " ")
    if isinstance(value, bool) or value is None:
        return words if value else f"no {words}"
    return f"{words} {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, list | tuple):
        return "–".join("" if one is None else str(one) for one in value)
    return _units(str(value)) if isinstance(value, str) else str(value)


def _units(text: str) -> str:
    number, space, unit = text.rpartition(" ")
    if not space or not number[:1].isdigit():
        return text
    short = "px" + unit[5:] if unit.startswith("pixel") else unit
    printed = "µ" + short[1:] if short.startswith("um") else short
    return f"{number} {printed.replace('^2', '²').replace('^3', '³')}"


def duration(seconds: float) -> str:
    """Return a time as people say it.

    Examples
    --------
    >>> duration(0.004), duration(0.52), duration(12.3), duration(125)
    ('4 ms', '0.5 s', '12 s', '2 min 5 s')
    """
    if seconds < 0.0995:
        return f"{max(round(seconds * 1000), 1)} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def file_size(nbytes: int) -> str:
    """Return a number of bytes with two digits or more.

    Examples
    --------
    >>> file_size(0), file_size(640), file_size(1_700_000), file_size(16_000_000)
    ('0 B', '640 B', '1.7 MB', '16 MB')
    """
    size = float(nbytes)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.5:
            return _sized(size, unit)
        size /= 1000
    return _sized(size, "TB")


def _sized(size: float, unit: str) -> str:
    return f"{size:.1f} {unit}" if unit != "B" and size < 9.95 else f"{size:.0f} {unit}"
