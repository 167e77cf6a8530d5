"""Python source as a formatter would set it: calls, lists, texts, comments."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 100
_STEP = 4


@dataclass(frozen=True)
class Call:
    """A call and its arguments: ``head(items)``."""

    head: str
    items: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"{self.head}({', '.join(map(str, self.items))})"


@dataclass(frozen=True)
class Listing:
    """A list or a tuple: ``head[items]``, where the head may be ``name=``."""

    head: str
    items: tuple[str, ...]
    brackets: str = "[]"

    def __str__(self) -> str:
        return f"{self.head}{self.brackets[0]}{', '.join(self.items)}{self.brackets[1]}"


Expression: TypeAlias = str | Call | Listing


def assignment(names: tuple[str, ...], expression: Expression) -> str:
    """Return ``a, b = expression``, over several lines where one is too short.

    Examples
    --------
    >>> assignment(("mask",), Call("dr.threshold.otsu", ("smooth",)))
    'mask = dr.threshold.otsu(smooth)'
    """
    head = expression.head if isinstance(expression, Call) else ""
    flat = ", ".join(names)
    if len(names) > 1 and len(f"{flat} = {head}(") > WIDTH:
        flat = "\n".join(["(", *(f"{' ' * _STEP}{name}," for name in names), ")"])
        return f"{flat} = " + laid_out(expression, before=") = ").removeprefix(") = ")
    return laid_out(expression, before=f"{flat} = ")


def laid_out(expression: Expression, *, before: str = "", after: str = "", indent: int = 0) -> str:
    """Return an expression with what stands before and after it, broken where it is too long."""
    margin, inside = " " * indent, " " * (indent + _STEP)
    line = f"{margin}{before}{expression}{after}"
    if isinstance(expression, str) or len(line) <= WIDTH or not expression.items:
        return line
    brackets = "()" if isinstance(expression, Call) else expression.brackets
    together = f"{inside}{', '.join(map(str, expression.items))}"
    if isinstance(expression, Call) and len(together) <= WIDTH:
        body = [together]
    else:
        body = [laid_out(one, after=",", indent=indent + _STEP) for one in expression.items]
    head = f"{margin}{before}{expression.head}{brackets[0]}"
    return "\n".join([head, *body, f"{margin}{brackets[1]}{after}"])


def quoted(text: str) -> str:
    """Return a text as a literal, in double quotes unless single ones need fewer escapes.

    Examples
    --------
    >>> print(quoted("2 pixel"), quoted('a "b"'))
    "2 pixel" 'a "b"'
    """
    literal = repr(text)
    inner = literal[1:-1]
    if literal.startswith('"'):
        return literal
    if text.count('"') > text.count("'"):
        return literal
    plain = inner.replace("\\'", "'").replace('"', '\\"')
    return f'"{plain}"'


def comment(text: str) -> str:
    """Return a text as lines of comment; whatever it holds, nothing of it is code."""
    return "\n".join(_wrapped(text, "# "))


def docstring(*paragraphs: str) -> str:
    """Return the docstring of a script."""
    # Quotes and backslashes could end it, or be read as escapes.
    safe = [one.replace("\\", "\\\\").replace('"', "'") for one in paragraphs if one]
    first, *others = ["\n".join(_wrapped(one, "")) for one in safe]
    return "\n\n".join([f'"""{first}', *others]) + '\n"""'


def one_line(text: str) -> str:
    """Return a text without line breaks and without what cannot be seen."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _wrapped(text: str, prefix: str) -> list[str]:
    lines = textwrap.wrap(
        one_line(text), WIDTH - len(prefix), break_long_words=False, break_on_hyphens=False
    )
    return [f"{prefix}{line}" for line in lines] or [prefix.rstrip()]
