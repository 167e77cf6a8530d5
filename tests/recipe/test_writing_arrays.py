"""A table of large arrays tells their digests as far as they are still there and the same."""

import copy
import gc
import json
import pickle

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core import lineage
from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import FileError


def objects(side=300):
    labels = np.zeros((side, side), np.int32)
    labels[10:90, 20:250], labels[120:200, 5:60] = 1, 2
    return labels


def values(side=300):
    return np.random.default_rng(2).integers(0, 4000, (side, side)).astype(np.uint16)


def told(path):
    return dr.read(path).metadata["provenance"]["inputs"]


def test_arrays_that_are_still_there_are_told_and_verified(tmp_path):
    labels, image = objects(), values()
    table = dr.measure.regions(labels, image=image)
    dr.write(tmp_path / "table.csv", table)
    given = told(tmp_path / "table.csv")
    assert given["labels"]["digest"] == digest(dr.Labels.of(labels))
    assert given["image"]["digest"] == digest(dr.Image.of(image))
    dr.write(tmp_path / "objects.tif", dr.Labels.of(labels))
    dr.write(tmp_path / "values.tif", dr.Image.of(image))
    assert dr.verify(tmp_path / "table.csv").outcome == "same bits"


def test_no_digest_is_taken_before_it_is_written(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(lineage, "digest", lambda value: asked.append(value.kind) or digest(value))
    labels, image = objects(), values()
    table = dr.measure.regions(labels, image=image)
    assert asked == []
    dr.write(tmp_path / "table.csv", table[table["label"] > 1])
    assert sorted(asked) == ["image", "labels"]


def test_an_array_that_was_changed_since_is_not_known(tmp_path):
    labels, image = objects(), values()
    table = dr.measure.regions(labels, image=image)
    image[0, 0] += 1
    dr.write(tmp_path / "table.csv", table)
    assert told(tmp_path / "table.csv")["image"].keys() == {"kind"}
    assert "digest" in told(tmp_path / "table.csv")["labels"]
    dr.write(tmp_path / "objects.tif", dr.Labels.of(labels))
    with pytest.raises(FileError, match="gone or changed before the result was written"):
        dr.verify(tmp_path / "table.csv")


def test_an_array_that_is_gone_is_not_known_and_not_kept(tmp_path):
    labels = objects()
    table = dr.measure.regions(labels, image=values())
    gc.collect()
    dr.write(tmp_path / "table.csv", table)
    assert told(tmp_path / "table.csv")["image"].keys() == {"kind"}
    assert told(tmp_path / "table.csv")["labels"]["digest"] == digest(dr.Labels.of(labels))


def test_small_arrays_are_told_though_they_are_gone(tmp_path):
    table = dr.measure.regions(np.ones((100, 100), np.int32), image=values(100))
    dr.write(tmp_path / "table.csv", table)
    assert told(tmp_path / "table.csv")["image"]["digest"] == digest(dr.Image.of(values(100)))


def test_a_list_of_numbers_is_told(tmp_path):
    labels = objects(200)
    dr.write(tmp_path / "table.csv", dr.measure.regions(labels.tolist()))
    given = told(tmp_path / "table.csv")["labels"]
    assert given["digest"] == digest(dr.Labels.of(np.asarray(labels.tolist())))


@pytest.mark.parametrize("kept", [copy.deepcopy, lambda frame: frame.sort_values("area")])
def test_a_frame_that_goes_through_pandas_still_knows_its_arrays(tmp_path, kept):
    labels = objects()
    dr.write(tmp_path / "table.csv", kept(dr.measure.regions(labels)))
    assert told(tmp_path / "table.csv")["labels"]["digest"] == digest(dr.Labels.of(labels))


def test_a_frame_can_be_stored_by_others(tmp_path):
    labels = objects()
    table = dr.measure.regions(labels)
    stored = pickle.loads(pickle.dumps(table))  # noqa: S301 - our own bytes
    assert stored.attrs["lineage"] == table.attrs["lineage"]
    assert type(stored.attrs["lineage"]) is dict
    assert json.loads(json.dumps(table.attrs)) == table.attrs


def test_a_table_made_of_a_table_of_arrays_tells_them_too(tmp_path):
    labels = objects()
    table = dr.measure.filter_table(dr.measure.regions(labels), lower=1)
    dr.write(tmp_path / "table.csv", table)
    assert told(tmp_path / "table.csv")["labels"]["digest"] == digest(dr.Labels.of(labels))


def test_the_same_array_twice_is_one_input(tmp_path):
    labels = objects()
    joined = dr.measure.join(dr.measure.regions(labels), dr.measure.regions(labels, preset="shape"))
    dr.write(tmp_path / "table.csv", joined)
    assert len(told(tmp_path / "table.csv")) == 1
