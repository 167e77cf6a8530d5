"""How fast a table of many rows is opened, sorted, filtered and selected in a real window.

Run ``python tests/benchmarks/table_window.py`` (on a machine without a screen under ``xvfb-run``),
with ``--rows`` for another number. Each time is until the window has drawn itself.
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
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.dock import open_table
from napari_darkroom.tables.colouring import colouring_of
from napari_darkroom.tables.conditions import Between, Contains
from napari_darkroom.tables.selection import How

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


def timed(title: str, does: Callable[[], object], repeats: int = 3) -> None:
    """Print the best of some times."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        does()
        QApplication.processEvents()
        times.append(time.perf_counter() - begin)
    print(f"{title:<44} {1000 * min(times):9.1f} ms")


def main() -> None:
    """Open a window and time what a person does in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    labels, table = scene(rows)
    viewer = napari.Viewer(show=True)
    layer = viewer.add_labels(labels, name="cells")
    print(f"{rows:,} rows, {len(table.columns)} columns")
    timed("give the layer its table and features", lambda: show_table(layer, "m", table), 1)
    dock = open_table(viewer)
    timed("open", lambda: dock.show_table(layer, "m"), 1)
    state, view, random = dock.state, dock.view, np.random.default_rng(1)
    assert state is not None
    names, up = state.columns, Qt.SortOrder.AscendingOrder
    timed("sort by numbers", lambda: view.sortByColumn(names.index("feature_0"), up), 1)
    timed("sort by words", lambda: view.sortByColumn(names.index("kind"), up), 1)
    timed("select one row and show its object", lambda: view.selectRow(random.integers(rows)))
    half = random.permutation(rows)[: rows // 2]
    timed("select half of the rows, scattered", lambda: state.select(half, How.ONLY), 1)
    timed("select all", view.selectAll, 1)
    timed("fade those that are not selected", dock.look.update)
    state.select(half[:1])
    timed("filter by a range", lambda: state.set_conditions([Between("feature_1", -1, 1)]), 1)
    timed("filter by a word", lambda: state.set_conditions([Contains("kind", "round")]), 1)
    timed("find the row of an object", lambda: state.rows_of({"label": 7}))
    timed("statistics of a column", dock.statistics.update_now)
    timed("copy what is shown", dock.commands.copy, 1)
    state.set_conditions([])
    state.colour_by(colouring_of(table.data["feature_2"]))
    timed("colour all objects", dock.look.update, 2)
    dock.head.plot.click()
    plot = dock.plot
    assert plot is not None
    for place in range(plot.kind.count() - 2):
        plot.kind.setCurrentIndex(place)
        timed(f"plot: {plot.kind.currentText().lower()}", plot.draw_now, 2)
    viewer.close()


if __name__ == "__main__":
    main()
