"""FITS: several images in a file, old headers, compressed ones, cubes."""

import gzip
import warnings

import numpy as np
import pytest
from astropy.io import fits

from napari_darkroom.core.errors import FileError
from napari_darkroom.io.read import read, read_all

PIXELS = np.arange(20, dtype=np.float32).reshape(4, 5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sky.fits"


def test_pixels_header_and_unit(path):
    hdu = fits.PrimaryHDU(PIXELS)
    hdu.header["BUNIT"] = "adu"
    hdu.header["GAIN"] = (1.5, "electrons per adu")
    hdu.header["OBJECT"] = "NGC 1"
    hdu.header["FLAG"] = True
    hdu.header["NOTHING"] = None
    hdu.header.add_history("flat")
    hdu.header.add_history("dark")
    hdu.writeto(path)
    value = read(path)
    assert value.dtype == np.float32
    assert value.dtype.isnative
    assert value.name == "sky"
    assert value.metadata["bunit"] == "adu"
    cards = value.metadata["header"]
    assert ["GAIN", 1.5, "electrons per adu"] in cards
    assert ["FLAG", True, ""] in cards
    assert ["NOTHING", None, ""] in cards
    assert [card[1] for card in cards if card[0] == "HISTORY"] == ["flat", "dark"]
    np.testing.assert_array_equal(value.data, PIXELS)


def test_every_image_is_read_by_its_name(path):
    table = fits.BinTableHDU.from_columns([fits.Column("a", "E", array=np.ones(3))])
    science = fits.ImageHDU(PIXELS, name="SCI")
    quality = fits.ImageHDU(np.ones((4, 5), np.int16), name="DQ")
    fits.HDUList([fits.PrimaryHDU(), table, science, quality]).writeto(path)
    values = read_all(path)
    assert [value.name for value in values] == ["SCI", "DQ"]
    assert values[1].dtype == np.int16
    assert read(path).name == "SCI"


def test_only_a_table_is_no_image(path):
    table = fits.BinTableHDU.from_columns([fits.Column("a", "E", array=np.ones(3))])
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(path)
    with pytest.raises(FileError, match="holds no image"):
        read(path)


@pytest.mark.parametrize(
    "dtype", ["uint8", "int16", "uint16", "int32", "uint32", "int64", "float64"]
)
def test_types(path, dtype):
    pixels = np.array([[0, 1], [2, 100]], dtype)
    fits.PrimaryHDU(pixels).writeto(path)
    value = read(path)
    assert value.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(value.data, pixels)


def test_blank_is_nan(path):
    hdu = fits.PrimaryHDU(np.array([[1, -99], [3, 4]], np.int16))
    hdu.header["BLANK"] = -99
    hdu.writeto(path)
    np.testing.assert_array_equal(read(path).data, np.array([[1, np.nan], [3, 4]], np.float32))


def test_scaled_integers(path):
    hdu = fits.PrimaryHDU(PIXELS.copy())
    hdu.scale("int16", bscale=0.5, bzero=10)
    hdu.writeto(path)
    np.testing.assert_array_equal(read(path).data, PIXELS)


@pytest.mark.parametrize("end", [".fits.fz", ".fz"])
def test_compressed_tiles(tmp_path, end):
    pixels = np.arange(400, dtype=np.int32).reshape(20, 20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        hdus = fits.HDUList(
            [fits.PrimaryHDU(), fits.CompImageHDU(pixels, compression_type="RICE_1")]
        )
        hdus.writeto(tmp_path / f"a{end}")
    np.testing.assert_array_equal(read(tmp_path / f"a{end}").data, pixels)


def test_gzip(tmp_path):
    fits.PrimaryHDU(PIXELS).writeto(tmp_path / "a.fits")
    packed = tmp_path / "a.fits.gz"
    packed.write_bytes(gzip.compress((tmp_path / "a.fits").read_bytes()))
    value = read(packed)
    assert value.name == "a"
    np.testing.assert_array_equal(value.data, PIXELS)


@pytest.mark.parametrize(("shape", "kinds", "axes"), [
    ((1, 1, 4, 5), ("RA---SIN", "DEC--SIN", "FREQ", "STOKES"), ("y", "x")),
    ((1, 7, 4, 5), ("RA---SIN", "DEC--SIN", "FREQ", "STOKES"), ("c", "y", "x")),
    ((2, 1, 4, 5), ("RA---SIN", "DEC--SIN", "FREQ", "STOKES"), ("stokes", "y", "x")),
    ((7, 4, 5), ("", "", ""), ("z", "y", "x")),
    ((7, 1, 5), ("", "", ""), ("z", "y", "x")),
])  # fmt: skip
def test_cubes(path, shape, kinds, axes):
    pixels = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    hdu = fits.PrimaryHDU(pixels)
    for number, kind in enumerate(kinds, start=1):
        if kind:
            hdu.header[f"CTYPE{number}"] = kind
    hdu.writeto(path)
    value = read(path)
    assert value.calibration.axes == axes
    np.testing.assert_array_equal(value.data.ravel(), pixels.ravel())


def test_a_plain_sky_gives_the_size_of_a_pixel_in_arcsec(path):
    hdu = fits.PrimaryHDU(PIXELS)
    hdu.header.update(
        CTYPE1="RA---TAN", CTYPE2="DEC--TAN", CUNIT1="deg", CUNIT2="deg", CRVAL1=10.0, CRVAL2=70.0,
        CRPIX1=2.0, CRPIX2=2.0, CDELT1=-0.5 / 3600, CDELT2=0.25 / 3600,
    )  # fmt: skip
    hdu.writeto(path)
    value = read(path)
    assert value.calibration.scale == pytest.approx((0.25, 0.5))
    assert value.calibration.units == ("arcsec", "arcsec")


@pytest.mark.parametrize(
    "cards", [{}, {"CTYPE1": "LINEAR"}, {"CTYPE1": "RA---TAN"}, {"CDELT1": "text"}]
)
def test_without_a_plain_sky_it_is_in_pixels(path, cards):
    hdu = fits.PrimaryHDU(PIXELS)
    hdu.header.update(cards)
    hdu.writeto(path)
    assert read(path).calibration.units == ("pixel", "pixel")
    assert read(path).calibration.scale == (1.0, 1.0)


def test_a_card_that_breaks_the_standard_is_kept(path):
    fits.PrimaryHDU(PIXELS).writeto(path)
    raw = path.read_bytes()
    broken = b"ESO-LOG 00:00:00> DATE         = '1992-10-26'  / Mon Oct 26, 1992".ljust(80)
    path.write_bytes(
        raw.replace(b"END".ljust(80), broken + b"END".ljust(80), 1)[:2880] + raw[2880:]
    )
    value = read(path)
    assert any("ESO-LOG" in str(card) for card in value.metadata["header"])
