"""One page of HTML to look at: what recipes found in images. It needs no network and no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from napari_darkroom import __version__
from napari_darkroom.core.units import format_number
from napari_darkroom.core.values import Table
from napari_darkroom.engine.catalog import find

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe, Step

_ROWS, _COLUMNS = 4, 8
_STYLE = """\
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5a6575; --paper: #f6f7f9;
  --card: #fff; --line: #dfe3e8; --accent: #0b6e69; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #9aa5b4; --paper: #14171c;
  --card: #1d2127; --line: #323842; --accent: #5cc8c0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main, header, footer { max-width: 76rem; margin: auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; padding-bottom: 1rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 0; }
h3 { font-size: .85rem; margin: 1.4rem 0 .4rem; color: var(--soft); font-weight: 600; }
header p, .about, footer, figcaption { color: var(--soft); }
.about { margin: .35rem 0 1rem; max-width: 46rem; }
h3 + .about { margin: 0 0 .5rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 1.4rem; margin: 0 0 1.5rem; }
.title { display: flex; flex-wrap: wrap; gap: .3rem 1.25rem; align-items: baseline;
  justify-content: space-between; }
.found { margin: 0; color: var(--soft); }
.found strong { font-size: 1.5rem; color: var(--accent); font-variant-numeric: tabular-nums; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  gap: 1rem; }
figure { margin: 0; min-width: 0; }
img { width: 100%; height: auto; display: block; border-radius: 6px; background: #000; }
figcaption { font-size: .85rem; margin-top: .35rem; }
ol { margin: 0; padding-left: 1.9rem; columns: 22rem; column-gap: 2.5rem; }
li { break-inside: avoid; }
li b { font-weight: 600; }
li span { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .3rem .8rem; border-bottom: 1px solid var(--line);
  white-space: nowrap; }
th { color: var(--soft); font-weight: 600; }
th:first-child, td:first-child { padding-left: 0; }
.files { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 1.1rem 0 0; }
a { color: var(--accent); }
footer { font-size: .85rem; padding-bottom: 2.5rem; }
"""


@dataclass(frozen=True)
class Entry:
    """What the page says of one image.

    Attributes
    ----------
    title, description : str
        What the image shows.
    found : int
        Number of objects found.
    remark : str
        What stands behind the number, such as how many are known to be there.
    before, after : str
        Files of the image and of the image with outlines, as seen from the page.
    recipe : Recipe
        What was done.
    table : Table
        The measurements, whose first rows are shown.
    files : mapping of str to str
        Further files by the text of their links.
    """

    title: str
    description: str
    found: int
    remark: str
    before: str
    after: str
    recipe: Recipe
    table: Table
    files: Mapping[str, str]


def page(title: str, introduction: str, entries: Sequence[Entry]) -> str:
    """Return the page as HTML; all text is escaped."""
    body = "\n".join(_article(entry) for entry in entries)
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{_STYLE}</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p>{escape(introduction)}</p>
</header>
<main>
{body}
</main>
<footer><p>napari-darkroom {escape(__version__)}</p></footer>
</body>
</html>
"""


def _article(entry: Entry) -> str:
    links = "".join(
        f'<a href="{_address(path)}">{escape(text)}</a>' for text, path in entry.files.items()
    )
    return f"""\
<article>
<div class="title">
<h2>{escape(entry.title)}</h2>
<p class="found"><strong>{entry.found}</strong> objects{escape(entry.remark)}</p>
</div>
<p class="about">{escape(entry.description)}</p>
<div class="pictures">
{_figure(entry.before, "The image", entry.title)}
{_figure(entry.after, "Outlines of the objects found", f"{entry.title}, objects outlined")}
</div>
<h3>{escape(entry.recipe.name)}</h3>
<p class="about">{escape(entry.recipe.description)}</p>
<ol>
{_steps(entry.recipe)}
</ol>
<h3>{escape(_table_title(entry.table))}</h3>
{_table(entry.table)}
<p class="files">{links}</p>
</article>"""


def _figure(path: str, caption: str, alternative: str) -> str:
    address = _address(path)
    return (
        f'<figure><a href="{address}"><img src="{address}" alt="{escape(alternative)}"></a>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _address(path: str) -> str:
    return escape(quote(path))


def _steps(recipe: Recipe) -> str:
    return "\n".join(f"<li>{_step(step)}</li>" for step in recipe.steps if step.enabled)


def _step(step: Step) -> str:
    """Return a step in words: ``smooth: Gaussian blur of dna, sigma 1.5 pixel``."""
    given = [(one,) if isinstance(one, str) else one for one in step.inputs.values()]
    words = [f"of {' and '.join(name for names in given for name in names)}"]
    words += [
        name.replace("_", " ") if value is True else f"{name.replace('_', ' ')} {_number(value)}"
        for name, value in step.params.items()
        if value not in (None, False)
    ]
    title = escape(find(step.op).title)
    return f"<b>{escape(step.id)}</b>: {title} <span>{escape(', '.join(words))}</span>"


def _number(value: object) -> str:
    return format_number(value) if isinstance(value, float) else str(value)


def _table_title(table: Table) -> str:
    rows, columns = table.data.shape
    shown = f", the first {_ROWS}" if rows > _ROWS else ""
    return f"Measurements: {rows} rows, {columns} columns{shown}"


def _table(table: Table) -> str:
    """Return the first rows; bounding boxes are left to the file."""
    names = [name for name in map(str, table.data.columns) if not name.startswith("bbox")]
    head = table.data[names[:_COLUMNS]].head(_ROWS)
    titles = "".join(f"<th>{escape(_heading(table, name))}</th>" for name in head.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(_cell(cell))}</td>' for cell in row)}</tr>"
        for row in head.itertuples(index=False)
    )
    return f'<div class="scroll"><table><tr>{titles}</tr>{rows}</table></div>'


def _heading(table: Table, name: str) -> str:
    unit = table.columns[name].unit
    text = name.replace("_", " ")
    return f"{text} ({unit})" if unit and unit != "pixel" else text


def _cell(cell: object) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)
