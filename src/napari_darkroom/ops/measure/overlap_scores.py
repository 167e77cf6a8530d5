"""How well two label images agree."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.ops.measure.agreement import HALF, Agreement, agreement_of
from napari_darkroom.ops.measure.columns.keys import axis_key
from napari_darkroom.ops.measure.overlap import check_family, objects_at
from napari_darkroom.ops.measure.per_object import Columns, object_frames, object_table

# From half to nearly all, as in the challenges.
THRESHOLDS = tuple(round(0.5 + 0.05 * i, 2) for i in range(10))


class Scores(NamedTuple):
    """The scores of each frame, and the match of each true object."""

    scores: Table
    matches: Table


@operation(
    title="Compare objects with the truth", noun="scores", menu="measure/relations", tolerance=1e-9
)
def overlap_scores(labels: Labels, truth: Labels) -> Scores:
    """Tell how well the objects that were found agree with those that are known.

    To choose the settings of a segmentation by an image that was outlined by hand.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects that were found.
    truth : Labels
        The objects that are true, on the same grid.

    Returns
    -------
    scores : Table
        One row a frame: how many objects there are, Dice and Jaccard of the pixels, precision,
        recall, F1 and average precision for ten thresholds of overlap, their means, the mean
        overlap of matched objects, and how many objects were split, merged, missed or added.
    matches : Table
        One row a true object: the found one that overlaps it most, how much, and whether it counts
        as found at an overlap of one half.

    Raises
    ------
    InputError
        If the two do not lie on one grid, or a label is negative.

    Notes
    -----
    The overlap (IoU) of two objects is the share of their common pixels among all pixels of both.
    At a threshold, true positives are the pairs of objects with at least this overlap. Above one
    half an object has one partner at most; where it has two of just one half, the better pair
    comes first, then the lower true and found number, and no object is used twice.

    A true object is split where two or more found ones lie for the most part in it, and a found
    one merged where two or more true ones lie for the most part in it. For the most part means
    more than half of its pixels. Missed and added are the objects without a pair at one half.
    A score of nothing is missing.

    Formula::

        iou(a, b) = |a ∩ b| / |a ∪ b|
        dice = 2 |A ∩ B| / (|A| + |B|)
        jaccard = |A ∩ B| / |A ∪ B|
        precision = TP / found, recall = TP / true
        f1 = 2 TP / (found + true)
        average_precision = TP / (found + true − TP)
        A, B: pixels of any object; TP: pairs with iou ≥ threshold

    Equivalent for one frame, within 1e-9::

        import numpy as np
        import pandas as pd

        both, either = np.sum((labels > 0) & (truth > 0)), np.sum((labels > 0) | (truth > 0))
        scores = pd.DataFrame({"jaccard": [both / either], "dice": [2 * both / (both + either)]})
        true = [truth == k for k in np.unique(truth[truth > 0])]
        found = [labels == k for k in np.unique(labels[labels > 0])]
        tp = sum((a & b).sum() / (a | b).sum() >= 0.75 for a in true for b in found)
        scores["f1_0.75"] = 2 * tp / (len(true) + len(found))

    References
    ----------
    J. C. Caicedo et al., Nature Methods 16 (2019) 1247–1253; U. Schmidt et al., MICCAI (2018)
    265–273 (the definition that ``stardist.matching`` follows).
    """
    check_family("measure.overlap_scores", labels, truth)
    frames = [(one, objects_at(truth, one.keys)) for one in object_frames(labels)]
    parts = [(found, true, agreement_of(found, true)) for found, true in frames]
    rows = [found.keys | _scores(one) for found, _, one in parts]
    matches = object_table(labels, [(true, _matches(one)) for _, true, one in parts], _MATCHES)
    return Scores(_table(labels, rows), matches)


def _scores(one: Agreement) -> dict[str, Any]:
    found, true = len(one.found_sizes), len(one.true_sizes)
    pairs = one.matched(HALF)
    iou = one.iou[pairs]
    cells: dict[str, Any] = {"num_objects": found, "num_truth": true, **_pixels(one)}
    for threshold in THRESHOLDS:
        hits = int(np.count_nonzero(iou >= threshold))
        cells |= {
            f"precision_{threshold:.2f}": _share(hits, found),
            f"recall_{threshold:.2f}": _share(hits, true),
            f"f1_{threshold:.2f}": _share(2 * hits, found + true),
            f"average_precision_{threshold:.2f}": _share(hits, found + true - hits),
        }
    for name in ("f1", "average_precision"):
        cells[f"mean_{name}"] = float(np.mean([cells[f"{name}_{t:.2f}"] for t in THRESHOLDS]))
    return cells | {
        "mean_matched_iou": _share(float(iou.sum()), len(pairs)),
        "num_split": one.split(),
        "num_merged": one.merged(),
        "num_missed": true - len(pairs),
        "num_added": found - len(pairs),
    }


def _pixels(one: Agreement) -> dict[str, float]:
    """Return Dice and Jaccard of all objects together."""
    both, total = int(one.shared.sum()), int(one.found_sizes.sum() + one.true_sizes.sum())
    return {"dice": _share(2 * both, total), "jaccard": _share(both, total - both)}


def _share(part: float, whole: int) -> float:
    return part / whole if whole else np.nan


def _matches(one: Agreement) -> Columns:
    """Return the found object that overlaps each true one most, of equals the lowest."""
    iou, count = one.iou, len(one.true_sizes)
    best, overlap = np.zeros(count + 1, dtype=np.int64), np.zeros(count + 1)
    # The last assignment holds: the largest overlap and, of equals, the lowest number.
    order = np.lexsort((-one.found, iou))
    best[one.true[order]], overlap[one.true[order]] = one.found[order], iou[order]
    matched = np.zeros(count + 1, dtype=bool)
    matched[one.true[one.matched(HALF)]] = True
    ids = np.concatenate([np.zeros(1, one.found_ids.dtype), one.found_ids])
    return {"found": ids[best[1:]], "iou": overlap[1:], "matched": matched[1:]}


_MATCHES = {
    "found": Column("Number of the found object that overlaps it most; 0 for none."),
    "iou": Column("Share of the common pixels of both among all of both; 0 for none."),
    "matched": Column("Whether it has a partner of its own with an overlap of at least one half."),
}


def _table(labels: Labels, rows: list[dict[str, Any]]) -> Table:
    import pandas as pd

    table = pd.DataFrame(rows)
    names = [str(name) for name in table.columns]
    keys = tuple(names[: names.index("num_objects")])
    columns = {name: axis_key(name) if name in keys else _column(name) for name in names}
    return Table(table, columns, keys, labels.name)


_COLUMNS = {
    "num_objects": "Number of found objects.",
    "num_truth": "Number of true objects.",
    "dice": "Twice the common pixels of both images over the sum of the pixels of each.",
    "jaccard": "Common pixels of both images over all pixels of either.",
    "mean_f1": "Mean of F1 over all thresholds of overlap.",
    "mean_average_precision": "Mean of the average precision over all thresholds of overlap.",
    "mean_matched_iou": "Mean overlap of the pairs that match at one half.",
    "num_split": "True objects that hold most of two or more found ones (over-segmentation).",
    "num_merged": "Found objects that hold most of two or more true ones (under-segmentation).",
    "num_missed": "True objects without a pair at an overlap of one half.",
    "num_added": "Found objects without a pair at an overlap of one half.",
}
_AT_THRESHOLD = {
    "precision": "Pairs over found objects",
    "recall": "Pairs over true objects",
    "f1": "Twice the pairs over found and true objects",
    "average_precision": "Pairs over found and true objects without the pairs",
}


def _column(name: str) -> Column:
    if name in _COLUMNS:
        return Column(_COLUMNS[name])
    score, _, threshold = name.rpartition("_")
    return Column(f"{_AT_THRESHOLD[score]}, at an overlap (IoU) of at least {threshold}.")
