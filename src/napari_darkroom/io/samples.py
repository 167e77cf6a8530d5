"""Images to try things on: generated with known truth, and those of scikit-image's package.

None needs a network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.values import Image, Labels
from napari_darkroom.io.nuclei import Scene, draw_nuclei
from napari_darkroom.io.read import read
from napari_darkroom.io.stored import Picture


@dataclass(frozen=True)
class Sample:
    """One sample.

    Attributes
    ----------
    title : str
        For menus.
    description : str
        One sentence on what is seen and where it is from.
    load : callable
        Gives the values: the image first, then what is known to be true of it.
    """

    title: str
    description: str
    load: Callable[[], list[Picture]]


def samples() -> Mapping[str, Sample]:
    """Return the samples by their short names."""
    return _SAMPLES


def _generated(scene: Scene, calibration: Calibration) -> list[Picture]:
    pixels, truth = draw_nuclei(scene)
    return [
        Image(pixels, calibration, "nuclei"),
        Labels(truth, calibration, "nuclei truth"),
    ]


def _bundled(file_name: str) -> list[Picture]:
    """Return an image of scikit-image's own package, read from its folder: nothing is fetched."""
    import skimage

    return [read(Path(skimage.__file__).parent / "data" / file_name)]


_SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "nuclei": Sample(
            "Nuclei (generated)",
            "Fluorescent nuclei, some touching, on an uneven, noisy background; with the truth.",
            partial(
                _generated,
                Scene(shape=(512, 512), cell=(64, 64), radii=(13, 13)),
                Calibration.of("yx", (0.5, 0.5), ("um", "um")),
            ),
        ),
        "nuclei_3d": Sample(
            "Nuclei in 3-D (generated)",
            "The same as a volume, its planes 2 µm apart, its pixels 0.5 µm; with the truth.",
            partial(
                _generated,
                Scene(shape=(24, 128, 128), cell=(24, 42, 42), radii=(2.6, 10.4, 10.4)),
                Calibration.of("zyx", (2.0, 0.5, 0.5), ("um", "um", "um")),
            ),
        ),
        "coins": Sample(
            "Coins",
            "Greek coins from Pompeii on an uneven background (scikit-image).",
            partial(_bundled, "coins.png"),
        ),
        "histology": Sample(
            "Histology",
            "Colonic glands, immunohistochemistry with haematoxylin and DAB (scikit-image).",
            partial(_bundled, "ihc.png"),
        ),
        "hubble": Sample(
            "Hubble deep field",
            "The Hubble eXtreme Deep Field, a picture in colour (scikit-image; NASA).",
            partial(_bundled, "hubble_deep_field.jpg"),
        ),
    }
)
