"""The search for spots of several sizes, band by band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.blobs import BlobFilter, blob_answer
from napari_darkroom.kernels.guessed_noise import (
    GuessedNoise,
    KnownNoise,
    NoiseAtOnce,
    NoiseOfParts,
)
from napari_darkroom.kernels.middle import noise as noise_of
from napari_darkroom.kernels.over_sizes import Peaks, peaks_of_rows
from napari_darkroom.kernels.scale_space import ScaleSpace
from napari_darkroom.ops.segment.spot_answers import Levelled

# Deviations of the middle of a sample, and the least doubt about it, as shares of all values.
_DEVIATIONS, _LEAST_DOUBT = 3, 0.004
# What sums in another order differ by, to what the rounding of an answer may give.
_OTHER_ORDER = 0.1


@dataclass(frozen=True)
class SpotSearch:
    """What is looked for in a plane or volume.

    Attributes
    ----------
    reaches : list
        Of each size, half the box in which a spot is largest.
    lowest : float
        The least answer of a spot, whatever the noise.
    """

    levelled: Levelled
    space: ScaleSpace
    reaches: list[list[int]]
    signal_to_noise: float
    lowest: float

    @classmethod
    def of(
        cls,
        pixels: NDArray[Any],
        diameters: NDArray[np.float64],
        signal_to_noise: float,
        method: BlobFilter,
    ) -> Self:
        """Return the search for spots of some diameters, (sizes, dimensions) in pixels."""
        levelled = Levelled.of(pixels, diameters[0] / 2)
        sigmas = (diameters / 2 / pixels.ndim**0.5).tolist()
        space = ScaleSpace(levelled.rows, pixels.shape, sigmas, method)
        reaches = (diameters / 2).astype(int).tolist()
        lowest = max(levelled.rounding(), float(np.finfo(np.float32).tiny))
        return cls(levelled, space, reaches, signal_to_noise, lowest)

    def peaks(self) -> tuple[Peaks, NDArray[np.float64]]:
        """Return the peaks and the noise of each size.

        The noise is known only when all answers are, so what may be a peak is found with a guess.
        """
        guesses = self._guesses()
        found = self._candidates(guesses)
        told = [self._told(k, guess) for k, guess in enumerate(guesses)]
        if any(one < guess.least for one, guess in zip(told, guesses, strict=True)):
            found = self._candidates([KnownNoise(one) for one in told])
        least = np.array([self._least(one) for one in told], np.float32)
        return found.where(found.answer >= least[found.size]), np.array(told)

    def _least(self, noise: float) -> float:
        return max(self.signal_to_noise * noise, self.lowest)

    def _guesses(self) -> Sequence[NoiseOfParts]:
        if len(self.space.blocks()) == 1:
            return [NoiseAtOnce() for _ in self.reaches]
        parts = zip(self.space.sigmas, self.space.samples(), strict=True)
        return [self._guess(sigma[-1], sample.reshape(-1)) for sigma, sample in parts]

    def _guess(self, sigma: float, sample: NDArray[np.float32]) -> GuessedNoise:
        # Answers nearer to each other than a filter is wide tell the same.
        own = sample.size / max(1.0, 2 * sigma)
        doubt = max(_LEAST_DOUBT, _DEVIATIONS * 0.5 / own**0.5)
        return GuessedNoise.of(sample, doubt, _OTHER_ORDER * self.lowest)

    def _told(self, size: int, guess: NoiseOfParts) -> float:
        """Return the noise of a size; the answers are computed once more if the guess was wrong."""
        noise, known = guess.noise(), self.levelled.known
        if noise is not None or (known is not None and not known.any()):
            return noise or 0.0
        _, plain = blob_answer(self.levelled.whole(), self.space.sigmas[size], self.space.filter_)
        return noise_of(plain, known)

    def _candidates(self, noise: Sequence[NoiseOfParts]) -> Peaks:
        """Return what may be peaks, by the least that the noise may be; the noise takes all."""
        known = self.levelled.known

        def take(size: int, rows: tuple[int, int], plain: NDArray[np.float32]) -> None:
            some = None if known is None else known[..., rows[0] : rows[1], :]
            noise[size].take(plain if some is None else plain[some])

        around = max(reach[-2] for reach in self.reaches) + 1
        found = []
        for band in self.space.bands(around, take):
            least = [self._least(one.least) for one in noise]
            peaks = peaks_of_rows(band.answers, band.rows, least, self.reaches)
            peaks.index[:, -2] += band.first
            if known is not None:
                peaks = peaks.where(known[tuple(peaks.index.T)])
            found.append(peaks)
        return Peaks.joined(found)
