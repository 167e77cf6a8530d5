"""Formula and equivalent code in the notes of a docstring."""

import pytest

from napari_darkroom.core.docstring import Equivalent, equivalent, formula, notes, sections

DOC = """Double every value.

    Notes
    -----
    Missing pixels stay missing.

    Formula::

        g(x) = 2 · f(x)
          for all x

    Equivalent without missing pixels, within 1e-5::

        import numpy as np

        if image.any():
            image = 2 * image

    It cannot be undone.

    References
    ----------
    Euclid.
    """


def test_formula_keeps_its_lines() -> None:
    assert formula(DOC) == "g(x) = 2 · f(x)\n  for all x"


def test_equivalent_has_code_remark_and_tolerance() -> None:
    code = "import numpy as np\n\nif image.any():\n    image = 2 * image"
    assert equivalent(DOC) == Equivalent(code, "without missing pixels", 1e-5)


def test_notes_are_what_is_left() -> None:
    assert notes(DOC) == "Missing pixels stay missing.\n\nIt cannot be undone."
    assert list(sections(DOC)) == ["", "Notes", "References"]


@pytest.mark.parametrize("doc", [None, "", "Only a summary.", "S.\n\nNotes\n-----\nNothing."])
def test_without_them_there_is_nothing(doc: str | None) -> None:
    assert formula(doc) == ""
    assert equivalent(doc) == Equivalent()


@pytest.mark.parametrize(
    ("mark", "remark", "tolerance"),
    [
        ("Equivalent::", "", 0.0),
        ("Equivalent within 0.05::", "", 0.05),
        ("Equivalent for a plane::", "for a plane", 0.0),
    ],
)
def test_remark_and_tolerance_may_be_left_out(mark: str, remark: str, tolerance: float) -> None:
    doc = f"S.\n\nNotes\n-----\n{mark}\n\n    a = b"
    assert equivalent(doc) == Equivalent("a = b", remark, tolerance)


def test_a_block_without_indentation_is_none() -> None:
    assert formula("S.\n\nNotes\n-----\nFormula::\ng = f") == ""
