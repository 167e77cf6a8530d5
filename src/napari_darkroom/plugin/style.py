"""The look of Darkroom's widgets, on top of napari's theme, and the words in them."""

from __future__ import annotations

import re
from html import escape

_CODE = re.compile(r"``?([^`]+)``?")


def style_sheet() -> str:
    """Return the rules that napari's theme does not have; they suit its dark and light one."""
    return """
    QLabel#title { font-size: 14px; font-weight: 600; }
    QLabel#hint { color: #8d95a0; font-size: 11px; }
    QLabel#complaint { color: #e5707a; }
    QLabel#empty { color: #8d95a0; }
    QPushButton#primary { background-color: #2f6feb; color: white; font-weight: 600;
                          padding: 5px 18px; }
    QPushButton#primary:hover { background-color: #4583f5; }
    QPushButton#primary:pressed { background-color: #2559c4; }
    QPushButton#primary:disabled { background-color: rgba(127, 137, 150, 60); color: #8d95a0; }
    NumberBox { min-width: 28px; }
    QTableView { alternate-background-color: rgba(127, 137, 150, 28); border: none;
                 }
    QTableView::item:selected { background-color: #2f5fc4; color: white; }
    QTableView QHeaderView::section { background-color: rgba(127, 137, 150, 40); border: none;
                                      border-right: 1px solid rgba(127, 137, 150, 60);
                                      padding: 2px 5px; }
    QToolButton#switch { padding: 3px 8px; border-radius: 3px;
                         background-color: rgba(127, 137, 150, 60); }
    QToolButton#switch:hover { background-color: rgba(127, 137, 150, 100); }
    QToolButton#switch:checked { background-color: #2f5fc4; color: white; }
    QToolButton#switch:disabled { color: #8d95a0; }
    QToolButton#switch::menu-indicator { image: none; }
    QWidget#chip { background-color: rgba(69, 131, 245, 70); border-radius: 9px; }
    QWidget#chip QToolButton { background: transparent; border: none; padding: 1px 2px; }
    QWidget#chip QToolButton:hover { color: #9cc0ff; }
    QProgressBar { border: none; background: transparent; }
    QProgressBar::chunk { background-color: #2f6feb; }
    """


def plain_words(name: str) -> str:
    """Return the name of an input or parameter as a label: ``min_size`` gives ``Min size``."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def rich_text(description: str) -> str:
    """Return a description as a tooltip that wraps its lines."""
    text = _CODE.sub(r"<i>\1</i>", escape(description, quote=False))
    return f"<qt>{text}</qt>" if text else ""
