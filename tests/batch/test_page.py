from html.parser import HTMLParser

import pandas as pd

from napari_darkroom.batch.page import Entry, page
from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.recipe.model import Recipe

RECIPE = Recipe.parse("""
darkroom: 1
name: Count <b>
inputs:
  dna: {kind: image}
steps:
  - {id: smooth, op: filters.gaussian@1, inputs: {image: dna}, params: {sigma: 2}}
  - {id: mask, op: threshold.otsu@1, inputs: {image: smooth}, params: {dark_objects: true}}
outputs: [mask]
""")


class Tags(HTMLParser):
    """Checks that tags close in order; collects links, pictures and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.addresses: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def shown(**changes: object) -> Tags:
    frame = pd.DataFrame({"label": range(9), "area": [1 / 3] * 9, "bbox_min_y": 0})
    columns = {"label": Column(""), "area": Column("", "um^2"), "bbox_min_y": Column("")}
    fields = {
        "title": "Cells",
        "description": "Some",
        "found": 9,
        "remark": " (truth: 9)",
        "before": "a/image.png",
        "after": "a/overlay.png",
        "recipe": RECIPE,
        "table": Table(frame, columns),
        "files": {"objects.csv": "a/objects.csv"},
    }
    return Tags(page("Title", "Intro", [Entry(**{**fields, **changes})]))


def test_the_page_is_well_formed_and_says_what_was_found_and_done():
    tags = shown()
    assert tags.open == []
    for words in [
        "9 objects (truth: 9)",
        "smooth: Gaussian blur of dna, sigma 2 pixel",
        "mask: Threshold (Otsu) of smooth, dark objects",
        "Measurements: 9 rows, 3 columns, the first 4",
        "area (um^2)",
        "0.3333",
    ]:
        assert words in tags.words
    assert "bbox" not in tags.words
    assert {"a/image.png", "a/overlay.png", "a/objects.csv"} == set(tags.addresses)


def test_text_from_elsewhere_is_escaped():
    evil = "<script>alert(1)</script>"
    tags = shown(title=evil, description=evil, remark=evil, files={evil: 'x" onclick="y'})
    assert "script" not in tags.names
    assert tags.words.count(evil) == 4
    assert "x%22%20onclick%3D%22y" in tags.addresses


def test_nothing_is_loaded_from_elsewhere():
    assert all("//" not in address for address in shown().addresses)
    assert "script" not in shown().names
    assert "link" not in shown().names
