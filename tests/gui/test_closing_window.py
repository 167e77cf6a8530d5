"""A window that is closed by its cross, which ends the program: layers get their colours back."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import napari, numpy as np
from qtpy.QtCore import QTimer
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.tables.colouring import Colouring

viewer = napari.Viewer()
places = np.column_stack([np.repeat([7, 3], 5), np.tile(np.arange(5), 2)])
places = np.hstack([places, np.random.default_rng(0).random((10, 2)) * 90])
KIND == "points" and viewer.add_points(places[:, 2:], name="spots")
KIND == "tracks" and viewer.add_tracks(places, name="paths")
layer, dock = viewer.layers[0], open_table(viewer)
look = (lambda: layer.face_color) if KIND == "points" else (lambda: layer.track_colors)
own = look().copy()

def colour():
    dock.state.colour_by(Colouring("x", low=0, high=90))
    dock.look.update()
    assert not np.array_equal(look(), own)
    QTimer.singleShot(100, dock.window().close)

QTimer.singleShot(300, colour)
napari.run()
print("as before" if np.array_equal(look(), own) else "coloured")
"""


@pytest.mark.parametrize("kind", ["points", "tracks"])
def test_coloured_layers_have_their_own_colours_again_and_nothing_complains(
    qapp: object, kind: str
) -> None:
    script = f"KIND = {kind!r}\n{SCRIPT}"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=200, check=False
    )
    assert ran.stdout.split("\n")[-2] == "as before", ran.stderr
    assert "Traceback" not in ran.stdout + ran.stderr
    assert ran.returncode == 0
