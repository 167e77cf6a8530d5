"""Python text as a formatter would set it."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from napari_darkroom.recipe.layout import Call, Listing, assignment, comment, docstring, quoted


@given(st.text())
def test_a_text_reads_back_from_its_literal(text):
    assert ast.literal_eval(quoted(text)) == text


@given(st.text())
def test_a_comment_and_a_docstring_hold_no_code(text):
    assert ast.dump(ast.parse(f"{comment(text)}\na")) == ast.dump(ast.parse("a"))
    (only,) = ast.parse(docstring(text or "a", text)).body
    assert isinstance(only.value.value, str)


@pytest.mark.parametrize(
    ("text", "literal"),
    [("a", '"a"'), ("it's", '"it\'s"'), ('a "b"', "'a \"b\"'"), ("""'"\\""", '"\'\\"\\\\"')],
)
def test_quotes_are_those_with_fewer_escapes(text, literal):
    assert quoted(text) == literal


def test_a_call_is_broken_as_little_as_needed():
    short = Call("dr.a.b", ("x", 'y="z"'))
    assert assignment(("v",), short) == 'v = dr.a.b(x, y="z")'
    middle = Call("dr.a.b", ("x" * 50, "y" * 40))
    assert assignment(("v",), middle) == f"v = dr.a.b(\n    {'x' * 50}, {'y' * 40}\n)"
    long = Call("dr.a.b", ("x" * 50, Listing("over=", ("y" * 50, "z" * 50))))
    assert assignment(("v", "w"), long).splitlines() == [
        "v, w = dr.a.b(", f"    {'x' * 50},", "    over=[", f"        {'y' * 50},",
        f"        {'z' * 50},", "    ],", ")",
    ]  # fmt: skip


def test_many_results_stand_in_brackets():
    names = ("a" * 50, "b" * 60)
    assert assignment(names, Call("f", ("x",))) == f"(\n    {names[0]},\n    {names[1]},\n) = f(x)"
