"""Rings against a direct reading of CellProfiler's definitions, and against plain shapes."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage.graph import MCP_Geometric

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.engine.run import run


def scene(shape=(60, 70)):
    random = np.random.default_rng(4)
    smooth = ndimage.gaussian_filter(random.random(shape), 2)
    found = ndimage.label(smooth > np.quantile(smooth, 0.6))[0]
    # Cut along a line, so that objects touch.
    labels = np.where(found > 0, 3 * found + (np.arange(shape[-1]) > shape[-1] // 2), 0)
    return labels, random.random(shape) + smooth


def measured_slowly(inside, image, seeds, centre, left_out, *, bins=4, spacing=None):
    """Return share, mean and variation of each ring of one object, ring by ring."""
    spacing = np.ones(inside.ndim) if spacing is None else np.array(spacing)
    edge = ndimage.distance_transform_edt(inside, sampling=spacing)
    way = MCP_Geometric(np.where(inside, 1, -1), sampling=tuple(spacing)).find_costs(seeds)[0]
    reached = inside & np.isfinite(way) & ~left_out
    ring = np.full(inside.shape, -1.0)
    far = way[reached]
    ring[reached] = far / (far + edge[reached] + 0.001 * spacing[-2:].min()) * bins
    kept = ring >= 0
    rows = []
    for number in range(bins):
        here = kept & (np.floor(ring) == number)
        share = image[here].sum() / image[kept].sum()
        mean = share / (here.sum() / kept.sum()) if here.any() else np.nan
        z, y, x = ([np.zeros(1)] * 3 + list((np.argwhere(here) - centre).T * spacing[:, None]))[-3:]
        last = abs(y) > abs(x) if inside.ndim == 2 else z > 0
        sector = (y > 0) + 2 * (x > 0) + 4 * last
        means = [image[here][sector == s].mean() for s in np.unique(sector)] if here.any() else []
        rows.append((share, mean, np.std(means) / np.mean(means) if means else np.nan))
    return np.array(rows)


def rows_of(table, k, bins):
    row = table[table["label"] == k].iloc[0]
    names = ("share", "mean", "variation")
    return np.array([[row[f"radial_{n}_{r}"] for n in names] for r in range(1, bins + 1)])


@pytest.mark.parametrize("bins", [4, 7])
def test_rings_are_those_of_the_definitions(bins):
    labels, image = scene()
    table = dr.measure.radial_distribution(labels, image, bins=bins)
    ids = np.unique(labels[labels > 0])
    assert len(table) == len(ids) > 10
    for k in ids:
        inside = labels == k
        edge = ndimage.distance_transform_edt(inside)
        centre = np.argwhere(edge == edge.max())[0]
        expected = measured_slowly(
            inside, image, [centre], centre, np.zeros_like(inside), bins=bins
        )
        assert_allclose(rows_of(table, k, bins), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("start", ["core centre", "core edge"])
def test_rings_begin_at_cores(start):
    labels, image = scene()
    cores = np.zeros_like(labels)
    ids = [k for k in np.unique(labels[labels > 0]) if (labels == k).sum() > 60]
    for k in ids[1:]:
        deep = ndimage.distance_transform_edt(labels == k)
        cores[deep > 0.5 * deep.max()] = k
        # One piece.
        pieces = ndimage.label(cores == k)[0]
        cores[pieces > 1] = 0
    table = dr.measure.radial_distribution(labels, image, cores, start=start)
    for k in ids[1:]:
        inside, core = labels == k, cores == k
        centre = np.floor(np.argwhere(core).mean(axis=0) + 0.5).astype(int)
        past = start == "core edge"
        seeds = np.argwhere(core) if past else [centre]
        expected = measured_slowly(inside, image, seeds, centre, core & past)
        assert_allclose(rows_of(table, k, 4), expected, rtol=1e-9, atol=1e-12)
    # Without a core it begins at its own centre.
    own = dr.measure.radial_distribution(labels, image)
    assert_array_equal(rows_of(table, ids[0], 4), rows_of(own, ids[0], 4))


@pytest.mark.parametrize("spacing", [(1, 1, 1), (3, 0.5, 0.5)])
def test_volumes_have_shells_in_physical_units(spacing):
    labels, image = scene((9, 20, 24))
    size = {"scale": spacing, "units": "um"}
    given = {"labels": dr.Labels.of(labels, **size), "image": dr.Image.of(image, **size)}
    table = run("measure.radial_distribution", given, {"bins": 3})["table"].data
    for k in table["label"]:
        inside = labels == k
        edge = ndimage.distance_transform_edt(inside, sampling=spacing)
        centre = np.argwhere(np.isclose(edge, edge.max(), rtol=1e-6))[0]
        nothing = np.zeros_like(inside)
        expected = measured_slowly(
            inside, image, [centre], centre, nothing, bins=3, spacing=spacing
        )
        assert_allclose(rows_of(table, k, 3), expected, rtol=1e-9, atol=1e-12)


def test_an_even_disc_is_the_same_everywhere():
    y, x = np.mgrid[:81, :81] - 40
    disc = (y**2 + x**2 <= 38**2).astype(int)
    table = dr.measure.radial_distribution(disc, np.full(disc.shape, 7, np.uint8), bins=2)
    assert_allclose(table[["radial_mean_1", "radial_mean_2"]], 1, rtol=1e-12)
    assert_allclose(table[["radial_variation_1", "radial_variation_2"]], 0, atol=1e-7)
    # Ways over sides and corners are up to 8 % longer than straight ones.
    assert table["radial_share_1"][0] == pytest.approx(0.25, abs=0.04)


def test_bright_edges_and_centres_are_told():
    y, x = np.mgrid[:61, :61] - 30
    far = np.hypot(y, x)
    disc = (far <= 28).astype(int)
    inner = dr.measure.radial_distribution(disc, (far < 7).astype(float))
    outer = dr.measure.radial_distribution(disc, (far > 21).astype(float))
    assert inner["radial_share_1"][0] > 0.9
    assert outer["radial_share_4"][0] > 0.9
    assert inner["radial_mean_1"][0] > 8


def test_missing_pixels_have_no_intensity():
    labels, image = scene()
    zero, holed = image.copy(), image.copy()
    zero[20:30], holed[20:30] = 0, np.nan
    with_zeros = dr.measure.radial_distribution(labels, zero).filter(like="share")
    assert_allclose(
        dr.measure.radial_distribution(labels, holed).filter(like="share"), with_zeros, rtol=1e-12
    )


def test_small_and_dark_objects():
    labels = np.zeros((6, 6), int)
    labels[1, 1] = 2
    labels[3:6, 3:6] = 5
    image = np.zeros((6, 6))
    image[1, 1] = 3
    table = dr.measure.radial_distribution(labels, image)
    assert table["radial_share_1"][0] == table["radial_mean_1"][0] == 1
    assert table["radial_share_4"][0] == 0
    assert np.isnan(table["radial_mean_4"][0])
    assert table.loc[1].filter(like="radial").isna().all()
    whole = dr.measure.radial_distribution(np.ones((5, 5), int), np.ones((5, 5)))
    assert whole.filter(like="share").sum(axis=1)[0] == pytest.approx(1)


def test_channels_and_frames():
    labels, image = scene()
    two = dr.Image.of(np.stack([image, image[::-1]]), "cyx", channels=("dna", "actin"))
    table = dr.measure.radial_distribution(dr.Labels.of(labels), two, bins=2)
    alone = dr.measure.radial_distribution(labels, image[::-1], bins=2)
    assert_array_equal(table["radial_share_2_actin"], alone["radial_share_2"])


def test_cores_that_lack_are_asked_for():
    labels, image = scene()
    with pytest.raises(InputError, match="needs cores"):
        dr.measure.radial_distribution(labels, image, start="core edge")
