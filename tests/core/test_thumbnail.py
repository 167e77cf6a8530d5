"""How values show themselves in a notebook."""

import base64
import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image as Picture

from napari_darkroom.core.values import Image, Labels, Mask


def _pixels(html):
    encoded = re.search(r"base64,([^\"]+)", html).group(1)
    return np.asarray(Picture.open(BytesIO(base64.b64decode(encoded))))


def test_an_image_is_stretched_and_described():
    html = Image.of(np.arange(12.0).reshape(3, 4), name="<dna>")._repr_html_()
    assert "&lt;dna&gt;" in html
    picture = _pixels(html)
    assert picture.shape == (3, 4)
    assert (picture[0, 0], picture[-1, -1]) == (0, 255)


def test_labels_have_one_colour_a_number_and_black_ground():
    picture = _pixels(Labels.of(np.array([[0, 1], [2, 1]]))._repr_html_())
    assert (picture[0, 0] == 0).all()
    assert (picture[0, 1] == picture[1, 1]).all()
    assert (picture[0, 1] != picture[1, 0]).any()


@pytest.mark.parametrize(
    "value",
    [
        Image.of(np.full((4, 5), np.nan)),
        Image.of(np.zeros((3, 4, 5), np.uint16)),
        Mask.of(np.ones((4, 5), bool)),
    ],
)
def test_missing_flat_and_binary_planes_show(value):
    assert _pixels(value._repr_html_()).shape == (4, 5)


def test_a_large_plane_becomes_small_and_an_empty_one_a_sentence():
    assert max(_pixels(Image.of(np.zeros((1000, 700), np.uint8))._repr_html_()).shape) <= 320
    assert Image.of(np.zeros((0, 4)))._repr_html_().startswith("<code>")
