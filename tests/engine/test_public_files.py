"""``dr.read`` and ``dr.write``: images and tables by the end of a name."""

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import FileError, InputError


def test_arrays_are_images_or_masks(tmp_path):
    dr.write(tmp_path / "a.tif", np.ones((3, 4, 5), np.uint16))
    dr.write(tmp_path / "m.tif", np.eye(4, dtype=bool))
    dr.write(tmp_path / "c.png", np.ones((3, 4, 3), np.uint8))
    dr.write(tmp_path / "l.npy", [[1, 2], [3, 4]])
    assert dr.read(tmp_path / "a.tif").calibration.axes == ("z", "y", "x")
    assert isinstance(dr.read(tmp_path / "m.tif"), dr.Mask)
    assert dr.read(tmp_path / "c.png").rgb
    assert dr.read(tmp_path / "l.npy").data.tolist() == [[1, 2], [3, 4]]


def test_frames_are_tables(tmp_path):
    frame = pd.DataFrame({"label": [1, 2], "area": [0.1, 0.2]})
    written = dr.write(str(tmp_path / "a.csv"), frame, provenance={"recipe": "r"})
    assert [path.name for path in written] == ["a.csv", "a.csv.json"]
    table = dr.read(str(tmp_path / "a.csv"))
    pd.testing.assert_frame_equal(table.data, frame)
    assert table.metadata == {"provenance": {"recipe": "r"}}
    assert dr.read(tmp_path / "a.csv", kind="table").name == table.name


def test_a_measurement_goes_out_with_its_units(tmp_path):
    labels = dr.Labels.of(np.array([[0, 1], [1, 1]]), "yx", (0.5, 0.5), ("um", "um"))
    dr.write(tmp_path / "a.csv", dr.measure.regions(labels))
    assert dr.read(tmp_path / "a.csv").columns["area"].unit == "um^2"
    assert dr.read(tmp_path / "a.csv").columns["area"].definition


def test_kind_is_handed_on(tmp_path):
    dr.write(tmp_path / "a.tif", np.array([[0, 3]], np.uint8))
    assert isinstance(dr.read(tmp_path / "a.tif", kind="labels"), dr.Labels)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.csv", "image"), ("a.tif", "table"), ("a.csv", "labels")]
)
def test_tables_and_images_are_not_mixed_up_in_reading(tmp_path, name, kind):
    with pytest.raises(FileError, match=f"cannot be read as {kind}: tables, points and shapes"):
        dr.read(tmp_path / name, kind=kind)


@pytest.mark.parametrize(("name", "value"), [
    ("a.csv", np.ones((3, 4))),
    ("a.tif", pd.DataFrame({"a": [1]})), ("a.png", pd.DataFrame({"a": [1]})),
])  # fmt: skip
def test_tables_and_images_are_not_mixed_up_in_writing(tmp_path, name, value):
    with pytest.raises(InputError, match=r"ends in \.csv"):
        dr.write(tmp_path / name, value)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path):
    for name in ("a.tif", "a.csv", "a.png"):
        value = pd.DataFrame({"a": [1]}) if name.endswith("csv") else np.ones((3, 4), np.uint8)
        with pytest.raises(FileError, match=r"there is no folder.*missing"):
            dr.write(tmp_path / "missing" / name, value)


def test_a_folder_is_not_overwritten(tmp_path):
    (tmp_path / "a.tif").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        dr.write(tmp_path / "a.tif", np.ones((3, 4)))
    assert [path.name for path in tmp_path.iterdir()] == ["a.tif"]


@pytest.mark.parametrize("channel", [1, "GFP"])
def test_one_channel_is_read_by_index_or_name(tmp_path, channel):
    data = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    dr.write(tmp_path / "a.tif", dr.Image.of(data, axes="cyx", channels=("DAPI", "GFP")))
    image = dr.read(tmp_path / "a.tif", channel=channel)
    assert image.calibration.axes == ("y", "x")
    np.testing.assert_array_equal(image.data, data[1])


def test_a_channel_that_is_not_there_is_told(tmp_path):
    path = tmp_path / "a.tif"
    dr.write(path, np.ones((3, 4), np.uint8))
    assert dr.read(path, channel=0).shape == (3, 4)
    with pytest.raises(InputError, match="has no channels, and channel 'GFP' is asked for"):
        dr.read(path, channel="GFP")
    with pytest.raises(InputError, match="is labels and has no channels"):
        dr.read(path, kind="labels", channel=0)
    dr.write(path, dr.Image.of(np.ones((2, 3, 4)), axes="cyx"))
    with pytest.raises(InputError, match=r"no channel 5.* runs from 0 to 1"):
        dr.read(path, channel=5)
