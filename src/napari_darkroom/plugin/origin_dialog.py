"""The dialog that shows how a result was made."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtGui import QGuiApplication
from qtpy.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.plugin.origin import LayerOrigin
from napari_darkroom.plugin.origin_text import origin_page
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.style import style_sheet

_COPY, _COPIED = "Copy", "Copied"


class OriginDialog(QDialog):
    """Shows what made a layer.

    Parameters
    ----------
    origin : LayerOrigin
    parent : QWidget

    Attributes
    ----------
    page : QTextBrowser
    copy_button : QPushButton
        Puts the page on the clipboard as text.

    Raises
    ------
    DarkroomError
        If the layer tells too little, or of what is not known here.
    """

    def __init__(self, origin: LayerOrigin, parent: QWidget) -> None:
        content = origin_page(origin.read(), origin.told)
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet(style_sheet())
        self.setWindowTitle("How this was made")
        self.resize(760, 620)
        title = QLabel(origin.name.name)
        title.setObjectName("title")
        self.page = QTextBrowser()
        self.page.setHtml(content)
        self.copy_button = QPushButton(_COPY)
        self.copy_button.clicked.connect(lambda _: self._copy())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.addWidget(title)
        outer.addWidget(self.page, 1)
        outer.addWidget(buttons)

    def _copy(self) -> None:
        present(QGuiApplication.clipboard()).setText(self.page.toPlainText())
        self.copy_button.setText(_COPIED)
