"""Draw the rooms and their arrows into docs/images/rooms.svg, from the imports themselves.

Run ``python docs/development/draw_rooms.py``; with ``--check`` it only says whether the
picture is up to date.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "images" / "rooms.svg"
PACKAGE = "napari_darkroom"
WORDS = {
    "plugin": "napari, Qt: docks, forms, layers",
    "cli": "the command line",
    "batch": "many files, report",
    "recipe": "graph of steps, text, run",
    "engine": "one operation on calibrated values",
    "ops": "the operations",
    "io": "files to values",
    "tables": "columns, saving",
    "plots": "values to pictures",
    "kernels": "numerical kernels",
    "core": "values, declaration, units, errors",
}
WIDTH, HEIGHT, GAP, STEP = 210, 58, 18, 96


def layers() -> list[list[str]]:
    """Return the steps from top to bottom, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rows = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[name.strip() for name in row.split("|")] for row in rows]


def arrows() -> set[tuple[str, str]]:
    """Return which room imports which."""
    graph = grimp.build_graph(PACKAGE)
    rooms = {name for row in layers() for name in row}
    found = set()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            a, b = (part.split(".")[1:2] for part in (module, imported))
            if a and b and a != b and set(a + b) <= rooms:
                found.add((a[0], b[0]))
    return found


def places() -> dict[str, tuple[float, float]]:
    """Return the upper left corner of every room."""
    widest = max(len(row) for row in layers())
    full = widest * WIDTH + (widest - 1) * GAP
    result = {}
    for level, row in enumerate(layers()):
        left = 20 + (full - len(row) * WIDTH - (len(row) - 1) * GAP) / 2
        for i, name in enumerate(row):
            result[name] = (left + i * (WIDTH + GAP), 20 + level * STEP)
    return result


def picture() -> str:
    """Return the picture as SVG."""
    at = places()
    width = max(x for x, _ in at.values()) + WIDTH + 20
    height = max(y for _, y in at.values()) + HEIGHT + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        'font-family="Helvetica, Arial, sans-serif">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#6b7a90"/></marker>'
        "</defs>",
    ]
    for a, b in sorted(arrows()):
        if at[b][1] - at[a][1] > STEP * 1.5:
            continue
        x1, y1 = at[a][0] + WIDTH / 2, at[a][1] + HEIGHT
        x2, y2 = at[b][0] + WIDTH / 2, at[b][1]
        lines.append(
            f'<path d="M{x1:.0f},{y1:.0f} C{x1:.0f},{y1 + 20:.0f} {x2:.0f},{y2 - 20:.0f} '
            f'{x2:.0f},{y2:.0f}" fill="none" stroke="#6b7a90" stroke-width="1.3" '
            'marker-end="url(#tip)"/>'
        )
    for name, (x, y) in at.items():
        lines += [
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="9" '
            'fill="#eef3fa" stroke="#3c5a80"/>',
            f'<text x="{x + WIDTH / 2:.0f}" y="{y + 25:.0f}" text-anchor="middle" font-size="16" '
            f'font-weight="bold" fill="#1d2f47">{name}</text>',
            f'<text x="{x + WIDTH / 2:.0f}" y="{y + 44:.0f}" text-anchor="middle" font-size="11.5" '
            f'fill="#42566f">{WORDS[name]}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def main() -> int:
    """Write the picture, or check it."""
    text = picture()
    if "--check" in sys.argv:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if current != text:
            print(f"{TARGET.name} is out of date: run python docs/development/draw_rooms.py")
            return 1
        return 0
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
