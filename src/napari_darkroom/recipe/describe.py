"""A recipe as the paragraph of a methods section, with what it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.clauses import clause, name_of, parameters, rule, words
from napari_darkroom.recipe.counts import applied, number
from napari_darkroom.recipe.credits import citation, software
from napari_darkroom.recipe.english import counted, in_brackets, joined, series
from napari_darkroom.recipe.rejected import verdicts_told

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe, Step

_CLAUSES = 3


def describe(
    recipe: Recipe,
    provenance: Mapping[str, Any] | None = None,
    counts: Mapping[str, int] | None = None,
) -> str:
    """Return what a recipe did, in English and the past tense, and what it cites.

    Parameters
    ----------
    recipe : Recipe
        What was done.
    provenance : mapping, optional
        Of a result (`recipe.provenance`): its files and versions are told, otherwise the versions
        that are installed here.
    counts : mapping of str to int, optional
        What was counted (`recipe.counts`): number of objects by what refers to the label image,
        ``nuclei``; by default what the provenance tells. Where a step takes objects away, those
        before and after it are told.

    Returns
    -------
    str
        Paragraphs, each on one line, with an empty line between.
    """
    told = provenance or {}
    prose = _Prose(recipe, told, counts or told.get("counts", {}))
    done = [
        prose.beginning(),
        *prose.steps(),
        prose.manual(),
        *prose.verdicts(),
        prose.excluded(),
        prose.off(),
    ]
    parts = [" ".join(filter(None, done)), software(recipe, provenance or {})]
    if prose.citations:
        listed = [f"[{k}] {text}" for k, text in enumerate(prose.citations, start=1)]
        parts.append("\n".join(["References", *listed]))
    return "\n\n".join(parts) + "\n"


class _Prose:
    """The sentences about one recipe."""

    def __init__(
        self, recipe: Recipe, provenance: Mapping[str, Any], counts: Mapping[str, int]
    ) -> None:
        self.recipe = recipe
        self.provenance = provenance
        self.counts = counts
        self.enabled = [step for step in recipe.steps if step.enabled]
        self.sources = _sources(recipe)
        texts = (citation(find(step.op)) for step in self.enabled)
        self.citations = list(dict.fromkeys(filter(None, texts)))
        self.named = self._named()

    def beginning(self) -> str:
        """Return on what the recipe was run."""
        name = f"The recipe “{self.recipe.name}”" if self.recipe.name else "A recipe"
        inputs = self.recipe.inputs
        # Of what was made by hand a sentence of its own tells.
        given = [one for one in inputs if inputs[one].manual is None] or list(inputs)
        return f"{name} was run on {joined([self._input(one) for one in given])}."

    def _input(self, name: str) -> str:
        declared = self.recipe.inputs[name]
        origin = self.provenance.get("inputs", {}).get(name, {})
        said = [declared.description.rstrip("."), declared.kind if not declared.description else ""]
        if declared.channel is not None:
            said.append(f"channel {declared.channel}")
        if origin.get("file"):
            said.append(f"file {origin['file']}")
        return f"“{words(name)}” ({'; '.join(filter(None, said))})"

    def steps(self) -> Iterator[str]:
        """Yield the sentences of the steps that are switched on, several clauses in each."""
        for run in self._runs():
            source = self._main(run[0])
            start = f"From {self._called(source)} we " if source in self.named else "We "
            for k in range(0, len(run), _CLAUSES):
                clauses = [self._clause(step) for step in run[k : k + _CLAUSES]]
                yield f"{start}{series(clauses)}."
                start = "Then we "

    def _runs(self) -> list[list[Step]]:
        """Return the steps in runs, in which each works on the result of the one before it."""
        runs: list[list[Step]] = []
        for step in self.enabled:
            if runs and self._main(step) == runs[-1][-1].id:
                runs[-1].append(step)
            else:
                runs.append([step])
        return runs

    def _main(self, step: Step) -> str:
        return self._references(step, find(step.op).inputs[0].name)[0]

    def _references(self, step: Step, name: str) -> list[str]:
        given = step.inputs.get(name, ())
        return [self.sources[one] for one in ((given,) if isinstance(given, str) else given)]

    def _clause(self, step: Step) -> str:
        operation = find(step.op)
        text = clause(step)
        others = {one.name: self._references(step, one.name) for one in operation.inputs}
        others[operation.inputs[0].name] = others[operation.inputs[0].name][1:]
        for name, references in others.items():
            if references:
                text += f", with {joined([self._called(r) for r in references])} as {words(name)}"
        results = [name for name in self.named if name.partition(".")[0] == step.id]
        if results:
            text += f", which gave {joined([self._counted(name) for name in results])}"
        cited = citation(operation)
        return f"{text} [{self.citations.index(cited) + 1}]" if cited else text

    def _counted(self, reference: str) -> str:
        """Return what a result is called, with the number of objects in it where that is known."""
        kind = self.recipe.kinds.get(reference)
        known = reference in self.counts and kind == "labels"
        told = f" ({number(self.counts[reference], 'object')})" if known else ""
        return f"{self._called(reference)}{told}"

    def _named(self) -> list[str]:
        """Return what needs a name: inputs, outputs, and what others than the next step take."""
        wanted = [*self.recipe.inputs, *(self.sources[name] for name in self.recipe.outputs)]
        before = ""
        for step in self.enabled:
            inputs = [self._references(step, one.name) for one in find(step.op).inputs]
            main, *others = chain.from_iterable(inputs)
            wanted += others if main == before else [main, *others]
            before = step.id
        return list(dict.fromkeys(wanted))

    def _called(self, reference: str) -> str:
        own, _, output = reference.partition(".")
        name = next((name_of(step) for step in self.recipe.steps if step.id == own), words(own))
        return f"“{name}” ({words(output)})" if output else f"“{name}”"

    def manual(self) -> str:
        """Return what was made by hand, and which steps took it."""
        made = [name for name, one in self.recipe.inputs.items() if one.manual]
        if not made:
            return ""
        told = [
            f"“{words(name)}” ({self.recipe.inputs[name].kind}), {self._takers(name)}"
            for name in made
        ]
        return f"{counted(len(made), 'input')} made by hand: {'; '.join(told)}."

    def _takers(self, name: str) -> str:
        steps = [
            f"“{name_of(step)}”{in_brackets([self._corrections(step)])}"
            for step in self.enabled
            if any(name in self._references(step, one.name) for one in find(step.op).inputs)
        ]
        return f"applied in {joined(steps)}" if steps else "which no step took"

    def _corrections(self, step: Step) -> str:
        """Return how many corrections a step has applied, as far as they were counted."""
        found = next((n for n in self.counts if n.startswith(f"{step.id}.") and applied(n)), "")
        made = self.counts.get(found.removesuffix(applied(found)), 0) if found else 0
        left = made - self.counts.get(found, 0)
        if not made:
            return ""
        told = number(made, "correction")
        return f"{told}, {left:,} of which could not be applied" if left else told

    def verdicts(self) -> Iterator[str]:
        """Yield what people have accepted and rejected, where it was decided."""
        for step in self.enabled:
            told = verdicts_told(step.id, self.counts)
            if told and not verdicts_told(self._main(step), self.counts):
                yield told

    def excluded(self) -> str:
        """Return by which rules objects were taken away."""
        told = [self._excluded(step, rule(step)) for step in self.enabled if rule(step)]
        return f"Excluded were {joined(told)}." if told else ""

    def _excluded(self, step: Step, text: str) -> str:
        details = parameters(step)
        before, after = self.counts.get(self._main(step)), self.counts.get(step.id)
        if before is not None and after is not None:
            details.append(f"{before:,} before, {after:,} after")
        return f"{text} ({'; '.join(details)})" if details else text

    def off(self) -> str:
        """Return the steps that are switched off."""
        told = [f"“{find(s.op).title}”{in_brackets(parameters(s))}" for s in self._off()]
        if not told:
            return ""
        return f"{counted(len(told), 'step')} switched off and had no effect: {joined(told)}."

    def _off(self) -> list[Step]:
        return [step for step in self.recipe.steps if not step.enabled]


def _sources(recipe: Recipe) -> dict[str, str]:
    """Return by each reference the result behind it: not the first output, and no step that is off.

    Where a step is switched off, that is what it hands on.
    """
    sources = {name: name for name in recipe.inputs}
    for step in recipe.steps:
        operation = find(step.op)
        main = step.inputs[operation.inputs[0].name]
        first = step.id if step.enabled else sources[main if isinstance(main, str) else main[0]]
        sources[step.id] = first
        for output in operation.outputs:
            sources[f"{step.id}.{output.name}"] = f"{step.id}.{output.name}"
        sources[f"{step.id}.{operation.outputs[0].name}"] = first
    return sources
