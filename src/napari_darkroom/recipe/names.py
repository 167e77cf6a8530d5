"""Names of inputs and steps: what a file name and a Python name may be."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Collection

_LONGEST = 40


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name like `wanted` that is not taken: ``mask``, else ``mask_2``.

    Examples
    --------
    >>> free_name("dna · Größe 3", ["groesse"])
    'dna_grosse_3'
    >>> free_name("mask", ["mask", "mask_2"])
    'mask_3'
    """
    name = _plain(wanted)
    number, result = 1, name
    while result in taken or _reserved(result):
        number += 1
        result = f"{name}_{number}"
    return result


def _plain(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    ascii_text = ascii_text.encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", ascii_text).strip("_")[:_LONGEST].strip("_")
    return name if name[:1].isalpha() else f"image_{name}".strip("_")


def _reserved(name: str) -> bool:
    """Whether a script could not call a variable so."""
    return keyword.iskeyword(name) or name in dir(builtins) or name == "dr"
