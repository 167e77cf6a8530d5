"""Colocalization against SciPy, scikit-image and the formulas written out pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage, stats
from skimage import measure

import napari_darkroom as dr


def _channels(dtype: str, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return two channels that share structures, as a microscope gives them."""
    random = np.random.default_rng(seed)
    common, one, two = (ndimage.gaussian_filter(random.random((60, 70)), 2) for _ in range(3))
    pair = []
    for own in (one, two):
        values = 0.7 * common + 0.3 * own
        values = (values - values.min()) / np.ptp(values)
        noisy = 200 * values + random.normal(0, 3, values.shape)
        pair.append(np.clip(noisy, 0, 255).astype(dtype))
    return pair[0], pair[1]


def _objects() -> np.ndarray:
    labels = np.zeros((60, 70), np.int32)
    labels[2:20, 3:25], labels[30:50, 10:30], labels[25:58, 40:68] = 7, 3, 900
    labels[55, 5] = 11
    return labels


CHANNELS = {dtype: _channels(dtype) for dtype in ("uint8", "uint16", "float32")}
each_type = pytest.mark.parametrize("dtype", CHANNELS)


def _manders(a: np.ndarray, b: np.ndarray, t1: float, t2: float) -> dict[str, float]:
    """Return CellProfiler's coefficients of whole images, as its documentation defines them."""
    both = (a > t1) & (b > t2)
    total_1, total_2 = a[a > t1].sum(), b[b > t2].sum()
    rank_1, rank_2 = (stats.rankdata(v, "dense") - 1 for v in (a, b))
    deepest = max(rank_1.max(), rank_2.max()) + 1
    weight = (deepest - np.abs(rank_1 - rank_2)) / deepest
    product = (a * b)[both].sum()
    return {
        "manders_m1": a[both].sum() / total_1,
        "manders_m2": b[both].sum() / total_2,
        "overlap_above": product / np.sqrt((a[both] ** 2).sum() * (b[both] ** 2).sum()),
        "overlap_above_k1": product / (a[both] ** 2).sum(),
        "overlap_above_k2": product / (b[both] ** 2).sum(),
        "rwc_1": (a * weight)[both].sum() / total_1,
        "rwc_2": (b * weight)[both].sum() / total_2,
    }


def _line(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    """Return the main axis of the cloud of values: the first eigenvector of its covariance."""
    some = (a > 0) | (b > 0)
    (xx, xy), (_, yy) = np.cov(a[some], b[some])
    slope = (yy - xx + np.hypot(yy - xx, 2 * xy)) / (2 * xy)
    return slope, b[some].mean() - slope * a[some].mean()


def _costes(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    """Go down through the values of the first channel until what is left does not correlate."""
    slope, through = _line(a, b)
    for threshold in np.unique(a)[::-1]:
        left = (a <= threshold) | ((b - through) / slope <= threshold)
        x, y = a[left] - a[left].mean(), b[left] - b[left].mean()
        if (x * y).sum() <= 1e-9:
            return float(threshold), float(slope * threshold + through)
    return np.nan, np.nan


@each_type
def test_each_object_as_the_formulas_say(dtype: str) -> None:
    image, other = CHANNELS[dtype]
    labels = _objects()
    table = dr.measure.colocalization(image, other, labels).set_index("label")
    assert table.index.tolist() == [3, 7, 11, 900]
    for label in (3, 7, 900):
        a, b = (v[labels == label].astype(float) for v in (image, other))
        row = table.loc[label]
        assert row["pearson"] == pytest.approx(stats.pearsonr(a, b)[0], rel=1e-10)
        assert row["slope"] == pytest.approx(stats.linregress(a, b).slope, rel=1e-10)
        assert row["spearman"] == pytest.approx(stats.spearmanr(a, b)[0], rel=1e-10)
        assert (row["threshold_1"], row["threshold_2"]) == (0.15 * a.max(), 0.15 * b.max())
        for name, value in _manders(a, b, 0.15 * a.max(), 0.15 * b.max()).items():
            assert row[name] == pytest.approx(value, rel=1e-10), name


@each_type
def test_whole_images_as_scikit_image_measures_them(dtype: str) -> None:
    image, other = CHANNELS[dtype]
    inside = _objects() > 0
    floats = [v.astype(float) for v in (image, other)]
    row = dr.measure.colocalization(
        image, other, mask=inside, threshold_1=-1.0, threshold_2=60.0
    ).iloc[0]
    assert row["num_pixels"] == inside.sum()
    pearson = measure.pearson_corr_coeff(*floats, mask=inside)[0]
    assert row["pearson"] == pytest.approx(pearson, rel=1e-10)
    overlap = measure.manders_overlap_coeff(*floats, mask=inside)
    assert row["overlap"] == pytest.approx(overlap, rel=1e-10)
    # scikit-image has no threshold of the channel that is shared out.
    m1 = measure.manders_coloc_coeff(floats[0], floats[1] > 60, mask=inside)
    assert row["manders_m1"] == pytest.approx(m1, rel=1e-10)


@each_type
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_thresholds_of_costes_are_those_of_a_search_through_all_values(
    dtype: str, seed: int
) -> None:
    image, other = _channels(dtype, seed)
    a, b = image.astype(float), other.astype(float)
    row = dr.measure.colocalization(image, other).iloc[0]
    t1, t2 = _costes(a.ravel(), b.ravel())
    assert row["costes_threshold_1"] == pytest.approx(t1, rel=1e-9)
    assert row["costes_threshold_2"] == pytest.approx(t2, rel=1e-9)
    assert a.min() <= t1 < a.max()
    both = (a > t1) & (b > t2)
    assert row["costes_m1"] == pytest.approx(a[both].sum() / a[a > t1].sum(), rel=1e-9)
    assert row["costes_m2"] == pytest.approx(b[both].sum() / b[b > t2].sum(), rel=1e-9)


def test_costes_finds_the_noise_below_a_shared_signal() -> None:
    random = np.random.default_rng(3)
    signal = np.zeros((200, 200))
    signal[50:150, 50:150] = random.uniform(60, 200, (100, 100))
    image, other = (signal + random.normal(20, 4, signal.shape) for _ in range(2))
    row = dr.measure.colocalization(image, other).iloc[0]
    assert 20 < row["costes_threshold_1"] < 60
    assert row["costes_m1"] > 0.95
