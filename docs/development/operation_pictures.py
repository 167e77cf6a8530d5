"""Draw before and after of every operation, on a real image, into docs/images/operations.

Run ``python docs/development/operation_pictures.py``, or with the ids of some; ``--check`` only
says which pictures are missing or left over. The inputs are made from the declaration: a part of
the coins of scikit-image (of its histology for what works on colours), what Otsu's threshold
finds there, what is measured of it or painted on it, and the values that stand in the form when it
opens. Where these leave all as it is, the first limit that is open is set in the middle.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

import napari_darkroom as dr
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.core.values import Grid, Image, Labels, Mask, Points, Shapes, Table, Value
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.corrections import make_corrections
from napari_darkroom.engine.run import run
from napari_darkroom.io.samples import samples
from napari_darkroom.plots.overlay import object_colours, picture

FOLDER = Path(__file__).resolve().parents[1] / "images" / "operations"
SIDE, GAP, LINE = 300, 8, 17
PAPER, INK, FAINT = (24, 26, 30), (226, 228, 232), (141, 149, 160)
ROWS = SIDE // LINE - 2


@cache
def coins() -> Image:
    """Return a part of the coins with five whole ones."""
    (image,) = samples()["coins"].load()
    return dr.geometry.crop(replace(image, name="coins"), y=(150, 300), x=(30, 180))


@cache
def movie() -> Image:
    """Return the coins as they roll to the right."""
    frames = np.stack([np.roll(coins().data, t, axis=1) for t in range(120)])
    return Image.of(frames, axes="tyx", name="rolling coins")


@cache
def tissue() -> Image:
    """Return a part of the histology."""
    (image,) = samples()["histology"].load()
    return dr.geometry.crop(replace(image, name="tissue"), y=(0, 150), x=(0, 150))


@cache
def mask() -> Mask:
    """Return where the coins are, as a threshold finds them: with a few holes."""
    return dr.threshold.otsu(dr.filters.gaussian(coins(), sigma=1.2))


@cache
def objects() -> Labels:
    """Return the coins, numbered."""
    smooth = dr.threshold.otsu(dr.filters.gaussian(coins(), sigma=2))
    return dr.segment.connected_components(dr.morphology.fill_holes(smooth))


def shifted(grid: Grid) -> Grid:
    """Return the same picture a little aside, as a second input that is not the first."""
    return grid.with_data(np.roll(np.asarray(grid.data), (6, 9), axis=(0, 1)))


def points() -> Points:
    """Return a point in each object."""
    table = dr.measure.regions(objects())
    places = table[["centroid_y", "centroid_x"]].to_numpy()
    return Points.of(places, coins().calibration, name="points")


def shapes() -> Shapes:
    """Return a rectangle and a polygon."""
    rectangle = np.array([[20.0, 15.0], [70.0, 65.0]])
    polygon = np.array([[80.0, 70.0], [140.0, 85.0], [120.0, 140.0], [75.0, 120.0]])
    drawn = [("rectangle", rectangle), ("polygon", polygon)]
    return Shapes.of(drawn, coins().calibration, name="shapes")


def line() -> Shapes:
    """Return a line across the coins."""
    plane = movie().calibration.select([1, 2])
    return Shapes.of([("line", np.array([[40.0, 0.0], [40.0, 149.0]]))], plane)


def measurements() -> Value:
    """Return a table of the coins."""
    return next(iter(run("measure.regions", {"labels": objects()}).values()))


def painted(on: Grid) -> Value | None:
    """Return what somebody painted on it: a coin cut in two, and another one on the ground."""
    before = on.data.astype(np.uint8) if isinstance(on, Mask) else on.data
    after = np.array(before)
    after[124:132, :50] = 0
    y, x = np.ogrid[: on.shape[0], : on.shape[1]]
    after[(y - 13) ** 2 + (x - 115) ** 2 <= 64] = 1 if isinstance(on, Mask) else after.max() + 1
    return make_corrections(*(Labels(one, on.calibration) for one in (before, after)))


def value(declared: Input, operation: Operation) -> Any:
    """Return an input of a kind that the operation takes."""
    kind = declared.kinds[0]
    colours = kind == "image" and operation.rgb == "only"
    made: Mapping[str, Any] = {
        "image": tissue if colours else movie if operation.own_axes else coins,
        "labels": objects,
        "mask": mask,
        "points": points,
        "shapes": line if operation.own_axes else shapes,
        "table": measurements,
    }
    first = declared is operation.inputs[0]
    if kind == "labels" and not first and not operation.listed:
        # What is recorded while one works reads what was painted on its first input.
        return painted(value(operation.inputs[0], operation))
    found = made[kind]()
    return found if first or not isinstance(found, Grid) else shifted(found)


def inputs(operation: Operation) -> dict[str, Any]:
    """Return what the operation is shown on; optional inputs are left out."""
    needed = [one for one in operation.inputs if not one.optional or one.kinds[0] == "image"]
    return {one.name: value(one, operation) for one in needed}


def drawn(operation: Operation) -> Picture.Image | None:
    """Return the picture of an operation, None where its first values do not suit the coins."""
    try:
        given = inputs(operation)
        result = shown(run(operation, given, {}))
        if leaves_all(result, given):
            result = shown(run(operation, given, first_limit(operation, given)))
    except DarkroomError:
        return None
    sheet = Picture.new("RGB", (2 * SIDE + GAP, SIDE), PAPER)
    sheet.paste(panel(next(iter(given.values()))), (0, 0))
    sheet.paste(panel(result), (SIDE + GAP, 0))
    return sheet.quantize(128, dither=Picture.Dither.NONE)


def shown(results: Mapping[str, Value]) -> Value:
    """Return what is drawn of the results: the first picture, else the first."""
    every = list(results.values())
    return next((one for one in every if isinstance(one, Grid)), every[0])


def leaves_all(result: Value, given: Mapping[str, Any]) -> bool:
    """Whether a result is all of the image, or what went in."""
    first = next(iter(given.values()))
    if isinstance(result, Table):
        return isinstance(first, Table) and result.data.equals(first.data)
    if isinstance(result, Mask) and bool(np.all(result.data)):
        return True
    same = type(result) is type(first) and result.shape == first.shape
    return same and np.array_equal(result.data, first.data, equal_nan=result.dtype.kind == "f")


def first_limit(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first limit that is open, set in the middle of what it is compared with."""
    is_open = [p for p in operation.parameters if p.default is None]
    for parameter in is_open:
        if parameter.type == "limit":
            column = next(p.default for p in operation.parameters if p.names_column)
            table = next(one for one in given.values() if isinstance(one, Table))
            return {parameter.name: float(table.data[column].mean())}
        if parameter.type == "number":
            pixels = np.asarray(next(iter(given.values())).data)
            return {parameter.name: (float(pixels.min()) + float(pixels.max())) / 2}
    return {}


def panel(shown: Any) -> Picture.Image:
    """Return a value as a square picture."""
    if type(shown) is Table:
        return table_panel(shown)
    pixels = _pixels(shown)
    large = Picture.fromarray(pixels)
    zoom = SIDE / max(large.size)
    size = (max(round(large.width * zoom), 1), max(round(large.height * zoom), 1))
    sheet = Picture.new("RGB", (SIDE, SIDE), PAPER)
    place = ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2)
    pixelated = isinstance(shown, Grid) and zoom >= 1
    how = Picture.Resampling.NEAREST if pixelated else Picture.Resampling.BILINEAR
    sheet.paste(large.resize(size, how), place)
    return sheet


def _pixels(shown: Any) -> NDArray[np.uint8]:
    if isinstance(shown, Labels):
        numbers = np.asarray(shown.data)
        colours = object_colours(numbers)
        return np.where(numbers[..., np.newaxis] > 0, colours, 0).astype(np.uint8)
    if isinstance(shown, Mask):
        return np.repeat(255 * np.asarray(shown.data, np.uint8)[..., np.newaxis], 3, axis=-1)
    if isinstance(shown, Image):
        moves = shown.calibration.axes == movie().calibration.axes
        return picture(shown.with_data(shown.data[0], coins().calibration) if moves else shown)
    return _marked(shown)


def _marked(shown: Points | Shapes) -> NDArray[np.uint8]:
    """Return the coins with points or outlines on them."""
    ground = Picture.fromarray(picture(coins()) // 2)
    pen = ImageDraw.Draw(ground)
    grid = coins().calibration
    if isinstance(shown, Points):
        radii = np.full(len(shown.data), 3.0)
        if "diameter" in shown.measured:
            radii = shown.data["diameter"].to_numpy() / grid.scale[-1] / 2
        for (y, x), r in zip(shown.pixels(grid), radii, strict=True):
            pen.ellipse((x - r, y - r, x + r, y + r), outline=(255, 214, 10), width=2)
        return np.asarray(ground)
    for _, vertices in shown.pixels(grid):
        corners = [(x, y) for y, x in vertices]
        pen.line([*corners, corners[0]], fill=(255, 214, 10), width=2)
    return np.asarray(ground)


def table_panel(table: Table) -> Picture.Image:
    """Return the first row of a table, a column a line."""
    sheet = Picture.new("RGB", (SIDE, SIDE), PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    rows = len(table.data)
    pen.text((10, 6), f"the first of {rows} row{'' if rows == 1 else 's'}", FAINT, font)
    names = [str(name) for name in table.data.columns]
    for position, name in enumerate(names[:ROWS]):
        top = 6 + LINE * (position + 1)
        pen.text((10, top), name, INK, font)
        cell = table.data[name].iloc[0] if rows else "–"
        text = f"{cell:.5g}" if isinstance(cell, float | np.floating) else str(cell)
        unit = table.columns[name].unit
        pen.text((SIDE - 10, top), f"{text} {unit}".strip(), INK, font, anchor="ra")
    if len(names) > ROWS:
        pen.text((10, SIDE - LINE - 2), f"and {len(names) - ROWS} more columns", FAINT, font)
    return sheet


def main(arguments: list[str]) -> int:
    """Draw the pictures, or check which there are; return the exit code."""
    own = [o for o in operations().values() if not o.package]
    chosen = [o for o in own if o.id in arguments] or own
    pictures = {o.id: drawn(o) for o in chosen}
    wanted = {name for name, found in pictures.items() if found is not None}
    there = {path.stem for path in FOLDER.glob("*.png")}
    if "--check" in arguments:
        wrong = sorted(wanted ^ there)
        if wrong:
            print(f"missing or left over: {', '.join(wrong)}; run {Path(__file__).name}")
        return bool(wrong)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in there - {o.id for o in own}:
        (FOLDER / f"{name}.png").unlink()
    for name, found in pictures.items():
        _save(FOLDER / f"{name}.png", found)
    print(f"{len(wanted)} pictures; none of {', '.join(sorted(pictures.keys() - wanted)) or 'no'}")
    return 0


def _save(path: Path, found: Picture.Image | None) -> None:
    """Write a picture where it shows something else than the one that is there."""
    if found is None:
        path.unlink(missing_ok=True)
        return
    if path.exists():
        with Picture.open(path) as old:
            if np.array_equal(np.asarray(old.convert("RGB")), np.asarray(found.convert("RGB"))):
                return
    found.save(path, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
