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

from reference import cp_measure, programs  # noqa: E402 - found beside the tests

PAGE = ROOT / "docs" / "measurements.md"
EXCEPTIONS = MappingProxyType(
    {
        "CellProfiler": (
            "`Location_MaxIntensity_…`: of several pixels with the largest value CellProfiler "
            "takes one by the order of an unstable sort, we the first. Where there is one, both "
            "are equal.",
            "`AreaShape_Orientation`: where an object varies as much along y as along x, the sign "
            "of 45° depends on rounding there.",
            "`AreaShape_Zernike_…` of one of the 289 cells, and of its cytoplasm: the smallest "
            "circle around it goes through four of its pixels. From which three CellProfiler "
            "computes it, and so which pixels rounding leaves inside, hangs on its arc cosines. "
            "All others are equal.",
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
MODULES = MappingProxyType(
    {
        "texture": "measure.texture, distance 3, range 0 to 255",
        "granularity": "measure.granularity",
        "radial": "measure.radial_distribution",
        "colocalization": "measure.colocalization",
        "touching": "measure.neighbours, distance 1 (adjacent)",
        "within_5": "measure.neighbours, distance 5",
    }
)
FURTHER = """\
## CellProfiler's further modules

`cp_measure` 0.3.0, CellProfiler's measurements without its window, was run once on the same objects
of the human cells; `tests/reference/cp_measure.py` keeps some of its numbers. All 289 objects were
compared: texture (13 features in 4 directions), granularity (16 sizes), radial distribution (4
rings, of nuclei and of cells) and neighbours were at most 7e-14 apart, Pearson, slope, Manders and
the rank-weighted coefficients of nuclei 2e-15. Of the numbers that are kept, with ten digits:
"""
APART = """\
Exceptions:

- Manders' M2 and the rank-weighted coefficients of 16 of the 289 cells are up to 0.27 apart: a
  pixel that is equal to the threshold counts as above it there, and not here.
- Costes' coefficients: thresholds are searched there in steps of 1/255, by default by bisection,
  and here among all values that occur. With its exhaustive search they are the same for 117 of the
  138 nuclei for which both have one; for 35 only one of the two finds a threshold.
- The number of the closest object is the object's own in `cp_measure` where objects are compared
  with themselves; the distance is that to the next one in both.
- Zernike moments of the intensity are not among Darkroom's columns.
"""
SPEED = """\
## Speed

`python tests/benchmarks/run.py --side 2048 measure`, and `--side 8192`, print how long the columns
area, box, centroid, mean, smallest and largest value, deviation, axes, eccentricity, perimeter,
solidity and Feret's diameter take beside scikit-image's `regionprops_table`, beside 60 copies of
the image in memory, and beside the bare passes over the pixels without checks, table and units.
`python tests/benchmarks/run.py measure_volume` does the same, with the columns that a volume has,
for some thousand small objects in 64 × 1024 × 1024 voxels; scikit-image takes minutes for them.
`python tests/benchmarks/run.py measure_tables` compares counts by region and growth by track with
pandas.

By the clock on the wall, on two cores that little else was using (a load of 1.3; of the plane of
8192 × 8192 pixels 3, in two runs), the best of several calls of each, in one process:

| | objects | ours | other | |
|---|---|---|---|---|
| 2048 × 2048 | 1,775 | 0.018 s | scikit-image 1.26 s | 72× |
| 2048 × 2048 | 1,775 | 0.018 s | the bare passes 0.017 s | 1.0× |
| 8192 × 8192 | 27,385 | 0.32 to 0.57 s | 60 copies of the image 3.2 s | 5.8 to 10× |
| 32 × 512 × 512 (preset basic) | 60 | 0.068 s | scikit-image 40 s | 599× |
| counts in 64 regions of 2048 × 2048 | 1,775 | 0.060 s | pandas groupby 0.106 s | 1.8× |
| growth of 4096 tracks of 20 frames | 81,920 rows | 0.013 s | pandas groupby, SciPy 1.47 s | 110× |

`python tests/benchmarks/run.py threshold mask` compares thresholds and masks of 2048 × 2048 pixels.
By the processor's time of all threads together, the least of several calls, on two cores that much
else was using (local thresholds work in several threads, scikit-image in one):

| | ours | other | |
|---|---|---|---|
| Otsu, uint16 | 4.9 ms | scikit-image 25 ms | 5.1× |
| Otsu, float32 | 11.6 ms | scikit-image 41 ms | 3.6× |
| Otsu, float32, missing pixels | 9.9 ms | scikit-image 50 ms | 5.1× |
| Li, float32 | 39 ms | scikit-image 151 ms | 3.9× |
| percentile, float32 | 12 ms | NumPy 24 ms | 2.0× |
| sigma above background, float32 | 31 ms | astropy 115 ms | 3.6× |
| local mean, uint16, offset given | 20 ms | scikit-image 122 ms | 6.3× |
| local mean, uint16, offset found (given there) | 54 ms | scikit-image 123 ms | 2.3× |
| local Gaussian, uint16, offset found (given there) | 127 ms | scikit-image 213 ms | 1.7× |
| two limits by hand, uint16 | 1.0 ms | NumPy 1.2 ms | 1.3× |
| a mask applied, uint16 | 1.5 ms | NumPy 3.1 ms | 2.2× |
| a mask inverted | 0.47 ms | NumPy 0.29 ms | 0.6× |

What is one pass of NumPy, as the last, takes 0.1 to 0.2 ms longer here: so long are the checks of
a call.
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
    sections = [_section(name, rows) for name, rows in tables.items()]
    return "\n".join([INTRODUCTION, *sections, _further()])


def _further() -> str:
    """Return the section of the modules of which a few numbers are kept."""
    lines = [FURTHER, "| measured by | columns | apart |", "|---|---|---|"]
    for module, called in MODULES.items():
        columns = list(cp_measure.compared(module))
        apart = max(programs.apart(ours, np.array(theirs)).max() for _, ours, theirs in columns)
        lines.append(f"| {called} | {len(columns)} | {apart:.1g} |")
    return "\n".join([*lines, "", APART])


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
