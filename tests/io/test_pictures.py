"""PNG, JPEG, GIF and NPY, and the sidecar beside those that keep no calibration."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.io.read import read
from napari_darkroom.io.write import write

GREY = np.arange(12, dtype=np.uint8).reshape(3, 4)


def assert_same(value, other):
    assert type(value) is type(other)
    assert (value.calibration, value.name, value.dtype) == (
        other.calibration, other.name, other.dtype,
    )  # fmt: skip
    assert getattr(value, "rgb", None) == getattr(other, "rgb", None)
    assert getattr(value, "channels", None) == getattr(other, "channels", None)
    np.testing.assert_array_equal(value.data, other.data)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, ">u2"])
@pytest.mark.parametrize("colours", [0, 3, 4])
@pytest.mark.parametrize("end", [".png", ".npy"])
def test_image_in_pixels_needs_no_sidecar(tmp_path, dtype, colours, end):
    pixels = (np.arange(12 * max(colours, 1)) * 21).astype(dtype)
    pixels = pixels.reshape((3, 4, colours) if colours else (3, 4))
    value = Image.of(pixels, rgb=colours > 0, name="a")
    path = tmp_path / f"a{end}"
    assert write(path, value) == [path]
    back = read(path)
    assert back.dtype.isnative
    assert_same(value.with_data(pixels.astype(pixels.dtype.newbyteorder("="))), back)


@pytest.mark.parametrize("end", [".png", ".npy"])
@pytest.mark.parametrize("value", [
    Image.of(GREY, "yx", (0.5, 0.25), ("um", "um"), (3.0, -1.0), name="cells"),
    Image.of(GREY[None], "zyx", (2.0, 0.5, 0.5), ("um", "um", "um"), name="one plane"),
    Labels.of(np.array([[0, 70], [65_535, 1]], np.int32), name="objects"),
    Mask.of(GREY > 5, name="m"),
    Image.of(GREY, "xy", name="turned"),
])  # fmt: skip
def test_what_the_pixels_alone_do_not_tell_stands_in_a_sidecar(tmp_path, end, value):
    path = tmp_path / f"a{end}"
    beside = tmp_path / f"a{end}.json"
    assert write(path, value) == [path, beside]
    assert json.loads(beside.read_text("utf-8"))["kind"] == value.kind
    assert_same(value, read(path))


def test_an_npy_whose_last_axis_looks_like_colour_comes_back(tmp_path):
    value = Image.of(np.ones((5, 6, 3)), "zyx", name="a")
    assert len(write(tmp_path / "a.npy", value)) == 2
    assert_same(value, read(tmp_path / "a.npy"))


@pytest.mark.parametrize("dtype", ["int8", "int64", "uint64", "float16", "float64", ">f4"])
@pytest.mark.parametrize("shape", [(1,), (1, 1), (2, 3), (2, 3, 5), (2, 3, 2, 5, 6)])
def test_npy_holds_everything(tmp_path, dtype, shape):
    value = Image.of(np.ones(shape, dtype), name="a")
    write(tmp_path / "a.npy", value)
    assert_same(
        value.with_data(value.data.astype(value.dtype.newbyteorder("="))), read(tmp_path / "a.npy")
    )


def test_a_sidecar_of_an_earlier_file_goes(tmp_path):
    path = tmp_path / "a.png"
    write(path, Mask.of(GREY > 5))
    write(path, Image.of(GREY))
    assert list(tmp_path.iterdir()) == [path]
    assert_same(Image.of(GREY, name="a"), read(path))


@pytest.mark.parametrize("text", [
    '{"darkroom": 1, "sh', '{"darkroom": 1}', '{"darkroom": 1, "shape": [9, 9]}',
    '{"darkroom": 1, "shape": [3, "4"]}', '{"darkroom": 9, "shape": [3, 4]}',
])  # fmt: skip
def test_a_sidecar_of_something_else_is_named(tmp_path, text):
    write(tmp_path / "a.png", Image.of(GREY))
    (tmp_path / "a.png.json").write_text(text, "utf-8")
    with pytest.raises(FileError, match=r"a.png.json does not describe a.png.*Remove or rename"):
        read(tmp_path / "a.png")


FOREIGN = [
    b'{"objects": [], "size": {"height": 3, "width": 4}}', b'{"labels": ["darkroom"]}',
    b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff\xfe\x00",
]  # fmt: skip


@pytest.mark.parametrize("content", FOREIGN)
@pytest.mark.parametrize("end", [".png", ".npy"])
def test_the_json_of_another_program_is_left_alone(tmp_path, content, end):
    path, beside = tmp_path / f"a{end}", tmp_path / f"a{end}.json"
    beside.write_bytes(content)
    assert write(path, Image.of(GREY)) == [path]
    assert_same(Image.of(GREY, name="a"), read(path))
    before = path.read_bytes()
    with pytest.raises(FileError, match=r"a\.\w+\.json was not written by Darkroom.*another name"):
        write(path, Mask.of(GREY > 5))
    assert (path.read_bytes(), beside.read_bytes()) == (before, content)
    assert sorted(tmp_path.iterdir()) == [path, beside]


def test_an_own_sidecar_stays_where_the_image_cannot_be_written(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    write(path, Mask.of(GREY > 5))
    before = sorted(file.read_bytes() for file in tmp_path.iterdir())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FileError, match="No space left"):
        write(path, Image.of(GREY))
    assert sorted(file.read_bytes() for file in tmp_path.iterdir()) == before


def test_provenance_stands_in_the_sidecar(tmp_path):
    written = write(tmp_path / "a.png", Image.of(GREY), provenance={"recipe": "r"})
    assert [path.name for path in written] == ["a.png", "a.png.json"]
    assert read(tmp_path / "a.png").metadata["provenance"] == {"recipe": "r"}


@pytest.mark.parametrize("given", [{"a": object()}, {"a": float("nan")}, {"a": {1, 2}}])
@pytest.mark.parametrize("end", [".png", ".tif"])
def test_provenance_that_json_cannot_hold_is_refused(tmp_path, given, end):
    with pytest.raises(InputError, match="provenance cannot be written as JSON"):
        write(tmp_path / f"a{end}", Image.of(GREY), provenance=given)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("value", "message"), [
    (Image.of(np.ones((3, 4), np.float32)), "uint8 or uint16, this one is float32"),
    (Image.of(np.ones((3, 4), np.int16)), "uint8 or uint16, this one is int16"),
    (Image.of(np.ones((2, 3, 4), np.uint8)), r"one plane, this image has the shape \(2, 3, 4\)"),
    (Image.of(np.ones(4, np.uint8)), "one plane"),
    (Labels.of(np.full((2, 2), 65_536)), "labels from 0 to 65535"),
    (Labels.of(np.full((2, 2), -1)), "labels from 0 to 65535"),
])  # fmt: skip
def test_png_refuses_what_it_would_change(tmp_path, value, message):
    with pytest.raises(FileError, match=f"{message}.*ends in .tif"):
        write(tmp_path / "a.png", value)
    assert list(tmp_path.iterdir()) == []


def test_mask_png_is_black_and_white(tmp_path):
    write(tmp_path / "m.png", Mask.of(GREY > 5))
    with Pillow.open(tmp_path / "m.png") as picture:
        np.testing.assert_array_equal(np.asarray(picture), (GREY > 5) * 255)


@pytest.mark.parametrize("step", [1, -1])
def test_a_palette_of_even_greys_keeps_its_indices(tmp_path, step):
    picture = Pillow.fromarray(GREY, "P")
    picture.putpalette(np.repeat(np.arange(256, dtype=np.uint8)[::step], 3).tobytes())
    picture.save(tmp_path / "a.gif")
    picture.save(tmp_path / "a.png")
    for name in ("a.gif", "a.png"):
        value = read(tmp_path / name)
        assert not value.rgb
        np.testing.assert_array_equal(value.data, GREY)


def test_a_palette_of_colours_becomes_colours(tmp_path):
    palette = np.random.default_rng(0).integers(0, 255, (256, 3), dtype=np.uint8)
    picture = Pillow.fromarray(GREY, "P")
    picture.putpalette(palette.tobytes())
    picture.save(tmp_path / "a.png")
    value = read(tmp_path / "a.png")
    assert value.rgb
    np.testing.assert_array_equal(value.data, palette[GREY])


def test_frames_of_a_gif_stand_along_time(tmp_path):
    frames = [Pillow.fromarray(GREY + np.uint8(i)) for i in (0, 100)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    value = read(tmp_path / "a.gif")
    assert value.calibration.axes == ("t", "y", "x")
    np.testing.assert_array_equal(value.data[1, ..., 0], GREY + 100)


def test_one_bit_png_is_a_mask(tmp_path):
    Pillow.fromarray(GREY > 5).save(tmp_path / "a.png")
    value = read(tmp_path / "a.png")
    assert isinstance(value, Mask)
    np.testing.assert_array_equal(value.data, GREY > 5)


def test_grey_with_alpha_is_two_channels(tmp_path):
    pixels = np.stack([GREY, GREY[::-1]], -1)
    Pillow.fromarray(pixels, "LA").save(tmp_path / "a.png")
    value = read(tmp_path / "a.png")
    assert value.channels == ("grey", "alpha")
    np.testing.assert_array_equal(value.data, pixels.transpose(2, 0, 1))


def test_npy_with_python_objects_is_never_loaded(tmp_path):
    np.save(tmp_path / "a.npy", np.array([print, 1], dtype=object), allow_pickle=True)
    with pytest.raises(FileError, match="cannot be read as NPY"):
        read(tmp_path / "a.npy")


@pytest.mark.parametrize(("array", "message"), [
    (np.float64(3), "a single number"),
    (np.ones((0, 3)), r"without pixels|damaged"),
    (np.array(["a", "b"]), "pixels are bool, integer or float"),
    (np.ones(3, "datetime64[s]"), "pixels are bool, integer or float"),
])  # fmt: skip
def test_npy_without_pixels(tmp_path, array, message):
    np.save(tmp_path / "a.npy", array)
    with pytest.raises((FileError, InputError), match=message):
        read(tmp_path / "a.npy")


@pytest.mark.parametrize("name", ["a.jpg", "a.gif", "a.fits", "a.doc", "a"])
def test_formats_that_are_only_read(tmp_path, name):
    with pytest.raises(FileError, match=r"no format that can be written.*\.ome\.tif.*\.png"):
        write(tmp_path / name, Image.of(GREY))


@pytest.mark.parametrize("end", [".tif", ".ome.tif", ".png", ".npy"])
def test_an_image_without_pixels_is_not_written(tmp_path, end):
    with pytest.raises(FileError, match="without pixels"):
        write(tmp_path / f"a{end}", Image.of(np.ones((0, 4), np.uint8)))
    assert list(tmp_path.iterdir()) == []
