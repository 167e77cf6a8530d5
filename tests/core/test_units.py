"""Lengths and sizes as text and numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from napari_darkroom.core.errors import DarkroomError, ParameterError, UnitError
from napari_darkroom.core.units import (
    Measure,
    canonical_unit,
    conversion_factor,
    format_number,
    power_unit,
)

UNITS = ["pixel", "nm", "um", "mm", "arcsec", "s"]
numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(numbers, min_size=1, max_size=3), st.sampled_from([*UNITS, "um^2", "um^3"]))
def test_text_reads_back_as_itself(values, unit):
    measure = Measure(tuple(values), unit)
    assert Measure.parse(str(measure)) == measure


@given(numbers)
def test_numbers_read_back_as_themselves(value):
    assert float(format_number(value)) == value


@pytest.mark.parametrize(
    ("given_", "values", "unit"),
    [
        (2, (2,), "pixel"),
        ("2", (2,), "pixel"),
        ("7 px", (7,), "pixel"),
        ("1.5um", (1.5,), "um"),
        ("1.5 µm", (1.5,), "um"),
        ("1.5 micron", (1.5,), "um"),
        ("1, 2, 2 pixel", (1, 2, 2), "pixel"),
        ([1, 2.5], (1, 2.5), "pixel"),
        ("1e-3 mm", (0.001,), "mm"),
        ("20 um^2", (20,), "um^2"),
        ("20 um**2", (20,), "um^2"),
        ('3"', None, None),
    ],
)
def test_what_can_be_written(given_, values, unit):
    if values is None:
        with pytest.raises(DarkroomError):
            Measure.parse(given_)
        return
    assert Measure.parse(given_) == Measure(values, unit)


@pytest.mark.parametrize(
    "given_", ["two", "", "1 um, 2 nm", float("nan"), float("inf"), True, None, {}, "1 2 um", "um"]
)
def test_what_is_no_length_is_refused(given_):
    with pytest.raises(DarkroomError):
        Measure.parse(given_)


def test_an_unknown_unit_names_some_that_are_known():
    with pytest.raises(UnitError, match="'furlongz' is unknown"):
        Measure.parse("3 furlongz")


def test_mixed_units_are_refused():
    with pytest.raises(ParameterError, match="mixes units"):
        Measure.parse("1 um, 2 nm")


@pytest.mark.parametrize("name", ["px", "pixels", "voxel", "", "pixel"])
def test_a_pixel_has_many_names(name):
    assert canonical_unit(name) == "pixel"


def test_units_convert():
    assert conversion_factor("mm", "um") == pytest.approx(1000)
    assert conversion_factor("um^2", "nm^2") == pytest.approx(1e6)
    assert conversion_factor("deg", "arcsec") == pytest.approx(3600)


def test_a_pixel_is_no_length_of_paper():
    with pytest.raises(UnitError, match="cannot be expressed"):
        conversion_factor("pixel", "um")


def test_powers_of_units():
    assert [power_unit("um", n) for n in (1, 2, 3)] == ["um", "um^2", "um^3"]


@pytest.mark.parametrize(("name", "known"), [
    ("px^2", "pixel^2"), ("px²", "pixel^2"), ("px2", "pixel^2"), ("um/px", "um/pixel"),
    ("1/px", "1/pixel"),
])  # fmt: skip
def test_a_pixel_is_none_of_a_screen_in_any_power(name, known):
    assert canonical_unit(name) == known
    with pytest.raises(UnitError):
        conversion_factor(canonical_unit(name), "um^2")
