"""What to do where no layer fits an input, said in the form itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from qtpy.QtWidgets import QLabel

from napari_darkroom.core.kinds import Kind
from napari_darkroom.core.operation import Input, Operation

_HOW: Mapping[Kind, str] = MappingProxyType(
    {
        "image": "Open an image: drag its file into the window.",
        "mask": "Make a mask with a threshold.",
        "labels": (
            "Find objects first. An image that holds their numbers becomes labels by a right click "
            "on it in the layer list: Convert to Labels."
        ),
        "points": "Add a Points layer, and click on the image.",
        "shapes": "Add a Shapes layer, and draw on the image.",
    }
)
_COLOURS = "Open an image in colours (RGB): drag its file into the window."


def input_hints(operation: Operation) -> dict[str, QLabel]:
    """Return for each input that must have a layer a line that tells how to get one."""
    needed = (one for one in operation.inputs if not one.optional and one.kinds[0] in _HOW)
    return {one.name: _hint(_how(operation, one)) for one in needed}


def _how(operation: Operation, declared: Input) -> str:
    return _COLOURS if operation.rgb == "only" else _HOW[declared.kinds[0]]


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("hint")
    label.setWordWrap(True)
    return label
