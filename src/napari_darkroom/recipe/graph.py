"""The graph of steps while it is being made: it never changes, every edit gives another one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from napari_darkroom.core.errors import RecipeError, choices
from napari_darkroom.core.values import Kind
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.model import Recipe, RecipeInput, Step
from napari_darkroom.recipe.names import free_name
from napari_darkroom.recipe.validation import canonical_steps, check_graph, reading_error

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True)
class Graph:
    """Inputs and steps; each step refers to earlier ones only.

    Every edit checks the whole graph and raises `RecipeError`, with the graph as it was, where
    something would not fit.

    Attributes
    ----------
    inputs : mapping of str to RecipeInput
        What has to be given.
    steps : tuple of Step
        In the order in which they run.
    """

    inputs: Mapping[str, RecipeInput] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, recipe: Recipe) -> Self:
        """Return the graph of a recipe."""
        return cls(dict(recipe.inputs), recipe.steps)

    def step(self, id: str) -> Step:
        """Return one step.

        Raises
        ------
        RecipeError
            If there is none of that id.
        """
        for step in self.steps:
            if step.id == id:
                return step
        ids = [step.id for step in self.steps]
        raise RecipeError(f"There is no step {id!r}. {choices(ids, id)}")

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of every input, step and output of a step, by the name that refers to it."""
        return check_graph(self.inputs, self.steps)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all inputs and steps."""
        return frozenset((*self.inputs, *(step.id for step in self.steps)))

    def free_name(self, wanted: str, taken: Collection[str] = ()) -> str:
        """Return a name like `wanted` that no input and no step has, and that is not `taken`."""
        return free_name(wanted, {*self.names, *taken})

    def with_input(self, name: str, declared: RecipeInput) -> Graph:
        """Return the graph with one more input, or another declaration of it."""
        return _checked({**self.inputs, name: declared}, self.steps)

    def without_unused_inputs(self) -> Graph:
        """Return the graph without the inputs that no step reads."""
        used = {root(name) for step in self.steps for name in references(step)}
        return Graph({n: i for n, i in self.inputs.items() if n in used}, self.steps)

    def append(self, step: Step) -> Graph:
        """Return the graph with one more step."""
        return _checked(self.inputs, (*self.steps, step))

    def insert(self, step: Step, behind: str) -> Graph:
        """Return the graph with a step through which all goes that read `behind` before."""
        following = _reconnected(self.steps, self._same_value(behind, step.id))
        return _checked(self.inputs, _sorted(self.inputs, (step, *following)))

    def change(self, id: str, **fields: Any) -> Graph:
        """Return the graph with some fields of a step changed, such as ``params`` or ``inputs``."""
        changed = _validated({**self.step(id).model_dump(), **fields})
        steps = tuple(changed if step.id == id else step for step in self.steps)
        return _checked(self.inputs, _sorted(self.inputs, steps))

    def reconnect(self, old: str, new: str) -> Graph:
        """Return the graph in which `new` is read where `old` was, save by what makes `new`."""
        maker = {root(new), *self.above(new)}
        moved = {step.id: step for step in _reconnected(self.steps, self._same_value(old, new))}
        steps = tuple(step if step.id in maker else moved[step.id] for step in self.steps)
        return _checked(self.inputs, _sorted(self.inputs, steps))

    def _same_value(self, old: str, new: str) -> dict[str, str]:
        """Return what the names of one value become; other outputs of its step keep theirs."""
        if root(old) in self.inputs:
            return {old: new}
        maker = self.step(root(old))
        outputs = [f"{maker.id}.{output.name}" for output in find(maker.op).outputs]
        first = (maker.id, outputs[0])
        renamed = dict.fromkeys(first, new) if old in first else {old: new}
        return {name: name for name in outputs} | renamed

    def remove(self, id: str) -> Graph:
        """Return the graph without a step; what read it reads its first input instead.

        Raises
        ------
        RecipeError
            If its first input is of another kind than what followed needs.
        """
        step = self.step(id)
        first = main_input(step)
        names = {id: first} | {f"{id}.{output.name}": first for output in find(step.op).outputs}
        left = tuple(step for step in self.steps if step.id != id)
        return _checked(self.inputs, _reconnected(left, names))

    def remove_all(self, ids: Collection[str]) -> Graph:
        """Return the graph without some steps and all that lies below them."""
        gone = {*ids, *(below for one in ids for below in self.below(one))}
        return _checked(self.inputs, tuple(step for step in self.steps if step.id not in gone))

    def branch(
        self, ids: Sequence[str], taken: Collection[str] = ()
    ) -> tuple[Graph, dict[str, str]]:
        """Return the graph with copies of some steps beside them, and the names of the copies.

        Copies read one another where the originals did. None gets a name that is `taken`.
        """
        graph, names = self, dict[str, str]()
        for step in [step for step in self.steps if step.id in ids]:
            names[step.id] = graph.free_name(step.id, taken)
            (copy,) = _reconnected((step,), names)
            graph = graph.append(copy.model_copy(update={"id": names[step.id]}))
        return graph, names

    def above(self, reference: str) -> list[str]:
        """Return the ids of the steps that something was made by, in order, its own among them."""
        needed = {root(reference)}
        for step in reversed(self.steps):
            if step.id in needed:
                needed |= {root(name) for name in references(step)}
        return [step.id for step in self.steps if step.id in needed]

    def below(self, reference: str) -> list[str]:
        """Return the ids of the steps that a step or an input has a say in, in order."""
        reached = {root(reference)}
        for step in self.steps:
            if reached & {root(name) for name in references(step)}:
                reached.add(step.id)
        return [step.id for step in self.steps if step.id in reached - {root(reference)}]

    def ends(self) -> list[str]:
        """Return the steps that nothing reads."""
        read = {root(name) for step in self.steps for name in references(step)}
        return [step.id for step in self.steps if step.id not in read]

    def towards(self, outputs: Iterable[str]) -> Graph:
        """Return the part of the graph that some results are made by."""
        needed = {step for name in outputs for step in self.above(name)}
        steps = tuple(step for step in self.steps if step.id in needed)
        kept = Graph(self.inputs, steps).without_unused_inputs().inputs
        bare = {name: self.inputs[name] for name in outputs if name in self.inputs}
        return Graph({**bare, **kept}, steps)


def references(step: Step) -> list[str]:
    """Return all that a step reads, in the order of its inputs."""
    return [name for given in step.inputs.values() for name in _all(given)]


def reads(step: Step) -> list[str]:
    """Return what the result of a step is made of: of one that is switched off its first input."""
    return references(step) if step.enabled else [main_input(step)]


def main_input(step: Step) -> str:
    """Return what a step reads as the first input of its operation."""
    given = step.inputs[find(step.op).inputs[0].name]
    return given if isinstance(given, str) else given[0]


def root(reference: str) -> str:
    """Return the step or input that a reference is an output of."""
    return reference.partition(".")[0]


def _all(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def _reconnected(steps: Iterable[Step], names: Mapping[str, str]) -> tuple[Step, ...]:
    """Return the steps with what they read renamed; an output goes with its step."""

    def renamed(name: str) -> str:
        start, point, output = name.partition(".")
        return names.get(name) or (f"{names[start]}{point}{output}" if start in names else name)

    return tuple(
        step.model_copy(
            update={
                "inputs": {
                    own: renamed(given) if isinstance(given, str) else tuple(map(renamed, given))
                    for own, given in step.inputs.items()
                }
            }
        )
        for step in steps
    )


def _sorted(inputs: Mapping[str, RecipeInput], steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps so that each stands behind what it reads, else as they were.

    Raises
    ------
    RecipeError
        If there is a circle.
    """
    waiting, done, known = list(steps), list[Step](), set(inputs)
    ids = {step.id for step in steps}
    while waiting:
        ready = [s for s in waiting if {root(n) for n in references(s)} & ids <= known]
        if not ready:
            names = ", ".join(step.id for step in waiting)
            raise RecipeError(
                f"The steps {names} would need one another: a circle cannot run. Choose an input "
                "that does not come from the step itself."
            )
        done.append(ready[0])
        known.add(ready[0].id)
        waiting.remove(ready[0])
    return tuple(done)


def _validated(fields: Mapping[str, Any]) -> Step:
    try:
        return Step.model_validate(fields)
    except ValidationError as error:
        raise reading_error(error, f"The step {fields.get('id')}", fields) from error


def _checked(inputs: Mapping[str, RecipeInput], steps: Sequence[Step]) -> Graph:
    check_graph(inputs, steps)
    return Graph(inputs, canonical_steps(steps))
