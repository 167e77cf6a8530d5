"""A line over the dock while a layer is selected that tells how it was made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qtpy.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.batch.verify import Verdict
from napari_darkroom.plugin.origin import LayerOrigin, origin_of
from napari_darkroom.plugin.origin_actions import make_origin_again, show_origin
from napari_darkroom.plugin.style import style_sheet

if TYPE_CHECKING:
    from napari import Viewer

_STYLE = "OriginBanner { background-color: rgba(47, 111, 235, 40); border-radius: 4px; }"
_TEXT = "Darkroom made this file, and it tells how."
_MAKING = "Being made again…"


class OriginBanner(QFrame):
    """Offers what can be done with the origin of the selected layer; hidden where there is none.

    Parameters
    ----------
    viewer : Viewer
    parent : QWidget, optional

    Attributes
    ----------
    text : QLabel
    show_button, again_button : QPushButton
    """

    def __init__(self, viewer: Viewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewer: Viewer = getattr(viewer, "__wrapped__", viewer)
        self._origin: LayerOrigin | None = None
        self._verdicts: dict[str, str] = {}
        self.text = QLabel(_TEXT)
        self.text.setWordWrap(True)
        self.show_button = QPushButton("Show how")
        self.show_button.setToolTip("Show how this was made")
        self.again_button = QPushButton("Make again")
        self.again_button.setToolTip("Make it again from its inputs, and compare")
        self._lay_out()
        self.show_button.clicked.connect(lambda _: self._show())
        self.again_button.clicked.connect(lambda _: self._make_again())
        self._follow()
        self.refresh()

    def _lay_out(self) -> None:
        self.setStyleSheet(style_sheet() + _STYLE)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.show_button)
        buttons.addWidget(self.again_button)
        buttons.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 6, 8, 6)
        outer.setSpacing(4)
        outer.addWidget(self.text)
        outer.addLayout(buttons)

    def _follow(self) -> None:
        emitter = self._viewer.layers.selection.events.active

        def changed(event: Any = None) -> None:
            self.refresh()

        emitter.connect(changed)
        self.destroyed.connect(lambda _=None: emitter.disconnect(changed))

    def refresh(self) -> None:
        """Follow the selected layer."""
        active = self._viewer.layers.selection.active
        self._origin = origin_of(self._viewer, active)
        if self._origin is not None:
            self.text.setText(self._verdicts.get(str(self._origin.layer.unique_id), _TEXT))
        self.setVisible(self._origin is not None)

    def _show(self) -> None:
        if self._origin is not None:
            show_origin(self._viewer, self._origin)

    def _make_again(self) -> None:
        origin = self._origin
        if origin is None:
            return
        making = make_origin_again(self._viewer, origin)
        if making is None:
            return
        key = str(origin.layer.unique_id)
        self._say(key, _MAKING)
        # Bound methods are let go when the banner is deleted meanwhile.
        making.told.connect(partial(self._made, key))
        making.failed.connect(partial(self._not_made, key))

    def _made(self, key: str, verdict: Verdict) -> None:
        self._say(key, _brief(verdict))

    def _not_made(self, key: str, reason: str) -> None:
        self._say(key, f"It could not be made again. {reason}")

    def _say(self, key: str, text: str) -> None:
        self._verdicts[key] = text
        self.refresh()


def _brief(verdict: Verdict) -> str:
    """Return the verdict without the path, which is the selected layer's."""
    return f"Made again: {verdict.text().removeprefix(f'{verdict.path}: ')}"
