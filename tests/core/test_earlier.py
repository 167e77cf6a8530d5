"""Parameters of an earlier version, given to the present one."""

from napari_darkroom.core.earlier import formerly


def test_names_and_defaults_are_those_of_now_and_what_was_given_stays() -> None:
    now = formerly({"k": "weight"}, offset=0.0)
    assert now({}) == {"offset": 0.0}
    assert now({"k": 0.5, "radius": 3}) == {"offset": 0.0, "weight": 0.5, "radius": 3}
    assert now({"offset": 2.0}) == {"offset": 2.0}
