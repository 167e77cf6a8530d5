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
much depends on the measure and on the size of the object in pixels. These tables show it on shapes
whose measures are known. A shape is drawn where the centres of pixels lie inside of it, at eight
places that are shifted by parts of a pixel. A cell is the mean error in percent of the truth, and
after ± the largest distance of one of the eight from that mean.

What they tell:

- **Areas, volumes, axes, eccentricity and equivalent diameters** come out right on average, and the
  error soon vanishes with size.
- **Perimeters** do not all become right with size: a line on pixels keeps its steps however fine
  they are. `perimeter_crofton` is the one to take: it is within about 2 % from a radius of 10 pixels
  on, whatever the angle, and also where pixels are not square. `perimeter` (scikit-image,
  CellProfiler) goes through the centres of the border pixels, is too short for small objects, and is
  missing where pixels are not square. `perimeter_traced` (ImageJ) stays some percent too long for
  shapes that lie at an angle. What is derived from them (`circularity`, `form_factor`) has twice
  their error.
- **Diameters** by calipers are off by a part of a pixel, each by its definition: `feret_max` and
  `feret_min` (ImageJ) take the corners of pixels and are long by up to a pixel,
  `feret_centers_max` and `feret_centers_min` (CellProfiler) take their centres and are short by one.
- **Surfaces**: `surface_area` (Crofton) becomes right; `surface_area_mesh` (scikit-image's marching
  cubes on a mask) stays 8 % too large for balls and more where voxels are not cubes, since its steps
  never vanish. Take the mesh only to compare with numbers that were measured so.

Made by `python docs/development/measure_accuracy.py`; sizes are half the largest width of the shape,
in units of which the first table's pixels have the size 1.
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
