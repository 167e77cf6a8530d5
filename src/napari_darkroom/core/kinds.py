"""The kinds of value by name."""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["image", "labels", "mask", "table", "points", "shapes"]
# What has rows and columns instead of pixels.
TABLE_KINDS: tuple[Kind, ...] = ("table", "points", "shapes")
