"""Files that are cut off, lie, or are something else: one sentence, never another error."""

import gzip
import io
import warnings

import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.values import Image, Labels
from napari_darkroom.io.formats import FORMATS, readable_suffixes
from napari_darkroom.io.read import read
from napari_darkroom.io.write import write

PIXELS = np.random.default_rng(0).integers(0, 60_000, (6, 20, 30)).astype(np.uint16)
WAYS = {
    "imagej": {"imagej": True, "metadata": {"axes": "ZYX"}},
    "imagej_zlib": {"imagej": True, "compression": "zlib", "metadata": {"axes": "ZYX"}},
    "ome": {"ome": True, "metadata": {"axes": "ZYX"}},
    "shaped": {},
    "plain": {"metadata": None},
    "plain_lzw": {"metadata": None, "compression": "lzw"},
    "tiled": {"tile": (16, 16)},
    "big_endian": {"byteorder": ">", "bigtiff": True, "metadata": None},
}


def tiff_bytes(way):
    file = io.BytesIO()
    tifffile.imwrite(file, PIXELS, photometric="minisblack", **WAYS[way])
    return file.getvalue()


def one_of_each(folder):
    """Return files of every format, each with enough pixels to be cut."""
    from astropy.io import fits

    grey = (PIXELS[0] // 256).astype(np.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fits.PrimaryHDU(PIXELS[0].astype(np.float32)).writeto(folder / "a.fits")
        fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(PIXELS[0].astype(np.int32))]).writeto(
            folder / "a.fits.fz"
        )
    (folder / "a.fits.gz").write_bytes(gzip.compress((folder / "a.fits").read_bytes()))
    Pillow.fromarray(grey).save(folder / "a.jpg")
    Pillow.fromarray(grey).save(folder / "a.gif")
    write(folder / "a.png", Image.of(PIXELS[0]))
    write(folder / "b.png", Image.of(np.stack([grey] * 3, -1), rgb=True))
    write(folder / "a.npy", Image.of(PIXELS[0]))
    return sorted(folder.iterdir())


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_tiff_is_read(tmp_path, way):
    (tmp_path / "a.tif").write_bytes(tiff_bytes(way))
    value = read(tmp_path / "a.tif")
    assert value.calibration.axes == ("z", "y", "x")
    np.testing.assert_array_equal(value.data, PIXELS)


@pytest.mark.parametrize("way", WAYS)
def test_a_cut_tiff_is_refused_or_still_whole(tmp_path, way):
    whole = tiff_bytes(way)
    path = tmp_path / "cut.tif"
    refused = []
    for length in [*range(1, len(whole), 397), *range(1, 400, 13), len(whole) - 1]:
        path.write_bytes(whole[:length])
        try:
            value = read(path)
        except FileError as error:
            refused.append(str(error))
        else:
            np.testing.assert_array_equal(value.data, PIXELS)
    assert len(refused) > 10
    assert all("cut.tif" in text and "Copy or export it anew" in text for text in refused)


@pytest.mark.parametrize("end", [".tif", ".ome.tif"])
def test_our_own_cut_tiff_is_refused(tmp_path, end):
    write(tmp_path / f"a{end}", Labels.of(PIXELS.astype(np.int32)))
    whole = (tmp_path / f"a{end}").read_bytes()
    for length in range(10, PIXELS.nbytes, 501):
        (tmp_path / f"cut{end}").write_bytes(whole[:length])
        with pytest.raises(FileError):
            read(tmp_path / f"cut{end}")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    way=st.sampled_from(sorted(WAYS)),
    flips=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_a_tiff_with_wrong_bytes_never_gives_another_error(tmp_path, way, flips):
    damaged = bytearray(tiff_bytes(way))
    for position, byte in flips:
        damaged[position] = byte
    path = tmp_path / "damaged.tif"
    path.write_bytes(damaged)
    try:
        value = read(path)
    except (FileError, InputError):
        return
    assert value.data.size


def test_a_header_that_promises_more_than_is_there_takes_no_memory(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, PIXELS[0], metadata=None)
    with tifffile.TiffFile(path, mode="r+") as file:
        file.pages[0].tags["ImageLength"].overwrite(2**31)
        file.pages[0].tags["RowsPerStrip"].overwrite(2**31)
        file.pages[0].tags["StripByteCounts"].overwrite([2**32 - 1])
    with pytest.raises(FileError, match="cut off"):
        read(path)


def test_a_width_for_which_there_are_no_tiles_takes_no_memory(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, PIXELS[0], tile=(16, 16), metadata=None)
    with tifffile.TiffFile(path, mode="r+") as file:
        file.pages[0].tags["ImageWidth"].overwrite(2**29)
    with pytest.raises(FileError, match="cut off or damaged: its pixels need more than"):
        read(path)


def test_imagej_that_promises_more_planes_is_refused(tmp_path):
    path = tmp_path / "a.tif"
    description = "ImageJ=1.53t\nimages=60\nslices=60\n"
    tifffile.imwrite(path, PIXELS[0], description=description, metadata=None)
    with pytest.raises(FileError, match="damaged or cut off"):
        read(path)


def test_npy_that_promises_more_takes_no_memory(tmp_path):
    path = tmp_path / "a.npy"
    header = np.lib.format.header_data_from_array_1_0(np.ones((2, 2)))
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header | {"shape": (2**20, 2**20)})
    with pytest.raises(FileError, match="cannot be read as NPY"):
        read(path)


def test_every_format_cut_off_is_refused_or_whole(tmp_path):
    source = tmp_path / "whole"
    source.mkdir()
    for path in one_of_each(source):
        whole, expected = path.read_bytes(), read(path)
        for part in (0.002, 0.02, 0.2, 0.5, 0.8, 0.97):
            cut = tmp_path / path.name
            cut.write_bytes(whole[: max(1, int(len(whole) * part))])
            try:
                value = read(cut)
            except FileError:
                continue
            np.testing.assert_array_equal(value.data, expected.data, err_msg=f"{path.name} {part}")
            assert part > 0.4, f"{path.name} cut to {part} cannot be whole"


@pytest.mark.parametrize("suffix", readable_suffixes())
@pytest.mark.parametrize("content", [b"This is a text, not an image.\n" * 40, b"\x00" * 100])
def test_something_else_under_an_image_name(tmp_path, suffix, content):
    path = tmp_path / f"text{suffix}"
    path.write_bytes(content)
    with pytest.raises(FileError, match="cannot be read as") as raised:
        read(path)
    assert "pickle" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("suffix", readable_suffixes())
def test_empty_missing_and_folder(tmp_path, suffix):
    (tmp_path / f"empty{suffix}").touch()
    (tmp_path / f"folder{suffix}").mkdir()
    with pytest.raises(FileError, match=r"is empty \(0 bytes\)"):
        read(tmp_path / f"empty{suffix}")
    with pytest.raises(FileError, match="is a folder"):
        read(tmp_path / f"folder{suffix}")
    with pytest.raises(FileError, match="does not exist"):
        read(tmp_path / f"missing{suffix}")


@pytest.mark.parametrize("name", ["n" * 300 + ".tif", "a\0.tif"])
def test_a_name_that_cannot_be(name, tmp_path):
    with pytest.raises(FileError, match="cannot be opened"):
        read(tmp_path / name)


@pytest.mark.parametrize("name", ["a.doc", "a", "tif", ".hidden"])
def test_unknown_format_names_the_known_ones(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(FileError, match="of no format that can be read") as raised:
        read(tmp_path / name)
    assert all(suffix in str(raised.value) for suffix in readable_suffixes())


def test_an_error_keeps_its_cause(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(b"text")
    with pytest.raises(FileError) as raised:
        read(path)
    assert isinstance(raised.value.__cause__, tifffile.TiffFileError)


def test_the_formats_are_told_apart_by_the_longest_end():
    ends = [suffix for one in FORMATS for suffix in one.suffixes]
    assert len(set(ends)) == len(ends)
    assert all(end == end.lower() and end.startswith(".") for end in ends)


def test_a_description_that_lies_beyond_the_end_is_told_as_cut_off(tmp_path):
    whole, cut = tmp_path / "a.tif", tmp_path / "b.tif"
    # libtiff and others write the description behind the pixels.
    tifffile.imwrite(whole, PIXELS[0], metadata=None)
    content = bytearray(whole.read_bytes())
    content[4:8] = (10**6).to_bytes(4, "little")
    cut.write_bytes(content)
    with pytest.raises(FileError, match="cut off: the description of its image lies beyond"):
        read(cut)
