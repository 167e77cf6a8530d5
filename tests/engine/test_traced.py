"""Runs whose results know how they were made."""

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.lineage import Result, calls_of
from napari_darkroom.engine import traced


@pytest.mark.parametrize("side", [20, 1500], ids=["small", "large"])
def test_inputs_of_any_size_are_known(side):
    image = dr.Image.of(np.full((side, side), 3, np.uint16), name="dna")
    mask = traced.run("threshold.manual", {"image": image}, {"lower": 1.0})["mask"]
    done = traced.run("mask.apply", {"image": image, "mask": mask})["result"]
    made = done.lineage
    assert isinstance(made, Result)
    first, second = calls_of(made)
    assert [call.operation.partition("@")[0] for call in (first, second)] == [
        "threshold.manual",
        "mask.apply",
    ]
    assert first.inputs["image"] == second.inputs["image"]
    assert first.inputs["image"][0].digest
    assert second.inputs["mask"][0].mark == mask.lineage.mark


def test_an_error_of_a_large_run_comes_out():
    image = dr.Image.of(np.zeros((1500, 1500), np.uint16))
    with pytest.raises(dr.DarkroomError, match="nothing lies between"):
        traced.run("threshold.manual", {"image": image}, {"lower": 2.0, "upper": 1.0})
