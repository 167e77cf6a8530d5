"""Which patterns the files of a recipe's inputs probably fit, from those that it was made on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import takewhile
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe

# What parts the words of a file name; within a word, letters and numbers.
_BETWEEN = re.compile(r"[_\-. ]+")
_WORDS = re.compile(r"[_\-. ]+|[^_\-. ]+")
_PARTS = re.compile(r"[_\-. ]+|[0-9]+|[^_\-. 0-9]+")


def run_command(recipe: Recipe, file: str) -> str:
    """Return the command that runs a recipe on other files, such as those that it was made on."""
    inputs = _not_by_hand(recipe)
    examples = {name: recipe.inputs[name].example for name in inputs}
    channels = all(recipe.inputs[name].channel is not None for name in inputs)
    if len(inputs) == 1 or (inputs and channels and len({*examples.values()}) == 1):
        suffix = _suffix(next(iter(examples.values())))
        return f"darkroom run {_quoted(file)} *{suffix} --out results"
    return f"darkroom run {_quoted(file)} {input_options(recipe)} --out results"


def input_options(recipe: Recipe) -> str:
    """Return patterns for the inputs of a recipe: ``--input dna='*_d0.tif' --input …``."""
    names = _not_by_hand(recipe) or list(recipe.inputs)
    found = patterns({name: recipe.inputs[name].example for name in names})
    return " ".join(f"--input {name}='{pattern}'" for name, pattern in found.items())


def patterns(examples: Mapping[str, str]) -> dict[str, str]:
    """Return a pattern for each input, from the name of a file for it, empty for none.

    Words, and letters and numbers within them, that the names begin or end with alike stand for
    what varies from image to image. A number keeps the letters before it, which tell what it is.

    Examples
    --------
    >>> patterns({"dna": "a01_s1_DAPI.tif", "actin": "a01_s1_GFP.tif"})
    {'dna': '*_DAPI.tif', 'actin': '*_GFP.tif'}
    >>> patterns({"dna": "p1_D03f00d0.tif", "actin": "p1_D03f00d1.tif"})
    {'dna': '*d0.tif', 'actin': '*d1.tif'}
    >>> patterns({"dna": "", "actin": ""})
    {'dna': '*_dna.tif', 'actin': '*_actin.tif'}
    """
    if not all(examples.values()) or len({*examples.values()}) < len(examples):
        # One that is unknown, or in the file of another, tells nothing of what varies.
        return {name: f"*_{name}{_suffix(file)}" for name, file in examples.items()}
    found = _patterns(examples, _PARTS)
    return found if _tells_apart(found, examples) else _patterns(examples, _WORDS)


def _patterns(examples: Mapping[str, str], parts: re.Pattern[str]) -> dict[str, str]:
    """Return the patterns that leave out the parts with which all names begin and end."""
    known = {name: _split(file, parts) for name, file in examples.items()}
    lists = list(known.values())
    same = _alike(lists)
    end = _alike([one[same:][::-1] for one in lists])
    begin = same - _kept_before(lists, same)
    # What parts the last of its own from what follows stays in the pattern.
    end -= bool(end and _is_between(lists[0][-end]))
    return {
        name: _pattern(one, begin, end) + _suffix(examples[name]) for name, one in known.items()
    }


def _tells_apart(found: Mapping[str, str], examples: Mapping[str, str]) -> bool:
    """Whether each pattern fits the file of its own input alone."""
    return all(
        fnmatchcase(file, pattern.replace("[", "[[]")) == (own == name)
        for own, pattern in found.items()
        for name, file in examples.items()
    )


def _not_by_hand(recipe: Recipe) -> list[str]:
    return [name for name, one in recipe.inputs.items() if one.manual is None]


def _split(file: str, parts: re.Pattern[str]) -> list[str]:
    return parts.findall(file.removesuffix(_suffix(file)))


def _is_between(part: str) -> bool:
    return _BETWEEN.fullmatch(part) is not None


def _suffix(file: str) -> str:
    whole = "".join(PurePath(file).suffixes[-2:])
    return whole if whole.lower() in (".ome.tif", ".ome.tiff") else PurePath(file).suffix or ".tif"


def _alike(lists: Sequence[Sequence[str]]) -> int:
    """Return with how many parts all lists begin."""
    same = takewhile(lambda parts: len({*parts}) == 1, zip(*lists, strict=False))
    return sum(1 for _ in same)


def _kept_before(lists: Sequence[Sequence[str]], same: int) -> int:
    """Return how many of the parts that are alike stay: a number's letters, and what parts them."""
    alike = lists[0][:same]
    numbered = any(one[same : same + 1] and one[same].isdecimal() for one in lists)
    letters = numbered and bool(alike) and not _is_between(alike[-1])
    before = alike[:-1] if letters else alike
    return letters + bool(before and _is_between(before[-1]))


def _pattern(parts: Sequence[str], begin: int, end: int) -> str:
    own = "".join(parts[begin : len(parts) - end])
    return f"{'*' if begin else ''}{own}{'*' if end else ''}"


def _quoted(file: str) -> str:
    return f"'{file}'" if " " in file else file
