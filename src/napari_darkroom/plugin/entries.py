"""The history as a list of lines to read: what each says, how it stands, how far it is indented."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from napari_darkroom.core.values import Kind
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.entry_text import SEPARATOR, changes
from napari_darkroom.recipe.cache import size
from napari_darkroom.recipe.graph import Graph, main_input, references, root
from napari_darkroom.recipe.history import Done, History, Source, Status
from napari_darkroom.recipe.model import Step


@dataclass(frozen=True)
class Place:
    """Where a line stands among the others.

    Attributes
    ----------
    level : int
        How far it is indented: a chain of steps stays on one level, a branch is indented under
        the step where it leaves.
    leaves : bool
        Whether it is the first of a branch.
    follows : bool
        Whether it goes on from the step above it on the same level.
    continues : bool
        Whether a step below on the same level goes on from it.
    """

    level: int = 0
    leaves: bool = False
    follows: bool = False
    continues: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the history.

    Attributes
    ----------
    id : str
        Of the step or input.
    title : str
        What people call its result.
    kind : str
        Of its first output.
    is_input : bool
        Whether it is an input.
    operation : str
        Title of the operation; empty for an input.
    inputs : str
        Titles of what it reads.
    changes : str
        What was set otherwise than it is by default; for an input, the name of its file.
    status : Status
        How the result stands.
    progress : float
        From 0 to 1, while it runs.
    seconds : float
        How long it took.
    nbytes : int
        How large the result is.
    error : str
        Why there is no result.
    remarks : tuple of str
        What is to be told of the result, such as how many objects there are.
    place : Place
        Where it stands among the others.
    in_lineage : bool
        Whether the layer that is selected was made by it.
    selected : bool
        Whether the layer that is selected shows it.
    enabled : bool
        Whether it is switched on.
    """

    id: str
    title: str
    kind: Kind
    is_input: bool = False
    operation: str = ""
    inputs: str = ""
    changes: str = ""
    status: Status = Status.CURRENT
    progress: float = 0.0
    seconds: float = 0.0
    nbytes: int = 0
    error: str = ""
    remarks: tuple[str, ...] = ()
    place: Place = Place()
    in_lineage: bool = False
    selected: bool = False
    enabled: bool = True


def entries(
    history: History, title: Callable[[str], str], selected: str | None = None
) -> list[Entry]:
    """Return the lines of a history: the inputs first, then the steps, each under what it reads.

    Parameters
    ----------
    history : History
        What was done.
    title : callable
        What people call an input, or the result of a step, by its id.
    selected : str, optional
        What the layer that is selected shows: an input, a step, or an output of a step.
    """
    graph = history.graph
    marked, kinds = lineage(graph, selected), graph.kinds
    found = [_input(history, name, title) for name in graph.inputs]
    for name, place in places(graph):
        line = _step(history, graph.step(name), title, kinds[name])
        found.append(replace(line, place=place))
    shown = "" if selected is None else root(selected)
    return [replace(one, in_lineage=one.id in marked, selected=one.id == shown) for one in found]


def lineage(graph: Graph, reference: str | None) -> set[str]:
    """Return the steps and inputs that something was made by, itself among them."""
    if reference is None:
        return set()
    above = graph.above(reference)
    read = {root(name) for step in map(graph.step, above) for name in references(step)}
    return {root(reference), *above, *read}


def places(graph: Graph) -> list[tuple[str, Place]]:
    """Return the ids of the steps and their places: branches stand before what goes straight on."""
    children: dict[str, list[Step]] = {}
    for step in graph.steps:
        children.setdefault(root(main_input(step)), []).append(step)
    begun = [step for name in graph.inputs for step in children.get(name, [])]
    return [line for step in begun for line in _chain(step, Place(), children)]


def _chain(
    step: Step, first: Place, children: Mapping[str, list[Step]]
) -> Iterator[tuple[str, Place]]:
    """Yield a step and all that goes on from it; `first` is the step's own place."""
    place = first
    going_on: Step | None = step
    while going_on is not None:
        following = children.get(going_on.id, [])
        straight = _straight_on(following)
        yield going_on.id, replace(place, continues=straight is not None)
        for branch in following:
            if branch is not straight:
                yield from _chain(branch, Place(first.level + 1, leaves=True), children)
        place, going_on = Place(first.level, follows=True), straight


def _straight_on(following: Sequence[Step]) -> Step | None:
    """Return the step that stays on the level: the first, but no table if images follow too."""
    pictures = [step for step in following if find(step.op).outputs[0].kind != "table"]
    return next(iter([*pictures, *following]), None)


def _input(history: History, name: str, title: Callable[[str], str]) -> Entry:
    declared, source = history.graph.inputs[name], history.sources.get(name)
    return Entry(
        name,
        title(name),
        declared.kind,
        is_input=True,
        changes=_origin(source),
        status=Status.BLOCKED if source is None else Status.CURRENT,
        error=f"The input {name} is missing." if source is None else "",
        nbytes=0 if source is None else size(source.value),
    )


def _origin(source: Source | None) -> str:
    if source is None:
        return ""
    if source.manual:
        return "made by hand"
    return "" if source.file is None else source.file.name


def _read(reference: str, title: Callable[[str], str]) -> str:
    output = reference.partition(".")[2].replace("_", " ")
    return f"{title(root(reference))} ({output})" if output else title(reference)


def _short(title: str) -> str:
    """Return the name of a result without that of its image, which fills the line on its own."""
    return title.rpartition(SEPARATOR)[2]


def _step(history: History, step: Step, title: Callable[[str], str], kind: Kind) -> Entry:
    status, done = history.status(step.id), history.done.get(step.id)
    current = done if done is not None and status is Status.CURRENT else Done("")
    errors = {Status.BLOCKED: history.obstacle(step.id)}
    if done is not None:
        errors[Status.FAILED] = done.error
    return Entry(
        step.id,
        _short(title(step.id)),
        kind,
        operation=find(step.op).title,
        inputs=", ".join(dict.fromkeys(_short(_read(name, title)) for name in references(step))),
        changes=changes(step),
        status=status,
        progress=history.running.get(step.id, 0.0),
        seconds=current.seconds,
        nbytes=current.nbytes,
        error=errors.get(status, ""),
        remarks=current.remarks,
        enabled=step.enabled,
    )
