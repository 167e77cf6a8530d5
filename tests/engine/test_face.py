"""The Python face: what is given, what comes back, what help shows."""

import inspect
import json

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.core.registry import registry
from napari_darkroom.tables.frame import as_table

GREY = np.random.default_rng(2).random((12, 13))


def test_arrays_give_arrays_and_values_values():
    assert isinstance(dr.filters.gaussian(GREY), np.ndarray)
    assert isinstance(dr.filters.gaussian(dr.Image.of(GREY)), dr.Image)
    assert isinstance(dr.filters.gaussian(GREY.tolist()), np.ndarray)


def test_a_value_among_arrays_gives_a_value():
    mask = dr.Mask.of(GREY > 0.5)
    assert isinstance(dr.mask.apply(GREY, mask), dr.Image)


def test_a_measurement_gives_a_frame_with_units():
    table = dr.measure.regions(dr.Labels.of(np.ones((3, 3), int)))
    assert isinstance(table, pd.DataFrame)
    assert table.attrs["units"]["area"] == "pixel^2"
    assert table.attrs["definitions"]["label"].endswith(".")


def test_layers_give_values_with_their_calibration():
    layers = pytest.importorskip("napari.layers", reason="layers are given")
    layer = layers.Image(GREY, scale=(0.5, 0.5), units=("um", "um"), name="dna")
    result = dr.filters.gaussian(layer, sigma="1 um")
    assert result.calibration.scale == (0.5, 0.5)
    assert result.calibration.units == ("um", "um")
    np.testing.assert_array_equal(result.data, dr.filters.gaussian(GREY, sigma=2))


def test_completion_and_help():
    assert {"filters", "measure", "read", "Recipe"} <= set(dir(dr))
    assert {"gaussian", "median", "unsharp_mask"} == set(dir(dr.filters))
    signature = inspect.signature(dr.filters.gaussian)
    assert list(signature.parameters) == ["image", "sigma", "mode", "axes", "over"]
    assert "spacing" not in inspect.signature(dr.segment.split_touching).parameters
    assert "sigma : length" in inspect.getdoc(dr.filters.gaussian)
    assert "filters.gaussian" in repr(dr.filters.gaussian)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (dr.filters.gaussian, InputError, "needs an input"),
        (lambda: dr.filters.gaussian(GREY, 2), ParameterError, "give parameters by name"),
        (lambda: dr.filters.gaussian(GREY, image=GREY), ParameterError, "given twice"),
        (lambda: dr.filters.gaussian(GREY, sgma=2), ParameterError, "Did you mean 'sigma'"),
        (lambda: dr.filters.gausian, AttributeError, "Did you mean 'gaussian'"),
        (lambda: dr.filter, AttributeError, "filter"),
    ],
)
def test_mistakes_are_named(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_a_stack_of_three_planes_can_be_named():
    volume = np.random.default_rng(3).random((9, 10, 3))
    assert dr.filters.gaussian(volume).shape == (9, 10, 3)
    named = dr.Image.of(volume, axes="yxz")
    assert dr.filters.gaussian(named).data.shape == (9, 10, 3)
    assert not np.array_equal(dr.filters.gaussian(named).data, dr.filters.gaussian(volume))


def test_a_lazy_array_gives_a_lazy_array():
    import dask.array as da

    result = dr.filters.gaussian(da.from_array(GREY, chunks=5))
    assert hasattr(result, "dask")
    np.testing.assert_array_equal(result.compute(), dr.filters.gaussian(GREY))


def test_a_table_comes_back_whole_from_its_frame(tmp_path):
    labels = dr.Labels.of(np.ones((2, 3, 3), int), axes="tyx", name="cells")
    expected = dr.run("measure.regions", {"labels": labels})["table"]
    frame = dr.measure.regions(labels)
    assert as_table(frame).columns == expected.columns
    assert as_table(frame).keys == expected.keys == ("t", "label")
    assert as_table(frame).name == "cells"
    dr.write(tmp_path / "frame.csv", frame[frame["t"] == 1])
    dr.write(tmp_path / "table.csv", expected)
    read = [dr.read(tmp_path / name) for name in ("frame.csv", "table.csv")]
    assert (read[0].columns, read[0].keys) == (read[1].columns, read[1].keys)
    assert list(read[0].data["t"]) == [1]
    assert any(column.source for column in read[0].columns.values())


def test_what_a_frame_tells_is_plain_and_only_of_the_columns_that_are_left():
    frame = dr.measure.regions(dr.Labels.of(np.ones((3, 3), int)))
    assert json.loads(json.dumps(frame.attrs)) == frame.attrs
    part = frame[["area"]].assign(half=1.0)
    table = as_table(part)
    assert list(table.columns) == ["area", "half"]
    assert table.columns["area"].unit == "pixel^2"
    assert table.columns["half"].definition == ""
    assert table.keys == ()
    assert table.data.attrs == {}
    assert part.attrs


def test_a_family_is_made_once_and_anew_with_a_new_operation():
    assert dr.measure is dr.measure

    def declared(title):
        @dr.operation(title=title, family="made_here")
        def twice(image: dr.ImageArray) -> dr.ImageArray:
            """Return the image."""
            return image

    before = set(dir(dr))
    try:
        declared("First")
        first = dr.made_here
        assert first.twice.operation.title == "First"
        declared("Second")
        assert dr.made_here.twice.operation.title == "Second"
    finally:
        registry.remove("made_here.twice")
    assert set(dir(dr)) == before
    with pytest.raises(AttributeError, match="made_here"):
        _ = dr.made_here
