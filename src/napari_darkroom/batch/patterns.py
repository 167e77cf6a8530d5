"""Which patterns the files of a recipe's inputs probably fit, from those that it was made on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe

# What parts the words of a file name, kept with them.
_BETWEEN = re.compile(r"([_\-. ]+)")


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

    Words that the names begin or end with alike stand for what varies from image to image.

    Examples
    --------
    >>> patterns({"dna": "a01_s1_DAPI.tif", "actin": "a01_s1_GFP.tif"})
    {'dna': '*_DAPI.tif', 'actin': '*_GFP.tif'}
    >>> patterns({"dna": "", "actin": ""})
    {'dna': '*_dna.tif', 'actin': '*_actin.tif'}
    """
    known = {name: _words(file) for name, file in examples.items() if file}
    if len(known) < len(examples) or len({*examples.values()}) < len(examples):
        # One that is unknown, or in the file of another, tells nothing of what varies.
        return {name: f"*_{name}{_suffix(file)}" for name, file in examples.items()}
    begin = _alike(list(known.values()))
    end = _alike([words[begin:][::-1] for words in known.values()])
    return {
        name: _pattern(words, begin, end) + _suffix(examples[name]) for name, words in known.items()
    }


def _not_by_hand(recipe: Recipe) -> list[str]:
    return [name for name, one in recipe.inputs.items() if one.manual is None]


def _words(file: str) -> list[str]:
    """Return the words of a file name without its suffix, and what parts them, in turn."""
    return _BETWEEN.split(file.removesuffix(_suffix(file)))


def _suffix(file: str) -> str:
    whole = "".join(PurePath(file).suffixes[-2:])
    return whole if whole.lower() in (".ome.tif", ".ome.tiff") else PurePath(file).suffix or ".tif"


def _alike(lists: Sequence[Sequence[str]]) -> int:
    """Return with how many words all lists begin; an odd one out keeps what parts it."""
    same = takewhile(lambda words: len({*words}) == 1, zip(*lists, strict=False))
    count = sum(1 for _ in same)
    # Words stand at even places: what parts the last one from the next stays in the pattern.
    return count - 1 if count and count % 2 == 0 else count


def _pattern(words: Sequence[str], begin: int, end: int) -> str:
    own = "".join(words[begin : len(words) - end])
    return f"{'*' if begin else ''}{own}{'*' if end else ''}"


def _quoted(file: str) -> str:
    return f"'{file}'" if " " in file else file
