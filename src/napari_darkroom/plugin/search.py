"""Searching operations by words: how well each fits, from what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from napari_darkroom.core.operation import Operation

_SHORTEST_TYPO = 4
# From here on texts are long.
_LONG = 3


def ranks(operations: Sequence[Operation], text: str) -> Mapping[str, int]:
    """Return by id how well operations fit all words of `text`, 0 for best.

    A word counts most in the title, then in the id, then in the summary and the parameters, then
    in the rest of the docstring. Where nothing fits, one wrong letter in a word is let pass.
    """
    words = text.lower().split()
    exact = {o.id: _rank(o, words, typos=False) for o in operations}
    near = exact
    if not any(rank is not None for rank in exact.values()):
        near = {o.id: _rank(o, words, typos=True) for o in operations}
    return {id_: rank for id_, rank in near.items() if rank is not None}


def _rank(operation: Operation, words: Sequence[str], *, typos: bool) -> int | None:
    layers = _layers(operation)
    best = [_word_rank(layers, word, typos=typos) for word in words]
    found = [rank for rank in best if rank is not None]
    return max(found, default=0) if len(found) == len(best) else None


def _layers(operation: Operation) -> tuple[str, ...]:
    parameters = " ".join(p.name for p in operation.parameters)
    texts = (operation.title, operation.id, f"{operation.summary} {operation.menu} {parameters}")
    return (*(t.lower() for t in texts), (operation.function.__doc__ or "").lower())


def _word_rank(layers: tuple[str, ...], word: str, *, typos: bool) -> int | None:
    for rank, text in enumerate(layers):
        tokens = re.findall(r"[^\W_]+", text)
        # Of the long text only beginnings of words count: "art" is not to find "start".
        if (rank < _LONG and word in text) or any(token.startswith(word) for token in tokens):
            return rank
        if typos and any(_begins_nearly(token, word) for token in tokens):
            return rank
    return None


def _begins_nearly(token: str, word: str) -> bool:
    size = len(word)
    starts = {token[:end] for end in (size - 1, size, size + 1)}
    return size >= _SHORTEST_TYPO and any(one_typo_apart(start, word) for start in starts)


def one_typo_apart(one: str, other: str) -> bool:
    """Whether one letter too many, too few or wrong, or two exchanged, parts two words."""
    begin = _shared(one, other)
    one, other = one[begin:], other[begin:]
    end = _shared(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    exchanged = len(one) == 2 and one == other[::-1]
    return exchanged or max(len(one), len(other)) <= 1


def _shared(one: str, other: str) -> int:
    """Return how many letters two words begin with together."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
