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
        (("AS_09_D03f00d0.tif", "AS_09_D03f00d1.tif"), ("*d0.tif", "*d1.tif")),
        (("A01d0.tif", "A01d1.tif"), ("*d0.tif", "*d1.tif")),
        (("r01c02-ch1.tif", "r01c02-ch2.tif"), ("*-ch1.tif", "*-ch2.tif")),
        (("D03dapi.tif", "D03gfp.tif"), ("*dapi.tif", "*gfp.tif")),
        (("e_w1DAPI_s1.tif", "e_w2GFP_s1.tif"), ("*_w1DAPI_*.tif", "*_w2GFP_*.tif")),
        (("C1D03.tif", "C2D03.tif"), ("C1*.tif", "C2*.tif")),
        (("a_img1.tif", "a_mask1.tif"), ("*_img*.tif", "*_mask*.tif")),
        (("dapi1.tif", "dapi2.tif"), ("dapi1.tif", "dapi2.tif")),
        (("p_1.tif", "p_2.tif"), ("*_1.tif", "*_2.tif")),
        # Within the word, *d*.tif would fit both.
        (("p_03d0.tif", "p_03nd0.tif"), ("*_03d0.tif", "*_03nd0.tif")),
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


def test_other_wells_are_not_left_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wells = [f"AS_09125_050116030001_{well}f00" for well in ("B02", "D03", "D04")]
    names = [[f"{well}d{k}.tif" for k in range(3)] for well in wells]
    for name in (file for well in names for file in well):
        (tmp_path / name).touch()
    inputs = dict(zip(("dna", "pores", "actin"), names[1], strict=True))
    recipe = _recipe(**{name: {"example": file} for name, file in inputs.items()})
    assert "--input dna='*d0.tif' --input pores='*d1.tif'" in run_command(recipe, "three.yaml")
    sets = plan_patterns(recipe, patterns(inputs))
    assert [[one.name for one in s.files.values()] for s in sets] == names


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
