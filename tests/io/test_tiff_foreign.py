"""TIFF files as other programs write them."""

import json

import numpy as np
import pytest
import tifffile

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.io.read import read, read_all
from napari_darkroom.io.record import make_record
from napari_darkroom.io.write import write

ZYX = np.arange(3 * 4 * 5, dtype=np.uint16).reshape(3, 4, 5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "foreign.tif"


@pytest.mark.parametrize("unit", ["um", "micron", "\\u00B5m", "microns"])
def test_imagej_spellings_of_a_micrometre(path, unit):
    told = {"axes": "ZYX", "unit": unit, "spacing": 2.0, "finterval": 1.5}
    tifffile.imwrite(path, ZYX, imagej=True, resolution=(4.0, 2.0), metadata=told)
    value = read(path)
    assert value.calibration.axes == ("z", "y", "x")
    assert value.calibration.scale == (2.0, 0.5, 0.25)
    assert value.calibration.units == ("um", "um", "um")
    assert value.name == "foreign"
    np.testing.assert_array_equal(value.data, ZYX)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_imagej_with_a_bare_micro_sign(path, encoding):
    description = "ImageJ=1.38\nimages=3\nslices=3\nunit=µm\nspacing=2.0\n".encode(encoding)
    tifffile.imwrite(
        path, ZYX, photometric="minisblack", resolution=(4.0, 2.0), description=description,
        metadata=None,
    )  # fmt: skip
    assert read(path).calibration.scale == (2.0, 0.5, 0.25)
    assert read(path).calibration.units == ("um", "um", "um")


def test_imagej_axes_come_in_canonical_order(path):
    pixels = np.arange(2 * 3 * 4 * 5 * 6, dtype=np.uint16).reshape(2, 3, 4, 5, 6)
    told = {"axes": "TZCYX", "finterval": 0.5, "tunit": "min"}
    tifffile.imwrite(path, pixels, imagej=True, metadata=told)
    value = read(path)
    assert value.calibration.axes == ("t", "c", "z", "y", "x")
    assert value.calibration.scale[0] == 0.5
    assert value.calibration.units == ("min", "pixel", "pixel", "pixel", "pixel")
    np.testing.assert_array_equal(value.data, pixels.transpose(0, 2, 1, 3, 4))


def test_imagej_origin_is_a_position(path):
    told = {"axes": "YX", "unit": "um", "xorigin": 10.0, "yorigin": -4.0}
    tifffile.imwrite(path, ZYX[0], imagej=True, resolution=(2.0, 2.0), metadata=told)
    assert read(path).calibration.translate == (2.0, -5.0)


@pytest.mark.parametrize(
    "told", [{}, {"unit": "pixel"}, {"unit": "furlongs per tick"}, {"unit": ""}]
)
def test_imagej_without_a_known_unit_is_in_pixels(path, told):
    tifffile.imwrite(
        path,
        ZYX,
        imagej=True,
        resolution=(3.0, 3.0),
        metadata={"axes": "ZYX", "spacing": 2.0} | told,
    )
    assert read(path).calibration.units == ("pixel", "pixel", "pixel")
    assert read(path).calibration.scale == (1.0, 1.0, 1.0)


def test_imagej_crop_keeps_kind_and_takes_the_place_of_the_crop(path):
    labels = Labels.of(np.full((6, 8), 7, np.int32), "yx", (0.5, 0.5), ("um", "um"), name="cells")
    info = "darkroom = " + json.dumps(make_record(labels, ("y", "x"), None))
    told = {"axes": "YX", "unit": "um", "xorigin": -2.0, "yorigin": 0.0, "Info": info}
    cropped = np.full((6, 5), 7, np.uint16)
    tifffile.imwrite(path, cropped, imagej=True, resolution=(2.0, 2.0), metadata=told)
    value = read(path)
    assert isinstance(value, Labels)
    assert (value.name, value.dtype, value.shape) == ("cells", np.int32, (6, 5))
    assert value.calibration.translate == (0.0, 1.0)


def test_imagej_change_of_pixel_size_wins_over_the_record(path):
    before = Image.of(ZYX[0], "yx", (0.5, 0.5), ("um", "um"))
    info = "darkroom = " + json.dumps(make_record(before, ("y", "x"), None))
    told = {"axes": "YX", "unit": "um", "Info": info}
    tifffile.imwrite(path, ZYX[0], imagej=True, resolution=(4.0, 4.0), metadata=told)
    assert read(path).calibration.scale == (0.25, 0.25)


def test_a_mask_that_was_blurred_elsewhere_is_an_image(path):
    mask = Mask.of(np.ones((4, 5), bool))
    info = "darkroom = " + json.dumps(make_record(mask, ("y", "x"), None))
    blurred = np.full((4, 5), 100, np.uint8)
    tifffile.imwrite(path, blurred, imagej=True, metadata={"axes": "YX", "Info": info})
    assert isinstance(read(path), Image)


def test_labels_made_float_elsewhere_are_an_image(path):
    labels = Labels.of(np.ones((4, 5), np.int32))
    info = "darkroom = " + json.dumps(make_record(labels, ("y", "x"), None))
    pixels = np.full((4, 5), 0.5, np.float32)
    tifffile.imwrite(path, pixels, imagej=True, metadata={"axes": "YX", "Info": info})
    assert isinstance(read(path), Image)


@pytest.mark.parametrize("record", [
    '{"darkroom": 1}', '{"darkroom": 2}', "[1", "[]", "null", '{"darkroom": 1, "kind": 3}',
    '{"darkroom": 1, "axes": ["y", "x"], "shape": [4, 5], "stored": ["q"]}',
    '{"darkroom": 1, "axes": ["y", "y"], "shape": [4, 5], "stored": ["y"], "scale": [1, 1], '
    '"units": ["um", "um"], "translate": [0, 0]}',
])  # fmt: skip
def test_a_record_that_makes_no_sense_is_passed_over(path, record):
    told = {"axes": "YX", "Info": f"darkroom = {record}"}
    tifffile.imwrite(path, ZYX[0], imagej=True, metadata=told)
    value = read(path)
    assert isinstance(value, Image)
    np.testing.assert_array_equal(value.data, ZYX[0])


def test_ome_sizes_units_channels_and_time(path):
    pixels = np.arange(2 * 3 * 4 * 5, dtype=np.uint16).reshape(2, 3, 4, 5)
    told = {
        "axes": "TCYX", "PhysicalSizeX": 250.0, "PhysicalSizeXUnit": "nm", "PhysicalSizeY": 0.25,
        "TimeIncrement": 20.0, "TimeIncrementUnit": "ms", "Channel": {"Name": ["a", "b", "c"]},
    }  # fmt: skip
    tifffile.imwrite(path, pixels, ome=True, metadata=told)
    value = read(path)
    assert value.calibration.axes == ("t", "c", "y", "x")
    assert value.calibration.scale == (20.0, 1.0, 0.25, 250.0)
    assert value.calibration.units == ("ms", "pixel", "um", "nm")
    assert value.channels == ("a", "b", "c")


def test_ome_reference_frame_is_no_unit(path):
    told = {"axes": "YX", "PhysicalSizeX": 2.0, "PhysicalSizeXUnit": "reference frame"}
    tifffile.imwrite(path, ZYX[0], ome=True, metadata=told)
    assert read(path).calibration.units == ("pixel", "pixel")


def test_every_ome_image_is_read_with_its_own_sizes(path):
    with tifffile.TiffWriter(path, ome=True) as writer:
        for size, shape in ((0.5, (4, 5)), (2.0, (6, 7))):
            told = {
                "axes": "YX",
                "Name": f"size {size}",
                "PhysicalSizeX": size,
                "PhysicalSizeY": size,
            }
            writer.write(np.ones(shape, np.uint8), metadata=told)
    values = read_all(path)
    assert [value.name for value in values] == ["size 0.5", "size 2.0"]
    assert [value.calibration.scale for value in values] == [(0.5, 0.5), (2.0, 2.0)]
    assert [value.shape for value in values] == [(4, 5), (6, 7)]
    assert read(path).name == "size 0.5"


@pytest.mark.parametrize(("resolution", "unit", "size"), [
    ((72, 72), "inch", None), ((96, 96), "inch", None), ((300, 300), "inch", None),
    ((1200, 1200), "inch", None), ((0.01, 0.01), "centimeter", None),
    ((20_000, 20_000), "none", None),
    ((20_000, 10_000), "centimeter", (1.0, 0.5)), ((25_400, 25_400), "inch", (1.0, 1.0)),
])  # fmt: skip
def test_resolution_of_a_plain_tiff_counts_only_where_it_can_be_a_pixel_size(
    path, resolution, unit, size
):
    tifffile.imwrite(path, ZYX[0], resolution=resolution, resolutionunit=unit, metadata=None)
    value = read(path)
    assert value.calibration.scale == pytest.approx(size or (1.0, 1.0))
    assert set(value.calibration.units) == ({"um"} if size else {"pixel"})


@pytest.mark.parametrize(("shape", "axes"), [
    ((3, 4, 5), ("z", "y", "x")),
    ((2, 3, 4, 5), ("t", "z", "y", "x")),
    ((2, 2, 3, 4, 5), ("axis0", "t", "z", "y", "x")),
])  # fmt: skip
def test_axes_without_a_name_are_those_of_a_bare_array(path, shape, axes):
    pixels = np.arange(np.prod(shape), dtype=np.uint16).reshape(shape)
    tifffile.imwrite(path, pixels, photometric="minisblack")
    value = read(path)
    assert value.calibration.axes == axes
    np.testing.assert_array_equal(value.data, pixels)


def test_pages_of_a_plain_tiff_are_z(path):
    with tifffile.TiffWriter(path) as writer:
        for plane in ZYX:
            writer.write(plane, metadata=None)
    value = read(path)
    assert value.calibration.axes == ("z", "y", "x")
    np.testing.assert_array_equal(value.data, ZYX)


@pytest.mark.parametrize("options", [
    {"byteorder": ">"}, {"bigtiff": True}, {"tile": (16, 16)}, {"compression": "zlib"},
    {"compression": "lzw", "predictor": True}, {"compression": "zstd"}, {"rowsperstrip": 1},
    {"byteorder": ">", "bigtiff": True, "compression": "deflate"},
])  # fmt: skip
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_ways_of_storing(path, options, dtype):
    pixels = np.arange(3 * 20 * 24).reshape(3, 20, 24).astype(dtype)
    tifffile.imwrite(path, pixels, photometric="minisblack", metadata=None, **options)
    value = read(path)
    assert value.dtype == np.dtype(dtype)
    assert value.dtype.isnative
    np.testing.assert_array_equal(value.data, pixels)


@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("colours", [3, 4])
def test_colours_stand_last(path, planar, colours):
    pixels = np.arange(6 * 7 * colours, dtype=np.uint8).reshape(6, 7, colours)
    stored = pixels if planar == "contig" else pixels.transpose(2, 0, 1)
    tifffile.imwrite(
        path, stored, photometric="rgb", planarconfig=planar,
        extrasamples=["unassalpha"] if colours == 4 else None,
    )  # fmt: skip
    value = read(path)
    assert value.rgb
    np.testing.assert_array_equal(value.data, pixels)


def test_stack_of_planar_colours(path):
    pixels = np.arange(2 * 3 * 6 * 7, dtype=np.uint8).reshape(2, 3, 6, 7)
    tifffile.imwrite(path, pixels, photometric="rgb", planarconfig="separate")
    value = read(path)
    assert value.rgb
    assert value.calibration.axes == ("z", "y", "x")
    np.testing.assert_array_equal(value.data, pixels.transpose(0, 2, 3, 1))


def test_samples_that_are_no_colours_are_channels(path):
    pixels = np.arange(6 * 7 * 5, dtype=np.uint8).reshape(6, 7, 5)
    tifffile.imwrite(path, pixels, photometric="minisblack", planarconfig="contig")
    value = read(path)
    assert not value.rgb
    assert value.calibration.axes == ("c", "y", "x")
    np.testing.assert_array_equal(value.data, pixels.transpose(2, 0, 1))


def test_palette_image_keeps_its_indices(path):
    pixels = np.arange(20, dtype=np.uint8).reshape(4, 5)
    palette = np.zeros((3, 256), np.uint16)
    palette[1] = np.arange(256)[::-1] * 257
    tifffile.imwrite(path, pixels, photometric="palette", colormap=palette)
    value = read(path)
    assert not value.rgb
    np.testing.assert_array_equal(value.data, pixels)


def test_white_is_zero_keeps_its_numbers(path):
    tifffile.imwrite(path, ZYX[0], photometric="miniswhite")
    np.testing.assert_array_equal(read(path).data, ZYX[0])


def test_one_bit_is_a_mask(path):
    pixels = np.eye(9, 10, dtype=bool)
    tifffile.imwrite(path, pixels)
    value = read(path)
    assert isinstance(value, Mask)
    np.testing.assert_array_equal(value.data, pixels)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int32", "float32"])
def test_an_image_can_be_read_as_labels_or_mask(path, dtype):
    pixels = np.array([[0, 3], [200, 0]], dtype)
    tifffile.imwrite(path, pixels)
    labels = read(path, kind="labels")
    assert isinstance(labels, Labels)
    assert labels.dtype.kind in "iu"
    np.testing.assert_array_equal(labels.data, pixels)
    with pytest.raises(InputError, match=r"more than two values.*threshold"):
        read(path, kind="mask")
    tifffile.imwrite(path, np.where(pixels == 3, 0, pixels))
    mask = read(path, kind="mask")
    assert isinstance(mask, Mask)
    np.testing.assert_array_equal(mask.data, pixels > 3)


def test_labels_and_masks_can_be_read_as_images(tmp_path):
    write(tmp_path / "l.tif", Labels.of(np.array([[0, 7]], np.int32)))
    write(tmp_path / "m.tif", Mask.of(np.array([[True, False]])))
    assert isinstance(read(tmp_path / "l.tif", kind="image"), Image)
    value = read(tmp_path / "m.tif", kind="image")
    assert isinstance(value, Image)
    np.testing.assert_array_equal(value.data, [[255, 0]])


@pytest.mark.parametrize("pixels", [[[0.5, 1.0]], [[np.nan, 1.0]], [[-1.0, 1.0]]])
def test_fractions_and_negative_numbers_are_no_labels(path, pixels):
    tifffile.imwrite(path, np.array(pixels, np.float32))
    with pytest.raises(InputError, match="whole numbers from 0 on"):
        read(path, kind="labels")


@pytest.mark.parametrize("kind", ["labels", "mask"])
def test_colours_are_neither_labels_nor_mask(path, kind):
    tifffile.imwrite(path, np.ones((4, 5, 3), np.uint8), photometric="rgb")
    with pytest.raises(InputError, match=f"RGB image and cannot be read as {kind}"):
        read(path, kind=kind)


def test_complex_pixels_are_refused(path):
    tifffile.imwrite(path, np.ones((4, 5), np.complex64))
    with pytest.raises(InputError, match="complex64: pixels are bool, integer or float"):
        read(path)
