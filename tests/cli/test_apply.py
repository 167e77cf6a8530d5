from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.cli.main import main
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.files import read, write
from napari_darkroom.engine.run import run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rng = np.random.default_rng(1)
    values = rng.integers(0, 200, (20, 24), dtype=np.uint8)
    write(tmp_path / "in.tif", Image.of(values, scale=[0.5, 0.5], units=["um", "um"]))
    write(tmp_path / "mask.tif", Mask.of(values > 100))
    write(tmp_path / "plain.png", Image.of((values > 150).astype(np.uint8)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def apply(*arguments: str) -> int:
    return main(["apply", *arguments])


def test_it_gives_what_the_engine_gives_and_keeps_the_calibration(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert apply("filters.gaussian", "in.tif", "out.tif", "--sigma", "1.5 um") == 0
    assert capsys.readouterr().out == "out.tif\n"
    wanted = run("filters.gaussian", {"image": read("in.tif")}, {"sigma": 3})["image"]
    result = read("out.tif")
    np.testing.assert_array_equal(result.data, wanted.data)
    assert result.calibration == wanted.calibration
    assert result.metadata["provenance"]["parameters"]["sigma"] == "1.5 um"


@pytest.mark.parametrize(
    "words",
    [
        ["in.tif", "out.tif", "--sigma", "2"],
        ["--sigma", "2", "in.tif", "out.tif"],
        ["in.tif", "--sigma=2", "out.tif"],
    ],
)
def test_options_may_stand_anywhere(folder: Path, words: list[str]):
    assert apply("filters.gaussian", *words) == 0
    assert (folder / "out.tif").exists()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["--x", "-3:"], slice(-3, None)),
        (["--x=-3:"], slice(-3, None)),
        (["--x", "-5:-2"], slice(-5, -2)),
    ],
)
def test_a_value_may_begin_with_a_minus(folder: Path, words: list[str], kept: slice):
    assert apply("geometry.crop", "in.tif", *words, "out.tif") == 0
    np.testing.assert_array_equal(read("out.tif").data, read("in.tif").data[:, kept])


@pytest.mark.parametrize("sigma", ["-1um", "-.5", "-1, 2"])
def test_a_negative_length_is_refused_by_its_bounds(
    folder: Path, sigma: str, capsys: pytest.CaptureFixture[str]
):
    assert apply("filters.gaussian", "in.tif", "out.tif", "--sigma", sigma) == 2
    assert "sigma" in (shown := capsys.readouterr().err)
    assert "expected one argument" not in shown


def test_a_file_behind_two_hyphens_may_begin_with_a_minus(folder: Path):
    (folder / "in.tif").rename("-1.tif")
    assert apply("filters.gaussian", "--sigma", "2", "--", "-1.tif", "out.tif") == 0


def test_further_inputs_by_place_or_by_name_are_the_same(folder: Path):
    assert apply("mask.apply", "in.tif", "mask.tif", "a.tif") == 0
    assert apply("mask.apply", "in.tif", "b.tif", "--mask", "mask.tif") == 0
    np.testing.assert_array_equal(read("a.tif").data, read("b.tif").data)


def test_flags_for_yes_and_no(folder: Path):
    assert apply("threshold.otsu", "in.tif", "bright.tif", "--no-dark-objects") == 0
    assert apply("threshold.otsu", "in.tif", "dark.tif", "--dark-objects") == 0
    np.testing.assert_array_equal(read("bright.tif").data, ~read("dark.tif").data)


def test_a_table_goes_to_csv_and_a_plain_image_stands_for_labels(folder: Path):
    assert apply("measure.regions", "plain.png", "out.csv", "--image", "in.tif") == 0
    table = pd.read_csv("out.csv")
    inside = read("plain.png").data > 0
    assert table["num_pixels"].tolist() == [inside.sum()]
    assert table["intensity_mean"][0] == pytest.approx(read("in.tif").data[inside].mean())


def test_the_kind_of_an_input_can_be_told(folder: Path):
    assert apply("geometry.crop", "plain.png", "out.tif", "--x", "2:9", "--kind", "labels") == 0
    result = read("out.tif")
    assert (result.kind, result.shape) == ("labels", (20, 7))


def test_a_mask_that_darkroom_wrote_is_not_counted_as_one_object(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert apply("threshold.otsu", "in.tif", "o.tif") == 0
    capsys.readouterr()
    before = sorted(folder.iterdir())
    for operation, target in [("measure.counts", "n.csv"), ("labels.remove_small", "n.tif")]:
        assert apply(operation, "o.tif", target) == 1
        shown = capsys.readouterr().err
        assert "o.tif is a mask, and labels are wanted" in shown
        assert "segment.connected_components" in shown
    assert sorted(folder.iterdir()) == before
    assert apply("segment.connected_components", "o.tif", "l.tif") == 0
    assert apply("measure.counts", "l.tif", "n.csv") == 0
    assert pd.read_csv("n.csv")["num_objects"].tolist() == [read("l.tif").data.max()]


def test_an_image_that_darkroom_made_is_no_labels_unless_one_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert apply("filters.median", "in.tif", "blurred.tif") == 0
    assert apply("measure.counts", "blurred.tif", "n.csv") == 1
    assert "blurred.tif was made as an image, and labels are wanted" in capsys.readouterr().err
    assert apply("measure.counts", "blurred.tif", "n.csv", "--kind", "labels") == 0


def test_a_mask_stays_one_where_labels_or_a_mask_are_taken(folder: Path):
    assert apply("geometry.crop", "mask.tif", "part.tif", "--x", "2:9") == 0
    assert read("part.tif").kind == "mask"
    assert apply("segment.connected_components", "part.tif", "l.tif") == 0


def test_planes_and_walked_axes(folder: Path):
    write("stack.tif", Image.of(np.random.default_rng(2).random((3, 8, 8)), axes="zyx"))
    assert apply("filters.gaussian", "stack.tif", "planes.tif", "--axes", "planes") == 0
    assert apply("filters.gaussian", "stack.tif", "over.tif", "--over", "z") == 0
    assert apply("filters.gaussian", "stack.tif", "volume.tif") == 0
    np.testing.assert_array_equal(read("planes.tif").data, read("over.tif").data)
    assert not np.array_equal(read("planes.tif").data, read("volume.tif").data)


@pytest.mark.parametrize("id", list(operations()))
def test_help_shows_every_parameter(id: str, capsys: pytest.CaptureFixture[str]):
    assert apply(id, "--help") == 0
    text = capsys.readouterr().out
    flat = " ".join(text.split())
    assert max(len(line) for line in text.splitlines()) <= 100
    assert operations()[id].summary.replace("`", "") in flat
    for parameter in operations()[id].parameters:
        assert f"--{parameter.name.replace('_', '-')}" in text
        assert parameter.bounds() in flat
    for one in operations()[id].inputs[1:]:
        assert f"--{one.name} FILE" in flat
    kept = operations()[id].sections["Notes"].replace("`", "").splitlines()
    assert [line for line in kept if line.startswith("    ") and f"  {line}" not in text] == []


def test_help_shows_default_bounds_and_unit(capsys: pytest.CaptureFixture[str]):
    apply("filters.gaussian", "--help")
    flat = " ".join(capsys.readouterr().out.split())
    assert "[at least 0 and at most 500 pixel; default: 1 pixel]" in flat
    assert 'darkroom apply filters.gaussian image.tif out.tif --sigma "1 pixel"' in flat


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["filters.gausian", "in.tif", "out.tif"], "Did you mean 'filters.gaussian'"),
        (["filters.gaussian", "in.tif", "out.tif", "--sigm", "2"], "Did you mean '--sigma'"),
        (["filters.gaussian", "in.tif", "out.tif", "--sigma", "-1"], "must be at least 0"),
        (["filters.gaussian", "in.tif", "out.tif", "--sigma", "wide"], "not a length"),
        (["filters.gaussian", "in.tif", "out.tif", "--mode", "loop"], "not a choice"),
        (["filters.gaussian", "out.tif"], "the input image is missing"),
        (["filters.gaussian", "in.tif", "mask.tif", "out.tif"], "mask.tif is one file too many"),
        (["filters.gaussian", "in.tif", "./in.tif"], "in.tif is an input"),
        (["filters.gaussian", "in.tif", "out.tif", "--over", "q"], "no such axis"),
        (["measure.regions", "mask.tif", "out.tif"], "write it to a file that ends in .csv"),
        (
            ["filters.gaussian", "in.tif", "out.jpg"],
            "Allowed: names that end in .ome.tif",
        ),
        (["filters.gaussian", "in.tif", "out"], "out is of no format that can be written"),
        (["filters.gaussian"], "required"),
        ([], "required"),
    ],
)
def test_wrong_usage_is_2_and_writes_nothing(
    folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    before = sorted(folder.iterdir())
    assert apply(*words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""
    assert sorted(folder.iterdir()) == before


def cut(folder: Path) -> str:
    whole = (folder / "in.tif").read_bytes()
    (folder / "cut.tif").write_bytes(whole[: len(whole) // 2])
    return "cut.tif"


def empty(folder: Path) -> str:
    (folder / "empty.tif").touch()
    return "empty.tif"


def text(folder: Path) -> str:
    (folder / "text.tif").write_text("no image")
    return "text.tif"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _: "missing.tif", "does not exist"),
        (cut, "cut"),
        (empty, "is empty"),
        (text, "text.tif"),
        (lambda _: ".", "is a folder"),
        (lambda _: "mask.tif", "must be an image, and mask is a mask. Take its numbers"),
    ],
)
def test_an_input_that_fails_is_1_and_writes_nothing(
    folder: Path, make, said: str, capsys: pytest.CaptureFixture[str]
):
    name = make(folder)
    before = sorted(folder.iterdir())
    assert apply("filters.gaussian", name, "out.tif") == 1
    shown = capsys.readouterr().err
    assert said in shown
    assert len(shown.splitlines()) == 1
    assert sorted(folder.iterdir()) == before


def test_a_physical_length_without_a_pixel_size_is_a_failure_of_the_input(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert apply("filters.gaussian", "plain.png", "out.tif", "--sigma", "1 um") == 1
    assert "geometry.set_pixel_size" in capsys.readouterr().err


def test_a_folder_for_the_output_must_exist(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert apply("filters.gaussian", "in.tif", "none/out.tif") == 1
    assert "there is no folder none" in capsys.readouterr().err


def test_labels_and_image_of_different_shape(folder: Path, capsys: pytest.CaptureFixture[str]):
    write("small.tif", Labels.of(np.ones((5, 5), np.int32)))
    assert apply("measure.regions", "small.tif", "out.csv", "--image", "in.tif") == 1
    assert "(5, 5)" in capsys.readouterr().err
    assert not (folder / "out.csv").exists()


def test_several_images_are_columns_by_the_names_of_their_files(folder: Path):
    image = read("in.tif")
    for name, factor in {"dna": 1, "actin": 2}.items():
        write(folder / f"{name}.tif", image.with_data(image.data // 4 * factor))
    write(folder / "cells.tif", Labels.of((image.data > 100).astype(np.uint8)))
    images = ["--image", "dna.tif", "actin.tif"]
    assert apply("measure.regions", "cells.tif", "table.csv", *images) == 0
    told = read("table.csv").metadata["provenance"]["parameters"]
    assert told["image_names"] == "dna, actin"
    table = pd.read_csv("table.csv")
    assert table["intensity_max_actin"].tolist() == (2 * table["intensity_max_dna"]).tolist()
    named = ["--image-names", "a, b"]
    assert apply("measure.regions", "cells.tif", "named.csv", *images, *named) == 0
    assert {"intensity_mean_a", "intensity_mean_b"} <= {*pd.read_csv("named.csv")}
    assert main(["verify", "table.csv"]) == 0
