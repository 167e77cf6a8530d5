"""What a biologist tripped over in a trial."""

import numpy as np
import pytest
from desk import Desk


@pytest.fixture
def measured(desk: Desk) -> Desk:
    """Return a desk with two images of one field, and objects found in the first."""
    y, x = np.mgrid[:40, :50]
    image = (100 * np.exp(-((y - 20) ** 2 + (x - 15) ** 2) / 30)).astype(np.float32)
    desk.viewer.add_image(image, name="dna")
    desk.viewer.add_image(image + 5, name="pores")
    desk.viewer.layers.selection.active = desk.viewer.layers["dna"]
    desk.run("otsu")
    desk.run("connected")
    return desk


def test_intensities_are_measured_in_the_image_the_labels_came_from(measured: Desk) -> None:
    form = measured.find("measure objects")
    assert form.inputs["image"].layer() is measured.viewer.layers["dna"]


def test_tables_of_one_layer_name_the_image_they_were_measured_in(measured: Desk) -> None:
    for name in ("dna", "pores"):
        form = measured.find("measure objects")
        form.inputs["image"].set_layer(measured.viewer.layers[name])
        measured.press_run(form)
    choice = measured.table().choice
    names = [choice.itemText(i) for i in range(choice.count())]
    assert [name.rpartition(" in ")[2] for name in names] == ["dna", "pores"]


def test_an_error_stays_to_be_read_on_the_form(desk: Desk) -> None:
    desk.viewer.add_image(np.zeros((20, 30, 3), np.uint8), rgb=True, name="section")
    form = desk.find("otsu")
    desk.press_run(form)
    assert "is an RGB image" in form.complaint.text()
    assert form.complaint.isVisibleTo(form)
