"""Labels made plane by plane: one number is one object in a stack."""

import numpy as np

import napari_darkroom as dr


def _stack():
    mask = np.zeros((2, 3, 8, 9), bool)
    mask[:, :, 1:3, 1:3] = True
    mask[:, 1, 5:7, 5:8] = True
    return dr.Mask.of(mask, axes="tzyx")


def test_planes_are_numbered_on_and_times_begin_anew():
    labels = dr.segment.connected_components(_stack(), axes="planes")
    assert [np.unique(plane).tolist() for plane in labels.data[0]] == [[0, 1], [0, 2, 3], [0, 4]]
    np.testing.assert_array_equal(labels.data[0], labels.data[1])


def test_each_plane_of_an_object_is_a_row():
    labels = dr.segment.connected_components(_stack(), axes="planes")
    table = dr.measure.regions(labels)
    assert len(table) == 8
    assert (table["bbox_max_z"] - table["bbox_min_z"] == 1).all()
    as_volume = dr.segment.connected_components(_stack(), axes="volume")
    assert len(dr.measure.regions(as_volume)) == 4
