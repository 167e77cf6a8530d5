"""Code to be read, selected and copied, in a few colours that suit a dark and a light theme."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from types import MappingProxyType

from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import (
    QColor,
    QFontDatabase,
    QPalette,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from qtpy.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QSizePolicy

_PARTS = re.compile(
    r"(?P<comment>#.*)|(?P<string>\"[^\"]*\"|'[^']*')|(?P<number>\b\d[\w.]*)"
    rf"|(?P<keyword>\b(?:{'|'.join(keyword.kwlist)})\b)"
)
_ON_DARK = MappingProxyType(
    {"comment": "#8d95a0", "string": "#9ecb8f", "number": "#e0b070", "keyword": "#8ab4f8"}
)
_ON_LIGHT = MappingProxyType(
    {"comment": "#5f6873", "string": "#2b6b2f", "number": "#8a4b08", "keyword": "#1f4fbf"}
)


class PythonColours(QSyntaxHighlighter):
    """Colours comments, texts, numbers and keywords.

    Parameters
    ----------
    document : QTextDocument
    colours : mapping of str to str
        A colour for each of them.
    """

    def __init__(self, document: QTextDocument, colours: Mapping[str, str]) -> None:
        super().__init__(document)
        self._colours = colours

    def use(self, colours: Mapping[str, str]) -> None:
        """Draw everything in other colours."""
        if colours != self._colours:
            self._colours = colours
            self.rehighlight()

    def highlightBlock(self, text: str | None) -> None:  # noqa: N802 - Qt's name
        """Colour one line."""
        for part in _PARTS.finditer(text or ""):
            look = QTextCharFormat()
            look.setForeground(QColor(self._colours[str(part.lastgroup)]))
            self.setFormat(part.start(), part.end() - part.start(), look)


class CodeView(QPlainTextEdit):
    """Lines of code, as high as they are; what is too wide scrolls within."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("code")
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        # A style sheet: napari's own would win over a font that is set.
        self.setStyleSheet(f"font-family: '{family}'; font-size: 11px;")
        self._text = QTextDocument(self)
        self._lines = QPlainTextDocumentLayout(self._text)
        self._text.setDocumentLayout(self._lines)
        self.setDocument(self._text)
        self._colours = PythonColours(self._text, self._fitting())
        self._lines.documentSizeChanged.connect(lambda _: self._fit())

    def code(self) -> str:
        """Return what is shown."""
        return str(self.toPlainText())

    def show_code(self, code: str) -> None:
        """Show other code, from its beginning."""
        if code != self.code():
            self.setPlainText(code)
            self._fit()

    def _fitting(self) -> Mapping[str, str]:
        """Return the colours that can be read where the theme has text of this colour."""
        light = self.palette().color(QPalette.ColorRole.Text).lightness() > 128
        return _ON_DARK if light else _ON_LIGHT

    def _fit(self) -> None:
        """Take the height of all lines."""
        block, lines = self._text.begin(), 0.0
        while block.isValid():
            lines += self._lines.blockBoundingRect(block).height()
            block = block.next()
        # Frame, padding and, where it is needed, the scroll bar; known once it is laid out.
        viewport, around = self.viewport(), 0
        if viewport is not None and self.isVisible():
            around = max(self.height() - viewport.height(), 0)
        height = int(lines + 2 * self._text.documentMargin() + around + 0.5)
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Fit the height where lines wrap anew or a scroll bar comes."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Follow the theme."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if event is not None and event.type() in kinds and hasattr(self, "_colours"):
            self._colours.use(self._fitting())
            self._fit()
