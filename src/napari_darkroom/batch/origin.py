"""What a result tells of its origin, as the recipe that makes it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from napari_darkroom.core.errors import FileError, RecipeError, choices
from napari_darkroom.recipe.applied import STEP, applied, input_name, texts
from napari_darkroom.recipe.graph import Graph
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.provenance import CHANGED, IMAGES


@dataclass(frozen=True)
class Origin:
    """Where a result comes from.

    Attributes
    ----------
    recipe : Recipe
        What made it: the steps above it alone.
    output : str
        Which output of the recipe it is.
    inputs : mapping of str to mapping
        What is told of each input: ``file``, ``sha256``, ``digest``.
    versions, machine : mapping of str to str
        What computed it.
    images : mapping of str to mapping
        Of a table that was joined over many images: what is told of the inputs of each, by its
        name.
    changed : str
        That it was changed by other means after it was made; empty where it was not.
    """

    recipe: Recipe
    output: str
    inputs: Mapping[str, Mapping[str, str]]
    versions: Mapping[str, str]
    machine: Mapping[str, str]
    images: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    changed: str = ""

    @classmethod
    def of(cls, file: Path, told: Any) -> Self:
        """Read the provenance of a file; it may be of anybody's making.

        Raises
        ------
        FileError
            If it tells nothing of the origin.
        RecipeError
            If the recipe in it is not valid here.
        """
        if not isinstance(told, Mapping) or not isinstance(told.get("inputs"), Mapping):
            raise FileError(
                f"{file} does not tell what it was made by. Darkroom writes that into all results, "
                "save arrays and what other programs have written since."
            )
        if "recipe" in told:
            content, output = told["recipe"], str(told.get("output"))
        elif "operation" in told:
            content, output = applied(told), f"{STEP}.{told.get('output')}"
        else:
            raise FileError(f"{file} tells neither a recipe nor an operation that it was made by.")
        recipe = Recipe.of(_with_packages(content, told), f"the recipe in {file}")
        recipe = _towards(recipe, output, file)
        listed = told.get(IMAGES)
        images = {
            str(name): _inputs(one)
            for name, one in (listed if isinstance(listed, Mapping) else {}).items()
        }
        about = texts(told)
        versions, machine = texts(told.get("versions")), texts(told.get("machine"))
        inputs, changed = _inputs(told["inputs"]), about.get(CHANGED, "")
        return cls(recipe, output, inputs, versions, machine, images, changed)

    def of_image(self, name: str) -> Self:
        """Return the origin of the table of one image, of those that were joined."""
        return replace(self, inputs=self.images[name], images={})


def _inputs(told: Any) -> dict[str, dict[str, str]]:
    given = told.items() if isinstance(told, Mapping) else ()
    return {input_name(name): texts(one) for name, one in given}


def _towards(recipe: Recipe, output: str, file: Path) -> Recipe:
    if output not in recipe.kinds:
        raise RecipeError(
            f"{file} is told to be the output {output!r} of its recipe. "
            f"{choices(recipe.kinds, output)}"
        )
    part = Graph.of(recipe).towards([output])
    parts = {"inputs": part.inputs, "steps": part.steps, "outputs": (output,)}
    return recipe.model_copy(update=parts)


def _with_packages(content: Any, told: Mapping[str, Any]) -> Any:
    """Return a recipe's plain values with the packages that say why an operation may be missing."""
    packages = told.get("packages")
    if not isinstance(content, Mapping) or not isinstance(packages, Mapping):
        return content
    listed = [texts(one) for one in packages.values()]
    known = {one.get("package", ""): one.get("version", "") for one in listed}
    return {**content, "packages": {**known, **texts(content.get("packages"))}}
