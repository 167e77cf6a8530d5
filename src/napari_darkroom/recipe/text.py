"""The text form of a recipe: YAML that only holds plain values, one line a step."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import yaml

from napari_darkroom.core.errors import RecipeError

LARGEST_TEXT = 4_000_000
_BREAKS = frozenset("\x85\u2028\u2029")


class _Loader(yaml.SafeLoader):
    """Reads plain values; refuses repeated keys and references within the text."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases: a few lines of them can stand for gigabytes."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's
            raise yaml.constructor.ConstructorError(
                None, None, "references (*name) are not allowed", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key that stands twice: the first one would vanish unsaid."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for i, key in enumerate(keys):
            if key in keys[:i]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", node.value[i][0].start_mark
                )
        return super().construct_mapping(node, deep)


def load_yaml(text: str, source: str) -> Any:
    """Return the plain values in a YAML text.

    Raises
    ------
    RecipeError
        If it is no YAML, tries to construct objects, or is too long.
    """
    if len(text) > LARGEST_TEXT:
        raise RecipeError(f"{source} is longer than {LARGEST_TEXT} characters: it is no recipe.")
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader that allows less
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise RecipeError(f"{source}{where}: {error.problem}.") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise RecipeError(f"{source} is not YAML: {error}.") from error


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _FlowList(list[Any]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes plain values, marked ones on one line."""


_Dumper.add_representer(
    _Flow, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v.items(), flow_style=True)
)
_Dumper.add_representer(
    _FlowList, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True)
)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # These break lines in YAML, and only in double quotes they stand as they are.
    style = '"' if _BREAKS.intersection(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dump_yaml(content: Mapping[str, Any], version: int) -> str:
    """Return the canonical text of a recipe's plain values."""
    ordered: dict[str, Any] = {"darkroom": version}
    ordered |= {key: content[key] for key in ("name", "description") if key in content}
    ordered["inputs"] = {name: _Flow(_inner(value)) for name, value in content["inputs"].items()}
    ordered["steps"] = [_Flow(_inner(step)) for step in content["steps"]]
    ordered["outputs"] = _FlowList(content["outputs"])
    if content.get("packages"):
        ordered["packages"] = _Flow(content["packages"])
    return yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)


def _inner(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _Flow(value) if isinstance(value, dict) else value for key, value in entry.items()}
