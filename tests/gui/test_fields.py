"""The editors of parameters: what is set is what the operation gets."""

from __future__ import annotations

import re
from typing import Any

import pytest
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QAbstractSpinBox

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameter_values import read_value
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import format_number
from napari_darkroom.engine.catalog import operations
from napari_darkroom.plugin.fields import IntervalField, NumberField, OptionalField
from napari_darkroom.plugin.measure_field import MeasureField, make_field, unit_text
from napari_darkroom.plugin.number_box import NumberBox


def type_into(qtbot: Any, box: NumberBox, text: str) -> None:
    """Replace what stands in a box, key by key, without leaving it."""
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    qtbot.keyClicks(box, text)


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
    assert sigma.box.range() == (0, 250)


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


def test_bounds_hold_the_arrows(sigma: MeasureField) -> None:
    sigma.box.set_text("0.005")
    sigma.box.stepBy(-10)
    assert sigma.value() == "0 pixel"
    assert sigma.box.stepEnabled() == QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
    sigma.box.set_text("499")
    sigma.box.stepBy(1)
    assert sigma.value() == "500 pixel"


@pytest.mark.parametrize(("number", "up", "down"), [("2", "2.1", "1.9"), ("1", "1.1", "0.99")])
def test_arrows_go_by_a_tenth(sigma: MeasureField, number: str, up: str, down: str) -> None:
    for steps, wanted in ((1, up), (-1, down)):
        sigma.box.set_text(number)
        sigma.box.stepBy(steps)
        assert sigma.box.typed() == wanted


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,5", "1.5 pixel"),
        (".5", ".5 pixel"),
        ("1e2", "1e2 pixel"),
        ("0,125", "0.125 pixel"),
        ("0.65 um", "0.65 um"),
        ("0,65 µm", "0.65 µm"),
    ],
)
def test_what_is_typed_is_taken_as_typed(
    qtbot: Any, sigma: MeasureField, typed: str, value: str
) -> None:
    type_into(qtbot, sigma.box, typed)
    assert sigma.box.typed() == typed
    assert sigma.value() == value


@pytest.mark.parametrize("typed", ["600", "-2", "1e9"])
def test_what_is_not_allowed_is_refused_and_not_changed(
    qtbot: Any, sigma: MeasureField, typed: str
) -> None:
    type_into(qtbot, sigma.box, typed)
    assert sigma.box.typed() == typed
    shown = re.escape(format_number(float(typed)))
    with pytest.raises(ParameterError, match=f"sigma = {shown} pixel: must be at least 0 and at"):
        read_value(sigma.parameter, sigma.value())


@pytest.mark.parametrize("typed", ["1,500", "two", "", "5 parrots"])
def test_what_is_no_number_is_refused(qtbot: Any, sigma: MeasureField, typed: str) -> None:
    type_into(qtbot, sigma.box, typed)
    with pytest.raises(ParameterError, match="sigma"):
        read_value(sigma.parameter, sigma.value())


def test_typed_unit_is_the_unit_that_is_shown(qtbot: Any, sigma: MeasureField) -> None:
    sigma.adapt(ANISOTROPIC, ("y", "x"), {})
    type_into(qtbot, sigma.box, "0.65 micron")
    qtbot.keyClick(sigma.box, Qt.Key.Key_Return)
    assert sigma.unit.currentText() == "µm"
    assert sigma.box.typed() == "0.65"
    assert sigma.value() == "0.65 um"
    assert sigma.equivalent.text() == "= 1.3 pixel"


def test_typed_unit_outlives_a_layer_without_pixel_size(qtbot: Any, sigma: MeasureField) -> None:
    sigma.adapt(Calibration.default(2), ("y", "x"), {})
    type_into(qtbot, sigma.box, "0.65 um")
    qtbot.keyClick(sigma.box, Qt.Key.Key_Return)
    sigma.adapt(Calibration.default(2), ("y", "x"), {})
    assert sigma.value() == "0.65 um"


def test_typed_unit_is_converted_between_two_physical_ones(sigma: MeasureField) -> None:
    sigma.adapt(ANISOTROPIC, ("y", "x"), {})
    sigma.set_value("1000 nm")
    assert sigma.box.range() == (0, pytest.approx(250_000))
    sigma.adapt(Calibration.default(2), ("y", "x"), {})
    assert sigma.value() == "2 pixel"


@pytest.mark.parametrize("typed", ["99999999", "12.5", "1"])
def test_whole_number_stays_as_typed(qtbot: Any, typed: str) -> None:
    field = make_field(Parameter("bins", "integer", 256, minimum=2, maximum=65536))
    qtbot.addWidget(field)
    assert isinstance(field, NumberField)
    type_into(qtbot, field.box, typed)
    assert field.value() == typed
    with pytest.raises(ParameterError, match=r"bins = '?" + re.escape(typed)):
        read_value(field.parameter, field.value())


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
    type_into(qtbot, field.start, "10")
    assert field.value() == [10, None]
    field.adapt(Calibration.default(2), ("y", "x"), {"y": 5, "x": 20})
    field.stop.set_text("20")
    field.stop.stepBy(1)
    assert field.value() == [10, 20]
    type_into(qtbot, field.start, "-2")
    assert field.value() == [-2, 20]
    type_into(qtbot, field.start, "two")
    with pytest.raises(ParameterError, match="give a first and a last index"):
        read_value(field.parameter, field.value())


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


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        (o.id, p.name)
        for o in operations().values()
        for p in o.parameters
        if p.optional and p.type in ("physical", "length", "size")
    ],
)
def test_optional_measure_is_allowed_as_soon_as_it_is_ticked(
    qtbot: Any, id_: str, name: str
) -> None:
    operation = operations()[id_]
    parameter = next(p for p in operation.parameters if p.name == name)
    field = make_field(parameter)
    qtbot.addWidget(field)
    assert isinstance(field, OptionalField)
    field.check.setChecked(True)
    assert operation.canonical({name: field.value()})[name] is not None
