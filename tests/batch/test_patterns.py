"""Patterns for files are told from those that a recipe was made on."""

import pytest

import napari_darkroom as dr
from napari_darkroom.batch.patterns import patterns, run_command
from napari_darkroom.batch.plan import plan_patterns


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("a1_s1_DAPI.tif", "a1_s1_GFP.tif"), ("*_DAPI.tif", "*_GFP.tif")),
        (("DAPI-a1.png", "GFP-a1.png"), ("DAPI-*.png", "GFP-*.png")),
        (("r1_dna_t1.ome.tif", "r1_er_t1.ome.tif"), ("*_dna_*.ome.tif", "*_er_*.ome.tif")),
        (("dark.fits", "flat.fits"), ("dark.fits", "flat.fits")),
        (("x_d0.tif", ""), ("*_a.tif", "*_b.tif")),
        (("x.fits", "x.fits"), ("*_a.fits", "*_b.fits")),
        (("a1.tif", "a1_GFP.tif"), ("*.tif", "*_GFP.tif")),
    ],
)
def test_what_names_have_in_common_varies(files, expected):
    assert tuple(patterns(dict(zip("ab", files, strict=True))).values()) == expected


def _recipe(**inputs):
    step = {"id": "s", "op": "filters.gaussian@1", "inputs": {"image": next(iter(inputs))}}
    told = {name: {"kind": "image", **one} for name, one in inputs.items()}
    return dr.Recipe.of({"inputs": told, "steps": [step], "outputs": ["s"]})


def test_the_command_that_is_told_finds_the_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = [f"{well}_s1_{dye}.tif" for well in ("a1", "b2") for dye in ("DAPI", "GFP")]
    for name in names:
        (tmp_path / name).touch()
    recipe = _recipe(blue={"example": names[0]}, green={"example": names[1]})
    told = "darkroom run my.yaml --input blue='*_DAPI.tif' --input green='*_GFP.tif' --out results"
    assert run_command(recipe, "my.yaml") == told
    sets = plan_patterns(recipe, {"blue": "*_DAPI.tif", "green": "*_GFP.tif"})
    assert [[one.name for one in s.files.values()] for s in sets] == [names[:2], names[2:]]


@pytest.mark.parametrize(
    ("inputs", "files"),
    [
        ({"a": {}}, "*.tif"),
        ({"a": {"example": "m31.fits"}}, "*.fits"),
        ({n: {"example": "x.png", "channel": i} for i, n in enumerate("ab")}, "*.png"),
    ],
)
def test_what_comes_from_one_file_needs_no_patterns(inputs, files):
    assert (
        run_command(_recipe(**inputs), "my.yaml") == f"darkroom run my.yaml {files} --out results"
    )
