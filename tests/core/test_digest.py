"""The digest of a value."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.columns import Column
from napari_darkroom.core.digest import array_digest, digest, text_digest
from napari_darkroom.core.values import Image, Labels, Mask, Table


def _image() -> Image:
    return Image.of(np.arange(12.0).reshape(3, 4), scale=0.5, units="um", name="dna")


def test_the_same_content_has_the_same_digest() -> None:
    image = _image()
    assert digest(image) == digest(_image())
    assert digest(replace(image, name="other", metadata={"a": 1})) == digest(image)
    assert digest(image.with_data(np.asfortranarray(image.data))) == digest(image)
    assert digest(image.with_data(image.data.astype(">f8"))) == digest(image)


@pytest.mark.parametrize(
    "other",
    [
        Image.of(np.arange(12.0).reshape(4, 3), scale=0.5, units="um"),
        Image.of(np.arange(12.0, dtype=np.float32).reshape(3, 4), scale=0.5, units="um"),
        Image.of(np.arange(12.0).reshape(3, 4), scale=0.25, units="um"),
        Image.of(np.arange(12.0).reshape(3, 4) + 1e-9, scale=0.5, units="um"),
    ],
)
def test_another_shape_type_pixel_size_or_pixel_is_another_digest(other: Image) -> None:
    assert digest(other) != digest(_image())


def test_kinds_differ() -> None:
    zeros = np.zeros((3, 4), bool)
    assert digest(Mask.of(zeros)) != digest(Labels.of(zeros.astype(np.uint8)))


def test_an_empty_and_a_scalar_array_have_digests() -> None:
    assert array_digest(np.zeros((0, 3))) != array_digest(np.zeros((3, 0)))
    assert len(array_digest(np.zeros(()))) == 32


def test_a_lazy_array_is_not_computed() -> None:
    import dask.array as da

    def never(block: np.ndarray) -> np.ndarray:
        raise AssertionError("computed")

    lazy = da.zeros((4, 4), chunks=2).map_blocks(never, meta=np.zeros((0, 0)))
    assert digest(Image.of(lazy)) == digest(Image.of(lazy))
    assert digest(Image.of(lazy)) != digest(Image.of(lazy + 1))


def test_tables_differ_by_cell_and_by_unit() -> None:
    frame = pd.DataFrame({"label": [1, 2], "class": ["a", None], "area": [1.0, np.nan]})
    columns = {name: Column("what it is") for name in frame.columns}
    table = Table(frame, columns)
    assert digest(table) == digest(replace(table, data=frame.copy()))
    changed = frame.assign(area=[1.0, 2.0])
    assert digest(replace(table, data=changed)) != digest(table)
    renamed = {**columns, "area": Column("what it is", "um^2")}
    assert digest(replace(table, columns=renamed)) != digest(table)


def test_texts_do_not_run_into_each_other() -> None:
    assert text_digest("ab", "c") != text_digest("a", "bc")


def test_missing_text_is_one_and_empty_text_another() -> None:
    none, nan, empty = (
        Table(pd.DataFrame({"a": pd.Series([one], dtype=object)}), {"a": Column("what")})
        for one in (None, np.nan, "")
    )
    assert digest(none) == digest(nan) != digest(empty)


def test_columns_that_change_places_are_another_table() -> None:
    columns = {name: Column("what") for name in ("a", "b")}
    one = Table(pd.DataFrame({"a": [1], "b": [2]}), columns)
    other = Table(pd.DataFrame({"b": [1], "a": [2]}), columns)
    assert digest(one) != digest(other)


@pytest.mark.parametrize(
    "placed",
    [
        {"scale": (1, 2)},
        {"scale": (np.float64(1.0), np.float32(2.0))},
        {"translate": (-0.0, 0)},
        {"rotate": ((1, 0), (-0.0, 1))},
    ],
)
def test_equal_calibrations_have_one_digest_whatever_their_numbers_are_made_of(
    placed: dict[str, Any],
) -> None:
    turned = replace(Calibration.of("yx", [1.0, 2.0]), rotate=((1.0, 0.0), (0.0, 1.0)))
    other = replace(turned, **placed)
    assert other == turned
    pixels = np.zeros((2, 2))
    assert digest(Image(pixels, other)) == digest(Image(pixels, turned))
