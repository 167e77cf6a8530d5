"""What the menus of napari show: few entries each, in the order in which one works."""

from napari_darkroom.plugin.manifest import manifest

CONTRIBUTED = manifest()["contributions"]
TITLES = {command["id"]: command["title"] for command in CONTRIBUTED["commands"]}
LABELS = {submenu["id"]: submenu["label"] for submenu in CONTRIBUTED["submenus"]}


def _shown(menu):
    """Return the commands of a menu and the labels of its submenus."""
    entries = CONTRIBUTED["menus"][menu]
    commands = [TITLES[entry["command"]] for entry in entries if "command" in entry]
    return commands, [LABELS[entry["submenu"]] for entry in entries if "submenu" in entry]


def test_entries_of_a_submenu_stand_by_title_and_are_at_most_twelve():
    for submenu in LABELS:
        commands, deeper = _shown(submenu)
        assert commands == sorted(commands, key=str.casefold)
        assert 2 <= len(commands) <= 12
        assert not deeper


def test_submenus_stand_in_the_order_of_work():
    _, labels = _shown("napari/layers/segment")
    places = [labels.index(name) for name in ("Threshold", "Mask", "Objects", "Choose objects")]
    assert places == sorted(places)
    commands, _ = _shown("napari/layers/measure")
    assert commands[0] == "Measure objects"
