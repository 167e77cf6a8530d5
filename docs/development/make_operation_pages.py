"""Write a page for every operation into docs/operations, from the registry.

Run ``python docs/development/make_operation_pages.py``; with ``--check`` it only says whether
the pages are up to date. The dictionary of columns is written with them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import make_columns_page
import yaml

from napari_darkroom.cli.apply_parser import flag
from napari_darkroom.core import docstring
from napari_darkroom.core.kinds import TABLE_KINDS
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.values import GRID_TYPES
from napari_darkroom.engine.catalog import families
from napari_darkroom.engine.lesson import equivalent_claim, equivalent_code

FOLDER = Path(__file__).resolve().parents[1] / "operations"
PICTURES = FOLDER.parent / "images" / "operations"


def pages() -> dict[str, str]:
    """Return file names and texts."""
    own = {
        family: [o for o in operations if not o.package]
        for family, operations in families().items()
    }
    result = {"index.md": _index(own)}
    for operations in own.values():
        result |= {f"{o.id}.md": _page(o) for o in operations}
    return result


def _index(own: dict[str, list[Operation]]) -> str:
    lines = [
        "# Operations",
        "",
        "Each has the same name in Python, in recipes and on the command line.",
    ]
    for family, operations in own.items():
        lines += ["", f"## {family}", "", "| operation | what it does |", "|---|---|"]
        lines += [f"| [{o.title}]({o.id}.md) `{o.id}` | {o.summary} |" for o in operations]
    return "\n".join([*lines, ""])


def _page(operation: Operation) -> str:
    parts = [
        f"# {operation.title}",
        f"`{operation.id}` · version {operation.version} · in napari {_where(operation)}",
        operation.sections[""],
        *_picture(operation),
        "## Inputs\n\n" + "\n".join(_inputs(operation)),
    ]
    if operation.parameters:
        parts.append("## Parameters\n\n" + "\n".join(_parameters(operation.parameters)))
    parts.append("## Result\n\n" + " ".join(o.description for o in operation.outputs))
    notes = {
        "Notes": docstring.notes(operation.function.__doc__),
        "Formula": f"```text\n{operation.formula}\n```" if operation.formula else "",
        "Equivalent code": _equivalent(operation),
        "References": operation.sections.get("References", ""),
    }
    parts += [f"## {title}\n\n{text}" for title, text in notes.items() if text]
    if "Examples" in operation.sections:
        parts.append(f"## Example\n\n```python\n{operation.sections['Examples']}\n```")
    parts.append("## The same in four places\n\n" + _faces(operation))
    return "\n\n".join(parts) + "\n"


def _picture(operation: Operation) -> list[str]:
    """Return the picture of what goes in and what comes out, where there is one."""
    name = f"{operation.id}.png"
    there = (PICTURES / name).exists()
    is_open = any(p.type in ("limit", "number") and p.default is None for p in operation.parameters)
    after = "after" if is_open else "after with the values that the form begins with"
    alt = f"{operation.title}: before, and {after}"
    return [f"![{alt}](../images/operations/{name})"] if there else []


def _equivalent(operation: Operation) -> str:
    """Return the code with the default parameters set, and what it holds for."""
    code = equivalent_code(operation, {})
    return f"{equivalent_claim(operation)}\n\n```python\n{code}\n```" if code else ""


def _inputs(operation: Operation) -> list[str]:
    lines = ["| name | kind | |", "|---|---|---|"]
    for declared in operation.inputs:
        optional = "optional. " if declared.optional else ""
        kinds = ", ".join(declared.kinds)
        lines.append(f"| `{declared.name}` | {kinds} | {optional}{declared.description} |")
    return lines


def _parameters(parameters: tuple[Parameter, ...]) -> list[str]:
    lines = ["| name | type | default | allowed | |", "|---|---|---|---|---|"]
    for p in parameters:
        allowed = ", ".join(f"`{choice}`" for choice in p.choices) or p.bounds()
        default = "none" if p.default is None else f"`{_spelled(p.default)}`"
        description = p.description.replace("|", "\\|")
        lines.append(f"| `{p.name}` | {p.type} | {default} | {allowed} | {description} |")
    return lines


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _where(operation: Operation) -> str:
    if not operation.listed:
        return "recorded while you work"
    return f"under *{_menu(operation)}*"


def _menu(operation: Operation) -> str:
    return " > ".join(["Layers", *operation.menu_words])


def _faces(operation: Operation) -> str:
    inputs = [i.name for i in operation.inputs if not i.optional]
    given = [p for p in operation.parameters if p.default is not None][:1]
    call = ", ".join(inputs + [f"{p.name}={p.default!r}" for p in given])
    flags = "".join(f' {flag(p.name)} "{_spelled(p.default)}"' for p in given)
    ends = {i.name: "tif" if i.kinds[0] in GRID_TYPES else "csv" for i in operation.inputs}
    first = f"{inputs[0]}.{ends[inputs[0]]}"
    more = "".join(f" {flag(name)} {name}.{ends[name]}" for name in inputs[1:])
    end = "csv" if operation.outputs[0].kind in TABLE_KINDS else "tif"
    step = {"id": operation.name, "op": operation.reference, "inputs": {n: n for n in inputs}}
    if given:
        step["params"] = {p.name: p.default for p in given}
    flow = yaml.safe_dump(step, default_flow_style=True, sort_keys=False, width=1000).strip()
    menu = f"*{_menu(operation)} > {operation.title}*"
    napari = f"{menu}, or the dock *Darkroom*" if operation.listed else "recorded while you work"
    return (
        f"- napari: {napari}\n"
        f"- Python: `dr.{operation.id}({call})`\n"
        f"- command line: `darkroom apply {operation.id} {first} out.{end}{more}{flags}`\n"
        f"- recipe: `- {flow}`"
    )


def main() -> int:
    """Write the pages, or check them; return the exit code."""
    wanted = pages()
    current = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.glob("*.md")}
    if "--check" in sys.argv:
        stale = sorted(n for n in {*wanted, *current} if wanted.get(n) != current.get(n))
        if stale:
            print(f"out of date: {', '.join(stale)}; run {Path(__file__).name}")
        return bool(stale) or make_columns_page.main()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in current:
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {len(wanted)} pages into docs/operations")
    return make_columns_page.main()


if __name__ == "__main__":
    raise SystemExit(main())
