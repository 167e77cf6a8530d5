"""What a measurement asks of its inputs."""

from __future__ import annotations

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.frames import spatial_axes
from napari_darkroom.core.values import Grid


def check_grid(owner: str, grid: Grid) -> None:
    """Raise `InputError` unless the grid has pixels along y and x (and z)."""
    if len(spatial_axes(grid)) not in (2, 3):
        raise InputError(
            f"{owner} needs the axes y and x (and z); the {grid.kind} has "
            f"{', '.join(grid.calibration.axes) or 'none'}. Name its axes."
        )
    if 0 in grid.shape:
        raise InputError(f"{owner}: the {grid.kind} is empty: its shape is {grid.shape}.")


def check_same_grid(owner: str, labels: Grid, image: Grid) -> None:
    """Raise `InputError` unless the image (or labels, or mask) has every pixel of the labels."""
    theirs = dict(zip(image.calibration.axes, image.shape, strict=True))
    axes = spatial_axes(labels)
    for axis, length in zip(labels.calibration.axes, labels.shape, strict=True):
        if axis not in axes and axis not in theirs:
            continue
        if theirs.get(axis) != length:
            raise InputError(
                f"{owner}: the {labels.kind} has shape {labels.shape} "
                f"({', '.join(labels.calibration.axes)}) and the {image.kind} {image.shape} "
                f"({', '.join(image.calibration.axes)}); they differ along {axis}. Take the image "
                "that the objects were found in, or resize one to fit."
            )
    differs = labels.calibration.disagreement(image.calibration)
    if differs:
        raise InputError(
            f"{owner}: {differs} is not the same in the {labels.kind} and the {image.kind}. Take "
            "the image that the objects were found in, or set the right pixel size with "
            "geometry.set_pixel_size."
        )
    if spatial_axes(image) != axes:
        raise InputError(
            f"{owner}: the spatial axes are {', '.join(axes)} in the {labels.kind} and "
            f"{', '.join(spatial_axes(image))} in the {image.kind}; they must be the same."
        )


def check_no_more_axes(owner: str, labels: Grid, other: Grid) -> None:
    """Raise `InputError` where another grid has an axis that the labels lack."""
    more = [name for name in other.calibration.axes if name not in labels.calibration.axes]
    if more:
        raise InputError(
            f"{owner}: the {other.kind} has the axis {more[0]} and the first labels have not "
            f"({', '.join(labels.calibration.axes)}). Choose one of it with geometry.crop."
        )
