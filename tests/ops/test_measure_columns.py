"""The choice of columns, what each is in bad and in odd cases, and what has no say in it."""

import dask.array as da
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from pandas.testing import assert_frame_equal
from scipy import ndimage

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.engine.run import run
from napari_darkroom.ops.measure.columns import outlines
from napari_darkroom.ops.measure.columns.dictionary import OTHERS, OWN
from napari_darkroom.ops.measure.columns.listing import listing
from napari_darkroom.ops.measure.columns.named import BY_NAME

PRESETS = (
    "basic", "shape", "intensity", "everything", "imagej", "cellprofiler", "scikit_image",
)  # fmt: skip
DEFINITIONS = [*OWN, *BY_NAME, *(one for known in OTHERS.values() for one in known)]


def scene(shape=(60, 71), seed=5):
    random = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(random.random(shape), 2)
    found, _ = ndimage.label(smooth > np.quantile(smooth, 0.7))
    return 3 * found, random.integers(0, 4000, shape).astype(np.uint16)


def test_each_name_stands_once_in_its_dictionary():
    for known in ((*OWN, *BY_NAME), *OTHERS.values()):
        stems = [(one.stem, n) for one in known for n in one.dimensions]
        repeated = {stem for stem, _ in stems if stems.count((stem, 2)) > 1}
        # A box of scikit-image has one name for both ends; its tensor one for each dimension.
        assert repeated <= {"bbox"}


@pytest.mark.parametrize("one", DEFINITIONS, ids=lambda one: one.shown)
def test_a_definition_is_a_sentence(one):
    assert one.text.endswith(".")
    assert one.text[0].isupper() or one.text[0].isdigit() or one.text.startswith("perimeter")


def test_the_listing_shows_every_column():
    # And one line for the percentiles of any share.
    assert sum(map(len, listing().values())) == len(DEFINITIONS) + 1


def test_columns_are_added_by_name_in_the_order_of_the_dictionary():
    labels, image = scene()
    plain = list(dr.measure.regions(labels, image).columns)
    more = list(dr.measure.regions(labels, image, also="intensity_median, extent").columns)
    assert [name for name in more if name in plain] == plain
    assert sorted(set(more) - set(plain)) == ["extent", "intensity_median"]
    assert more.index("extent") < more.index("axis_major_length")
    foreign = dr.measure.regions(labels, image, also="Perim. AreaShape_FormFactor")
    assert {"Perim.", "AreaShape_FormFactor"} < set(foreign.columns)


def test_a_column_is_there_for_every_axis_and_channel():
    labels, image = scene()
    stack = dr.Image.of(np.stack([image, image + 1]), "cyx", channels=("dna", "actin"))
    table = dr.measure.regions(labels, stack, also="brightest")
    names = [f"brightest_{axis}_{c}" for c in ("dna", "actin") for axis in "yx"]
    assert set(names) < set(table.columns)
    theirs = dr.measure.regions(labels, stack, preset="cellprofiler")
    assert "Intensity_MeanIntensity_actin" in theirs
    assert "intensity_mean-1" in dr.measure.regions(labels, stack, preset="scikit_image")


@pytest.mark.parametrize(
    ("also", "error", "words"),
    [
        ("intensity_medan", ParameterError, "Did you mean 'intensity_median'"),
        ("nonsense", ParameterError, "no such column"),
        ("volume", ParameterError, "in 2 dimensions"),
        ("intensity_median", InputError, "give the image"),
        ("intensity_percentile_99.5", InputError, "give the image"),
        ("intensity_percentile_101", ParameterError, "from 0 to 100"),
        ("moments_weighted_hu", InputError, "give the image"),
    ],
)
def test_what_cannot_be_measured_is_named(also, error, words):
    with pytest.raises(error, match=words):
        dr.measure.regions(np.eye(3, dtype=int), also=also)


@pytest.mark.parametrize("preset", PRESETS)
def test_an_image_changes_no_shape(preset):
    labels, image = scene()
    without = dr.measure.regions(labels, preset=preset)
    with_image = dr.measure.regions(labels, image, preset=preset)
    assert_frame_equal(with_image[list(without.columns)], without, check_exact=True)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_pixel_size_is_in_every_length_area_and_volume(preset):
    labels, image = scene((6, 20, 21)) if preset == "everything" else scene()
    size = {"scale": 0.5, "units": "um"}
    given = {"labels": dr.Labels.of(labels, **size), "image": dr.Image.of(image, **size)}
    sized = run("measure.regions", given, {"preset": preset})["table"]
    bare = dr.measure.regions(labels, image, preset=preset)
    power = {"um": 1, "um^2": 2, "um^3": 3}
    seen = set()
    for name, column in sized.columns.items():
        if name.startswith("position_"):
            continue
        factor = 0.5 ** power.get(column.unit, 0)
        seen.add(column.unit)
        np.testing.assert_allclose(sized.data[name], bare[name] * factor, rtol=1e-12, err_msg=name)
    if preset == "cellprofiler":
        assert not seen & power.keys()
    else:
        assert seen & power.keys()


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("ndim", [2, 3])
def test_the_smallest_objects_have_finite_or_missing_numbers(preset, ndim):
    labels = np.zeros((4, 8, 9)[-ndim:], int)
    labels[..., 0, 0] = 1
    labels[..., 3, 2:7] = 2
    labels[..., 5:7, 8] = 3
    table = dr.measure.regions(labels, np.ones(labels.shape), preset=preset)
    assert len(table) == 3
    assert not np.isinf(table.to_numpy(float)).any()


@pytest.mark.parametrize("preset", PRESETS)
def test_an_image_without_data_has_missing_intensities_and_the_same_shapes(preset):
    labels, image = scene()
    nothing = dr.measure.regions(labels, np.full(labels.shape, np.nan), preset=preset)
    some = dr.measure.regions(labels, image.astype(float), preset=preset)
    without = dr.measure.regions(labels, preset=preset)
    assert list(nothing.columns) == list(some.columns)
    assert_frame_equal(nothing[list(without.columns)], without)
    for name in ("intensity_mean", "Mean", "Intensity_MeanIntensity_image", "intensity_median"):
        if name in nothing:
            assert nothing[name].isna().all()


def test_infinite_values_are_data():
    labels = np.ones((3, 5), int)
    image = np.ones((3, 5))
    image[1, 2] = np.inf
    table = dr.measure.regions(labels, image, preset="everything")
    assert table["intensity_max"][0] == np.inf
    assert table["intensity_median"][0] == 1


@pytest.mark.parametrize("shape", [(60, 71), (9, 20, 21)])
def test_lazy_pixels_give_the_bits_of_the_whole(shape):
    labels, image = scene(shape)
    values = image * 0.37
    chunks = (7,) * len(shape)
    lazy = dr.measure.regions(
        dr.Labels.of(da.from_array(labels, chunks=chunks)),
        dr.Image.of(da.from_array(values, chunks=chunks)),
        preset="everything",
    )
    whole = dr.measure.regions(labels, values, preset="everything")
    assert_frame_equal(lazy, whole, check_exact=True, check_names=False)


def test_threads_give_the_bits_of_one():
    labels, image = scene((1400, 900))
    table = dr.measure.regions(labels, image * 0.1, also="feret_max")
    part = labels * (labels < 60)
    small = dr.measure.regions(part, image * 0.1, also="feret_max")
    assert_frame_equal(table[: len(small)], small, check_exact=True)


@pytest.mark.parametrize("most", [1, 40, 300])
def test_objects_in_parts_give_the_same_hulls(monkeypatch, most):
    labels, _ = scene()
    whole = dr.measure.regions(labels, preset="shape")
    monkeypatch.setattr(outlines, "_ROWS", most)
    assert_frame_equal(dr.measure.regions(labels, preset="shape"), whole, check_exact=True)


def test_scattered_objects_are_measured_in_bounded_memory():
    labels = np.random.default_rng(0).integers(1, 10_000_000, (512, 512)).astype(np.int32)
    table = dr.measure.regions(labels, labels.astype(np.float32))
    ids, sizes = np.unique(labels, return_counts=True)
    assert_array_equal(table["label"], ids)
    assert_array_equal(table["num_pixels"], sizes)
    assert_array_equal(table["intensity_mean"], ids.astype(np.float32))
