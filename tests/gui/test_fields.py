"""The editors of parameters: what is set is what the operation gets."""

from __future__ import annotations

from typing import Any

import pytest

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.engine.catalog import operations
from napari_darkroom.plugin.fields import IntervalField, OptionalField
from napari_darkroom.plugin.measure_field import MeasureField, make_field, unit_text

ANISOTROPIC = Calibration.of("zyx", [2, 0.5, 0.5], ["um"] * 3)


@pytest.mark.parametrize("operation", operations().values(), ids=lambda o: o.id)
def test_every_form_begins_with_the_defaults(qtbot: Any, operation: Operation) -> None:
    for parameter in operation.parameters:
        field = make_field(parameter)
        qtbot.addWidget(field)
        shown = operation.canonical({parameter.name: field.value()})
        assert shown[parameter.name] == parameter.default


@pytest.fixture
def sigma(qtbot: Any) -> MeasureField:
    field = make_field(Parameter("sigma", "length", "2 pixel", minimum=0, maximum=500))
    qtbot.addWidget(field)
    assert isinstance(field, MeasureField)
    return field


def test_length_says_what_it_is_in_the_other_unit(sigma: MeasureField) -> None:
    sigma.adapt(ANISOTROPIC, ("z", "y", "x"), {})
    assert sigma.equivalent.text() == "= 4 (z), 1 (y, x) µm"
    sigma.adapt(ANISOTROPIC, ("y", "x"), {})
    assert sigma.equivalent.text() == "= 1 µm"


def test_another_unit_keeps_the_length(sigma: MeasureField) -> None:
    sigma.adapt(ANISOTROPIC, ("y", "x"), {})
    sigma.unit.setCurrentIndex(sigma.unit.findData("um"))
    assert sigma.value() == "1 um"
    assert sigma.equivalent.text() == "= 2 pixel"
    assert sigma.spin.maximum() == 250


def test_without_pixel_size_there_are_pixels_alone(sigma: MeasureField) -> None:
    sigma.adapt(ANISOTROPIC, ("y", "x"), {})
    sigma.unit.setCurrentIndex(1)
    sigma.adapt(Calibration.default(2), ("y", "x"), {})
    assert sigma.unit.count() == 1
    assert sigma.value() == "2 pixel"
    assert sigma.equivalent.text() == ""


def test_one_number_an_axis(sigma: MeasureField) -> None:
    sigma.each.setChecked(True)
    assert sigma.value() == "2 pixel"
    sigma.line.setText("1, 2, 2")
    assert sigma.value() == "1, 2, 2 pixel"
    sigma.set_value("3 pixel")
    assert not sigma.each.isChecked()


def test_bounds_hold(sigma: MeasureField) -> None:
    sigma.spin.setValue(-3)
    assert sigma.value() == "0 pixel"


def test_size_is_an_area_or_a_volume(qtbot: Any) -> None:
    field = make_field(Parameter("min_size", "size", "64 pixel", minimum=0))
    qtbot.addWidget(field)
    assert isinstance(field, MeasureField)
    field.adapt(ANISOTROPIC, ("y", "x"), {})
    assert field.equivalent.text() == "= 16 µm²"
    field.adapt(ANISOTROPIC, ("z", "y", "x"), {})
    assert field.equivalent.text() == "= 32 µm³"
    field.unit.setCurrentIndex(1)
    assert field.value() == "32 um^3"


def test_interval_may_be_open(qtbot: Any) -> None:
    field = make_field(Parameter("x", "interval", None, optional=True))
    qtbot.addWidget(field)
    assert isinstance(field, IntervalField)
    assert field.value() is None
    field.start.setValue(10)
    assert field.value() == [10, None]
    field.adapt(Calibration.default(2), ("y", "x"), {"y": 5, "x": 20})
    field.stop.setValue(99)
    assert field.value() == [10, 20]


def test_optional_number_is_none_without_its_tick(qtbot: Any) -> None:
    field = make_field(Parameter("lower", "number", None, optional=True))
    qtbot.addWidget(field)
    assert isinstance(field, OptionalField)
    assert field.value() is None
    assert not field.inner.isEnabled()
    field.check.setChecked(True)
    field.inner.set_value(1e-9)
    assert float(field.value()) == 1e-9


def test_number_without_bounds_may_be_missing(qtbot: Any) -> None:
    field = make_field(Parameter("outside", "number", 0.0))
    qtbot.addWidget(field)
    field.set_value("nan")
    assert field.value() == "nan"


def test_units_are_printed_well() -> None:
    assert [unit_text(u) for u in ("um", "um^2", "nm^3", "pixel")] == ["µm", "µm²", "nm³", "pixel"]


def test_example_of_the_description_is_where_an_optional_length_begins(qtbot: Any) -> None:
    said = "Time between frames, ``30 s``; none keeps it."
    field = make_field(Parameter("interval", "physical", None, optional=True, description=said))
    qtbot.addWidget(field)
    assert isinstance(field, OptionalField)
    assert field.value() is None
    field.check.setChecked(True)
    assert field.value() == "30 s"
