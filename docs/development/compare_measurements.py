"""Write docs/measurements.md: how our numbers agree with those of other programs.

Run ``python docs/development/compare_measurements.py`` where the real images lie beside the
project, in ``../shared/data``: their tables are CellProfiler's, ImageJ's and scikit-image's own.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from reference import programs  # noqa: E402 - found beside the tests

PAGE = ROOT / "docs" / "measurements.md"
EXCEPTIONS = MappingProxyType(
    {
        "CellProfiler": (
            "`Location_MaxIntensity_…`: of several pixels with the largest value CellProfiler "
            "takes one by the order of an unstable sort, we the first. Where there is one, both "
            "are equal.",
            "`AreaShape_Orientation`: where an object varies as much along y as along x, the sign "
            "of 45° depends on rounding there.",
        ),
        "ImageJ": (
            "`Angle`, `AR`: ImageJ's fit rounds, probably, where the moments are equal; one "
            "object lies 0.00004° and one 0.000001 beside ours.",
            "`Skew`, `Kurt`: missing in both for a single pixel.",
        ),
        "scikit-image": (),
    }
)
INTRODUCTION = """\
# Do the numbers agree?

Each preset of [measure.regions](operations/measure.regions.md) that is named after a program gives
its names and its definitions ([columns](columns.md)). Here they are held against the tables that
these programs wrote, column by column: *apart* is the largest difference of any object, relative
to the number where that is above 1. CSV files of CellProfiler have about 8 digits, ImageJ's tables
6 and 3 decimals. `tests/reference/test_presets.py` keeps these bounds.

This page is written by `python docs/development/compare_measurements.py`. How far the measures are
from the truth, on shapes that are known, is another question than whether programs agree.
"""
SPEED = """\
## Speed

`python tests/benchmarks/run.py --side 2048 measure`, and `--side 8192`, print how long the columns
area, box, centroid, mean, smallest and largest value, deviation, axes, eccentricity, perimeter,
solidity and Feret's diameter take beside scikit-image's `regionprops_table`, beside 60 copies of
the image in memory, and beside the bare passes over the pixels without checks, table and units.
On two cores that other programs were using too, each line in one run (the last one in two):

| image | objects | ours | other | |
|---|---|---|---|---|
| 2048 × 2048 | 1,775 | 0.026 s | scikit-image 1.01 s | 39× |
| 2048 × 2048 | 1,775 | 0.026 s | the bare passes, one after the other, 0.022 s | 0.8× |
| 8192 × 8192 | 27,385 | 0.86 s | 60 copies of the image 1.52 s | 1.8× |
| 32 × 512 × 512 (preset basic) | 60 | 0.25 s | scikit-image 19.8 s | 78× |
"""


def compared() -> Iterator[tuple[str, str, pd.DataFrame, pd.DataFrame]]:
    """Yield program, what was measured, our table and the program's."""
    for objects in programs.OBJECTS:
        yield "CellProfiler", f"{objects} of human cells", *programs.cellprofiler(objects)
    yield "ImageJ", "blobs", *programs.imagej_blobs()
    yield "ImageJ", "coins", *programs.imagej_coins()
    for ndim in (2, 3):
        yield "scikit-image", f"nuclei, {ndim}-D", *programs.scikit_image(ndim)


def page() -> str:
    """Return the text of the page."""
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for program, scene, ours, theirs in compared():
        rows = tables.setdefault(program, {})
        for name, mine, expected in programs.pairs(ours, theirs):
            rows.setdefault(name, {})[f"{scene} ({len(theirs)})"] = _apart(mine, expected)
    return "\n".join([INTRODUCTION, *(_section(name, rows) for name, rows in tables.items())])


def _apart(mine: np.ndarray, expected: np.ndarray) -> str:
    return f"{programs.apart(mine, expected).max():.1g}"


def _section(program: str, rows: dict[str, dict[str, str]]) -> str:
    scenes = list(dict.fromkeys(scene for row in rows.values() for scene in row))
    lines = [f"## {program}", "", f"| column | {' | '.join(scenes)} |"]
    lines.append("|---|" + "---|" * len(scenes))
    lines += [
        f"| `{name}` | {' | '.join(row.get(scene, '') for scene in scenes)} |"
        for name, row in rows.items()
    ]
    exceptions = [f"- {text}" for text in EXCEPTIONS[program]]
    return "\n".join([*lines, "", *(["Exceptions:", "", *exceptions, ""] if exceptions else [])])


def main() -> int:
    """Write the page; return the exit code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        PAGE.write_text(f"{page()}\n{SPEED}", encoding="utf-8", newline="\n")
    print("wrote docs/measurements.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
