"""The parts of a recipe: its inputs, what was made by hand, its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from napari_darkroom.core.values import Kind

# Names become file names and Python names: nothing else may stand in them.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}(\.[a-z][a-z0-9_]*)?$")]
# A name within a folder, never a way out of it.
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_. -]{0,120}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32,64}$")]
STRICT = ConfigDict(frozen=True, extra="forbid")


class Manual(BaseModel):
    """Something made by hand: corrections that were painted, shapes, points.

    Attributes
    ----------
    file : str
        Name of its file, in the folder ``manual`` beside the recipe. No folder may stand in it.
    sha256 : str
        Hash of that file.
    made_on : mapping of str to str
        Digests of the recipe's other inputs that it was made on, by name: on these images it is
        taken without asking.
    """

    model_config = STRICT
    file: FileName
    sha256: Digest
    made_on: Mapping[Name, Digest] = Field(default_factory=dict)


class RecipeInput(BaseModel):
    """One input of a recipe.

    Attributes
    ----------
    kind : str
        What kind of value it is: ``image``, ``labels``, ``mask``, ``table``, ``points`` or
        ``shapes``.
    channel : int or str or None
        The channel that is taken from an image with several: its index or its name.
    description : str
        What is to be given.
    example : str
        Name of a file that the recipe was made on, from which others are told.
    manual : Manual or None
        Where it was made by hand: its file.
    """

    model_config = STRICT
    kind: Kind
    channel: int | str | None = None
    description: str = ""
    example: Annotated[str, StringConstraints(pattern=r"^[^/\\\n]{0,255}$")] = ""
    manual: Manual | None = None


class Step(BaseModel):
    """One step of a recipe.

    Attributes
    ----------
    id : str
        Its name, by which later steps and outputs refer to it.
    op : str
        Operation and version: ``filters.gaussian@1``.
    inputs : mapping of str to reference or list of references
        For each input of the operation an input of the recipe, a step, or one output of a
        step (``background.rms``).
    params : mapping
        Parameters that differ from the defaults, in canonical form.
    axes : str, optional
        ``planes``, ``volume``, or ``stack`` for all axes together.
    over : tuple of str, optional
        Axes that are walked over.
    scope : str
        ``set``: runs for each image set; ``group``: for a group of sets together.
    enabled : bool
        A step that is switched off hands on its first input.
    title : str
        What people call its result; empty for the name of the operation.
    """

    model_config = STRICT
    id: Name
    op: Annotated[
        str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*@[1-9][0-9]*$")
    ]
    inputs: Mapping[str, Reference | tuple[Reference, ...]] = Field(min_length=1)
    params: Mapping[str, Any] = Field(default_factory=dict)
    axes: Literal["planes", "volume", "stack"] | None = None
    over: tuple[str, ...] | None = None
    scope: Literal["set", "group"] = "set"
    enabled: bool = True
    title: Annotated[str, StringConstraints(max_length=200)] = ""
