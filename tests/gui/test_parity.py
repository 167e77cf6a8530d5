"""The window gives what the engine gives, bit for bit, for every operation.

One viewer serves a family: opening one takes longer than most operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from cases import OPERATIONS, Case, assert_same, first_layouts
from desk import Desk

import napari_darkroom as dr
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Grid, Points, Shapes, Table
from napari_darkroom.engine.run import run
from napari_darkroom.plugin.display import outputs
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.layers import to_layer_data, to_value
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import tables_of


def add(desk: Desk, value: Grid | Points | Shapes) -> Any:
    data, attributes, kind = to_layer_data(value)
    return getattr(desk.viewer, f"add_{kind}")(data, **attributes)


FAMILIES = sorted({operation.family for operation in OPERATIONS})


@pytest.mark.parametrize("family", FAMILIES)
def test_window_is_engine(desk: Desk, family: str, subtests: pytest.Subtests) -> None:
    for case in _cases(family):
        with subtests.test(str(case)):
            _check(desk, case)
        Session.of(desk.viewer).undo()
        desk.viewer.layers.clear()
        desk.said.clear()


def _cases(family: str) -> Iterator[Case]:
    for operation in OPERATIONS:
        # A table is no layer: what needs one has tests of its own.
        needs_table = any(i.kinds == ("table",) and not i.optional for i in operation.inputs)
        if operation.family == family and not needs_table:
            layout, kind = first_layouts(operation)[-1], operation.inputs[0].kinds[0]
            for variant in ("default", "changed") if operation.parameters else ("default",):
                yield Case(operation, layout, kind, variant=variant)


def _check(desk: Desk, case: Case) -> None:
    operation = case.operation
    # A table is no layer: where one may be given the window gives none.
    given = {name: v for name, v in case.inputs.items() if v.kind != "table"}
    layers = {name: add(desk, value) for name, value in given.items()}
    # napari keeps the corners of shapes in single precision, and points made by hand have places.
    drawn = [name for name, value in given.items() if value.kind in ("points", "shapes")]
    given |= {name: to_value(layers[name]) for name in drawn}
    form = OperationForm(desk.viewer, operation)
    desk.qtbot.addWidget(form)
    for name, layer in layers.items():
        form.inputs[name].set_layer(layer)
    for name, value in operation.canonical(case.parameters).items():
        if name in case.parameters:
            form.fields[name].set_value(_shown(value, case, name))
    before = {name: digest(to_value(layer)) for name, layer in layers.items()}
    desk.press_run(form)
    refused = ""
    try:
        values = run(operation, given, case.parameters).values()
    except InputError as error:
        refused = f"error: {error}"
    assert desk.said == [refused] * bool(refused)
    if refused:
        return
    session = Session.of(desk.viewer)
    references = outputs(session.history.graph.steps[-1])
    shown = [layer for one in references if (layer := session.layer(one)) is not None]
    expected = sorted(values, key=lambda value: isinstance(value, Grid))
    results = [value for layer in desk.viewer.layers for value in tables_of(layer).values()]
    results += [to_value(layer) for layer in shown]
    for result, wanted in zip(results, expected, strict=True):
        assert_same(result, wanted)
    assert {name: digest(to_value(layer)) for name, layer in layers.items()} == before


def test_found_spots_become_objects_of_their_own_sizes(desk: Desk, blobs: np.ndarray) -> None:
    image = desk.viewer.add_image(blobs, name="dna")
    spots = dr.apply(desk.viewer, "segment.find_spots", image)
    shown = dr.apply(desk.viewer, "labels.from_points", image, points=spots, sizes="diameter")
    found = dr.segment.find_spots(dr.Image.of(blobs))
    expected = dr.labels.from_points(dr.Image.of(blobs), found, sizes="diameter")
    assert expected.data.max() > 0
    np.testing.assert_array_equal(shown.data, expected.data)


def _shown(value: Any, case: Case, name: str) -> Any:
    """Return a value as a person sets it: a negative index counts from the end."""
    if not (isinstance(value, list) and value[1] is not None and value[1] < 0):
        return value
    return [value[0], dict(zip(case.layout.axes, case.layout.shape, strict=True))[name] + value[1]]


def test_tables_are_among_the_operations() -> None:
    kinds = {output.kind for operation in OPERATIONS for output in operation.outputs}
    assert Table.kind in kinds
