"""What Darkroom writes as TIFF comes back as the same value, and other programs can read it."""

from dataclasses import replace
from itertools import product

import dask.array as da
import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.io.read import read
from napari_darkroom.io.write import write

AXES = ["yx", "zyx", "tyx", "cyx", "tcyx", "zcyx", "tczyx", "xy"]
DTYPES = ["uint8", "uint16", "int16", "int32", "uint32", "float32", "float64"]
PLAIN_ONLY = ["int64", "uint64", "float16"]
LENGTHS = {"t": 2, "c": 3, "z": 4, "y": 5, "x": 6}


def calibration(axes):
    scales = {"t": 2.5, "c": 1.0, "z": 1.7, "y": 0.33, "x": 0.31}
    units = {"t": "s", "c": "pixel", "z": "um", "y": "um", "x": "um"}
    offsets = {"t": 0.0, "c": 0.0, "z": -3.5, "y": 12.25, "x": 0.1}
    return Calibration.of(
        axes, *([table[axis] for axis in axes] for table in (scales, units, offsets))
    )


def image(axes, dtype, **fields):
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 200, [LENGTHS[a] for a in axes]).astype(dtype)
    return Image(pixels, calibration(axes), **fields)


def assert_same(value, other):
    assert type(value) is type(other)
    assert value.calibration == other.calibration
    assert value.name == other.name
    assert value.dtype.newbyteorder("=") == other.dtype
    assert other.dtype.isnative
    np.testing.assert_array_equal(np.asarray(value.data), other.data)
    if isinstance(value, Image):
        assert (value.rgb, value.channels) == (other.rgb, other.channels)


@pytest.mark.parametrize(("end", "axes", "dtype"), product([".tif", ".ome.tif"], AXES, DTYPES))
def test_image_comes_back(tmp_path, end, axes, dtype):
    names = ("DAPI", "a<b & c", "µ") if "c" in axes else ()
    value = image(axes, dtype, name='cells "1" é', channels=names)
    path = tmp_path / f"a{end}"
    assert write(path, value) == [path]
    assert_same(value, read(path))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("dtype", PLAIN_ONLY)
def test_types_that_only_plain_tiff_holds_come_back(tmp_path, dtype):
    value = image("zyx", dtype)
    write(tmp_path / "a.tif", value)
    assert_same(replace(value, name="a"), read(tmp_path / "a.tif"))
    with pytest.raises(FileError, match=f"OME-TIFF cannot hold {dtype}.*uint16.*Use a name"):
        write(tmp_path / "a.ome.tif", value)


@pytest.mark.parametrize("dtype", [">u2", ">f4", ">f8", ">i4"])
def test_big_endian_comes_back_native(tmp_path, dtype):
    value = image("yx", dtype, name="a")
    write(tmp_path / "a.tif", value)
    assert_same(value, read(tmp_path / "a.tif"))


@pytest.mark.parametrize(
    ("axes", "shape"),
    [("yx", (1, 1)), ("zyx", (1, 5, 1)), ("zyx", (1, 1, 1)), ("tyx", (3, 1, 1)), ("x", (7,)),
     ("tczyx", (1, 1, 4, 1, 6)), (("angle", "y", "x"), (2, 3, 4)), ("yx", (4, 3)), ("yx", (3, 4))],
)  # fmt: skip
@pytest.mark.parametrize("dtype", ["uint8", "float64", "int64"])
def test_odd_shapes_and_axes_come_back(tmp_path, axes, shape, dtype):
    pixels = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    value = Image.of(pixels, axes, scale=[2.0] * len(shape), name="a")
    write(tmp_path / "a.tif", value)
    assert_same(value, read(tmp_path / "a.tif"))


@pytest.mark.parametrize("end", [".tif", ".ome.tif"])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
@pytest.mark.parametrize("colours", [3, 4])
@pytest.mark.parametrize("axes", ["yx", "zyx", "tzyx"])
def test_rgb_comes_back(tmp_path, end, dtype, colours, axes):
    grey = image(axes, dtype)
    pixels = np.stack([grey.data + i for i in range(colours)], axis=-1).astype(dtype)
    value = Image(pixels, grey.calibration, "a", rgb=True)
    write(tmp_path / f"a{end}", value)
    assert_same(value, read(tmp_path / f"a{end}"))


@pytest.mark.parametrize("end", [".tif", ".ome.tif"])
@pytest.mark.parametrize("dtype", ["int32", "uint8", "uint16", "uint32", "int16"])
@pytest.mark.parametrize("top", [0, 1, 255, 256, 65_535, 65_536, 2**31 - 1])
def test_labels_come_back_as_labels_of_their_type(tmp_path, end, dtype, top):
    top = min(top, np.iinfo(dtype).max)
    value = Labels(np.array([[0, 1], [top, top]], dtype), calibration("yx"), "objects")
    write(tmp_path / f"a{end}", value)
    assert_same(value, read(tmp_path / f"a{end}"))


def test_labels_of_64_bits_come_back(tmp_path):
    value = Labels(np.array([[0, 2**40]]), calibration("yx"), "objects")
    write(tmp_path / "a.tif", value)
    assert_same(value, read(tmp_path / "a.tif"))


@pytest.mark.parametrize("end", [".tif", ".ome.tif"])
@pytest.mark.parametrize(
    "pixels", [np.eye(5, 6, dtype=bool), np.zeros((5, 6), bool), np.ones((5, 6), bool)]
)
def test_mask_is_0_and_255_in_the_file_and_comes_back_as_mask(tmp_path, end, pixels):
    value = Mask(pixels, calibration("yx"), "m")
    write(tmp_path / f"a{end}", value)
    stored = tifffile.imread(tmp_path / f"a{end}")
    assert stored.dtype == np.uint8
    np.testing.assert_array_equal(stored, pixels * 255)
    assert_same(value, read(tmp_path / f"a{end}"))


def test_turned_and_sheared_calibration_comes_back(tmp_path):
    turned = replace(
        calibration("yx"),
        rotate=((0.0, -1.0), (1.0, 0.0)),
        shear=((1.0, 0.25), (0.0, 1.0)),
        affine=((1.0, 0.0, 3.0), (0.0, 1.0, 4.0), (0.0, 0.0, 1.0)),
    )
    value = Image(np.ones((3, 4), np.uint8), turned, "a")
    write(tmp_path / "a.tif", value)
    assert_same(value, read(tmp_path / "a.tif"))


def test_lazy_data_is_written_like_the_computed(tmp_path):
    value = image("tczyx", "uint16", name="a")
    lazy = replace(value, data=da.from_array(value.data, chunks=2))
    write(tmp_path / "a.tif", lazy)
    assert_same(value, read(tmp_path / "a.tif"))
    labels = Labels(lazy.data.astype("int32"), value.calibration, "l")
    write(tmp_path / "l.tif", labels)
    assert_same(labels, read(tmp_path / "l.tif"))


def test_a_name_as_long_as_the_system_allows(tmp_path):
    path = tmp_path / ("é" * 125 + ".tif")
    assert write(path, image("yx", "uint8")) == [path]
    assert read(path).shape == (5, 6)


@pytest.mark.parametrize("end", [".tif", ".ome.tif", ".npy"])
def test_provenance_and_metadata_come_back(tmp_path, end):
    value = image("yx", "uint8", metadata={"bunit": "adu", "header": [["A", 1.5, "é"]]})
    write(tmp_path / f"a{end}", value, provenance={"recipe": "x", "hash": ["1"]})
    back = read(tmp_path / f"a{end}").metadata
    assert back["provenance"] == {"recipe": "x", "hash": ["1"]}
    assert back["bunit"] == "adu"
    assert back["header"] == [["A", 1.5, "é"]]


def test_metadata_that_json_cannot_hold_stays_behind(tmp_path):
    value = image("yx", "uint8", metadata={"array": np.ones(3), "kept": 1})
    write(tmp_path / "a.tif", value)
    assert read(tmp_path / "a.tif").metadata == {"kept": 1}


def test_imagej_gets_hyperstack_spacing_unit_and_interval(tmp_path):
    value = image("tczyx", "uint16")
    write(tmp_path / "a.tif", value)
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        told, page, series = file.imagej_metadata, file.pages[0], file.series[0]
        assert file.is_imagej
        assert (told["frames"], told["slices"], told["channels"]) == (2, 4, 3)
        assert told["hyperstack"] is True
        assert told["mode"] == "composite"
        assert told["unit"] == "um"
        assert told["spacing"] == 1.7
        assert told["finterval"] == 2.5
        # ImageJ: position = (index - origin) * size.
        assert told["zorigin"] == pytest.approx(3.5 / 1.7)
        density = page.tags["XResolution"].value
        assert density[0] / density[1] == pytest.approx(1 / 0.31)
        assert series.axes == "TZCYX"
        np.testing.assert_array_equal(series.asarray(), value.data.transpose(0, 2, 1, 3, 4))


def test_imagej_gets_one_unit(tmp_path):
    units = ("um", "um", "nm")
    value = Image.of(np.ones((3, 4, 5), np.uint8), "zyx", (2.0, 0.5, 250.0), units)
    write(tmp_path / "a.tif", value)
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        assert file.imagej_metadata["unit"] == "nm"
        assert file.imagej_metadata["spacing"] == pytest.approx(2000)
        density = file.pages[0].tags["YResolution"].value
        assert density[0] / density[1] == pytest.approx(1 / 500)
    assert read(tmp_path / "a.tif").calibration == value.calibration


@pytest.mark.parametrize(("value", "imagej"), [
    (image("yx", "uint8"), True),
    (image("yx", "uint16"), True),
    (image("yx", "float32"), True),
    (image("yx", "float64"), False),
    (image("yx", "int32"), False),
    (Labels.of(np.full((3, 4), 65_535, np.int32)), True),
    (Labels.of(np.full((3, 4), 65_536, np.int32)), False),
    (Mask.of(np.ones((3, 4), bool)), True),
    (Image.of(np.ones((3, 4), np.uint8), scale=(1e-10, 1e-10), units=("m", "m")), False),
])  # fmt: skip
def test_what_imagej_reads_is_written_for_imagej_and_the_rest_as_ome(tmp_path, value, imagej):
    write(tmp_path / "a.tif", value)
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        assert (file.is_imagej, file.is_ome) == (imagej, not imagej)
    assert_same(replace(value, name="a"), read(tmp_path / "a.tif"))


def test_ome_tells_sizes_units_and_channels(tmp_path):
    value = image("tczyx", "uint16", channels=("a", "b", "c"), name="cells")
    write(tmp_path / "a.ome.tif", value)
    with tifffile.TiffFile(tmp_path / "a.ome.tif") as file:
        assert file.is_ome
        told = tifffile.xml2dict(file.ome_metadata)["OME"]["Image"]
    pixels = told["Pixels"]
    assert told["Name"] == "cells"
    assert (pixels["PhysicalSizeX"], pixels["PhysicalSizeXUnit"]) == (0.31, "µm")
    assert (pixels["PhysicalSizeZ"], pixels["PhysicalSizeZUnit"]) == (1.7, "µm")
    assert (pixels["TimeIncrement"], pixels["TimeIncrementUnit"]) == (2.5, "s")
    assert [channel["Name"] for channel in pixels["Channel"]] == ["a", "b", "c"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sizes=st.lists(st.floats(1e-6, 1e6), min_size=3, max_size=3),
    offsets=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3),
    unit=st.sampled_from(["um", "nm", "angstrom", "mm", "in", "arcsec", "deg", "pixel"]),
    ome=st.booleans(),
)
def test_any_scale_and_position_come_back_exactly(tmp_path, sizes, offsets, unit, ome):
    value = Image.of(np.ones((2, 3, 4), np.uint8), "zyx", sizes, [unit] * 3, offsets, name="a")
    path = tmp_path / ("a.ome.tif" if ome else "a.tif")
    write(path, value)
    assert read(path).calibration == value.calibration
