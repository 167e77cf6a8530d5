"""Taking one channel of an image, by its index or its name."""

from __future__ import annotations

from dataclasses import replace

from napari_darkroom.core.errors import InputError, choices
from napari_darkroom.core.fingerprint import fingerprint
from napari_darkroom.core.lineage import Given, Lineage, is_changed
from napari_darkroom.core.values import Image


def take_channel(image: Image, channel: int | str) -> Image:
    """Return one channel of an image, without the axis ``c``.

    An image without that axis is its own channel 0.

    Raises
    ------
    InputError
        If there is no such channel; the text names those that there are.
    """
    axes = image.calibration.axes
    if "c" not in axes:
        if channel == 0:
            return image
        raise InputError(
            f"{image.name!r} has no channels, and channel {channel!r} is asked for. Leave the "
            "channel out."
        )
    count = image.shape[axes.index("c")]
    names = image.channels or tuple(str(i) for i in range(count))
    position = names.index(channel) if channel in names else channel
    if not isinstance(position, int) or not 0 <= position < count:
        raise InputError(
            f"{image.name!r} has no channel {channel!r}. {choices(names, str(channel))} An "
            f"index runs from 0 to {count - 1}."
        )
    taken = image.channel(position)
    return replace(taken, lineage=_of_channel(image, taken, channel))


def _of_channel(image: Image, taken: Image, channel: int | str) -> Lineage | None:
    """Return where a channel comes from, where its image is one that was read."""
    whole = image.lineage
    if not isinstance(whole, Given) or whole.channel is not None or is_changed(image):
        return None
    return replace(whole, mark=fingerprint(taken), digest="", channel=channel)
