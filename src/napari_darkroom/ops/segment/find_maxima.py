"""Finding peaks of brightness, as points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from annotated_types import Ge
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.earlier import formerly
from napari_darkroom.core.frames import frames
from napari_darkroom.core.values import Image, Points
from napari_darkroom.ops.measure.checks import check_grid

if TYPE_CHECKING:
    from napari_darkroom.kernels.prominence import Peaks


@operation(
    title="Find maxima",
    noun="maxima",
    menu="segment/spots",
    version=2,
    earlier={1: formerly(prominence=10.0)},
)
def find_maxima(
    image: Image, *, prominence: Annotated[float, Ge(0)] | None = None, diagonal: bool = True
) -> Points:
    """Find the peaks that stand out above their surroundings.

    To count what is bright in its middle, whatever its size, or as markers for a watershed. Small
    peaks that come from noise have little prominence; smooth a noisy image before.

    Parameters
    ----------
    image : Image, 2-D or 3-D, with time and channels
        The image.
    prominence : float, optional
        The least difference in grey values between a peak and the highest pass to a higher one; 0
        takes every peak. None takes a tenth of the range of the image; give it if images are to be
        treated alike.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

    Returns
    -------
    points : Points
        One a peak, in the world, row by row, with its ``intensity`` and its ``prominence``.

    Raises
    ------
    InputError
        If the image has no axes y and x.

    Notes
    -----
    The point of a peak of several pixels is their middle. Of peaks of one height that a high pass
    joins only the first has its full prominence, so that they are one. The highest peak of all is
    compared with the lowest value. What lies outside of the image has no say. Missing (NaN) and
    infinite pixels are no peaks, and no path leads through them. Every time point and channel is
    looked at alone, and a tenth is that of its own range, of finite values.

    Formula::

        pass(x) = largest, over paths to a higher pixel, of the smallest image on the path
        prominence(x) = image(x) − pass(x), where image(x) is a peak

    Equivalent for peaks of one pixel, but for those of one height, of whole numbers::

        import numpy as np
        import pandas as pd
        from scipy.ndimage import generate_binary_structure
        from skimage.morphology import h_maxima

        near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
        least = (float(image.max()) - float(image.min())) / 10 if prominence is None else prominence
        found = np.argwhere(h_maxima(image.astype(float), least, footprint=near))
        points = pd.DataFrame(found, columns=list("zyx"[-image.ndim :]))
        points["intensity"] = image[tuple(found.T)].astype(float)

    References
    ----------
    ImageJ, Find Maxima, which takes what is above the prominence; ``skimage.morphology.h_maxima``.
    """
    check_grid("segment.find_maxima", image)
    calibration = image.calibration
    found = [(frame.keys, _peaks(frame.pixels, prominence, diagonal)) for frame in frames(image)]
    places = []
    for keys, one in found:
        index = np.empty((len(one.height), calibration.ndim))
        index[:] = [keys.get(name, 0) for name in calibration.axes]
        index[:, list(calibration.spatial)] = one.places
        places.append(index)
    height, above = (
        Column("Value of the peak."),
        Column("Value above the highest pass to a higher peak."),
    )
    measured = {
        "intensity": (np.concatenate([one.height for _, one in found]), height),
        "prominence": (np.concatenate([one.prominence for _, one in found]), above),
    }
    return Points.of(np.concatenate(places), calibration, measured, name=image.name)


def _peaks(pixels: NDArray[Any], prominence: float | None, diagonal: bool) -> Peaks:
    from napari_darkroom.kernels.grey_range import tenth_of_range
    from napari_darkroom.kernels.prominence import peaks

    least = tenth_of_range(pixels) if prominence is None else prominence
    return peaks(pixels, least, diagonal=diagonal)
