"""Two label images are compared: counted by hand, and against other programs' definition."""

from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError

NUCLEI = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "nuclei"
THRESHOLDS = [f"{0.5 + 0.05 * i:.2f}" for i in range(10)]


def _row(*objects: tuple[int, int, int]) -> np.ndarray:
    """Return one row of 40 pixels with objects (number, first, after)."""
    labels = np.zeros((1, 40), np.int64)
    for number, first, after in objects:
        labels[0, first:after] = number
    return labels


def test_the_same_agrees_fully():
    labels = _row((3, 0, 4), (2**40, 4, 9), (8, 20, 30))
    scores, matches = dr.measure.overlap_scores(labels, labels)
    row = scores.iloc[0]
    assert [row[n] for n in ("num_objects", "num_truth", "dice", "jaccard")] == [3, 3, 1, 1]
    assert all(
        row[f"{score}_{t}"] == 1
        for t in THRESHOLDS
        for score in ("precision", "recall", "f1", "average_precision")
    )
    assert list(row[["num_split", "num_merged", "num_missed", "num_added"]]) == [0] * 4
    assert matches["label"].tolist() == matches["found"].tolist() == [3, 8, 2**40]
    assert matches["matched"].all()


def test_counted_by_hand():
    truth = _row((1, 0, 10), (2, 10, 14), (3, 15, 19), (4, 30, 34))
    # One cut in two (6 + 4), two and three in one, four missed, one added.
    found = _row((11, 0, 6), (12, 6, 10), (13, 10, 19), (14, 36, 38))
    scores, matches = dr.measure.overlap_scores(found, truth)
    row = scores.iloc[0]
    assert row["dice"] == pytest.approx(2 * 18 / (21 + 22))
    assert row["jaccard"] == pytest.approx(18 / 25)
    # 11 has 6 of 10 pixels of 1; 13 has 4 of 9 with 2 and with 3.
    assert row[[f"f1_{t}" for t in THRESHOLDS]].tolist() == [0.25] * 3 + [0] * 7
    assert row["average_precision_0.60"] == pytest.approx(1 / 7)
    assert row["mean_f1"] == pytest.approx(0.075)
    assert row["mean_matched_iou"] == 0.6
    assert list(row[["num_split", "num_merged", "num_missed", "num_added"]]) == [1, 1, 3, 3]
    assert matches["found"].tolist() == [11, 13, 13, 0]
    np.testing.assert_allclose(matches["iou"], [0.6, 4 / 9, 4 / 9, 0])
    assert matches["matched"].tolist() == [True, False, False, False]


def test_two_of_just_one_half_are_one_match():
    scores, matches = dr.measure.overlap_scores(_row((1, 0, 5), (2, 5, 10)), _row((7, 0, 10)))
    row = scores.iloc[0]
    assert (row["precision_0.50"], row["recall_0.50"], row["recall_0.55"]) == (0.5, 1, 0)
    assert (row["num_split"], row["num_added"], matches["found"][0]) == (1, 1, 1)


def test_nothing_against_something():
    none, some = _row(), _row((1, 0, 5))
    row = dr.measure.overlap_scores(none, some)[0].iloc[0]
    assert (row["recall_0.50"], row["f1_0.50"], row["dice"], row["num_missed"]) == (0, 0, 0, 1)
    assert np.isnan(row["precision_0.50"])
    empty = dr.measure.overlap_scores(none, none)
    assert np.isnan(empty[0].iloc[0]["f1_0.50"])
    assert len(empty[1]) == 0


def test_a_row_for_every_frame():
    one, two = _row((1, 0, 4)), _row((1, 20, 28))
    labels = dr.Labels.of(np.stack([one, two]), "tyx")
    truth = dr.Labels.of(np.stack([one, one]), "tyx")
    scores, matches = dr.measure.overlap_scores(labels, truth)
    assert scores["t"].tolist() == [0, 1]
    assert scores["f1_0.50"].tolist() == [1, 0]
    assert matches["found"].tolist() == [1, 0]


def test_other_pixels_are_refused():
    with pytest.raises(InputError, match=r"measure\.overlap_scores"):
        dr.measure.overlap_scores(_row(), np.zeros((1, 39), int))


@pytest.mark.skipif(not NUCLEI.is_dir(), reason="the real images are not here")
def test_nuclei_against_the_hand_made_mask():
    truth = dr.read(NUCLEI / "mask2d.tif", kind="labels")
    same = dr.measure.overlap_scores(truth, truth)[0].iloc[0]
    assert (same["num_truth"], same["f1_0.95"], same["dice"]) == (125, 1, 1)
    image = dr.read(NUCLEI / "img2d.tif")
    smooth = dr.filters.gaussian(image, sigma=1)
    found = dr.segment.split_touching(dr.threshold.otsu(smooth), min_distance=7)
    scores, matches = dr.measure.overlap_scores(found, truth)
    row = scores.iloc[0]
    for threshold in (0.5, 0.75, 0.9):
        hits = _pairs(found.data, truth.data, threshold)
        total = row["num_objects"] + row["num_truth"]
        assert row[f"f1_{threshold:.2f}"] == pytest.approx(2 * hits / total)
    assert matches["matched"].sum() == _pairs(found.data, truth.data, 0.5)


def _pairs(found: np.ndarray, truth: np.ndarray, threshold: float) -> int:
    """Return how many pairs can be made at most, by the whole table of overlaps."""
    from scipy.optimize import linear_sum_assignment

    table = np.zeros((found.max() + 1, truth.max() + 1), int)
    np.add.at(table, (found.ravel(), truth.ravel()), 1)
    either = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
    good = (table / np.maximum(either, 1))[1:, 1:] >= threshold
    rows, columns = linear_sum_assignment(~good)
    return int(good[rows, columns].sum())
