"""The code that the window and the pages teach with."""

import math

import numpy as np
import pytest

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import ParameterError, UnitError
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.lesson import (
    darkroom_line,
    equivalent_claim,
    equivalent_code,
    equivalent_values,
    literal,
)

GAUSSIAN = find("filters.gaussian")
VOLUME = Calibration.of("tzyx", [1, 2, 0.5, 0.5], ["s", "um", "um", "um"])


def test_parameters_stand_between_imports_and_code() -> None:
    code = equivalent_code(GAUSSIAN, {"sigma": 2})
    assert code == (
        "from scipy.ndimage import gaussian_filter\n"
        "\n"
        "# image: a NumPy array, such as viewer.layers[0].data\n"
        "sigma = (2.0, 2.0)\n"
        'mode = "reflect"\n'
        "\n"
        "image = gaussian_filter(image.astype(float), sigma, mode=mode)"
    )


def test_physical_lengths_become_pixels_and_say_what_they_were() -> None:
    code = equivalent_code(GAUSSIAN, {"sigma": "1 um"}, VOLUME)
    assert "sigma = (0.5, 2.0, 2.0)  # 1 um\n" in code


def test_planes_of_a_volume_have_two_lengths() -> None:
    assert equivalent_values(GAUSSIAN, {"sigma": "1 um"}, VOLUME, "yx")["sigma"] == (2.0, 2.0)


def test_a_physical_length_needs_a_pixel_size() -> None:
    with pytest.raises(UnitError, match=r"geometry\.set_pixel_size"):
        equivalent_code(GAUSSIAN, {"sigma": "1 um"})


def test_a_parameter_that_is_not_allowed_is_refused() -> None:
    with pytest.raises(ParameterError, match="sigma"):
        equivalent_code(GAUSSIAN, {"sigma": -1})
    with pytest.raises(ParameterError, match="width"):
        darkroom_line(GAUSSIAN, {"width": 1})


def test_darkroom_line_names_what_was_changed() -> None:
    assert darkroom_line(GAUSSIAN, {}) == "dr.filters.gaussian(image)"
    line = darkroom_line(GAUSSIAN, {"sigma": 2, "mode": "reflect"})
    assert line == 'dr.filters.gaussian(image, sigma="2 pixel")'
    assert darkroom_line(find("measure.regions"), {}) == "dr.measure.regions(labels, image=image)"


def test_pixel_size_is_told_where_the_code_asks_for_it() -> None:
    values = equivalent_values(find("measure.regions"), {}, VOLUME)
    assert values == {"spacing": (2.0, 0.5, 0.5)}
    code = equivalent_code(find("measure.regions"), {}, VOLUME)
    assert "spacing = (2.0, 0.5, 0.5)  # um\n" in code
    assert "labels, image (or None): NumPy arrays" in equivalent_code(find("measure.regions"), {})


@pytest.mark.parametrize("value", [2, 0.1, (1.5, 2.0), True, None, 'a "word" of µ', -1e300])
def test_literals_read_back(value: object) -> None:
    assert eval(literal(value)) == value  # noqa: S307 - the literals above


def test_what_is_not_finite_runs_too() -> None:
    names = {"image": np.ones((2, 2)), "mask": np.eye(2, dtype=bool)}
    exec(equivalent_code(find("mask.apply"), {"outside": "nan"}), names)  # noqa: S102 - our own docstring
    assert np.isnan(names["result"]).sum() == 2
    assert math.isinf(eval(literal(math.inf)))  # noqa: S307 - as above


@pytest.mark.parametrize(
    ("id_", "claim"),
    [
        ("threshold.manual", "Gives the same numbers."),
        ("filters.median", "Gives the same numbers, without missing pixels."),
        (
            "filters.gaussian",
            "Gives the same within 0.001 % of the largest value, without missing pixels.",
        ),
        (
            "segment.split_touching",
            "Gives the same objects in all but at most 5 % of their pixels, but for the numbers of "
            "the objects and for ties, by distance.",
        ),
    ],
)
def test_claim_says_how_far_it_is_the_same(id_: str, claim: str) -> None:
    assert equivalent_claim(find(id_)) == claim


def test_inputs_are_told_by_what_they_are() -> None:
    code = equivalent_code(find("mask.from_shapes"), {})
    assert "# image: a NumPy array, such as viewer.layers[0].data\n" in code
    assert "# shapes: pairs of a type and its vertices in pixels\n" in code
