"""The samples: what is drawn is known, what is bundled is there, nothing is fetched."""

import hashlib
import socket

import numpy as np
import pytest
from scipy import ndimage

from napari_darkroom.core.values import Image, Labels
from napari_darkroom.io.samples import samples


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a sample asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)


@pytest.mark.parametrize("name", samples())
@pytest.mark.usefixtures("no_network")
def test_every_sample_loads(name):
    sample = samples()[name]
    values = sample.load()
    assert isinstance(values[0], Image)
    assert sample.title
    assert sample.description.endswith(".")


@pytest.mark.parametrize(("name", "shape", "scale", "count"), [
    ("nuclei", (512, 512), (0.5, 0.5), 76), ("nuclei_3d", (24, 128, 128), (2.0, 0.5, 0.5), 10),
])  # fmt: skip
def test_drawn_nuclei(name, shape, scale, count):
    image, truth = samples()[name].load()
    assert isinstance(truth, Labels)
    assert (image.shape, image.dtype) == (shape, np.uint16)
    assert image.calibration == truth.calibration
    assert image.calibration.scale == scale
    assert set(image.calibration.units) == {"um"}
    assert np.unique(truth.data).tolist() == list(range(count + 1))
    assert np.bincount(truth.data.ravel())[1:].min() > 100
    # Some touch: fewer pieces than nuclei.
    assert ndimage.label(truth.data > 0)[1] < count
    assert all(ndimage.label(truth.data == label)[1] == 1 for label in (1, count // 2, count))
    inside, outside = image.data[truth.data > 0].mean(), image.data[truth.data == 0].mean()
    assert inside > 2 * outside
    right, left = image.data[..., -8:], image.data[..., :8]
    assert np.median(right) > 1.5 * np.median(left)


@pytest.mark.parametrize("name", ["nuclei", "nuclei_3d"])
def test_drawn_nuclei_are_always_the_same(name):
    digests = {
        hashlib.sha256(
            b"".join(value.data.tobytes() for value in samples()[name].load())
        ).hexdigest()
        for _ in range(2)
    }
    assert len(digests) == 1


@pytest.mark.parametrize(("name", "shape", "rgb"), [
    ("coins", (303, 384), False), ("histology", (512, 512), True), ("hubble", (872, 1000), True),
])  # fmt: skip
def test_bundled_images(name, shape, rgb):
    (image,) = samples()[name].load()
    assert (image.shape, image.rgb, image.dtype) == (shape, rgb, np.uint8)
