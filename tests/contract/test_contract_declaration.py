"""What every operation says of itself."""

import builtins
import keyword
import re

import pytest
from cases import OPERATIONS, OWN, cases

from napari_darkroom.core.docstring import sections
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.operation import Operation

each_operation = pytest.mark.parametrize("operation", OWN, ids=lambda o: o.id)
each_with_cases = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
MENUS = ("data", "filter", "measure", "segment", "transform")
SECTIONS = ["Parameters", "Returns", "Raises", "See Also", "Notes", "References", "Examples"]
# Codes of numpydoc.validate that are no fault here: no extended summary (ES01), See Also (SA01)
# or Examples (EX01), and a single result that has a name (RT02).
IGNORED = {"ES01", "SA01", "EX01", "RT02"}


@each_operation
def test_every_operation_has_a_title_a_menu_and_a_summary(operation: Operation) -> None:
    assert operation.title[0].isupper()
    # What is recorded while one works stands in no menu.
    assert operation.menu.partition("/")[0] in MENUS or not operation.listed
    assert operation.summary.endswith(".")
    assert operation.version >= 1
    assert operation.tolerance < 0.01


@each_operation
def test_a_result_has_a_noun_that_ids_are_made_of(operation: Operation) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*( [a-z0-9_]+)?", operation.noun)
    id_ = operation.noun.replace(" ", "_")
    assert not keyword.iskeyword(id_)
    assert not hasattr(builtins, id_)


@each_operation
def test_every_input_parameter_and_result_is_described(operation: Operation) -> None:
    described = [*operation.inputs, *operation.parameters, *operation.outputs]
    assert [d.name for d in described if not d.description] == []


@each_operation
def test_sections_of_the_docstring_are_known_and_in_order(operation: Operation) -> None:
    found = [title for title in sections(operation.function.__doc__) if title]
    assert found == [title for title in SECTIONS if title in found]
    assert {"Parameters", "Returns"} <= set(found)


@each_operation
def test_the_docstring_is_numpydoc(operation: Operation) -> None:
    from numpydoc.validate import validate

    name = f"{operation.function.__module__}:{operation.name}".replace(":", ".")
    found = validate(name)["errors"]
    assert [error for error in found if error[0] not in IGNORED] == []


@each_operation
def test_titles_name_one_operation(operation: Operation) -> None:
    assert [o.id for o in OWN if o.title == operation.title] == [operation.id]


@each_with_cases
def test_canonical_parameters_read_back_as_themselves(operation: Operation) -> None:
    for case in cases(operation):
        once = operation.canonical(case.parameters)
        assert set(once) == {p.name for p in operation.parameters}
        assert operation.canonical(once) == once
        assert operation.check(once) == operation.check(case.parameters)


@each_with_cases
def test_changed_parameters_differ_from_the_defaults(operation: Operation) -> None:
    for case in cases(operation):
        changed = operation.canonical(case.parameters)
        same = [name for name in case.parameters if changed[name] == operation.canonical({})[name]]
        assert same == []


@each_operation
def test_an_unknown_parameter_is_refused_with_the_names_of_the_others(
    operation: Operation,
) -> None:
    with pytest.raises(ParameterError, match=operation.id) as caught:
        operation.check({"no_such_parameter": 1})
    text = str(caught.value)
    assert "no_such_parameter" in text
    assert all(p.name in text for p in operation.parameters)


@each_operation
def test_values_out_of_bounds_are_refused_with_the_bounds(operation: Operation) -> None:
    for p in operation.parameters:
        beyond = [p.minimum - 1 if p.minimum is not None else p.above]
        beyond += [p.maximum + 1 if p.maximum is not None else p.below]
        for value in [v for v in beyond if v is not None]:
            with pytest.raises(ParameterError, match=p.name) as caught:
                operation.check({p.name: value})
            assert p.bounds() in str(caught.value)


@each_operation
def test_values_of_the_wrong_type_are_refused_by_name(operation: Operation) -> None:
    for p in operation.parameters:
        if p.type == "text":
            continue
        with pytest.raises(ParameterError, match=p.name):
            operation.check({p.name: "neither a number nor a choice"})
