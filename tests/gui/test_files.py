"""Opening and saving through napari: drag and drop, File > Open, File > Save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from napari.layers import Layer

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.io.read import read
from napari_darkroom.io.write import write
from napari_darkroom.plugin import samples
from napari_darkroom.plugin.layers import kind_of, to_layer_data, to_value
from napari_darkroom.plugin.readers import as_layers, get_reader, read_layers

PLUGIN = "napari-darkroom"


def test_scaled_tiff_goes_in_and_out(make_napari_viewer: Any, tmp_path: Path) -> None:
    viewer = make_napari_viewer()
    data = np.arange(60, dtype=np.uint16).reshape(3, 4, 5)
    place = {"scale": [2, 0.5, 0.5], "units": ["um"] * 3, "axis_labels": ["z", "y", "x"]}
    layer = viewer.add_image(data, name="cells", **place)
    path = tmp_path / "cells.ome.tif"
    assert layer.save(str(path), plugin=PLUGIN) == [str(path)]
    viewer.layers.clear()
    (back,) = viewer.open(str(path), plugin=PLUGIN)
    np.testing.assert_array_equal(back.data, data)
    np.testing.assert_allclose(back.scale, layer.scale)
    assert (back.units, back.axis_labels) == (layer.units, layer.axis_labels)


@pytest.mark.parametrize("name", ["m.tif", "m.png", "m.npy"])
def test_mask_comes_back_as_mask(make_napari_viewer: Any, tmp_path: Path, name: str) -> None:
    viewer = make_napari_viewer()
    mask = Mask.of(np.eye(8, dtype=bool))
    layer = viewer.add_layer(Layer.create(*to_layer_data(mask)))
    layer.save(str(tmp_path / name), plugin=PLUGIN)
    (back,) = viewer.open(str(tmp_path / name), plugin=PLUGIN)
    assert kind_of(back) == "mask"
    np.testing.assert_array_equal(to_value(back).data, mask.data)


def test_labels_are_saved_without_loss(make_napari_viewer: Any, tmp_path: Path) -> None:
    viewer = make_napari_viewer()
    layer = viewer.add_labels(np.array([[0, 70000], [3, 4]], np.int32))
    layer.save(str(tmp_path / "l.tif"), plugin=PLUGIN)
    back = read(tmp_path / "l.tif")
    assert isinstance(back, Labels)
    np.testing.assert_array_equal(back.data, layer.data)


def test_darkroom_metadata_does_not_reach_the_file(tmp_path: Path) -> None:
    image = Image.of(np.zeros((4, 4), np.uint8), name="a")
    layer = Layer.create(*to_layer_data(image, {"operation": "filters.gaussian@1"}))
    write(tmp_path / "a.tif", to_value(layer))
    assert b"filters.gaussian" not in (tmp_path / "a.tif").read_bytes()


def test_one_layer_a_channel() -> None:
    image = Image.of(np.arange(24).reshape(2, 3, 4), "cyx", name="cells", channels=("dna", "actin"))
    layers = [Layer.create(*layer) for layer in as_layers(image)]
    assert [layer.name for layer in layers] == ["cells dna", "cells actin"]
    assert len({layer.colormap.name for layer in layers}) == 2
    assert {str(layer.blending) for layer in layers} == {"additive"}
    np.testing.assert_array_equal(layers[1].data, image.data[1])


def test_channels_without_names_are_numbered() -> None:
    image = Image.of(np.zeros((2, 3, 4)), "cyx", name="cells")
    assert [a["name"] for _, a, _ in as_layers(image)] == ["cells channel 1", "cells channel 2"]


def test_header_of_fits_is_kept(tmp_path: Path) -> None:
    from astropy.io import fits

    hdu = fits.PrimaryHDU(np.zeros((4, 5), np.float32))
    hdu.header["OBJECT"] = "M 31"
    hdu.writeto(tmp_path / "sky.fits")
    ((_, attributes, _),) = read_layers(str(tmp_path / "sky.fits"))
    assert "M 31" in str(attributes["metadata"]["header"])


def test_several_files_at_once(tmp_path: Path) -> None:
    for name in ("a.npy", "b.npy"):
        np.save(tmp_path / name, np.zeros((3, 3)))
    paths = [str(tmp_path / name) for name in ("a.npy", "b.npy")]
    reader = get_reader(paths)
    assert reader is not None
    assert [attributes["name"] for _, attributes, _ in reader(paths)] == ["a", "b"]


@pytest.mark.parametrize("path", ["notes.txt", ["a.tif", "notes.txt"], []])
def test_other_files_are_left_to_others(path: Any) -> None:
    assert get_reader(path) is None


def test_suffix_in_capitals_is_known() -> None:
    assert get_reader("CELLS.TIF") is not None


def test_missing_file_is_a_file_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist"):
        read_layers(str(tmp_path / "none.tif"))


def test_unknown_sample_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        _ = samples.nothing
    assert "coins" in dir(samples)
