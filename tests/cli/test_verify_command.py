"""``darkroom verify`` and its exit codes."""

from pathlib import Path

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.cli.main import main


@pytest.fixture
def result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    pixels = np.random.default_rng(1).random((20, 30)).astype(np.float32)
    dr.write(tmp_path / "a.tif", dr.Image.of(pixels))
    target = tmp_path / "b.tif"
    assert main(["apply", "filters.gaussian", str(tmp_path / "a.tif"), str(target)]) == 0
    capsys.readouterr()
    return target


def test_the_same_bits_are_0(result: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["verify", str(result)]) == 0
    assert capsys.readouterr().out == f"{result}: the same bits\n"


def test_a_small_difference_is_0_with_a_remark(result: Path, capsys: pytest.CaptureFixture[str]):
    image = dr.read(result)
    origin = image.metadata["provenance"]
    origin["versions"]["scipy"] = "1.0"
    data = image.data.copy()
    data.flat[0] = np.nextafter(data.flat[0], np.float32(9))
    dr.write(result, image.with_data(data), provenance=origin)
    assert main(["verify", str(result)]) == 0
    shown = capsys.readouterr().out
    assert "the same within the operations' stated tolerance" in shown
    assert "largest difference: " in shown
    assert "changed: scipy 1.0 when it was made" in shown


def test_a_difference_is_1(result: Path, capsys: pytest.CaptureFixture[str]):
    image = dr.read(result)
    dr.write(result, image.with_data(image.data[:-1]))
    assert main(["verify", str(result)]) == 1
    shown = capsys.readouterr().out
    lines = [
        "shape: (19, 30) stored, (20, 30) now",
        "changed: the result was changed by other means",
    ]
    assert shown.startswith("\n  ".join([f"{result}: different", *lines]))


def test_a_missing_input_is_1_and_found_where_it_is_told(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "moved").mkdir()
    (tmp_path / "a.tif").rename(tmp_path / "moved" / "a.tif")
    assert main(["verify", str(result)]) == 1
    assert "--inputs DIR" in capsys.readouterr().err
    assert main(["verify", str(result), "--inputs", str(tmp_path / "moved")]) == 0


@pytest.mark.parametrize(("name", "code"), [("a.tif", 1), ("missing.tif", 1)])
def test_a_file_that_tells_nothing_is_1(result: Path, name: str, code: int):
    assert main(["verify", str(result.with_name(name))]) == code


def test_an_operation_that_is_not_known_is_2(result: Path, capsys: pytest.CaptureFixture[str]):
    image = dr.read(result)
    origin = {**image.metadata["provenance"], "operation": "filters.gausian@1"}
    dr.write(result, image, provenance=origin)
    assert main(["verify", str(result)]) == 2
    assert "filters.gaussian" in capsys.readouterr().err
    assert main(["verify"]) == 2
