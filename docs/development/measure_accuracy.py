"""Write docs/accuracy.md: how far measures are from the truth, on shapes that are known.

Run ``python docs/development/measure_accuracy.py``; it takes some seconds. The shapes are those of
``tests/reference/analytic.py``, and ``tests/reference/test_accuracy.py`` holds the bounds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from reference.analytic import Shape, block, ellipse, ellipsoid, errors, rectangle  # noqa: E402

PAGE = ROOT / "docs" / "accuracy.md"
PLANE, VOLUME = (5.0, 10.0, 20.0, 50.0, 100.0), (4.0, 8.0, 16.0, 32.0)

TOP = """# How accurate the measures of shape are

Pixels are squares, cells are not: every measure of a shape on pixels is off by something, and how
much depends on the measure and on the size of the object in pixels. These tables show it on
shapes whose measures are known. A shape is drawn where the centres of pixels lie inside of it, at
eight places that are shifted by parts of a pixel. A cell is the mean error in percent of the
truth, and after ± the largest distance of one of the eight from that mean.

What they tell:

- **Areas, volumes, axes, eccentricity and equivalent diameters** come out right on average, and
  the error soon vanishes with size.
- **Perimeters do not all become right with size**: a line on pixels keeps its steps however fine
  they are. `perimeter_crofton` is right for round shapes of any size, and within 4 % where pixels
  are not square; since it looks in four directions alone, straight edges cost it up to 5 % (too
  short along the axes, too long between them). `perimeter` (scikit-image, CellProfiler) grows
  from 4 % too short for small discs to 5 % too long for large ones, and is missing where pixels
  are not square. `perimeter_traced` (ImageJ) becomes 5 % too long for discs, 8 % for straight
  edges at an angle, and right for edges along the axes. `circularity` and `form_factor` have
  twice the error of the perimeter that they are made of: compare them between objects of like
  size alone.
- **Diameters** by calipers are off by about a pixel, each by its definition: `feret_max` and
  `feret_min` (ImageJ) go from corner to corner of pixels and are long, `feret_centers_max` and
  `feret_centers_min` (CellProfiler) from centre to centre and are short. The hull is too large by
  about half a pixel around, so that `solidity` stays below 1 for convex shapes, by 4 % at a
  radius of 10 pixels and 1 % at 50.
- **Surfaces**: `surface_area` (Crofton, 13 directions) is right for round shapes, also where
  voxels are not cubes, and 4 % too small for flat faces. `surface_area_mesh` (scikit-image's
  marching cubes on a mask) stays 9 % too large for balls, and 16 % on voxels three times as deep
  as wide, since its steps never vanish: take it only to compare with numbers that were measured
  so.

Made by `python docs/development/measure_accuracy.py`. A size is half the width of the shape, in
pixels along x.
"""


def tables() -> Iterator[tuple[str, Shape, Sequence[float], tuple[float, ...] | None]]:
    """Yield title, shape, sizes and spacing of each table."""
    yield "A disc", ellipse(1.0), PLANE, None
    yield "A disc on pixels twice as high as wide", ellipse(1.0), PLANE, (2.0, 1.0)
    yield "An ellipse of 2 : 1, turned by 30°", ellipse(0.5, 30), PLANE, None
    yield "A rectangle of 2 : 1 along the axes", rectangle(0.5), PLANE, None
    yield "A rectangle of 2 : 1, turned by 20°", rectangle(0.5, 20), PLANE, None
    yield "A ball", ellipsoid(1.0, 1.0), VOLUME, None
    yield (
        "A ball on voxels three times as deep as wide",
        ellipsoid(1.0, 1.0),
        VOLUME,
        (3.0, 1.0, 1.0),
    )
    yield "An ellipsoid of 4 : 3 : 2, turned by 30°", ellipsoid(0.75, 0.5, 30), VOLUME, None
    yield "A block of 4 : 3 : 2, turned by 20°", block(0.75, 0.5, 20), VOLUME, None


def table(
    title: str, shape: Shape, sizes: Sequence[float], spacing: tuple[float, ...] | None
) -> str:
    """Return one table in Markdown."""
    found = [errors(shape, size, spacing) for size in sizes]
    head = "| column | " + " | ".join(f"size {size:g}" for size in sizes) + " |"
    lines = [f"## {title}", "", head, "|---" * (len(sizes) + 1) + "|"]
    for name in shape.truth:
        cells = [_cell(one[name]) for one in found]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(values: np.ndarray) -> str:
    if not np.isfinite(values).all():
        return "missing"
    mean = 100 * values.mean()
    return f"{mean + 0.0:.2f} ± {np.abs(100 * values - mean).max():.2f}".replace("-0.00", "0.00")


if __name__ == "__main__":
    PAGE.write_text("\n".join([TOP, *(table(*one) for one in tables())]), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
