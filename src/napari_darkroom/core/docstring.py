"""The sections of a numpydoc docstring, and what it says of each parameter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from inspect import cleandoc
from textwrap import dedent

_HEADING = re.compile(r"^(?P<title>[A-Z][A-Za-z ]+)\n-{3,}[ ]*$", re.MULTILINE)
# numpydoc knows no sections of these names, so they stand in the notes: a line that ends with
# two colons, and an indented block under it.
_BLOCK = re.compile(
    r"^(?P<title>Formula|Equivalent)(?P<remark>[^\n:]*)::\n(?P<body>(?:[ ]*\n|[ ]{4}.*(?:\n|\Z))+)",
    re.MULTILINE,
)
_WITHIN = re.compile(r",? *within (?P<tolerance>[0-9.]+(e-?[0-9]+)?)")


@dataclass(frozen=True)
class Equivalent:
    """Lines of NumPy, SciPy or scikit-image that do what an operation does.

    Attributes
    ----------
    code : str
        Complete but for the inputs and parameters, which go by the operation's names; a result
        goes by the name of the output. Empty where nothing is given.
    remark : str
        What it holds for, ``for a plane without missing pixels``; empty for all.
    tolerance : float
        Largest difference, as a share of the largest value; 0 for the same numbers.
    """

    code: str = ""
    remark: str = ""
    tolerance: float = 0.0


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


def formula(docstring: str | None) -> str:
    """Return the lines under ``Formula::`` in the notes; empty where there are none."""
    return _blocks(docstring).get("Formula", ("", ""))[1]


def equivalent(docstring: str | None) -> Equivalent:
    """Return the code under ``Equivalent [remark][, within tolerance]::`` in the notes."""
    remark, code = _blocks(docstring).get("Equivalent", ("", ""))
    within = _WITHIN.search(remark)
    tolerance = 0.0 if within is None else float(within["tolerance"])
    return Equivalent(code, _WITHIN.sub("", remark).strip(" ,"), tolerance)


def notes(docstring: str | None) -> str:
    """Return the notes without formula and equivalent."""
    return _BLOCK.sub("", sections(docstring).get("Notes", "")).strip()


def _blocks(docstring: str | None) -> dict[str, tuple[str, str]]:
    """Return remark and body by title."""
    found = _BLOCK.finditer(sections(docstring).get("Notes", ""))
    return {m["title"]: (m["remark"].strip(), dedent(m["body"]).strip()) for m in found}
