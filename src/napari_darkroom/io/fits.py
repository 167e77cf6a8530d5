"""Images of astronomy: every image HDU of a FITS file, by astropy.

Integers with BSCALE, BZERO or BLANK come as astropy gives them (BLANK as NaN). Axes of length
1 in front (Stokes, frequency of a radio plane) are left out. The header is kept as a list of
``[keyword, value, comment]`` in ``metadata["header"]``, the unit of the pixels' values in
``metadata["bunit"]``.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.errors import FileError
from napari_darkroom.io.damage import decoding
from napari_darkroom.io.stored import AxisSize, Stored, name_axes

_AXIS_OF_TYPE = {
    "FREQ": "c", "VELO": "c", "VRAD": "c", "VOPT": "c", "WAVE": "c", "AWAV": "c", "ENER": "c",
    "STOKES": "stokes", "TIME": "t", "UTC": "t",
}  # fmt: skip


def read_fits(path: Path) -> list[Stored]:
    """Return the image HDUs that hold pixels, compressed ones too, in their order.

    Raises
    ------
    FileError
        If the file is no FITS, is damaged or cut off.
    """
    from astropy.io import fits

    with decoding(path, "FITS"), warnings.catch_warnings():
        # Headers of old are full of cards that astropy warns about and keeps.
        warnings.simplefilter("ignore")
        # Mapped pixels would change with the file, and keep it open.
        with fits.open(path, memmap=False) as hdus:
            images = [hdu for hdu in hdus if hdu.is_image and hdu.shape and 0 not in hdu.shape]
            for hdu in images:
                _check_extent(path, hdu)
            return [_read_hdu(hdu) for hdu in images]


def _check_extent(path: Path, hdu: Any) -> None:
    place = hdu.fileinfo() or {}
    start, span = place.get("datLoc"), place.get("datSpan")
    if start is None or span is None or path.name.lower().endswith(".gz"):
        return
    size = path.stat().st_size
    # Some writers leave out the last block's padding.
    if start + hdu.size > size and start + span > size:
        raise FileError(
            f"{path} is cut off: its pixels end at byte {start + hdu.size}, the file at byte "
            f"{size}. Copy or export it anew from its source."
        )


def _read_hdu(hdu: Any) -> Stored:
    header, data = hdu.header, as_native(np.asarray(hdu.data))
    kept = [i for i, n in enumerate(data.shape) if n > 1 or i >= data.ndim - 2]
    axes = name_axes(_names(header, data.ndim, kept))
    metadata: dict[str, Any] = {"header": _cards(header)}
    unit = str(header.get("BUNIT", "")).strip()
    if unit:
        metadata["bunit"] = unit
    data = data.reshape([data.shape[i] for i in kept])
    name = str(header.get("EXTNAME", ""))
    return Stored(data, axes, sizes=_sky_sizes(header), name=name, metadata=metadata)


def _names(header: Any, ndim: int, kept: list[int]) -> list[str | None]:
    """Return names for the kept axes: the last are y and x, the others by their CTYPE."""
    names: list[str | None] = []
    for i in kept:
        kind = str(header.get(f"CTYPE{ndim - i}", "")).split("-")[0].strip().upper()
        own = {ndim - 1: "x", ndim - 2: "y"}.get(i, _AXIS_OF_TYPE.get(kind))
        names.append(None if own in names else own)
    return names


def _cards(header: Any) -> list[list[Any]]:
    from astropy.io.fits.card import Undefined
    from astropy.io.fits.verify import VerifyError

    cards = []
    for card in header.cards:
        try:
            value = card.value
        except VerifyError:
            value = str(card.image)
        plain = value if isinstance(value, bool | int | float | str) else str(value)
        cards.append([card.keyword, None if isinstance(value, Undefined) else plain, card.comment])
    return cards


def _sky_sizes(header: Any) -> dict[str, AxisSize]:
    """Return the sizes of pixels on the sky in arcsec; none where the header is not plain."""
    from astropy.wcs import WCS
    from astropy.wcs.utils import proj_plane_pixel_scales

    try:
        sky = WCS(header).celestial
        if sky.naxis != 2 or not sky.has_celestial or sky.has_distortion:
            return {}
        x, y = (float(size) * 3600 for size in proj_plane_pixel_scales(sky))
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        # The pixels are right whatever the header says of the sky; they stay in pixels.
        return {}
    if not (np.isfinite([x, y]).all() and x > 0 and y > 0):
        return {}
    return {"y": AxisSize(y, "arcsec"), "x": AxisSize(x, "arcsec")}
