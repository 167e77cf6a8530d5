"""What a search for operations puts first."""

import pytest

from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.search import Search, one_typo_apart


def _found(text: str) -> list[str]:
    ranks = Search(list(operations().values())).ranks(text)
    return sorted(ranks, key=lambda id_: ranks[id_])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("gaussian blur", "filters.gaussian"),
        ("blur", "filters.gaussian"),
        ("denoise", "filters.median"),
        ("binarize", "threshold.automatic"),
        ("rolling ball", "background.subtract_tophat"),
        ("separate", "segment.split_touching"),
        ("magic wand", "segment.flood"),
        ("watershd", "segment.watershed"),
        ("iou", "measure.overlap_scores"),
    ],
)
def test_what_people_call_it_finds_it_first(text: str, first: str):
    assert _found(text)[0] == first


def test_the_title_of_a_submenu_finds_what_is_in_it():
    smooth = [id_ for id_, one in operations().items() if one.menu_words[1:] == ("Smooth",)]
    named = [id_ for id_, one in operations().items() if "smooth" in one.title.lower()]
    assert set(_found("smooth")[: len(smooth) + len(named)]) == {*smooth, *named}


def test_all_words_must_fit():
    assert set(_found("remove small")) == set(_found("remove")) & set(_found("small"))
    assert _found("blur xyzzy") == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("flood", "flod", True),
        ("flood", "floood", True),
        ("flood", "flodo", True),
        ("flood", "flxod", True),
        ("flood", "fldoo", False),
        ("flood", "floodxy", False),
    ],
)
def test_one_typo(one: str, other: str, apart: bool):
    assert one_typo_apart(one, other) is apart
