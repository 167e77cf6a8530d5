"""What is promised of the table of objects where it is large: 16 times the plane that is asked for.

At 2048 × 2048 that is a plane of 8192 × 8192 pixels with about 25 000 objects, and a volume of
64 × 1024 × 1024 with about 4 500.
"""

from __future__ import annotations

from typing import Any

import scenes
from comparison import Case
from numpy.typing import NDArray

from families.measure import measured, volume

COPIES = 60


def cases(side: int) -> list[Case]:
    """Return the work on a large plane and on a large volume."""
    return [_plane(4 * side), volume(scenes.beads, max(side // 32, 1), side // 2, side // 2)]


def _plane(side: int) -> Case:
    image, labels = scenes.cells(side, side), scenes.objects(side, side)
    plane = measured(labels, image)
    return Case(
        "measure.regions",
        lambda: len(plane()),
        lambda: _copied(image, labels),
        f"{COPIES} copies of the image",
        f"{side} × {side}",
        at_least=1,
    )


def _copied(image: NDArray[Any], labels: NDArray[Any]) -> int:
    for _ in range(COPIES):
        image.copy()
    return int(labels.max())
