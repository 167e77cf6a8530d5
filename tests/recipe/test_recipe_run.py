"""Running recipes on values."""

import pickle
from threading import Event

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import Cancelled, RecipeError
from napari_darkroom.engine.job import Job
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.run import StepError

BLUR = """
darkroom: 1
inputs:
  dna: {kind: image}
  cells: {kind: mask}
steps:
- {id: smooth, op: filters.gaussian@1, inputs: {image: dna}, params: {sigma: 2 um}}
- {id: median, op: filters.median@1, inputs: {image: smooth}, enabled: false}
- {id: inside, op: mask.apply@1, inputs: {image: median, mask: cells}}
outputs: [inside, smooth.image]
"""


def _inputs():
    rng = np.random.default_rng(0)
    image = dr.Image.of(
        rng.integers(0, 4000, (24, 30)).astype(np.uint16), scale=(0.5, 0.5), units=("um", "um")
    )
    mask = dr.Mask.of(rng.random((24, 30)) > 0.5, scale=(0.5, 0.5), units=("um", "um"))
    return image, mask


@pytest.mark.parametrize("how", ["positions", "names", "mapping"])
def test_a_recipe_is_the_same_as_its_calls(how):
    image, mask = _inputs()
    recipe = Recipe.parse(BLUR)
    given = {"dna": image, "cells": mask}
    results = {
        "positions": lambda: recipe.run(image, mask),
        "names": lambda: recipe.run(**given),
        "mapping": lambda: recipe.run(given),
    }[how]()
    smooth = dr.filters.gaussian(image, sigma="2 um")
    expected = dr.mask.apply(smooth, mask)
    assert list(results) == ["inside", "smooth.image"]
    np.testing.assert_array_equal(results["smooth.image"].data, smooth.data)
    np.testing.assert_array_equal(results["inside"].data, expected.data)
    assert results["inside"].calibration == image.calibration


def test_a_step_that_fails_is_named_and_the_error_survives_a_process():
    image, mask = _inputs()
    with pytest.raises(StepError, match=r"Step smooth: .*no pixel size") as caught:
        Recipe.parse(BLUR).run(image.data, mask.data)
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - as a worker hands it over
    assert (copy.step, str(copy)) == ("smooth", str(caught.value))


def test_inputs_that_do_not_fit():
    image, mask = _inputs()
    recipe = Recipe.parse(BLUR)
    with pytest.raises(RecipeError, match="needs the input 'cells': mask"):
        recipe.run(image)
    with pytest.raises(RecipeError, match=r"takes 2 input\(s\) \(dna, cells\), and 3"):
        recipe.run(image, mask, mask)
    with pytest.raises(RecipeError, match=r"no input 'dns'.*Did you mean 'dna'"):
        recipe.run(dns=image, cells=mask)
    with pytest.raises(RecipeError, match="'cells' must be mask, and image was given"):
        recipe.run(image, image)


@pytest.mark.parametrize("channel", ["1", "'1'", "GFP"])
def test_one_channel_of_several_is_taken(channel):
    stack = dr.Image.of(
        np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4),
        axes="cyx",
        channels=("1", "GFP") if channel == "GFP" else (),
    )
    text = f"""
darkroom: 1
inputs:
  dna: {{kind: image, channel: {channel}}}
steps: []
outputs: [dna]
"""
    result = Recipe.parse(text).run(stack)["dna"]
    assert result.calibration.axes == ("y", "x")
    np.testing.assert_array_equal(result.data, stack.data[1])


def test_a_channel_that_is_not_there_is_named():
    text = BLUR.replace("{kind: image}", "{kind: image, channel: RFP}")
    image, mask = _inputs()
    with pytest.raises(RecipeError, match="has no channels, and channel 'RFP'"):
        Recipe.parse(text).run(image, mask)
    stack = dr.Image.of(np.zeros((2, 3, 4), np.uint8), axes="cyx", channels=("DAPI", "GFP"))
    with pytest.raises(RecipeError, match=r"no channel 'RFP'. Allowed: DAPI, GFP"):
        Recipe.parse(text).run(stack, np.zeros((3, 4), bool))


def test_a_group_step_is_refused_until_it_can_be_run():
    image, mask = _inputs()
    recipe = Recipe.parse(BLUR.replace("sigma: 2 um}}", "sigma: 2 um}, scope: group}"))
    with pytest.raises(StepError, match="scope: group is not supported"):
        recipe.run(image, mask)


def test_progress_is_told_and_a_stop_ends_the_run():
    image, mask = _inputs()
    seen = []
    Recipe.parse(BLUR).run(image, mask, job=Job(lambda done, total: seen.append((done, total))))
    shares = [done / total for done, total in seen]
    assert shares == sorted(shares)
    assert {0, 1 / 3, 2 / 3, 1} <= set(shares)
    assert len({total for _, total in seen}) == 1
    stop = Event()
    stop.set()
    with pytest.raises(Cancelled):
        Recipe.parse(BLUR).run(image, mask, job=Job(stop=stop))


def test_a_step_that_is_off_hands_on_its_input_by_the_name_of_its_output_too():
    text = BLUR.replace("inputs: {image: median, ", "inputs: {image: median.result, ")
    image, mask = _inputs()
    results = [Recipe.parse(one).run(image, mask)["inside"].data for one in (BLUR, text)]
    assert "median.result" in text
    np.testing.assert_array_equal(*results)
