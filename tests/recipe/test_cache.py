"""Results kept in memory and on disk."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from napari_darkroom.core.columns import Column
from napari_darkroom.core.digest import digest
from napari_darkroom.core.values import Image, Labels, Mask, Table
from napari_darkroom.recipe.cache import Cache, size
from napari_darkroom.recipe.store import Store
from napari_darkroom.recipe.timeline import Timeline


def _image(fill: float, length: int = 100) -> Image:
    return Image.of(np.full((length, 10), fill, np.float32), scale=0.25, units="um", name="dna")


def _table() -> Table:
    frame = pd.DataFrame({"label": [3, 1], "area": [0.1 + 0.2, np.nan], "note": ["=1", None]})
    return Table(frame, {name: Column("what", "um^2") for name in frame.columns})


def test_the_least_recently_used_goes_first() -> None:
    cache = Cache(memory=2 * size(_image(0)))
    for name in ("a", "b"):
        cache.put(name, {"image": _image(1)})
    assert cache.get("a") is not None
    cache.put("c", {"image": _image(2)})
    assert ["a" in cache, "b" in cache, "c" in cache] == [True, False, True]
    assert cache.nbytes == 2 * size(_image(0))


def test_a_lazy_result_takes_no_room() -> None:
    import dask.array as da

    assert size(Image.of(da.zeros((10_000, 10_000)))) == 0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache", 10**7)


def test_results_come_back_from_disk_bit_for_bit(store: Store) -> None:
    labels = np.arange(6, dtype=np.uint16).reshape(2, 3)
    values = {
        "image": _image(0.1),
        "labels": Labels.of(labels, scale=2.0, units="um"),
        "mask": Mask.of(labels > 2),
        "table": _table(),
    }
    Cache(store=store).put("ab12", values)
    found = Cache(store=store).get("ab12")
    assert found is not None
    for name in ("image", "labels", "mask"):
        grid, expected = found[name], values[name]
        assert type(grid) is type(expected)
        assert grid.calibration == expected.calibration  # type: ignore[union-attr]  # grids
        np.testing.assert_array_equal(grid.data, expected.data)
    assert_frame_equal(found["table"].data, _table().data, check_exact=True)


def test_what_is_damaged_on_disk_is_as_if_it_were_not_there(store: Store) -> None:
    store.save("ab12", {"image": _image(1)})
    (data,) = store.folder.rglob("*.npy")
    data.write_bytes(data.read_bytes()[:50])
    assert store.load("ab12") is None
    assert Cache(store=store).get("ab12") is None


def test_what_is_damaged_makes_room_for_what_is_whole(store: Store) -> None:
    store.save("ab12", {"image": _image(1)})
    (data,) = store.folder.rglob("*.npy")
    data.unlink()
    assert store.load("ab12") is None
    store.save("ab12", {"image": _image(1)})
    assert store.load("ab12") is not None


def test_pixels_on_disk_that_are_not_those_that_were_kept_are_not_given(store: Store) -> None:
    store.save("ab12", {"image": _image(1)})
    (data,) = store.folder.rglob("*.npy")
    np.save(data, np.full((100, 10), 2, np.float32))
    assert store.load("ab12") is None


@pytest.mark.parametrize(
    "cells", [["", "a"], [None, "a"], ["", ""], [None, ""]], ids=["empty", "none", "both", "mixed"]
)
def test_what_comes_from_disk_is_what_was_kept_or_nothing(
    store: Store, cells: list[str | None]
) -> None:
    frame = pd.DataFrame({"text": pd.Series(cells, dtype=object)})
    table = Table(frame, {"text": Column("what")}, ("text",), "a", {"provenance": {}, "more": [1]})
    values = {"table": table, "image": replace(_image(1), name="", metadata={"header": {"A": 1}})}
    store.save("ab12", values)
    found = store.load("ab12")
    assert (found is None) == (cells == [None, ""])
    for name, value in (found or {}).items():
        assert digest(value) == digest(values[name])
        assert (value.name, value.metadata) == (values[name].name, values[name].metadata)


def test_the_disk_has_a_limit(store: Store) -> None:
    limited = Store(store.folder, 10_000)
    for name in ("aa", "bb", "cc"):
        limited.save(name, {"image": _image(1)})
    kept = [name for name in ("aa", "bb", "cc") if name in limited]
    assert "cc" in kept
    assert len(kept) < 3


def test_what_others_remove_while_room_is_made_is_passed_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = {store.folder / ".part-other", store.folder / "ff"}
    for folder in gone:
        folder.mkdir(parents=True)
    look = os.scandir

    def scandir(path: str | Path) -> Any:
        if Path(path) in gone:
            raise FileNotFoundError(path)
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    store.save("ab", {"result": _image(1)})
    assert "ab" in store


def test_drafts_of_others_are_left_alone(store: Store) -> None:
    draft = store.folder / ".part-other"
    draft.mkdir(parents=True)
    (draft / "results.json").write_text("{}")
    store.limit = 0
    store.save("ab", {"result": _image(1)})
    assert "ab" not in store
    assert (draft / "results.json").is_file()


def test_what_would_lose_something_is_kept_in_memory_alone(store: Store) -> None:
    image = replace(_image(1), metadata={"header": object()})
    cache = Cache(store=store)
    cache.put("ab12", {"image": image})
    assert "ab12" in cache
    assert "ab12" not in store


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = Cache(store=Store(blocked / "cache", 10**6))
    cache.put("ab12", {"image": _image(1)})
    assert cache.get("ab12") is not None


def test_undo_goes_back_and_redo_forth() -> None:
    line = Timeline(0)
    assert (line.undo(), line.redo()) == (0, 0)
    line.do("one", 1)
    line.do("two", 2)
    assert (line.undo_title, line.redo_title) == ("two", "")
    assert (line.undo(), line.undo(), line.undo()) == (1, 0, 0)
    assert line.redo_title == "one"
    assert (line.redo(), line.redo(), line.redo()) == (1, 2, 2)


def test_an_edit_after_undo_forgets_what_was_undone() -> None:
    line = Timeline(0)
    line.do("one", 1)
    line.undo()
    line.do("other", 5)
    assert (line.redo(), line.redo_title) == (5, "")


def test_amending_changes_the_last_edit() -> None:
    line = Timeline(0)
    line.do("drag", 1)
    line.amend(2)
    assert (line.now, line.undo()) == (2, 0)


def test_only_so_many_edits_can_be_undone() -> None:
    line = Timeline(0, limit=3)
    for number in range(1, 10):
        line.do(f"edit {number}", number)
    assert [line.undo() for _ in range(5)] == [8, 7, 6, 6, 6]
    assert (line.undo_title, line.before) == ("", None)
    assert [line.redo() for _ in range(4)] == [7, 8, 9, 9]
