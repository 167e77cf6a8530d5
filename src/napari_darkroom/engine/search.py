"""Searching operations by words: how well each fits, from what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from napari_darkroom.core.operation import Operation

_SHORTEST_TYPO = 4
# Words of a sentence that are told apart: what it is about stands at its beginning.
_PLACES = 100
_WHOLE_TITLE = -1
_LONGEST_TITLE = 100
_SENTENCE_END = re.compile(r"[.!?]\s|\n\s*\n")
_SECTIONS = re.compile(r"\n\s*Parameters\n\s*---")


@dataclass(frozen=True)
class _Text:
    """Something that an operation says of itself.

    Attributes
    ----------
    level : int
        How much a word in it counts, 0 most.
    sentences : sequence of str
        In small letters.
    inside : bool
        Whether a word may stand within another one. In long texts "art" is not to find "start".
    late : int
        How many places later a word counts than it stands.
    """

    level: int
    sentences: Sequence[str]
    inside: bool
    late: int = 0

    @cached_property
    def _tokens(self) -> list[list[str]]:
        return [re.findall(r"[^\W_]+", sentence) for sentence in self.sentences]

    @cached_property
    def _places(self) -> dict[str, int]:
        """The first place at which each token stands in a sentence."""
        placed = [(place, token) for tokens in self._tokens for place, token in enumerate(tokens)]
        return {token: place for place, token in sorted(placed, reverse=True)}

    @cached_property
    def _beginnings(self) -> str:
        """All tokens behind spaces: a token begins with "art" if " art" stands in it."""
        return "".join(f" {token}" for token in self._places)

    def rank(self, word: str, *, typos: bool) -> int | None:
        """Return how well a word fits: the earlier it stands in its sentence, the better."""
        places = self._within(word) if self.inside else []
        # Most texts lack most words, and a look at the whole tells it at once.
        if typos or f" {word}" in self._beginnings:
            places += [
                place
                for token, place in self._places.items()
                if token.startswith(word) or (typos and _begins_nearly(token, word))
            ]
        first = min(places, default=None)
        if first is None:
            return None
        return self.level * _PLACES + min(first + self.late, _PLACES - 1)

    def _within(self, word: str) -> list[int]:
        """Return a place behind all tokens for each sentence in which a word stands anywhere."""
        pairs = zip(self.sentences, self._tokens, strict=True)
        return [len(tokens) for sentence, tokens in pairs if word in sentence]


class Search:
    """Finds operations by words.

    A word counts most in the title, also that of the submenu, then in the id, then in what tells
    the purpose (summary, paragraphs after it, menu, names of parameters), then in the rest of the
    docstring; and the more the earlier in its sentence it stands; of equals the shortest title is
    the best. Where nothing fits, one wrong letter in a word is let pass.

    Parameters
    ----------
    operations : sequence of Operation
        Those to be found.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._titles = {o.id: o.title.lower() for o in operations}
        self._texts = {o.id: _texts(o) for o in operations}

    def ranks(self, text: str) -> Mapping[str, int]:
        """Return by id how well operations fit all words of `text`, the smallest for the best."""
        words = text.lower().split()
        return self._ranks(words, typos=False) or self._ranks(words, typos=True)

    def _ranks(self, words: Sequence[str], *, typos: bool) -> dict[str, int]:
        fitting = {id_: self._rank(id_, words, typos=typos) for id_ in self._texts}
        return {id_: rank for id_, rank in fitting.items() if rank is not None}

    def _rank(self, id_: str, words: Sequence[str], *, typos: bool) -> int | None:
        if self._titles[id_] == " ".join(words):
            return _WHOLE_TITLE
        best = [_best(self._texts[id_], word, typos=typos) for word in words]
        found = [rank for rank in best if rank is not None]
        if len(found) < len(best) or not words:
            return None if words else 0
        # Of titles that fit alike the shortest says it most plainly.
        return max(found) * _LONGEST_TITLE + min(len(self._titles[id_]), _LONGEST_TITLE - 1)


def _best(texts: Sequence[_Text], word: str, *, typos: bool) -> int | None:
    found = (text.rank(word, typos=typos) for text in texts)
    return min((rank for rank in found if rank is not None), default=None)


@cache
def _texts(operation: Operation) -> list[_Text]:
    """Return what an operation says, the same for every viewer."""
    told = (operation.function.__doc__ or "").lower()
    purpose, *details = _SECTIONS.split(told, maxsplit=1)
    parameters = [parameter.name for parameter in operation.parameters]
    short = [operation.summary, operation.menu, *parameters]
    return [
        _Text(0, [operation.title.lower()], inside=True),
        _Text(0, [one.lower() for one in operation.menu_words[1:]], inside=False, late=1),
        _Text(1, [operation.id], inside=True),
        _Text(2, [one.lower() for one in short], inside=True),
        _Text(2, _SENTENCE_END.split(purpose), inside=False),
        _Text(3, [one for part in details for one in _SENTENCE_END.split(part)], inside=False),
    ]


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
