"""How fast a table of many rows is opened, sorted, filtered and coloured in a real window.

Run ``python tests/benchmarks/table_window.py`` (on a machine without a screen under ``xvfb-run``),
with ``--rows`` for other numbers of rows. Each time is until the window has drawn itself.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import napari
import numpy as np
import pandas as pd
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QApplication

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.plots.chart import Kind
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.tables.colouring import colouring_of
from napari_darkroom.tables.conditions import Between, Contains
from napari_darkroom.tables.selection import How
from napari_darkroom.tables.view import Objects

SIDE = 8
COLUMNS = 20


def scene(rows: int) -> tuple[np.ndarray, Table]:
    """Return labels of squares in a mixed order, and a table of them."""
    across = int(np.ceil(np.sqrt(rows)))
    random = np.random.default_rng(0)
    numbers = random.permutation(rows) + 1
    grid = np.zeros(across * across, np.int32)
    grid[:rows] = numbers
    labels = grid.reshape(across, across).repeat(SIDE, 0).repeat(SIDE, 1)
    labels[::SIDE] = 0
    labels[:, ::SIDE] = 0
    place = np.arange(rows)
    cells = {
        "label": numbers,
        "centroid_y": place // across * SIDE + SIDE / 2,
        "centroid_x": place % across * SIDE + SIDE / 2,
        "kind": np.array(["round", "flat", "long"], object)[random.integers(0, 3, rows)],
    }
    cells |= {f"feature_{i}": random.normal(size=rows) for i in range(COLUMNS - len(cells))}
    frame = pd.DataFrame(cells)
    return labels, Table(frame, {name: Column(f"The {name}.") for name in frame})


Times = dict[str, float]


def timed(times: Times, title: str, does: Callable[[], object], repeats: int = 1) -> None:
    """Take the best of some times, in milliseconds."""
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        does()
        QApplication.processEvents()
        taken.append(time.perf_counter() - begin)
    times[title] = 1000 * min(taken)


def measure(rows: int) -> Times:
    """Open a window and time what a person does in it."""
    labels, table = scene(rows)
    times: Times = {}
    viewer = napari.Viewer(show=True)
    layer = viewer.add_labels(labels, name="cells")
    timed(times, "give the layer its table and features", lambda: show_table(layer, "m", table))
    dock = open_table(viewer)
    timed(times, "open", lambda: dock.show_table(layer, "m"))
    state, view, random = dock.state, dock.view, np.random.default_rng(1)
    assert state is not None
    names, up = state.columns, Qt.SortOrder.AscendingOrder
    timed(times, "sort by numbers", lambda: view.sortByColumn(names.index("feature_0"), up))
    timed(times, "sort by words", lambda: view.sortByColumn(names.index("kind"), up))
    timed(times, "select a row, show its object", lambda: view.selectRow(random.integers(rows)), 3)
    half = random.permutation(rows)[: rows // 2]
    timed(times, "select half of the rows, scattered", lambda: state.select(half, How.ONLY))
    timed(times, "fade what is not selected", dock.look.update, 2)
    timed(times, "select all", view.selectAll)
    state.select(half[:1])
    dock.look.update()
    timed(times, "filter by a range", lambda: state.set_conditions([Between("feature_1", -1, 1)]))
    timed(times, "filter by a word", lambda: state.set_conditions([Contains("kind", "round")]))
    timed(times, "hide what is filtered out", lambda: hide(dock), 2)
    state.see(Objects.ALL)
    timed(times, "find the row of an object", lambda: state.rows_of({"label": 7}), 3)
    timed(times, "statistics of a column", dock.statistics.update_now, 3)
    timed(times, "copy what is shown, or say it is too much", dock.commands.copy)
    state.set_conditions([])
    state.colour_by(colouring_of(table.data["feature_2"]))
    timed(times, "colour all objects", dock.look.update, 2)
    dock.head.plot.click()
    plot = dock.plot
    assert plot is not None
    for kind in (Kind.HISTOGRAM, Kind.SCATTER):
        plot.controls.kind.setCurrentIndex(plot.controls.kind.findData(kind))
        timed(times, f"plot: {kind.value.lower()}", plot.draw_now, 2)
    viewer.close()
    return times


def hide(dock: TableDock) -> None:
    """Let the image show only the objects in the rows that are shown."""
    assert dock.state is not None
    dock.state.see(Objects.ROWS)
    dock.look.update()


def main() -> None:
    """Print the times, a column for each number of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    numbers = parser.parse_args().rows
    columns = [measure(rows) for rows in numbers]
    print(f"{COLUMNS} columns; ms".ljust(44) + "".join(f"{rows:>12,}" for rows in numbers))
    for title in columns[0]:
        print(title.ljust(44) + "".join(f"{times[title]:12.1f}" for times in columns))


if __name__ == "__main__":
    main()
