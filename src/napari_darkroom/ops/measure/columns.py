"""The dictionary of columns: what each number of a region or image table is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from napari_darkroom.core.columns import Column
from napari_darkroom.core.units import PIXEL, power_unit

_SKIMAGE = "scikit-image"

PURE: Mapping[str, Column] = MappingProxyType(
    {
        "label": Column("Number of the object in the label image."),
        "num_pixels": Column("Number of pixels (voxels) of the object.", PIXEL, _SKIMAGE),
        "eccentricity": Column(
            "Distance between the foci of the ellipse with the same second moments, over its major "
            "axis; 0 for a circle. Two dimensions only.",
            "",
            _SKIMAGE,
        ),
        "solidity": Column(
            "Pixels of the object over pixels of its convex hull.", "", f"{_SKIMAGE}, CellProfiler"
        ),
    }
)

AXIS_KEYS: Mapping[str, Column] = MappingProxyType(
    {
        "t": Column("Index of the frame, counted from 0."),
        "c": Column("Index of the channel, counted from 0."),
    }
)

INTENSITIES: Mapping[str, str] = MappingProxyType(
    {
        "intensity_mean": "Mean of the image over the object.",
        "intensity_min": "Smallest value of the image in the object.",
        "intensity_max": "Largest value of the image in the object.",
        "intensity_std": "Standard deviation of the image over the object's pixels (population, "
        "n; ImageJ divides by n − 1).",
    }
)


def size_column(ndim: int, unit: str) -> tuple[str, Column]:
    """Return name and meaning of the calibrated size: an area, or a volume in 3-D."""
    name, of = ("area", "pixel") if ndim == 2 else ("volume", "voxel")
    text = f"Pixels of the object times the {name} of one {of}."
    return name, Column(text, power_unit(unit, ndim), _SKIMAGE)


def length_columns(ndim: int, unit: str) -> dict[str, Column]:
    """Return the meaning of the calibrated lengths."""
    shape = "ellipse" if ndim == 2 else "ellipsoid"
    columns = {
        f"axis_{which}_length": Column(
            f"Length of the {which} axis of the {shape} with the same second moments.",
            unit,
            _SKIMAGE,
        )
        for which in ("major", "minor")
    }
    if ndim == 2:
        columns["perimeter"] = Column(
            "Length of the line through the centres of the border pixels, holes included; missing "
            "where pixels are not square.",
            unit,
            f"{_SKIMAGE}, CellProfiler",
        )
    return columns


def place_columns(axis: str, world_unit: str | None) -> dict[str, Column]:
    """Return the meaning of box, centroid and, where calibrated, position along an axis."""
    columns = {
        f"bbox_min_{axis}": Column(
            f"First index of the object along {axis}, counted from 0.", PIXEL, _SKIMAGE
        ),
        f"bbox_max_{axis}": Column(
            f"Index after the last of the object along {axis}.", PIXEL, _SKIMAGE
        ),
        f"centroid_{axis}": Column(
            f"Mean index of the object's pixels along {axis}; 0 is the centre of the first pixel.",
            PIXEL,
            _SKIMAGE,
        ),
    }
    if world_unit is not None:
        columns[f"position_{axis}"] = Column(
            f"Place of the centroid in the world along {axis}.", world_unit
        )
    return columns
