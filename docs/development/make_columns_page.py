"""Write docs/columns.md, the dictionary of the columns of the table of objects.

Run ``python docs/development/make_columns_page.py``; with ``--check`` it only says whether the
page is up to date. ``make_operation_pages.py`` calls it too.
"""

from __future__ import annotations

import sys
from pathlib import Path

from napari_darkroom.ops.measure.columns.listing import Entry, listing

PAGE = Path(__file__).resolve().parents[1] / "columns.md"
INTRODUCTION = """\
# Columns of the table of objects

[measure.regions](operations/measure.regions.md) gives these. A *preset* names a group; *also* adds
single columns by name: `dr.measure.regions(labels, image, also="intensity_median, extent")`. A name
without the numbers at its end adds all that have them: *zernike*, *moments_weighted_hu*. Only what
the asked columns need is computed. `darkroom columns` shows this list on the terminal.

- `<axis>` stands for each spatial axis, and `<channel>` for each channel of the image; an image of
  one channel has names without it (CellProfiler's have the name of the image instead). Of several
  images each has its own name there, or the one given as *image_names*. A column is asked for by
  its name without both.
- Lengths, areas and volumes are in the unit of the pixel size where it is known, else in pixels.
  *pixel* is a number of pixels or an index, whatever their size. What has no unit is a pure number.
- `label`, and the index of the frame, stand in every table. ImageJ's *Frame* is `t` + 1, its *Ch*
  stands in the names of the columns instead of in a row of its own, its *Slice* is told by `BZ` and
  `Depth`, as a volume is one object and not one in each plane, and its *Label* is the name of the
  table; joined tables of a batch say in columns which image an object is from.
- A number that is not defined is missing (NaN); the definition says when. Missing pixels of the
  image are left out of all that is measured on it, and count for the shape. An object without any
  pixel that counts has missing values.
- Every sum is made in the order of the pixels, those of whole numbers exactly: tiles, threads and
  lazy images change no bit.
"""


def page() -> str:
    """Return the text of the page."""
    parts = [INTRODUCTION]
    for title, entries in listing().items():
        lines = [f"## {title}", "", *_head(entries)]
        lines += [_row(entry, _own(entries)) for entry in entries]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _own(entries: list[Entry]) -> bool:
    return any("everything" in entry.presets for entry in entries)


def _head(entries: list[Entry]) -> list[str]:
    if _own(entries):
        return [
            "| column | definition | unit | as in | presets | axes |",
            "|---|---|---|---|---|---|",
        ]
    return ["| column | definition | unit | axes |", "|---|---|---|---|"]


def _row(entry: Entry, own: bool) -> str:
    axes = ", ".join(f"{n}-D" for n in entry.dimensions)
    presets = ", ".join(name for name in entry.presets if name != "everything")
    cells = [f"`{entry.name}`", entry.definition.replace("|", "\\|"), entry.unit]
    cells += [entry.source, presets, axes] if own else [axes]
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Write the page, or check it; return the exit code."""
    wanted = page()
    if "--check" in sys.argv:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted
        if stale:
            print(f"out of date: {PAGE.name}; run {Path(__file__).name}")
        return int(stale)
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    print("wrote docs/columns.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
