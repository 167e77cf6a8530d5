"""What a person decided on objects, found again by their keys."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Table
from napari_darkroom.ops.measure import annotate


def table(keys: tuple[str, ...] = ("label",), **columns: object) -> Table:
    frame = pd.DataFrame(columns)
    return Table(frame, {name: Column(f"The {name}.", "um") for name in frame}, keys, "cells")


def marks(keys: tuple[str, ...] = ("label",), **columns: object) -> Table:
    empty = {name: [""] * len(columns[keys[0]]) for name in ("verdict", "reason", "class")}
    return table(keys, **{**empty, **columns})


def test_marks_stand_behind_the_keys_whatever_the_order() -> None:
    measured = table(label=np.array([700, 3, 12], np.uint16), area=[1.0, 2.0, 3.0])
    made = annotate(measured, marks(label=[12, 700], verdict=["accepted", "rejected"]))
    assert list(made.data.columns) == ["label", "verdict", "reason", "class", "area"]
    assert made.data["verdict"].tolist() == ["rejected", "", "accepted"]
    assert made.data["area"].tolist() == [1, 2, 3]
    assert made.columns["area"].unit == "um"
    assert "decided" in made.columns["verdict"].definition
    assert made.keys == ("label",)
    assert list(measured.data.columns) == ["label", "area"]


def test_an_object_is_told_by_frame_and_number() -> None:
    keys = ("t", "label")
    measured = table(keys, t=[0, 0, 1], label=[1, 2, 1])
    given = marks(keys, t=[1, 5], label=[1, 1], **{"class": ["dividing", "dead"]})
    assert annotate(measured, given).data["class"].tolist() == ["", "", "dividing"]


def test_marks_of_objects_that_are_gone_have_no_row() -> None:
    made = annotate(table(label=[4]), marks(label=[9], verdict=["rejected"]))
    assert made.data.to_dict("list") == {
        "label": [4], "verdict": [""], "reason": [""], "class": [""],
    }  # fmt: skip


def test_marking_again_replaces_the_columns() -> None:
    once = annotate(table(label=[4]), marks(label=[4], verdict=["rejected"], reason=["edge"]))
    twice = annotate(once, marks(label=[4], verdict=["accepted"]))
    assert list(twice.data.columns) == list(once.data.columns)
    assert twice.data.iloc[0].tolist() == [4, "accepted", "", ""]


def test_every_row_of_a_key_that_stands_twice_is_marked() -> None:
    made = annotate(table(label=[4, 4]), marks(label=[4], verdict=["accepted"]))
    assert made.data["verdict"].tolist() == ["accepted", "accepted"]


def test_no_object_and_no_mark() -> None:
    made = annotate(table(label=np.zeros(0, int), area=np.zeros(0)), marks(label=[]))
    assert (made.data.shape, made.data["verdict"].dtype) == ((0, 5), object)


@pytest.mark.parametrize(
    ("measured", "given", "message"),
    [
        (table(label=[1]), table(label=[1]), "lack verdict"),
        (table(label=[1]), marks(label=[1, 1]), "twice"),
        (table((), label=[1]), marks(label=[1]), "no key"),
        (table(("t", "label"), t=[0], label=[1]), marks(label=[1]), "lack t"),
    ],
)
def test_marks_that_do_not_fit_are_refused(measured: Table, given: Table, message: str) -> None:
    with pytest.raises(InputError, match=message):
        annotate(measured, given)


def test_the_equivalent_code_gives_the_same() -> None:
    doc = annotate.__doc__ or ""
    block = doc.partition("Equivalent::")[2]
    lines = [line[8:] for line in block.splitlines() if line.startswith("        ")]
    measured = table(label=[9, 2, 5], area=[1.0, 2.0, 3.0])
    given = marks(label=[5, 9], verdict=["accepted", "rejected"], reason=["", "blurred"])
    names = {"table": measured.data, "marks": given.data}
    exec("\n".join(lines), names)  # noqa: S102 - our own script
    pd.testing.assert_frame_equal(
        names["table"].astype(object), annotate(measured, given).data.astype(object)
    )
