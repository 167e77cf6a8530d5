"""Grey values along lines over time: the rows of the line profile, and where they lie."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError

UM = {"scale": 0.5, "units": "um"}
PLACE = dr.Image.of(np.zeros((2, 2)), **UM).calibration
LINE = ("line", np.array([[2.0, 3.0], [15.0, 20.0]]))
BENT = ("path", np.array([[1.0, 1.0], [5.0, 10.25], [19.5, 24.0]]))


def movie(axes="tyx", dtype="uint16", **given):
    lengths = {"t": 4, "c": 2, "z": 3, "y": 21, "x": 27}
    sizes = {"t": (30.0, "s"), "c": (1.0, "pixel"), "z": (2.0, "um")}
    random = np.random.default_rng(7)
    pixels = random.integers(0, 4000, [lengths[name] for name in axes]).astype(dtype)
    scale = [sizes.get(name, (0.5, "um"))[0] for name in axes]
    units = [sizes.get(name, (0.5, "um"))[1] for name in axes]
    return dr.Image.of(pixels, axes, scale, units, name="dna", **given)


def shapes(*drawn, like=PLACE):
    return dr.Shapes.of([(type_, corners.copy()) for type_, corners in drawn], like)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
@pytest.mark.parametrize("width", [1, 4])
@pytest.mark.parametrize("interpolation", ["linear", "nearest"])
@pytest.mark.parametrize("axes", ["tyx", "tcyx", "tczyx", "zyx"])
def test_rows_are_the_bits_of_the_line_profile(dtype, width, interpolation, axes):
    image = movie(axes, dtype)
    if dtype.startswith("float"):
        image.data[..., 5:8, 9:12] = np.nan
    drawn = shapes(LINE, BENT)
    settings = {"width": width, "interpolation": interpolation}
    kymograph = dr.measure.kymograph(image, drawn, **settings)
    table = dr.measure.line_profile(image, drawn, **settings)
    names = kymograph.calibration.axes
    assert names[0] == "line"
    assert names[-2:] == ("t" if "t" in axes else "z", "s")
    keys = {"line": "shape", "c": "channel"}
    frames = table.groupby([keys.get(name, name) for name in names[:-1]], sort=False)
    assert len(frames) == np.prod(kymograph.shape[:-1])
    for place, rows in frames:
        index = tuple(int(str(one).removeprefix("c")) for one in place)
        row = kymograph.data[index]
        assert_array_equal(row[: len(rows)], rows["value"].to_numpy())
        assert np.isnan(row[len(rows) :]).all()


def test_one_line_has_time_and_distance_in_their_units():
    image = movie()
    kymograph = dr.measure.kymograph(image, shapes(LINE))
    table = dr.measure.line_profile(image, shapes(LINE))
    own = kymograph.calibration
    assert own.axes == ("t", "s")
    assert own.units == ("s", "um")
    assert own.scale[0] == 30
    distance = table["distance"][table["t"] == 0].to_numpy()
    np.testing.assert_allclose(np.arange(len(distance)) * own.scale[1], distance, rtol=1e-12)


def test_lines_of_other_lengths_are_counted_in_places():
    assert dr.measure.kymograph(movie(), shapes(LINE, BENT)).calibration.units[-1] == "pixel"
    moved = (LINE[0], LINE[1] + [1.0, 2.0])
    same = dr.measure.kymograph(movie(), shapes(LINE, moved))
    assert same.calibration.units[-1] == "um"
    assert not np.isnan(same.data).any()


def test_a_moving_spot_has_its_speed():
    pixels = np.zeros((10, 9, 40), np.uint16)
    for t in range(10):
        pixels[t, 4, 5 + 3 * t] = 100
    image = dr.Image.of(pixels, "tyx", scale=(2, 0.5, 0.5), units=("s", "um", "um"))
    line = ("line", np.array([[4.0, 0.0], [4.0, 39.0]]))
    kymograph = dr.measure.kymograph(image, shapes(line))
    places = kymograph.data.argmax(axis=1) * kymograph.calibration.scale[1]
    seconds = np.arange(10) * kymograph.calibration.scale[0]
    np.testing.assert_allclose(np.polyfit(seconds, places, 1)[0], 3 * 0.5 / 2)


def test_the_time_at_which_a_line_was_drawn_plays_no_role_and_its_plane_does():
    image = movie("tzyx")
    deep = image.calibration.select([0, 1, 2, 3])
    corners = np.column_stack([np.full(2, 2.0), np.full(2, 1.0), LINE[1]])
    drawn = dr.Shapes.of([("line", corners)], deep)
    kymograph = dr.measure.kymograph(image, drawn)
    assert kymograph.calibration.axes == ("t", "s")
    plane = image.with_data(image.data[:, 1], image.calibration.select([0, 2, 3]))
    expected = dr.measure.kymograph(plane, shapes(LINE))
    assert_array_equal(kymograph.data, expected.data)
    along_z = dr.measure.kymograph(image, drawn, axis="z")
    assert along_z.calibration.axes == ("z", "s")
    assert_array_equal(along_z.data[1], kymograph.data[2])


def test_channels_keep_their_names_and_colours_are_colours():
    image = movie("tcyx", channels=("dna", "actin"))
    assert dr.measure.kymograph(image, shapes(LINE)).channels == ("dna", "actin")
    data = np.random.default_rng(1).integers(0, 255, (4, 21, 27, 3), np.uint8)
    colour = dr.Image.of(data, "tyx", (30, 0.5, 0.5), ("s", "um", "um"), rgb=True)
    kymograph = dr.measure.kymograph(colour, shapes(LINE))
    assert kymograph.rgb
    for k in range(3):
        grey = dr.Image(data[..., k], colour.calibration)
        one = dr.measure.kymograph(grey, shapes(LINE))
        assert_array_equal(kymograph.data[..., k], one.data)


def test_without_a_line_there_is_none():
    with pytest.raises(InputError, match="Draw one"):
        dr.measure.kymograph(movie(), shapes())


def test_a_lazy_movie_gives_the_same_bits():
    import dask.array as da

    image = movie("tyx", "float32")
    lazy = image.with_data(da.from_array(image.data, chunks=(1, 10, 27)))
    drawn = shapes(LINE, BENT)
    assert_array_equal(
        dr.measure.kymograph(lazy, drawn, width=3).data,
        dr.measure.kymograph(image, drawn, width=3).data,
    )


def test_it_is_kept_in_a_file_with_its_axes(tmp_path):
    kymograph = dr.measure.kymograph(movie(), shapes(LINE))
    dr.write(tmp_path / "kymograph.tif", kymograph)
    again = dr.read(tmp_path / "kymograph.tif")
    assert again.calibration == kymograph.calibration
    assert_array_equal(again.data, kymograph.data)
