"""A session is saved, and comes back in another viewer as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk

from napari_darkroom.core.errors import DarkroomError, RecipeError
from napari_darkroom.core.values import Image
from napari_darkroom.engine.files import write
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.session_folder import CACHE
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.recipe.archive import save_zip
from napari_darkroom.recipe.history import Status

MakeDesk = Callable[..., Desk]


@pytest.fixture
def cells(tmp_path: Path, blobs: np.ndarray) -> Path:
    """Return a file with two channels, and sizes of its pixels."""
    stack = np.stack([blobs, blobs[::-1]]).astype(np.float32)
    image = Image.of(
        stack, "cyx", scale=(1, 0.5, 0.25), units=("", "um", "um"), channels=("dna", "actin")
    )
    path = tmp_path / "images" / "cells.tif"
    path.parent.mkdir()
    write(path, image)
    return path


def opened(make_desk: MakeDesk, path: Path) -> Desk:
    desk = make_desk()
    desk.viewer.open(str(path), plugin="napari-darkroom")
    return desk


def session_of(desk: Desk) -> Session:
    return Session.of(desk.viewer)


def settle(desk: Desk) -> None:
    """Wait until all that can be computed is there."""

    def done() -> None:
        session = session_of(desk)
        open_states = (Status.WAITING, Status.STALE, Status.RUNNING)
        assert session.scheduler.idle
        for step in session.history.graph.steps:
            assert session.history.status(step.id) not in open_states

    desk.qtbot.waitUntil(done, timeout=WAIT)


def segment(desk: Desk) -> None:
    """Blur the first channel, make objects of it and measure them."""
    desk.viewer.layers.selection.active = desk.viewer.layers[0]
    desk.run("gaussian", sigma="0.5 um")
    desk.run("otsu")
    desk.run("connected components")
    desk.run("measure objects")


def seen(desk: Desk) -> list[tuple[Any, ...]]:
    return [
        (one.name, type(one).__name__, one.visible, one.opacity, str(one.blending))
        for one in desk.viewer.layers
    ]


def test_a_session_comes_back_as_it_was(make_desk: MakeDesk, cells: Path, tmp_path: Path) -> None:
    desk = opened(make_desk, cells)
    segment(desk)
    dna, blurred = desk.viewer.layers[0], desk.viewer.layers["cells dna · blurred"]
    dna.name, dna.colormap, dna.gamma = "nuclei", "magma", 0.7
    blurred.contrast_limits = (5, 60)
    blurred.visible = False
    desk.viewer.layers.move(0, 3)
    desk.viewer.scene.camera.zoom = 3.5
    desk.viewer.layers.selection.active = blurred
    session_of(desk).save(tmp_path / "saved")

    other = make_desk()
    session_of(other).open(tmp_path / "saved")
    settle(other)
    assert seen(other) == seen(desk)
    assert session_of(other).history.graph.steps == session_of(desk).history.graph.steps
    for before, after in zip(desk.viewer.layers, other.viewer.layers, strict=True):
        np.testing.assert_array_equal(np.asarray(after.data), np.asarray(before.data))
        assert to_value(after).calibration == to_value(before).calibration
    again = other.viewer.layers["nuclei"]
    assert (again.colormap.name, again.gamma) == ("magma", 0.7)
    assert other.viewer.layers[blurred.name].contrast_limits == [5, 60]
    assert other.viewer.scene.camera.zoom == 3.5
    assert other.viewer.layers.selection.active.name == blurred.name
    (table,), (table_again,) = [
        list(tables_of(session_of(d).layer("objects")).values()) for d in (desk, other)
    ]
    assert table_again.data.equals(table.data)
    assert not [text for text in other.said if "warning" in text]


def save_and_open(desk: Desk, make_desk: MakeDesk, folder: Path) -> Desk:
    session_of(desk).save(folder)
    other = make_desk()
    session_of(other).open(folder)
    settle(other)
    return other


def pixels(desk: Desk, reference: str) -> np.ndarray:
    layer = session_of(desk).layer(reference)
    assert layer is not None
    return np.asarray(layer.data)


def warnings_of(desk: Desk) -> list[str]:
    return [text for text in desk.said if text.startswith("warning")]


@pytest.fixture
def blurred(make_desk: MakeDesk, cells: Path) -> Desk:
    """Return a viewer in which the first channel was blurred and made a mask."""
    desk = opened(make_desk, cells)
    desk.viewer.layers.selection.active = desk.viewer.layers[0]
    desk.run("gaussian", sigma="0.5 um")
    desk.run("otsu")
    return desk


def test_results_come_from_the_cache_and_it_may_be_deleted(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    session_of(blurred).save(folder)
    kept = [
        folder / CACHE / key[:2] / key for key in session_of(blurred).history.keys().steps.values()
    ]
    blurred.qtbot.waitUntil(lambda: all(one.is_dir() for one in kept), timeout=WAIT)
    shutil.rmtree(folder / CACHE)
    other = make_desk()
    session_of(other).open(folder)
    settle(other)
    np.testing.assert_array_equal(pixels(other, "mask"), pixels(blurred, "mask"))
    # It is filled again by what was computed.
    assert all(one.is_dir() for one in kept)


def test_a_correction_stays_in_the_layer_that_was_painted_on(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path
) -> None:
    mask = session_of(blurred).layer("mask")
    mask.name = "parts"
    mask.paint((1, 1), 1)
    session_of(blurred).painting.look()
    settle(blurred)
    painted = np.array(mask.data)
    other = save_and_open(blurred, make_desk, tmp_path / "saved")
    assert [one.name for one in other.viewer.layers] == [one.name for one in blurred.viewer.layers]
    again = other.viewer.layers["parts"]
    np.testing.assert_array_equal(again.data, painted)
    corrected = session_of(other).reference(again)
    assert corrected == session_of(blurred).reference(mask) != "mask"
    session_of(other).remove(corrected)
    settle(other)
    assert session_of(other).reference(again) == "mask"
    assert not np.array_equal(again.data, painted)


def test_points_and_pixels_without_a_file_come_back(
    make_desk: MakeDesk, blobs: np.ndarray, tmp_path: Path
) -> None:
    desk = make_desk()
    desk.viewer.add_image(blobs, name="made up", scale=(0.3, 0.3), units=("um", "um"))
    points = desk.viewer.add_points(
        [[12.1, 15.7], [30, 25]], name="seeds", size=4, scale=(0.3, 0.3), units=("um", "um")
    )
    (objects,) = desk.run("labels from points")
    other = save_and_open(desk, make_desk, tmp_path / "saved")
    assert [one.name for one in other.viewer.layers] == [one.name for one in desk.viewer.layers]
    reference = session_of(desk).reference(objects)
    np.testing.assert_array_equal(pixels(other, reference), objects.data)
    again = other.viewer.layers["seeds"]
    for before, after in zip(points.data, again.data, strict=True):
        np.testing.assert_allclose(again.data_to_world(after), points.data_to_world(before))
    assert again.size[0] * again.scale[-1] == pytest.approx(4 * 0.3)
    again.add(np.array([12.0, 12.0]) / again.scale)
    session_of(other).painting.look()
    settle(other)
    assert len(np.unique(pixels(other, reference))) == 4


def test_a_file_that_napari_read_is_read_by_napari_again(
    make_desk: MakeDesk, blobs: np.ndarray, tmp_path: Path
) -> None:
    write(tmp_path / "a.tif", Image.of(blobs, "yx", scale=(0.5, 0.5), units=("um", "um")))
    desk = make_desk()
    (layer,) = desk.viewer.open(str(tmp_path / "a.tif"), plugin="napari")
    layer.scale = (2, 3)
    (blur,) = desk.run("gaussian")
    other = save_and_open(desk, make_desk, tmp_path / "saved")
    again = other.viewer.layers[0]
    assert again.source.reader_plugin == "napari"
    np.testing.assert_array_equal(again.scale, [2, 3])
    np.testing.assert_array_equal(pixels(other, session_of(desk).reference(blur)), blur.data)
    assert not (tmp_path / "saved" / "inputs").exists()
    assert not warnings_of(other)


def test_pixels_that_were_changed_since_are_kept_themselves(
    make_desk: MakeDesk, blobs: np.ndarray, tmp_path: Path
) -> None:
    write(tmp_path / "a.tif", Image.of(blobs, "yx"))
    desk = opened(make_desk, tmp_path / "a.tif")
    desk.viewer.layers[0].data = blobs * 2
    (blur,) = desk.run("gaussian")
    other = save_and_open(desk, make_desk, tmp_path / "saved")
    np.testing.assert_array_equal(other.viewer.layers[0].data, blobs * 2)
    np.testing.assert_array_equal(pixels(other, session_of(desk).reference(blur)), blur.data)


def test_layers_that_no_step_reads(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path, blobs: np.ndarray
) -> None:
    blurred.viewer.layers["cells actin"].gamma = 0.4
    blurred.viewer.add_image(blobs, name="nobody's")
    other = save_and_open(blurred, make_desk, tmp_path / "saved")
    assert "nobody's" in warnings_of(blurred)[-1], warnings_of(blurred)
    assert [one.name for one in other.viewer.layers] == [
        one.name for one in blurred.viewer.layers if one.name != "nobody's"
    ]
    assert other.viewer.layers["cells actin"].gamma == 0.4


def test_a_deleted_layer_stays_deleted(blurred: Desk, make_desk: MakeDesk, tmp_path: Path) -> None:
    name = session_of(blurred).layer("blurred").name
    del blurred.viewer.layers[name]
    other = save_and_open(blurred, make_desk, tmp_path / "saved")
    assert session_of(other).layer("blurred") is None
    session_of(other).show("blurred")
    settle(other)
    assert session_of(other).layer("blurred") is not None


def test_one_undo_takes_away_all_steps(blurred: Desk, make_desk: MakeDesk, tmp_path: Path) -> None:
    other = save_and_open(blurred, make_desk, tmp_path / "saved")
    session_of(other).undo()
    assert not session_of(other).history.graph.steps
    assert [one.name for one in other.viewer.layers] == ["cells dna", "cells actin"]
    session_of(other).redo()
    settle(other)
    assert session_of(other).layer("mask") is not None


@pytest.mark.parametrize("harm", ["moved", "changed"])
def test_an_input_that_is_not_there_is_told_once_and_its_steps_wait(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path, cells: Path, harm: str
) -> None:
    session_of(blurred).save(tmp_path / "saved")
    shutil.move(cells, tmp_path / "elsewhere.tif")
    if harm == "changed":
        write(cells, Image.of(np.zeros((4, 4)), "yx"))
    other = make_desk()
    session_of(other).open(tmp_path / "saved")
    settle(other)
    (told,) = warnings_of(other)
    assert "cells.tif" in told
    assert ("does not exist" if harm == "moved" else "has changed") in told
    history = session_of(other).history
    assert {history.status(step.id) for step in history.graph.steps} == {Status.BLOCKED}
    # Saving it does not lose what is known of the file; once that is back, all is.
    session_of(other).save(tmp_path / "again")
    shutil.move(tmp_path / "elsewhere.tif", cells)
    third = make_desk()
    session_of(third).open(tmp_path / "again")
    settle(third)
    np.testing.assert_array_equal(pixels(third, "mask"), pixels(blurred, "mask"))


def test_another_layer_may_take_the_place_of_a_missing_input(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path, cells: Path, blobs: np.ndarray
) -> None:
    session_of(blurred).save(tmp_path / "saved")
    cells.unlink()
    other = make_desk()
    session_of(other).open(tmp_path / "saved")
    layer = other.viewer.add_image(blobs, scale=(0.5, 0.25), units=("um", "um"))
    session_of(other).change("blurred", layers={"image": [layer]})
    settle(other)
    np.testing.assert_array_equal(pixels(other, "mask"), pixels(blurred, "mask"))


def test_a_session_is_not_opened_over_another(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path
) -> None:
    session_of(blurred).save(tmp_path / "saved")
    before = list(blurred.viewer.layers)
    with pytest.raises(RecipeError, match="has a history already"):
        session_of(blurred).open(tmp_path / "saved")
    assert list(blurred.viewer.layers) == before


def _newer(folder: Path) -> None:
    text = (folder / "recipe.yaml").read_text(encoding="utf-8")
    (folder / "recipe.yaml").write_text(text.replace("darkroom: 1", "darkroom: 99"))


def _unknown(folder: Path) -> None:
    text = (folder / "recipe.yaml").read_text(encoding="utf-8")
    (folder / "recipe.yaml").write_text(text.replace("threshold.otsu@1", "threshold.otto@1"))


def _cut(folder: Path) -> None:
    (folder / "inputs.json").write_text('{"darkroom_session": 1, ')


def _empty(folder: Path) -> None:
    # Not part by part: the session may still write to its cache.
    folder.rename(folder.with_name("moved"))
    folder.mkdir(exist_ok=True)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_newer, "format 99"),
        (_unknown, "threshold.otto"),
        (_cut, "damaged"),
        (_empty, "no session"),
    ],
)
def test_a_bad_folder_is_told_and_changes_nothing(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path, harm: Any, told: str
) -> None:
    session_of(blurred).save(tmp_path / "saved")
    harm(tmp_path / "saved")
    other = make_desk()
    with pytest.raises(DarkroomError, match=told):
        session_of(other).open(tmp_path / "saved")
    assert not other.viewer.layers
    assert not session_of(other).history.graph.steps


@pytest.mark.parametrize("view", [{}, {"layers": 3, "camera": [], "dims": {"point": "x"}}])
def test_a_damaged_view_costs_the_looks_alone(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path, view: Any
) -> None:
    session_of(blurred).save(tmp_path / "saved")
    (tmp_path / "saved" / "view.json").write_text(json.dumps(view), encoding="utf-8")
    other = make_desk()
    session_of(other).open(tmp_path / "saved")
    settle(other)
    np.testing.assert_array_equal(pixels(other, "mask"), pixels(blurred, "mask"))


def test_a_step_that_fails_when_it_is_opened_stays_and_can_be_mended(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path
) -> None:
    session_of(blurred).save(tmp_path / "saved")
    path = tmp_path / "saved" / "recipe.yaml"
    path.write_text(path.read_text().replace("0.5 um", "0.5 s"), encoding="utf-8")
    other = make_desk()
    session_of(other).open(tmp_path / "saved")
    settle(other)
    history = session_of(other).history
    assert history.status("blurred") is Status.FAILED
    assert sum("failed" in text for text in other.said) == 1
    session_of(other).change("blurred", params={"sigma": "0.5 um"})
    settle(other)
    np.testing.assert_array_equal(pixels(other, "mask"), pixels(blurred, "mask"))


def test_an_archive_is_unpacked_beside_itself(
    blurred: Desk, make_desk: MakeDesk, tmp_path: Path
) -> None:
    session = session_of(blurred)
    data = {name: source.value for name, source in session.history.sources.items()}
    save_zip(tmp_path / "all.zip", session.saved(), data)
    (tmp_path / "all").mkdir()
    other = make_desk()
    session_of(other).open(tmp_path / "all.zip")
    settle(other)
    assert (tmp_path / "all_2" / "recipe.yaml").is_file()
    assert any("all_2" in text for text in other.said)
    np.testing.assert_array_equal(pixels(other, "mask"), pixels(blurred, "mask"))


def test_nothing_is_saved_of_an_empty_session(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="Nothing has been recorded"):
        session_of(desk).save(tmp_path / "saved")
    assert not (tmp_path / "saved").exists()
