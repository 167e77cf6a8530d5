"""Results are those recorded: to the bit with the same versions, else within the tolerance."""

import json
from collections.abc import Mapping
from typing import Any

import golden
import numpy as np
import pytest
from cases import Case

RECORDED = json.loads(golden.HASHES.read_text(encoding="utf-8"))
ADVICE = (
    "If it was meant to change, raise the operation's version and record anew: "
    "python tests/contract/golden.py"
)


def _moved() -> str:
    """Return which library or machine differs from the recorded ones, empty for none."""
    now, then = golden.surroundings(), RECORDED["surroundings"]
    return ", ".join(
        f"{name} {then.get(name)} → {now[name]}" for name in now if now[name] != then.get(name)
    )


def _stored(case: Case) -> Mapping[str, Any]:
    with np.load(golden.ARRAYS, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files if name.startswith(f"{case}/")}


@pytest.mark.parametrize("case", golden.CASES, ids=str)
def test_the_result_is_the_recorded_one(case: Case) -> None:
    moved = _moved()
    if golden.digest(case) == RECORDED["hashes"].get(str(case)):
        return
    assert moved, f"{case} gives other bits with the same versions. {ADVICE}"
    found, stored = golden.arrays(case), _stored(case)
    assert sorted(found) == sorted(stored), ADVICE
    for name, expected in stored.items():
        where = f"{name} differs beyond the tolerance of {case.operation.id} with {moved}."
        _assert_near(case, found[name], expected, where)


def _assert_near(case: Case, found: Any, expected: Any, where: str) -> None:
    assert (found.dtype, found.shape) == (expected.dtype, expected.shape), where
    if expected.dtype.kind == "f":
        relative, absolute = golden.tolerance(case.operation, expected)
        np.testing.assert_allclose(found, expected, relative, absolute, err_msg=where)
    elif expected.dtype.kind in "iu" and case.operation.outputs[0].kind is None:
        # A value between two integers may be rounded to either.
        off = np.abs(found.astype(np.int64) - expected.astype(np.int64)).max(initial=0)
        assert off <= (1 if case.operation.tolerance else 0), where
    else:
        assert np.mean(found != expected) <= case.operation.tolerance, where


def test_nothing_recorded_is_left_over() -> None:
    assert sorted(RECORDED["hashes"]) == sorted(str(case) for case in golden.CASES)


def test_a_changed_result_would_be_noticed() -> None:
    case = golden.CASES[0]
    name, array = next(iter(golden.arrays(case).items()))
    with pytest.raises(AssertionError, match="beyond"):
        _assert_near(case, array * 1.1, array, f"{name} beyond")
