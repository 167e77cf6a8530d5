"""The recipes that come with Darkroom."""

from __future__ import annotations

from pathlib import Path


def shipped() -> dict[str, Path]:
    """Return the recipes that come with Darkroom: their names and files."""
    folder = Path(__file__).parent / "shipped"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}
