"""Running: progress, stopping, axes, lengths, and how inputs meet."""

from dataclasses import replace

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import Cancelled, InputError, ParameterError, UnitError
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.run import run

STACK = dr.Image.of(np.random.default_rng(1).random((3, 4, 20, 21)), "tzyx")


def test_progress_counts_the_pieces():
    seen = []
    job = Job(progress=lambda done, total: seen.append((done, total)))
    run("filters.gaussian", {"image": STACK}, job=job)
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_planes_are_pieces():
    seen = []
    job = Job(progress=lambda done, total: seen.append((done, total)))
    run("filters.gaussian", {"image": STACK}, axes="planes", job=job)
    assert seen[-1] == (12, 12)


def test_a_stopped_run_ends_at_its_next_piece():
    job = Job(progress=lambda done, total: done == 1 and job.stop.set())
    with pytest.raises(Cancelled):
        run("filters.gaussian", {"image": STACK}, job=job)


@pytest.mark.parametrize("operation", ["measure.image_statistics", "intensity.invert"])
def test_a_run_on_values_can_be_stopped_too(operation):
    job = Job()
    job.stop.set()
    with pytest.raises(Cancelled):
        run(operation, {"image": STACK}, job=job)


def test_a_physical_length_fits_the_voxel():
    image = dr.Image.of(STACK.data[0], scale=(2, 0.5, 0.5), units=("um",) * 3)
    physical = run("filters.gaussian", {"image": image}, {"sigma": "1 um"})["image"]
    pixels = run("filters.gaussian", {"image": image}, {"sigma": (0.5, 2, 2)})["image"]
    np.testing.assert_array_equal(physical.data, pixels.data)


def test_lengths_convert_to_the_unit_of_the_image():
    image = dr.Image.of(STACK.data[0, 0], scale=(500, 500), units=("nm", "nm"))
    physical = run("filters.gaussian", {"image": image}, {"sigma": "1 um"})["image"]
    pixels = run("filters.gaussian", {"image": image}, {"sigma": 2})["image"]
    np.testing.assert_allclose(physical.data, pixels.data, rtol=1e-12)


def test_planes_take_the_lengths_of_a_plane():
    image = dr.Image.of(STACK.data[0], scale=(2, 0.5, 0.5), units=("um",) * 3)
    result = run("filters.gaussian", {"image": image}, {"sigma": "1, 2 um"}, axes="planes")
    expected = run("filters.gaussian", {"image": image}, {"sigma": (0, 2, 4)})
    np.testing.assert_allclose(result["image"].data, expected["image"].data)


def test_a_physical_length_without_a_pixel_size_is_refused_with_the_way_out():
    with pytest.raises(UnitError, match=r"no pixel size.*geometry\.set_pixel_size"):
        run("filters.gaussian", {"image": STACK}, {"sigma": "1 um"})


def test_bounds_hold_in_pixels_for_physical_lengths_too():
    image = dr.Image.of(STACK.data[0, 0], scale=(0.001, 0.001), units=("um", "um"))
    with pytest.raises(ParameterError, match="at most 500 pixel"):
        run("filters.gaussian", {"image": image}, {"sigma": "1 um"})


def test_a_size_is_a_volume_in_a_volume_and_an_area_in_planes():
    labels = np.zeros((2, 6, 6), int)
    labels[0, :2, :2] = 1
    labels[:, 4:, 4:] = 2
    value = dr.Labels.of(labels, scale=(2, 0.5, 0.5), units=("um",) * 3)
    # The first has 4 voxels of 0.5 um^3 and the second 8; each plane holds 1 um^2 of it.
    kept = run("labels.remove_small", {"labels": value}, {"min_size": "3 um^3"})["result"]
    assert np.unique(kept.data).tolist() == [0, 2]
    kept = run("labels.remove_small", {"labels": value}, {"min_size": "1 um^2"}, axes="planes")
    assert np.unique(kept["result"].data).tolist() == [0, 1, 2]
    with pytest.raises(UnitError, match=r"measured in um\^3"):
        run("labels.remove_small", {"labels": value}, {"min_size": "3 um^2"})


def test_over_names_what_is_walked():
    whole = run("threshold.otsu", {"image": STACK}, over=())["mask"].data
    frames = run("threshold.otsu", {"image": STACK}, over=("t",))["mask"].data
    alone = run("threshold.otsu", {"image": STACK.with_data(STACK.data)})["mask"].data
    np.testing.assert_array_equal(frames, alone)
    assert (whole != frames).any()


def test_over_names_only_axes_that_are_there():
    with pytest.raises(ParameterError, match=r"over = 'q'.*Allowed: t, x, y, z"):
        run("threshold.otsu", {"image": STACK}, over=("q",))


def test_axes_are_planes_or_volume():
    with pytest.raises(ParameterError, match=r"axes = 'plane'.*Did you mean 'planes'"):
        run("filters.gaussian", {"image": STACK}, axes="plane")


@pytest.mark.parametrize("options", [{"axes": "planes"}, {"over": ("z",)}])
def test_a_choice_that_would_not_be_followed_is_refused(options):
    labels = dr.Labels.of(np.ones((3, 5, 5), int))
    with pytest.raises(ParameterError, match=r"measure\.regions treats time, channels and volumes"):
        run("measure.regions", {"labels": labels}, **options)


def test_a_plane_serves_every_plane_of_a_stack():
    mask = dr.Mask.of(np.eye(20, 21, dtype=bool))
    result = run("mask.apply", {"image": STACK, "mask": mask})["result"]
    assert result.calibration == STACK.calibration
    assert (result.data[..., ~mask.data] == 0).all()


def test_the_order_of_axes_is_followed():
    mask = np.random.default_rng(0).random((20, 21, 3)) > 0.5
    image = dr.Image.of(STACK.data[:, 0], "tyx")
    result = run("mask.apply", {"image": image, "mask": dr.Mask.of(mask, "yxt")})["result"]
    np.testing.assert_array_equal(result.data, np.where(np.moveaxis(mask, -1, 0), image.data, 0))


@pytest.mark.parametrize("shape", [(19, 21), (20, 1), (3, 20, 20)])
def test_inputs_of_other_shape_are_not_stretched(shape):
    with pytest.raises(InputError, match="differ in shape"):
        run("mask.apply", {"image": STACK, "mask": dr.Mask.of(np.ones(shape, bool))})


def test_an_axis_that_the_image_does_not_have_is_named():
    image = dr.Image.of(np.zeros((20, 21)), "yx")
    mask = dr.Mask.of(np.ones((1, 20), bool), "ty")
    with pytest.raises(InputError, match="t is missing there"):
        run("mask.apply", {"image": image, "mask": mask})


def test_results_carry_name_channels_and_metadata():
    image = replace(STACK, name="dna", metadata={"stain": "DAPI"})
    result = run("filters.gaussian", {"image": image})["image"]
    assert (result.name, result.metadata) == ("dna", {"stain": "DAPI"})
    assert run("threshold.otsu", {"image": image})["mask"].name == "dna"
