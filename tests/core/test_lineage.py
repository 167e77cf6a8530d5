"""A value is known by what made it as long as it is still that."""

import copy
import json
import pickle
from dataclasses import replace

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.fingerprint import fingerprint
from napari_darkroom.core.lineage import (
    Call,
    Given,
    Result,
    calls_of,
    from_plain,
    is_changed,
    lineage_of,
    plain,
)


def image(shape=(300, 200), dtype=np.uint16):
    pixels = np.random.default_rng(3).integers(0, 200, shape).astype(dtype)
    return dr.Image.of(pixels, name="dna")


def swap(a):
    a[5, 7], a[200, 90] = a[200, 90].copy(), a[5, 7].copy()


def swap_in_a_row(a):
    a[5, 7], a[5, 8] = a[5, 8].copy(), a[5, 7].copy()


def last(a):
    a[-1, -1] += 1


def flipped(a):
    a[:] = a[::-1].copy()


def mirrored(a):
    a[:] = a[:, ::-1].copy()


def rolled(a):
    a[:] = np.roll(a, 1)


@pytest.mark.parametrize("change", [swap, swap_in_a_row, last, flipped, mirrored, rolled])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32, ">u2"])
@pytest.mark.parametrize("shape", [(300, 200), (301, 203), (1024, 512)])
def test_every_change_is_seen(change, dtype, shape):
    value = image(shape, dtype)
    # They differ, so that there is something to exchange.
    value.data[5, 7], value.data[5, 8], value.data[200, 90] = 1, 2, 3
    before = fingerprint(value)
    assert fingerprint(value.with_data(value.data.copy())) == before
    change(value.data)
    assert fingerprint(value) != before


def test_what_is_not_pixels_has_a_say_too():
    value = dr.Labels.of(np.zeros((300, 200), np.uint8))
    marks = {
        fingerprint(value),
        fingerprint(dr.Image.of(value.data)),
        fingerprint(dr.Labels.of(value.data, scale=0.5)),
        fingerprint(dr.Labels.of(value.data.reshape(200, 300))),
        fingerprint(dr.Labels.of(value.data.view(np.int8))),
    }
    assert len(marks) == 5


def test_a_value_of_ones_own_is_told_by_its_digest():
    value = image()
    first = lineage_of(value)
    assert isinstance(first, Given)
    assert first.digest
    assert lineage_of(value) is first
    value.data[0, 0] += 1
    assert is_changed(value)
    assert lineage_of(value).digest not in ("", first.digest)


def test_a_name_changes_nothing_and_pixels_do():
    blurred = dr.filters.gaussian(image())
    made = blurred.lineage
    assert isinstance(made, Result)
    assert lineage_of(replace(blurred, name="another")) is made
    assert isinstance(lineage_of(blurred.with_data(blurred.data + 1)), Given)
    assert isinstance(lineage_of(blurred.with_data(blurred.data.copy())), Result)


def chain(length):
    lineage = Given("image", "m", digest="0" * 32, name="dna")
    for _ in range(length):
        lineage = Result(Call("filters.gaussian@1", {"image": (lineage,)}), "image", "m")
    return lineage


def pickled(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
def test_a_long_chain_can_be_told_and_copied(copied):
    assert len(calls_of(chain(5000))) == 5000
    value = replace(image(), lineage=chain(5000))
    assert plain(copied(value).lineage) == plain(value.lineage)


def test_plain_values_tell_all():
    value = dr.filters.gaussian(image(), sigma=2, axes="planes", over=())
    mask = dr.threshold.otsu(value)
    both = Result(Call("mask.apply@1", {"image": (value.lineage,), "mask": (mask.lineage,)}), "x")
    told = plain(both)
    assert json.loads(json.dumps(told)) == told
    assert plain(from_plain(told)) == told
    assert len(told["steps"]) == 3
    assert len(told["given"]) == 1


def test_no_folder_is_told(tmp_path):
    dr.write(tmp_path / "labels.tif", np.ones((3, 3), np.uint8))
    frame = dr.measure.regions(dr.read(tmp_path / "labels.tif", kind="labels"))
    assert str(tmp_path) not in json.dumps(frame.attrs)
    assert frame.attrs["lineage"]["given"][0]["sha256"]
