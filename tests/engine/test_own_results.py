"""Results stand on their own: pixels, metadata, and what somebody else's function does."""

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError, UnknownOperationError
from napari_darkroom.core.registry import registry
from napari_darkroom.engine.run import run


@pytest.fixture
def own():
    """Declare operations as in a notebook, and forget them afterwards."""
    before = set(registry)

    @dr.operation(title="In place", family="own_test")
    def in_place(image: dr.ImageArray) -> dr.SameArray:
        """Change the input."""
        image -= 1
        return image

    @dr.operation(title="Nothing", family="own_test")
    def nothing(image: dr.ImageArray) -> dr.SameArray:
        """Give nothing back."""
        return None

    @dr.operation(title="Shorter", family="own_test")
    def shorter(image: dr.ImageArray) -> dr.SameArray:
        """Lose rows."""
        return image[:2]

    @dr.operation(title="Rows", family="own_test")
    def rows(table: dr.Table) -> dr.Table:
        """Change a table in place."""
        table.data["label"] += 1
        return table

    yield dr.own_test
    for name in set(registry) - before:
        registry.remove(name)


def test_painting_on_a_result_does_not_change_the_input():
    image = dr.Image.of(np.zeros((6, 7)))
    for result in (
        dr.geometry.crop(image, x=(1, 5)),
        dr.geometry.set_pixel_size(image, pixel_size="0.5 um"),
    ):
        result.data[:] = 7
    assert not image.data.any()


def test_a_result_does_not_claim_how_its_input_was_made():
    told = {"provenance": {"by": "another"}, "header": [["EXPTIME", 30, ""]], "unit": "adu"}
    image = dr.Image.of(np.eye(8), metadata=told)
    assert dict(dr.filters.gaussian(image).metadata) == {
        "header": told["header"],
        "unit": "adu",
    }
    assert dict(dr.geometry.crop(image, x=(1, 4)).metadata) == {"unit": "adu"}
    assert dict(dr.threshold.otsu(image).metadata) == {"header": told["header"], "unit": "adu"}
    assert image.metadata == told


def test_a_function_that_works_in_place_gets_a_copy(own):
    image = np.full((4, 5), 9, np.uint8)
    assert (own.in_place(image) == 8).all()
    assert (image == 9).all()


def test_a_function_that_writes_into_a_table_gets_a_copy(own):
    table = dr.Table(pd.DataFrame({"label": [1, 2]}), {"label": Column("Number.")})
    (found,) = run("own_test.rows", {"table": table}).values()
    assert found.data["label"].tolist() == [2, 3]
    assert table.data["label"].tolist() == [1, 2]


@pytest.mark.parametrize("name", ["nothing", "shorter"])
def test_a_function_that_gives_back_another_shape_is_named(own, name):
    with pytest.raises(InputError, match=rf"own_test.{name} gave back .* of shape \(4, 5\)"):
        getattr(own, name)(np.zeros((4, 5)))


def test_time_is_not_taken_for_space():
    stack = dr.Mask.of(np.ones((3, 5, 6), bool), axes="tyx")
    with pytest.raises(InputError, match="would see t as space: walk over t too"):
        dr.segment.connected_components(stack, over=[])
    with pytest.raises(InputError, match="would see t as space: walk over t too"):
        dr.segment.connected_components(stack, axes="stack")
    assert dr.segment.connected_components(stack).data.max() == 1


def test_another_version_is_not_run_unsaid():
    with pytest.raises(UnknownOperationError, match=r"installed version, filters\.gaussian@1"):
        dr.run("filters.gaussian@99", {"image": dr.Image.of(np.eye(5))})


@pytest.mark.parametrize("colours", [1, 2])
def test_colours_split_into_blocks_are_the_same(colours):
    import dask.array as da

    rgba = np.random.default_rng(0).integers(0, 255, (40, 44, 4)).astype(np.uint8)
    lazy = dr.Image.of(da.from_array(rgba, chunks=(20, 20, colours)), rgb=True)
    whole = dr.filters.gaussian(dr.Image.of(rgba, rgb=True), sigma=2)
    np.testing.assert_array_equal(np.asarray(dr.filters.gaussian(lazy, sigma=2)), whole.data)


def test_inputs_at_different_places_are_refused():
    labels = dr.Labels.of(np.ones((4, 5), int), scale=0.5, units="um")
    image = dr.Image.of(np.eye(4, 5), scale=0.5, units="um", translate=(0, 10))
    with pytest.raises(InputError, match="the place along x is not the same"):
        dr.measure.regions(labels, image)


@pytest.mark.parametrize(
    "given",
    [np.zeros((4, 5), complex), np.array([["a"]]), np.ma.masked_equal(np.eye(4), 0), "image.tif"],
)
def test_what_is_no_array_of_numbers_is_refused_at_the_door(given):
    with pytest.raises(InputError):
        dr.filters.gaussian(given)
