"""How a result was made, as a page that reads well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from napari_darkroom.batch.origin import Origin
from napari_darkroom.batch.verify import changed_here
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.clauses import name_of
from napari_darkroom.recipe.graph import references
from napari_darkroom.recipe.model import Step

_STYLE = """
<style>
h3 { margin-top: 14px; margin-bottom: 4px; }
td, th { padding: 2px 12px 2px 0; text-align: left; }
p, li { line-height: 135%; }
</style>
"""


def origin_page(origin: Origin, told: Mapping[str, Any]) -> str:
    """Return the page: methods, steps, inputs, what computed, and what is not the same here.

    Parameters
    ----------
    origin : Origin
        What made the result.
    told : mapping
        Its provenance.
    """
    methods = origin.recipe.describe(told).strip().split("\n\n")
    changed = list(changed_here(origin))
    same = ["Nothing: the same versions on the same kind of machine."]
    parts = [
        *_section("What was done", (f"<p>{_lines(one)}</p>" for one in methods)),
        *_section("Steps", [_table(_steps(origin), ("", "Result", "Operation", "With"))]),
        *_section("Inputs", [_table(_inputs(origin), ("Input", "File", "SHA-256 of the file"))]),
        *_section("What is different here", [_list(changed or same)]),
        *_section("Made with", [_table(origin.versions.items(), ())]),
        *_section("Made on", [_table(origin.machine.items(), ())]),
    ]
    return _STYLE + "\n".join(parts)


def _section(title: str, content: Iterable[str]) -> Iterator[str]:
    yield f"<h3>{escape(title)}</h3>"
    yield from content


def _steps(origin: Origin) -> Iterator[tuple[str, ...]]:
    for number, step in enumerate(origin.recipe.steps, start=1):
        operation = find(step.op)
        title = f"{operation.title} ({step.op})"
        yield f"{number}.", name_of(step), title if step.enabled else f"{title}, off", _with(step)


def _with(step: Step) -> str:
    """Return what a step read and all its parameters, those left as they are too."""
    values = find(step.op).canonical(step.params)
    settings = [f"{name} {value}" for name, value in values.items() if value is not None]
    over = [f"over {', '.join(step.over)}"] if step.over else []
    axes = [step.axes] if step.axes else []
    return "; ".join([f"from {', '.join(references(step))}", *settings, *axes, *over])


def _inputs(origin: Origin) -> Iterator[tuple[str, ...]]:
    for name in origin.recipe.inputs:
        told = origin.inputs.get(name, {})
        if origin.images:
            yield name, f"of {len(origin.images)} images", "of each in the file beside the table"
            continue
        file = told.get("file", "") or "no file of its own"
        digest = told.get("digest", "")
        yield name, file, told.get("sha256", "") or (f"digest of the pixels {digest}")


def _table(rows: Iterable[tuple[str, ...]], head: tuple[str, ...]) -> str:
    lines = [_row(head, "th")] if head else []
    lines += [_row(row, "td") for row in rows]
    return f"<table>{''.join(lines)}</table>"


def _row(cells: tuple[str, ...], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(str(cell))}</{tag}>' for cell in cells)}</tr>"


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
