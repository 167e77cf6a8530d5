"""What an operation is: a pure function and all that its declaration says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias
from uuid import uuid4

from pydantic import BaseModel

from napari_darkroom.core.distribution import package_of
from napari_darkroom.core.docstring import Equivalent, equivalent, formula, summary
from napari_darkroom.core.dtypes import DtypeRule
from napari_darkroom.core.parameters import Parameter, validate
from napari_darkroom.core.values import Kind

RgbRule: TypeAlias = Literal["refuse", "each", "whole", "only"]
WalkRule: TypeAlias = Literal["spatial", "none"]
Earlier: TypeAlias = Mapping[int, Callable[[Mapping[str, Any]], dict[str, Any]]]
Halo: TypeAlias = Callable[..., Sequence[int] | None]
# Copies of what a function sees at once, in the float type that it computes in: the most that one
# takes that says nothing, held by a test over all of them.
COPIES = 7


@dataclass(frozen=True)
class Limits:
    """What an operation on single pixels must know of the whole: the numbers it decides by.

    Attributes
    ----------
    find : callable
        From the array and the arguments to the numbers: Otsu's threshold.
    apply : callable or None
        From an array (any part of the whole), the numbers and the arguments to the result; None
        where the function itself needs no more than the part.
    inside : str
        Name of an optional input, a mask of the pixels from which alone the numbers are found;
        `find` gets these pixels in a line. Empty for none.
    """

    find: Callable[..., tuple[float, ...]]
    apply: Callable[..., Any] | None = None
    inside: str = ""


@dataclass(frozen=True)
class Input:
    """One input of an operation: its name, the kinds it takes, whether it may be left out."""

    name: str
    kinds: tuple[Kind, ...]
    optional: bool = False
    many: bool = False
    description: str = ""


@dataclass(frozen=True)
class Output:
    """One output: its name, its kind (None: that of the first input) and its pixel type."""

    name: str
    kind: Kind | None
    dtype: DtypeRule = "keep"
    description: str = ""


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation: the function and everything derived from its declaration.

    Attributes
    ----------
    id : str
        ``family.name``; with ``@version`` behind it in recipes.
    title : str
        What menus and the dock show.
    menu : str
        Where it stands among them, ``layer menu/submenu``; empty for what is recorded while one
        works and is not chosen from a list.
    level : str
        ``array``: sees NumPy arrays of the spatial axes; ``value``: sees calibrated values.
    halo : callable or None
        From the parameters to the pixels along each spatial axis that a tile needs around
        it; None (or a result of None) means that the whole is needed.
    limits : Limits or None
        The numbers of the whole by which each pixel is decided alone, where there are such.
    rgb : str
        ``refuse`` RGB images, treat ``each`` colour channel alone, hand over the ``whole``, or take
        RGB images ``only``.
    walk : str
        ``spatial``: called once for every time point and channel; ``none``: once for all.
    dimensions : tuple of int
        Numbers of spatial axes that it can work on.
    own_axes : bool
        Whether its results have other axes than its inputs, as a line over time has.
    tolerance : float
        Largest relative difference across versions and machines.
    module : str
        Module that declared it; empty for Darkroom's own.
    spacing : str
        Name of the argument that takes the pixel size along each spatial axis, empty for none.
    poll : str
        Name of the argument that takes what is to be called now and then by a function that works
        for long: it ends a run that was stopped. Empty for none.
    noun : str
        What a result is called, as in "dna · mask"; the title where it is empty.
    earlier : mapping of int to callable
        For an earlier version whose results this one can give: from the parameters that were given
        to it to those of this one.
    copies : int
        How many copies of what it sees at once it needs at most, in the float type that it computes
        in: what its memory is estimated by.
    token : str
        Stands for this very declaration, and for no other.
    """

    id: str
    title: str
    menu: str
    version: int
    function: Callable[..., Any]
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    parameters: tuple[Parameter, ...]
    model: type[BaseModel]
    level: Literal["array", "value"]
    halo: Halo | None = None
    limits: Limits | None = None
    rgb: RgbRule = "refuse"
    walk: WalkRule = "spatial"
    dimensions: tuple[int, ...] = (2, 3)
    own_axes: bool = False
    tolerance: float = 0.0
    module: str = ""
    spacing: str = ""
    poll: str = ""
    noun: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    earlier: Earlier = field(default_factory=dict)
    copies: int = COPIES
    token: str = field(default_factory=lambda: uuid4().hex)

    @cached_property
    def package(self) -> str:
        """Installed package that it came with, as pip calls it; empty for Darkroom's own.

        What no package brought has the name of its module: ``__main__`` for a notebook.
        """
        return package_of(self.module) if self.module else ""

    @property
    def family(self) -> str:
        """The part of the id before the point."""
        return self.id.partition(".")[0]

    @property
    def listed(self) -> bool:
        """Whether menus and lists offer it; operations of others are offered without a menu too."""
        return bool(self.menu or self.module)

    @property
    def menu_words(self) -> tuple[str, ...]:
        """The menu and the submenu in it, if any, as they are shown: ``("Segment", "Mask")``."""
        return tuple(part.replace("_", " ").capitalize() for part in self.menu.split("/") if part)

    @property
    def name(self) -> str:
        """The part of the id after the point."""
        return self.id.partition(".")[2]

    @property
    def summary(self) -> str:
        """First line of the docstring."""
        return summary(self.function.__doc__)

    @property
    def formula(self) -> str:
        """What is computed, in the signs of mathematics; empty where the docstring has none."""
        return formula(self.function.__doc__)

    @property
    def equivalent(self) -> Equivalent:
        """The same in lines of NumPy, SciPy or scikit-image."""
        return equivalent(self.function.__doc__)

    @property
    def reference(self) -> str:
        """How a recipe names it: ``filters.gaussian@1``."""
        return f"{self.id}@{self.version}"

    def check(self, given: Mapping[str, Any]) -> BaseModel:
        """Return the parameters checked and completed.

        Raises
        ------
        ParameterError
            If a name is unknown or a value not allowed.
        """
        return validate(self.id, self.model, given)

    def canonical(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return all parameters in the form of a recipe."""
        return self.check(given).model_dump()
