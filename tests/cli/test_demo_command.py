import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.batch.showcase import SHOWCASE
from napari_darkroom.cli.main import main
from napari_darkroom.core.errors import FileError
from napari_darkroom.engine.files import read
from napari_darkroom.io.samples import Sample

LABELS = {"nuclei": "nuclei", "coins": "coins", "histology": "cells", "hubble": "galaxies"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the demo once, in a process without network proxies or a display."""
    folder = tmp_path_factory.mktemp("demo")
    code = "import sys; from napari_darkroom.cli.main import main; sys.exit(main(['demo']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "darkroom-demo", done.stdout


def test_it_says_what_was_found_and_where(demo: tuple[Path, str]):
    _, said = demo
    assert "coins: 24 objects; files in darkroom-demo" in said
    assert "(truth: 76, F1 " in said
    last = said.splitlines()[-1]
    assert last.startswith("4 of 4 samples done, 0 failed; look at")
    assert last.endswith("index.html")


@pytest.mark.parametrize("sample", list(SHOWCASE))
def test_every_sample_has_labels_a_table_and_pictures(demo: tuple[Path, str], sample: str):
    folder = demo[0] / sample
    labels = read(folder / f"{LABELS[sample]}.tif")
    table = pd.read_csv(folder / "objects.csv")
    assert labels.kind == "labels"
    np.testing.assert_array_equal(np.unique(labels.data)[1:], np.sort(table["label"]))
    assert f"{sample}: {len(table)} objects" in demo[1]
    before, after = read(folder / "image.png"), read(folder / "overlay.png")
    assert before.shape == after.shape
    assert not np.array_equal(before.data, after.data)


def test_the_generated_nuclei_are_found(demo: tuple[Path, str]):
    line = next(line for line in demo[1].splitlines() if line.startswith("nuclei"))
    assert float(line.partition("F1 ")[2].partition(")")[0]) > 0.97


def test_files_on_the_page_are_there(demo: tuple[Path, str]):
    text = (demo[0] / "index.html").read_text(encoding="utf-8")
    addresses = [part.partition('"')[0] for part in text.split('src="')[1:]]
    addresses += [part.partition('"')[0] for part in text.split('href="')[1:]]
    assert len(addresses) >= 4 * 6
    assert all((demo[0] / address).is_file() for address in addresses)


def test_a_sample_that_fails_is_1_and_the_others_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from napari_darkroom.io import samples as room

    def missing() -> list:
        raise FileError("coins.png does not exist.")

    known = dict(room.samples()) | {"coins": Sample("Coins", "None here.", missing)}
    monkeypatch.setattr(room, "samples", lambda: known)
    monkeypatch.setattr(
        "napari_darkroom.batch.showcase.SHOWCASE",
        {"coins": "count-coins", "nuclei": "count-nuclei"},
    )
    assert main(["demo", "--out", str(tmp_path / "out")]) == 1
    shown = capsys.readouterr()
    assert "coins failed: coins.png does not exist." in shown.err
    assert "1 of 2 samples done, 1 failed" in shown.out
    assert (tmp_path / "out" / "nuclei" / "nuclei.tif").exists()
    assert not (tmp_path / "out" / "coins").exists()


def test_a_folder_that_cannot_be_made_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").write_text("")
    assert main(["demo", "--out", str(tmp_path / "file" / "out")]) == 2
    assert "cannot be made" in capsys.readouterr().err
