"""What a table is best plotted as, where its columns tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from napari_darkroom.plots.chart import Chart, Kind
from napari_darkroom.plots.density import COUNT

if TYPE_CHECKING:
    from napari_darkroom.core.values import Table

# Of profiles: the key along the line, where a row is, where it ends, what was measured there.
_PROFILES = (
    ("point", "distance", "", "value"),
    ("ring", "radius_start", "radius_end", "mean"),
    ("bin_start", "bin_start", "bin_end", COUNT),
    ("t", "position", "", "mean"),
    ("z", "position", "", "mean"),
)
_PAIRS = ("bin_start_1", "bin_end_1", "bin_start_2", "bin_end_2", COUNT)


def suited_chart(table: Table) -> Chart | None:
    """Return the chart of a table of profiles or of pairs of values, None for any other table."""
    names = set(map(str, table.data.columns))
    if names.issuperset(_PAIRS):
        x, x_end, y, y_end, _ = _PAIRS
        return Chart(Kind.DENSITY, x, y, logarithmic=True, x_end=x_end, y_end=y_end)
    for along, x, x_end, y in _PROFILES:
        wanted = {along, x, y} | ({x_end} if x_end else set())
        if along in table.keys and names >= wanted and _is_along(table, along, x):
            lines = tuple(name for name in table.keys if name != along and name in names)
            group = next((n for n in lines if n == "channel" and _several(table, n)), "")
            return Chart(Kind.PROFILE, x, y, group, x_end=x_end, lines=lines)
    return None


def _is_along(table: Table, along: str, x: str) -> bool:
    """Whether the places follow the key: time and depth can both be keys of a profile."""
    if x != "position":
        return True
    return bool((table.data.groupby(along)[x].nunique() <= 1).all())


def _several(table: Table, name: str) -> bool:
    return bool(table.data[name].nunique() > 1)
