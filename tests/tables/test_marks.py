"""Marks set on objects, one after the other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Table
from napari_darkroom.tables.marks import set_marks


def table(keys: tuple[str, ...], **columns: object) -> Table:
    frame = pd.DataFrame(columns)
    return Table(frame, {name: Column("") for name in frame}, keys)


MOVIE = table(("t", "label"), t=[0, 0, 1], label=np.array([9, 2, 9], np.uint16), area=[1, 2, 3])


def rows(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.intp)


def told(marks: Table) -> list[list[object]]:
    return [list(row) for row in marks.data.itertuples(index=False)]


def test_marks_are_set_changed_and_taken_away() -> None:
    marks = set_marks(None, MOVIE, rows(2, 0), {"verdict": "rejected", "reason": "edge"})
    assert told(marks) == [[0, 9, "rejected", "edge", ""], [1, 9, "rejected", "edge", ""]]
    marks = set_marks(marks, MOVIE, rows(0, 1), {"class": "round"})
    assert told(marks) == [
        [0, 2, "", "", "round"],
        [0, 9, "rejected", "edge", "round"],
        [1, 9, "rejected", "edge", ""],
    ]
    marks = set_marks(marks, MOVIE, rows(0, 2), {"verdict": "", "reason": ""})
    assert told(marks) == [[0, 2, "", "", "round"], [0, 9, "", "", "round"]]
    assert marks.data["label"].dtype == np.uint16
    assert marks.keys == ("t", "label")
    none = set_marks(marks, MOVIE, rows(0, 1, 2), {"verdict": "", "reason": "", "class": ""})
    assert list(none.data.columns) == ["t", "label", "verdict", "reason", "class"]
    assert len(none.data) == 0


def test_marks_of_objects_that_are_not_there_are_kept() -> None:
    single = table(("label",), label=[4, 5])
    marks = set_marks(None, single, rows(0), {"verdict": "accepted"})
    marks = set_marks(marks, table(("label",), label=[5]), rows(0), {"verdict": "rejected"})
    assert told(marks) == [[4, "accepted", "", ""], [5, "rejected", "", ""]]


def test_rows_without_keys_cannot_be_marked() -> None:
    with pytest.raises(InputError, match="no keys"):
        set_marks(None, table((), area=[1]), rows(0), {"verdict": "accepted"})
