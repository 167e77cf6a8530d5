"""The sections of a numpydoc docstring, and what it says of each parameter."""

from __future__ import annotations

import re
from inspect import cleandoc

_HEADING = re.compile(r"^(?P<title>[A-Z][A-Za-z ]+)\n-{3,}[ ]*$", re.MULTILINE)


def sections(docstring: str | None) -> dict[str, str]:
    """Return the text under each heading; the part above the first stands under ``""``."""
    text = cleandoc(docstring or "")
    parts = _HEADING.split(text)
    return {title: body.strip() for title, body in zip(["", *parts[1::2]], parts[::2], strict=True)}


def summary(docstring: str | None) -> str:
    """Return the first line."""
    return sections(docstring)[""].partition("\n")[0]


def descriptions(docstring: str | None, section: str = "Parameters") -> dict[str, str]:
    """Return what a section (Parameters or Returns) says of each name, as one line each."""
    result: dict[str, str] = {}
    names: list[str] = []
    for line in sections(docstring).get(section, "").splitlines():
        if line and not line.startswith(" "):
            names = [name.strip() for name in line.partition(" :")[0].split(",")]
            result.update(dict.fromkeys(names, ""))
        else:
            for name in names:
                result[name] = f"{result[name]} {line.strip()}".strip()
    return result
