"""The model of a recipe: what it needs, its steps, what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from napari_darkroom.core.atomic import write_text
from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.core.values import Kind
from napari_darkroom.engine.job import Job
from napari_darkroom.recipe.packages import warn_of_packages
from napari_darkroom.recipe.parts import (
    STRICT,
    Digest,
    FileName,
    Manual,
    Name,
    RecipeInput,
    Reference,
    Step,
)
from napari_darkroom.recipe.shipped import shipped
from napari_darkroom.recipe.text import dump_yaml, load_yaml
from napari_darkroom.recipe.validation import (
    canonical_steps,
    check_graph,
    present_steps,
    reading_error,
)

if TYPE_CHECKING:
    from napari_darkroom.core.values import Value

__all__ = ["Digest", "FileName", "Manual", "Name", "Recipe", "RecipeInput", "Reference", "Step"]

FORMAT = 1


class Recipe(BaseModel):
    """A graph of steps that can be saved, read and run on other images.

    Attributes
    ----------
    darkroom : int
        Version of the format.
    name, description : str
        What it does.
    inputs : mapping of str to RecipeInput
        What has to be given.
    steps : tuple of Step
        In an order in which each refers to earlier ones only.
    outputs : tuple of str
        The inputs, steps or outputs of steps that are its results.
    packages : mapping of str to str
        Packages that operations other than Darkroom's own came from, and their versions when the
        recipe was made.

    Examples
    --------
    >>> recipe = Recipe.parse('''
    ... darkroom: 1
    ... name: Blur
    ... inputs:
    ...   dna: {kind: image}
    ... steps:
    ...   - {id: smooth, op: filters.gaussian@1, inputs: {image: dna}, params: {sigma: 2}}
    ... outputs: [smooth]
    ... ''')
    >>> recipe.steps[0].params
    {'sigma': '2 pixel'}
    """

    model_config = STRICT
    darkroom: Literal[1] = 1
    name: str = ""
    description: str = ""
    inputs: Mapping[Name, RecipeInput] = Field(min_length=1)
    steps: tuple[Step, ...]
    outputs: tuple[Reference, ...] = Field(min_length=1)
    packages: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        # The model is frozen: this is the one place where another form of the steps comes in.
        object.__setattr__(self, "steps", present_steps(self.steps))
        check_graph(self.inputs, self.steps, self.outputs, self.packages)
        object.__setattr__(self, "steps", canonical_steps(self.steps))
        return self

    @classmethod
    def parse(cls, text: str, source: str = "the recipe") -> Self:
        """Read a recipe from its text.

        Parameters
        ----------
        text : str
            YAML.
        source : str
            What messages call it.

        Raises
        ------
        RecipeError
            If it is no valid recipe; the message says where and what is allowed.

        Warns
        -----
        PackageWarning
            If an operation comes from another version of a package than the recipe was made with.
        """
        recipe = cls.of(load_yaml(text, source), source)
        warn_of_packages(recipe.steps, recipe.packages)
        return recipe

    @classmethod
    def of(cls, content: Any, source: str = "the recipe") -> Self:
        """Read a recipe from plain values, as they stand in the provenance of a result.

        Raises
        ------
        RecipeError
            As `parse`.
        """
        if isinstance(content, dict) and isinstance(content.get("darkroom"), int):
            _check_format(content["darkroom"], source)
        try:
            return cls.model_validate(content)
        except ValueError as error:
            raise reading_error(error, source, content) from error

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a recipe from a file, or one that comes with Darkroom by its name.

        Raises
        ------
        FileError
            If the file cannot be read.
        RecipeError
            If it is no valid recipe.
        """
        path = shipped().get(str(path), Path(path))
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise FileError(f"The recipe {path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise RecipeError(f"{path} is not a text file in UTF-8, so it is no recipe.") from error
        return cls.parse(text, str(path))

    def text(self) -> str:
        """Return the canonical text: the same recipe always gives the same."""
        return dump_yaml(self.model_dump(mode="json", exclude_defaults=True), FORMAT)

    def save(self, path: str | Path) -> Path:
        """Write the canonical text to a file, with the packages of its operations.

        Raises
        ------
        FileError
            If it cannot be written; an older file then stays as it was.
        """
        from napari_darkroom.recipe.packages import packages_of

        target = Path(path)
        packages = {**packages_of(self.steps), **self.packages}
        write_text(target, self.model_copy(update={"packages": packages}).text())
        return target

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of every input, step and output of a step, by the name that refers to it."""
        return check_graph(self.inputs, self.steps, self.outputs, self.packages)

    def run(
        self,
        *values: Any,
        job: Job | None = None,
        folder: str | Path | None = None,
        **named: Any,
    ) -> dict[str, Value]:
        """Run the recipe.

        Parameters
        ----------
        *values, **named : value, array or mapping
            The inputs: in order, by name, or one mapping of names to inputs. A bare array
            is in pixels.
        job : Job, optional
            Where progress goes, and how the run is stopped.
        folder : path, optional
            Where the recipe lies. Manual inputs that are not given are taken from its folder
            ``manual``, on the images that they were made on.

        Returns
        -------
        dict of str to value
            The results by the names under `outputs`.

        Raises
        ------
        RecipeError
            If inputs are missing or do not fit, or a step fails; the message names the step.
        FileError
            If the file of a manual input is missing or has changed.
        """
        from napari_darkroom.recipe.run import run_traced

        beside = None if folder is None else Path(folder)
        return run_traced(self, values, named, job or Job(), beside)

    def script(self, files: Mapping[str, str] | None = None) -> str:
        """Return a Python script that does the same; see `recipe.script.python_script`."""
        from napari_darkroom.recipe.script import python_script

        return python_script(self, files)

    def notebook(self, files: Mapping[str, str] | None = None) -> str:
        """Return a Jupyter notebook that does the same; see `recipe.notebook.jupyter_notebook`."""
        from napari_darkroom.recipe.notebook import jupyter_notebook

        return jupyter_notebook(self, files)

    def describe(self, provenance: Mapping[str, Any] | None = None) -> str:
        """Return what it does as prose for a methods section; see `recipe.describe.describe`."""
        from napari_darkroom.recipe.describe import describe

        return describe(self, provenance)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.text())}</pre>"


def _check_format(given: int, source: str) -> None:
    if given > FORMAT:
        raise RecipeError(
            f"{source} has format {given}; this version of Darkroom reads up to {FORMAT}. Update "
            "napari-darkroom to run it."
        )
