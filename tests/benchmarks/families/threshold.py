"""Thresholds against scikit-image."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scenes
from astropy.stats import sigma_clipped_stats
from comparison import Case
from skimage import filters

import napari_darkroom as dr
from napari_darkroom.ops.threshold.usual_offset import usual_offset


def cases(side: int) -> Iterator[Case]:
    """Yield the work on a plane."""
    image = scenes.cells(side, side)
    floats = image.astype(np.float32)
    yield Case(
        "threshold.otsu",
        lambda: dr.threshold.otsu(image),
        lambda: image > filters.threshold_otsu(image),
        "scikit-image",
    )
    yield Case(
        "threshold.otsu float32",
        lambda: dr.threshold.otsu(floats),
        lambda: floats > filters.threshold_otsu(floats),
        "scikit-image",
        at_least=3,
    )
    holes = floats.copy()
    holes[::7, ::5] = np.nan
    yield Case(
        "threshold.otsu float32, missing pixels",
        lambda: dr.threshold.otsu(holes),
        lambda: holes > filters.threshold_otsu(holes[np.isfinite(holes)]),
        "scikit-image",
        at_least=5,
    )
    yield Case(
        "threshold.multi_otsu",
        lambda: dr.threshold.multi_otsu(floats, bins=256),
        lambda: np.digitize(floats, filters.threshold_multiotsu(floats)),
        "scikit-image",
    )
    yield Case(
        "threshold.hysteresis",
        lambda: dr.threshold.hysteresis(image, lower=900, upper=2500, diagonal=False),
        lambda: filters.apply_hysteresis_threshold(image, 900, 2500),
        "scikit-image",
    )
    yield Case(
        "threshold.manual",
        lambda: dr.threshold.manual(image, lower=900),
        lambda: image >= 900,
        "NumPy",
    )
    yield Case(
        "threshold.manual, two limits",
        lambda: dr.threshold.manual(image, lower=900, upper=2500),
        lambda: (image >= 900) & (image <= 2500),
        "NumPy",
        at_least=1,
    )
    yield Case(
        "threshold.percentile",
        lambda: dr.threshold.percentile(image, percent=90),
        lambda: image > np.percentile(image, 90),
        "NumPy",
    )
    yield Case(
        "threshold.percentile float32",
        lambda: dr.threshold.percentile(floats, percent=90),
        lambda: floats > np.percentile(floats, 90),
        "NumPy",
        at_least=1,
    )
    yield Case(
        "threshold.background_sigma float32",
        lambda: dr.threshold.background_sigma(floats),
        lambda: floats > _clipped(floats),
        "astropy",
        at_least=1,
    )
    yield from (_automatic(image, method) for method in ("isodata", "li", "triangle", "yen"))
    yield from (_automatic(floats, method) for method in ("li", "mean"))
    yield from _local(image)
    yield from _clicked(image)
    yield from _clicked(floats)
    yield from _given(floats, "float32")
    # As after a correction of the ground: no whole numbers, and about 0.
    noise = np.random.default_rng(0).normal(size=floats.shape)
    yield from _given((floats * 0.37 - 100 + noise).astype(np.float32), "float32 about 0")
    yield _all(image)


def _local(image: np.ndarray) -> Iterator[Case]:
    white = float(image.max())
    theirs = {
        "mean": lambda: filters.threshold_local(image, 31, method="mean"),
        "gaussian": lambda: filters.threshold_local(image, 31, method="gaussian"),
        "niblack": lambda: filters.threshold_niblack(image, 31, k=-0.2),
        "sauvola": lambda: filters.threshold_sauvola(image, 31, k=0.2, r=white / 2),
    }
    # Those of scikit-image mirror the border otherwise: some pixels there are apart.
    for method, find in theirs.items():
        yield Case(
            f"threshold.local {method}",
            lambda method=method: dr.threshold.local(
                image, method=method, offset=0, white_level=white
            ),
            lambda find=find: image > find(),
            "scikit-image",
        )
    part = image[:256, :256]
    yield Case(
        "threshold.local median",
        lambda: dr.threshold.local(part, method="median", offset=0),
        lambda: part > filters.threshold_local(part, 31, method="median"),
        "scikit-image",
        "256 × 256",
    )


def _clicked(image: np.ndarray) -> Iterator[Case]:
    """Yield local thresholds as they are set at first; the offset found here is given there."""
    offset = usual_offset(image, (15, 15))
    for method in ("mean", "gaussian"):
        yield Case(
            f"threshold.local {method}, offset found {image.dtype}",
            lambda method=method: dr.threshold.local(image, method=method),
            lambda method=method: (
                image > filters.threshold_local(image, 31, method=method, offset=-offset)
            ),
            "scikit-image",
            at_least=1,
        )


def _given(image: np.ndarray, name: str) -> Iterator[Case]:
    """Yield local thresholds of floats with an offset of 5."""
    theirs = {
        "mean": lambda: filters.threshold_local(image, 31, method="mean"),
        "gaussian": lambda: filters.threshold_local(image, 31, method="gaussian"),
        "niblack": lambda: filters.threshold_niblack(image, 31, k=-0.2),
    }
    for method, find in theirs.items():
        yield Case(
            f"threshold.local {method} {name}",
            lambda method=method: dr.threshold.local(image, method=method, offset=5),
            lambda find=find: image > find() + 5,
            "scikit-image",
            at_least=1,
        )


def _clipped(image: np.ndarray) -> float:
    _, level, noise = sigma_clipped_stats(image, sigma=3, maxiters=None)
    return level + 3 * noise


def _automatic(image: np.ndarray, method: str) -> Case:
    find = getattr(filters, f"threshold_{method}")
    return Case(
        f"threshold.automatic {method} {image.dtype}",
        lambda: dr.threshold.automatic(image, method=method),
        lambda: image > find(image),
        "scikit-image",
    )


def _all(image: np.ndarray) -> Case:
    # The computations of `try_all_threshold`, without its figure; ours count objects and draw.
    # What is compared is the share of the pixels that each marks.
    names = ["isodata", "li", "mean", "minimum", "otsu", "triangle", "yen"]
    found = [getattr(filters, f"threshold_{name}") for name in names]
    return Case(
        "threshold.try_all",
        lambda: dr.threshold.try_all(image)[0].set_index("method").fraction[names],
        lambda: [np.mean(image > find(image)) for find in found],
        "scikit-image",
    )
