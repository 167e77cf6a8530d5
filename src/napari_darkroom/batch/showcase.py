"""A recipe on a sample image, with pictures to look at and, where it is known, the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from napari_darkroom.batch.agreement import Agreement, compare
from napari_darkroom.batch.page import Entry
from napari_darkroom.batch.results import write_results
from napari_darkroom.core.values import Image, Labels, Table, Value
from napari_darkroom.plots.overlay import overlay, picture
from napari_darkroom.recipe.counts import object_count
from napari_darkroom.recipe.provenance import file_origin, provenance_for

if TYPE_CHECKING:
    from napari_darkroom.io.samples import Sample
    from napari_darkroom.recipe.model import Recipe

# The shipped recipe that fits each sample.
SHOWCASE: Mapping[str, str] = MappingProxyType(
    {
        "nuclei": "count-nuclei",
        "coins": "count-coins",
        "histology": "count-cells-histology",
        "hubble": "count-galaxies",
    }
)
_PICTURE_WIDTH = 1500


@dataclass(frozen=True)
class Shown:
    """What a recipe found in a sample.

    Attributes
    ----------
    found : int
        Number of objects.
    agreement : Agreement or None
        How they agree with the truth, None where it is not known.
    entry : Entry
        What the page says of it.
    """

    found: int
    agreement: Agreement | None
    entry: Entry

    def summary(self) -> str:
        """Return ``76 objects`` and, where known, the truth."""
        return f"{self.found} objects{remark(self.agreement)}"


def show(sample: Sample, recipe: Recipe, folder: Path) -> Shown:
    """Run a recipe on a sample; write image, results and pictures into a folder.

    Parameters
    ----------
    sample : Sample
        The image and what is known of it.
    recipe : Recipe
        One that takes an image and gives a label image and a table.
    folder : Path
        Where the files go: ``image.tif``, the outputs of the recipe, ``image.png``,
        ``overlay.png`` and, where known, ``truth.tif``.

    Raises
    ------
    DarkroomError
        If the sample cannot be read, a step fails or the folder cannot be written.
    """
    from napari_darkroom.engine.files import write

    values = sample.load()
    image = next(value for value in values if isinstance(value, Image))
    truth = next((value for value in values if isinstance(value, Labels)), None)
    results = recipe.run(image)
    labels = next(value for value in results.values() if isinstance(value, Labels))
    files = write_results(folder, {"image": image} | ({"truth": truth} if truth else {}))
    inputs = {next(iter(recipe.inputs)): file_origin(folder / "image.tif", image)}
    origins = {output: provenance_for(recipe, inputs, output) for output in results}
    files |= write_results(folder, results, origins)
    zoom = max(round(_PICTURE_WIDTH / image.shape[-1]), 1)
    for path, pixels in {
        "image.png": picture(image, zoom=zoom),
        "overlay.png": overlay(image, labels, zoom=zoom),
    }.items():
        write(folder / path, Image.of(pixels, rgb=True, name=Path(path).stem))
    found = object_count(labels)
    agreement = compare(truth, labels) if truth else None
    entry = _entry(sample, recipe, results=results, files=files, found=found, agreement=agreement)
    return Shown(found, agreement, entry)


def remark(agreement: Agreement | None) -> str:
    """Return what stands behind a number of objects: nothing where the truth is not known."""
    if agreement is None:
        return ""
    return f" (truth: {agreement.known}, F1 {agreement.f1:.3f})"


def _entry(
    sample: Sample,
    recipe: Recipe,
    *,
    results: Mapping[str, Value],
    files: Mapping[str, Path],
    found: int,
    agreement: Agreement | None,
) -> Entry:
    folder = next(iter(files.values())).parent
    table = next(value for value in results.values() if isinstance(value, Table))
    links = {path.name: f"{folder.name}/{path.name}" for path in files.values()}
    return Entry(
        title=sample.title,
        description=sample.description,
        found=found,
        remark=remark(agreement),
        before=f"{folder.name}/image.png",
        after=f"{folder.name}/overlay.png",
        recipe=recipe,
        table=table,
        files=links,
    )
