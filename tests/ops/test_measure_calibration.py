"""Labels and images of unequal calibration."""

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError


def _pair(label_size, image_size):
    labels = np.zeros((8, 9), np.int32)
    labels[2:4, 3:6] = 5
    image = np.arange(72, dtype=np.uint8).reshape(8, 9)

    def calibration(size):
        return {} if size is None else {"scale": (size, size), "units": ("um", "um")}

    return dr.Labels.of(labels, **calibration(label_size)), dr.Image.of(
        image, **calibration(image_size)
    )


@pytest.mark.parametrize(("label_size", "image_size"), [(0.5, 0.5), (None, 0.5), (0.5, None)])
def test_one_pixel_size_is_enough(label_size, image_size):
    table = dr.measure.regions(*_pair(label_size, image_size))
    assert table["area"].tolist() == [6 * 0.25]
    assert table["position_y"].tolist() == [2.5 * 0.5]
    assert table.attrs["units"]["area"] == "um^2"


def test_two_pixel_sizes_are_refused():
    labels, image = _pair(0.5, 0.25)
    with pytest.raises(InputError, match="pixel size along y is not the same"):
        dr.measure.regions(labels, image)
    with pytest.raises(InputError, match="pixel size along y is not the same in mask"):
        dr.mask.apply(image, dr.Mask.of(labels.data > 0, scale=(1, 1), units=("um", "um")))


def test_the_same_size_in_another_unit_is_the_same():
    labels, image = _pair(0.5, 0.5)
    in_nm = dr.Image.of(image.data, scale=(500, 500), units=("nm", "nm"))
    assert dr.measure.regions(labels, in_nm)["intensity_mean"].tolist() == [
        image.data[labels.data == 5].mean()
    ]
