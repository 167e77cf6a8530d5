"""How a value was made: the operations that led to it, and the files and arrays they began with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self, TypeAlias

from napari_darkroom.core.digest import digest, file_hash
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.fingerprint import fingerprint
from napari_darkroom.core.kinds import Kind
from napari_darkroom.core.values import Grid, Value

# What only this process can do anything with.
_HERE = ("state", "source")


@dataclass(frozen=True)
class FileState:
    """A file as it was when it was read; told by size and time, which are looked at in no time."""

    path: Path
    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """Return how a file is now, None if it is none."""
        try:
            about = path.stat()
        except OSError:
            return None
        return cls(path.absolute(), about.st_size, about.st_mtime_ns)

    def sha256(self) -> str:
        """Return the hash of the file; empty where it is not any more what was read."""
        try:
            found = file_hash(self.path) if FileState.of(self.path) == self else ""
        except FileError:
            return ""
        # It may have been written to while it was hashed.
        return found if FileState.of(self.path) == self else ""


@dataclass(frozen=True)
class Given:
    """What an operation was given: the contents of a file, or an array of one's own.

    Attributes
    ----------
    kind : str
        What it is taken for.
    mark : str
        Its fingerprint.
    digest : str
        Its digest (`core.digest.digest`), empty while nothing has been made of it, and for a lazy
        value, whose pixels are not computed for it.
    name : str
        What it is called.
    file : str
        Name of the file, empty where there is none.
    sha256 : str
        Hash of the file, empty while it was not asked for.
    channel : int or str or None
        The channel that was taken of several.
    state : FileState or None
        The file itself, where it was read by this process.
    source : callable or None
        Gives an array of one's own again as long as somebody holds it. Its digest is then taken
        when it is asked for: it takes longer than many a measurement.
    """

    kind: Kind
    mark: str = ""
    digest: str = ""
    name: str = ""
    file: str = ""
    sha256: str = ""
    channel: int | str | None = None
    state: FileState | None = None
    source: Callable[[], Value | None] | None = field(default=None, compare=False, repr=False)

    def hashed(self) -> Given:
        """Return the same with the hash of its file."""
        if self.state is None or self.sha256:
            return self
        return replace(self, sha256=self.state.sha256(), state=None)

    def known(self) -> Given:
        """Return the same with all that can be told of it now.

        An array that is gone, or is not any more what it was, is not known.
        """
        given = self.hashed()
        value = None if given.source is None or given.digest else given.source()
        if value is None or fingerprint(value) != given.mark:
            return given
        return replace(given, digest=digest(value))


@dataclass(frozen=True, eq=False)
class Call:
    """One run of an operation.

    Attributes
    ----------
    operation : str
        Operation and version: ``filters.gaussian@1``.
    inputs : mapping of str to tuple of lineage
        What it was given, by the names of its inputs.
    parameters : mapping
        The parameters that were given, in the form of a recipe.
    axes, over
        As they were given.
    name, title : str
        What its result is to be called, empty for the operation's own word.
    """

    operation: str
    inputs: Mapping[str, tuple[Lineage, ...]]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    axes: str | None = None
    over: tuple[str, ...] | None = None
    name: str = ""
    title: str = ""


@dataclass(frozen=True, eq=False)
class Result:
    """One output of a run, and the fingerprint of what came out, empty for what nobody got."""

    call: Call
    output: str
    mark: str = ""

    def __reduce__(self) -> tuple[Any, tuple[dict[str, Any]]]:
        # As plain values: a long chain of runs would go too deep for pickle and for copy.
        return (from_plain, (plain(self),))


Lineage: TypeAlias = Given | Result


class Told(dict[str, Any]):
    """A lineage as plain values, that knows the lineage itself as long as it is not stored."""

    def __init__(self, lineage: Lineage) -> None:
        super().__init__(plain(lineage))
        self.lineage: Lineage = lineage

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # pandas copies it with every step, and nothing in it ever changes.
        return self

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        return (dict, (plain(self.lineage),))


def lineage_of(value: Value) -> Lineage:
    """Return what made a value, as far as it is still that: else it is an array of one's own.

    Pixels may be written to and cells be changed by anybody at any time, so that what a value says
    of itself is compared with what it holds. What was found is kept with the value.
    """
    known = value.lineage
    mark = fingerprint(value)
    if isinstance(known, Given) and known.source is not None and not known.mark:
        known = replace(known, mark=mark)
    if known is None or known.mark != mark:
        known = Given(value.kind, mark, name=value.name)
    later = isinstance(value, Grid) and value.lazy
    later |= isinstance(known, Given) and known.source is not None
    if isinstance(known, Given) and not (known.digest or later):
        known = replace(known, digest=digest(value))
    if known is not value.lineage:
        # The value stays what it is: this only spares the next one who asks the work.
        object.__setattr__(value, "lineage", known)
    return known


def is_changed(value: Value) -> bool:
    """Whether a value is not any more what was read or made."""
    return value.lineage is not None and value.lineage.mark != fingerprint(value)


def calls_of(lineage: Lineage) -> list[Call]:
    """Return all runs that led to something, each behind those that it needs, each once."""
    if isinstance(lineage, Given):
        return []
    found: dict[int, Call] = {}
    waiting = [(lineage.call, False)]
    # No recursion: a loop of a thousand steps is a chain of a thousand runs.
    while waiting:
        call, ready = waiting.pop()
        if id(call) in found:
            continue
        if ready:
            found[id(call)] = call
            continue
        waiting.append((call, True))
        waiting += [(one.call, False) for one in given_to(call) if isinstance(one, Result)]
    return list(found.values())


def given_to(call: Call) -> Iterator[Lineage]:
    """Yield all that a run was given, in the order of its inputs."""
    for several in call.inputs.values():
        yield from several


def plain(lineage: Lineage) -> dict[str, Any]:
    """Return a lineage as plain values, fit for JSON; files are told by name and hash."""
    givens: list[dict[str, Any]] = []
    positions: dict[int, list[Any]] = {}
    calls = calls_of(lineage)
    numbers = {id(call): number for number, call in enumerate(calls)}

    def reference(one: Lineage) -> list[Any]:
        if isinstance(one, Result):
            return [numbers[id(one.call)], one.output]
        if id(one) not in positions:
            positions[id(one)] = [len(givens)]
            told = vars(one.hashed())
            givens.append({key: told[key] for key in told if told[key] and key not in _HERE})
        return positions[id(one)]

    steps = [
        {
            "operation": call.operation,
            "inputs": {name: [reference(i) for i in many] for name, many in call.inputs.items()},
            "parameters": dict(call.parameters),
            "axes": call.axes,
            "over": None if call.over is None else list(call.over),
            "name": call.name,
            "title": call.title,
        }
        for call in calls
    ]
    last = reference(lineage)
    return {"given": givens, "steps": steps, "result": last, "mark": lineage.mark}


def from_plain(told: Mapping[str, Any]) -> Lineage:
    """Return the lineage that `plain` has told."""
    if isinstance(told, Told):
        known: Lineage = told.lineage
        return known
    givens: list[Given] = [Given(**one) for one in told["given"]]
    calls: list[Call] = []

    def referred(place: Sequence[Any], mark: str = "") -> Lineage:
        if len(place) == 1:
            return givens[place[0]]
        return Result(calls[place[0]], place[1], mark)

    for step in told["steps"]:
        inputs = {
            name: tuple(referred(one) for one in many) for name, many in step["inputs"].items()
        }
        over = None if step["over"] is None else tuple(step["over"])
        calls.append(Call(**{**step, "inputs": inputs, "over": over}))
    return referred(told["result"], told["mark"])
