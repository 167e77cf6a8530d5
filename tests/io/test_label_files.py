"""A file is taken for labels where nothing in it speaks against that."""

import numpy as np
import pytest
import tifffile
from PIL import Image as Pillow
from skimage import data

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.io.read import read, read_labels
from napari_darkroom.io.write import write

EYE = np.eye(5, 6, dtype=bool)
MADE = {"recipe": "r"}


@pytest.mark.parametrize("name", ["m.tif", "m.ome.tif", "m.png", "m.npy"])
def test_a_mask_of_ours_is_no_labels(tmp_path, name):
    write(tmp_path / name, Mask.of(EYE, "yx", (0.5, 0.5), ("um", "um")))
    for reading in (read_labels, lambda path: read(path, kind="labels")):
        with pytest.raises(InputError, match=rf"{name} is a mask.*segment\.connected_components"):
            reading(tmp_path / name)
    assert read(tmp_path / name).kind == "mask"


def test_one_bit_is_no_labels(tmp_path):
    tifffile.imwrite(tmp_path / "m.tif", EYE)
    with pytest.raises(InputError, match="is a mask"):
        read_labels(tmp_path / "m.tif")


@pytest.mark.parametrize(
    ("dtype", "inside"), [("uint8", 255), ("uint16", 255), ("uint16", 65535), ("float32", 255)]
)
def test_values_of_masks_are_labels_only_where_one_says_so(tmp_path, dtype, inside):
    pixels = EYE.astype(dtype) * np.array(inside, dtype)
    tifffile.imwrite(tmp_path / "m.tif", pixels)
    with pytest.raises(InputError, match=f"holds only 0 and {inside}, as masks do.*dr.write"):
        read_labels(tmp_path / "m.tif")
    said = read(tmp_path / "m.tif", kind="labels")
    np.testing.assert_array_equal(said.data, pixels)
    # What the error advises.
    write(tmp_path / "m.tif", said)
    np.testing.assert_array_equal(read_labels(tmp_path / "m.tif").data, pixels)


@pytest.mark.parametrize("numbers", [(0, 1), (0, 7), (0, 254, 255), (1, 255), (0,)])
def test_whole_numbers_of_other_programs_may_be_labels(tmp_path, numbers):
    pixels = np.resize(np.array(numbers, np.uint8), (5, 6))
    Pillow.fromarray(pixels).save(tmp_path / "l.png")
    value = read_labels(tmp_path / "l.png")
    assert isinstance(value, Labels)
    np.testing.assert_array_equal(value.data, pixels)


def test_what_was_made_as_an_image_is_no_labels(tmp_path):
    path, pixels = tmp_path / "i.tif", np.arange(30, dtype=np.uint16).reshape(5, 6)
    write(path, Image.of(pixels), provenance=MADE)
    with pytest.raises(InputError, match=r"i\.tif was made as an image.*dr\.write"):
        read_labels(path)
    write(path, read(path, kind="labels"))
    assert read_labels(path).kind == "labels"


def test_a_bare_array_tells_nothing_and_may_be_labels(tmp_path):
    path, pixels = tmp_path / "a.tif", np.arange(30, dtype=np.int32).reshape(5, 6)
    write(path, Image.of(pixels))
    np.testing.assert_array_equal(read_labels(path).data, pixels)


@pytest.mark.parametrize("made", [Mask.of(EYE), Image.of(EYE.astype(np.uint8))])
def test_a_file_numbered_by_another_program_may_be_labels(tmp_path, made):
    path, pixels = tmp_path / "n.tif", np.arange(30, dtype=np.uint16).reshape(5, 6)
    write(path, made, provenance=MADE)
    with tifffile.TiffFile(path) as file:
        told = file.pages[0].description
    tifffile.imwrite(path, pixels, description=told, metadata=None)
    np.testing.assert_array_equal(read_labels(path).data, pixels)


def test_labels_keep_any_number(tmp_path):
    write(tmp_path / "l.tif", Labels.of(EYE.astype(np.uint8) * 255))
    assert read_labels(tmp_path / "l.tif").data.max() == 255


def test_colours_are_no_labels(tmp_path):
    write(tmp_path / "c.png", Image.of(np.ones((4, 5, 3), np.uint8), rgb=True))
    with pytest.raises(InputError, match="RGB image"):
        read_labels(tmp_path / "c.png")


def _read_pixels(tmp_path, pixels):
    tifffile.imwrite(tmp_path / "p.tif", pixels, photometric="minisblack")
    return read_labels(tmp_path / "p.tif")


@pytest.mark.parametrize("picture", [data.coins, data.camera, data.moon, data.cell])
def test_a_picture_is_no_labels_unless_one_says_so(tmp_path, picture):
    pixels = picture()
    with pytest.raises(InputError, match=r"p\.tif looks like a picture.*dr\.write"):
        _read_pixels(tmp_path, pixels)
    write(tmp_path / "p.tif", read(tmp_path / "p.tif", kind="labels"))
    np.testing.assert_array_equal(read_labels(tmp_path / "p.tif").data, pixels)


@pytest.mark.parametrize("shape", [(64, 64), (3, 64, 64)])
def test_patches_that_touch_are_labels(tmp_path, shape):
    rows, columns = np.indices(shape)[-2:] // 4
    pixels = (1 + rows * 16 + columns).astype(np.uint16)
    np.testing.assert_array_equal(_read_pixels(tmp_path, pixels).data, pixels)


@pytest.mark.parametrize("shape", [(1, 1), (1, 64), (64, 1)])
def test_of_few_pixels_nothing_is_said(tmp_path, shape):
    pixels = np.arange(np.prod(shape), dtype=np.uint16).reshape(shape)
    np.save(tmp_path / "p.npy", pixels)
    assert read_labels(tmp_path / "p.npy").kind == "labels"
