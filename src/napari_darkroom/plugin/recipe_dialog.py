"""The dialog that asks which layer is which input of a recipe, and runs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from napari.layers import Layer
from qtpy.QtCore import Qt
from qtpy.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.values import Value
from napari_darkroom.plugin.adopt import Given, adopt, can_do_without, has_layer
from napari_darkroom.plugin.failures import Failures
from napari_darkroom.plugin.input_guess import guess
from napari_darkroom.plugin.layer_choice import LayerChoice, watch_layers
from napari_darkroom.plugin.layers import kind_of, taken_as
from napari_darkroom.plugin.manual_choice import ManualChoice
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.snapshot import Snapshot
from napari_darkroom.plugin.style import plain_words, style_sheet
from napari_darkroom.plugin.table_input import TableInputChoice
from napari_darkroom.recipe.clauses import name_of
from napari_darkroom.recipe.graph import references
from napari_darkroom.recipe.manual import load_one, made_on_these, manual_inputs
from napari_darkroom.recipe.model import Recipe, RecipeInput

if TYPE_CHECKING:
    from napari import Viewer

_NO_LAYER = "open an image, or make a layer"


class RecipeDialog(QDialog):
    """Asks for the inputs of a recipe; the window can be used while it is open.

    Parameters
    ----------
    viewer : Viewer
    recipe : Recipe
    folder : Path or None
        Where the recipe lies, for what was made by hand.

    Attributes
    ----------
    inputs : dict of str to LayerChoice
        By the name of the input.
    tables : dict of str to TableInputChoice
        The same for tables.
    manual : dict of str to ManualChoice
        The same for what was made by hand.
    run_button : QPushButton
    complaint : QLabel
        Why it cannot run.
    """

    def __init__(self, viewer: Viewer, recipe: Recipe, folder: Path | None) -> None:
        super().__init__(viewer.window._qt_window)
        self._viewer = viewer
        self._recipe = recipe
        self._digests: dict[tuple[str, str], tuple[object, str]] = {}
        self._kept, self._problems = _load_kept(recipe, folder)
        by_hand = manual_inputs(recipe)
        given = {n: one for n, one in recipe.inputs.items() if n not in by_hand}
        self.inputs = {n: _choice(one) for n, one in given.items() if one.kind != "table"}
        self.tables = {
            name: TableInputChoice(viewer, optional=False)
            for name, one in given.items()
            if one.kind == "table"
        }
        self.manual = {name: self._manual_choice(name) for name in by_hand}
        self.run_button = QPushButton("Run")
        self.run_button.setObjectName("primary")
        self.complaint = QLabel()
        self._lay_out()
        self._guess()
        for choice in (*self.inputs.values(), *self.tables.values(), *self.manual.values()):
            choice.currentIndexChanged.connect(lambda _: self._look())
        watch_layers(viewer, self, self._refresh)
        if self.tables:
            Session.of(viewer).changed.connect(self._refresh)
        self._refresh()

    def _manual_choice(self, name: str) -> ManualChoice:
        users = [name_of(step) for step in self._recipe.steps if name in references(step)]
        users = users if can_do_without(self._recipe, name) else []
        return ManualChoice(self._recipe.inputs[name], name in self._kept, users)

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet(style_sheet())
        self.setWindowTitle(self._recipe.name or "Recipe")
        self.setMinimumWidth(440)
        outer = QVBoxLayout(self)
        outer.setSpacing(10)
        outer.addWidget(_label(self._recipe.name or "Recipe", "title"))
        count = len(self._recipe.steps)
        steps = f"{count} step{'' if count == 1 else 's'}"
        outer.addWidget(_label(self._recipe.description or f"{steps} to run.", "hint"))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setSpacing(8)
        for name, choice in {**self.inputs, **self.tables, **self.manual}.items():
            form.addRow(plain_words(name), _under(choice, self._about(name)))
        outer.addLayout(form)
        self.complaint.setObjectName("complaint")
        self.complaint.setWordWrap(True)
        outer.addWidget(self.complaint)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.run_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.run)
        buttons.rejected.connect(self.reject)
        outer.addWidget(buttons)

    def _about(self, name: str) -> str:
        """Return what is to be given: the kind, the channel, the description."""
        one = self._recipe.inputs[name]
        channel = f", channel {one.channel}" if one.channel is not None else ""
        made = ", made by hand" if one.manual else ""
        text = f"{one.kind}{channel}{made}"
        problem = self._problems.get(name, "")
        return ". ".join(filter(None, [text.capitalize(), one.description.rstrip("."), problem]))

    def _guess(self) -> None:
        layers = list(self._viewer.layers)
        active, taken = self._viewer.layers.selection.active, list[Layer]()
        for name, choice in self.inputs.items():
            layer = guess(name, self._recipe.inputs[name], layers, taken, active)
            choice.refresh(layers)
            choice.set_layer(layer)
            taken += [] if layer is None else [layer]

    def _refresh(self) -> None:
        layers = list(self._viewer.layers)
        for choice in self.inputs.values():
            choice.refresh(layers)
        for table in self.tables.values():
            table.refresh(layers)
        for name, manual in self.manual.items():
            drawn = name not in self._kept or has_layer(self._kept[name])
            manual.refresh(layers if drawn else [])
        self._look()

    def _look(self) -> None:
        """Say of what was made by hand whether it was made on what is chosen; let it run or not."""
        if self.manual:
            found = self._found()
            for name, choice in self.manual.items():
                choice.say_whether_made_on_these(made_on_these(self._recipe, name, found))
        chosen = all(choice.layer() is not None for choice in self.inputs.values())
        chosen &= all(choice.reference() is not None for choice in self.tables.values())
        decided = [name for name, choice in self.manual.items() if not choice.decided]
        self.run_button.setEnabled(chosen and not decided)
        self.complaint.setText(_undecided(decided) if chosen else "")

    def _found(self) -> dict[str, str]:
        """Return the digests of what is chosen; an image is looked at once."""
        layers = {
            name: self._digest(layer, self._recipe.inputs[name])
            for name, choice in self.inputs.items()
            if (layer := choice.layer()) is not None
        }
        tables = {name: choice.table() for name, choice in self.tables.items()}
        return layers | {name: digest(one) for name, one in tables.items() if one is not None}

    def _digest(self, layer: Layer, declared: RecipeInput) -> str:
        key = (str(layer.unique_id), declared.kind)
        known, text = self._digests.get(key, (None, ""))
        if known is not layer.data:
            text = digest(Snapshot.of(layer, (declared.kind,)).value())
            self._digests[key] = (layer.data, text)
        return text

    def run(self) -> None:
        """Take the recipe over into the history of the window; or say why that cannot be."""
        layers = {name: one.layer() for name, one in self.inputs.items()}
        layers |= {name: one.layer for name, one in self.manual.items()}
        given = Given(
            {name: layer for name, layer in layers.items() if layer is not None},
            {name: self._kept[name] for name, one in self.manual.items() if one.kept},
            [name for name, one in self.manual.items() if one.off],
            {n: reference for n, one in self.tables.items() if (reference := one.reference())},
        )
        session = Session.of(self._viewer)
        try:
            names = adopt(session, self._recipe, given)
        except DarkroomError as error:
            self.complaint.setText(str(error))
            return
        Failures(session, [names[step.id] for step in self._recipe.steps if step.enabled])
        self.accept()


def ask_for_inputs(viewer: Viewer, recipe: Recipe, folder: Path | None) -> RecipeDialog:
    """Open the dialog of a recipe over a viewer, and return it."""
    viewer = getattr(viewer, "__wrapped__", viewer)
    dialog = RecipeDialog(viewer, recipe, folder)
    dialog.show()
    return dialog


def _load_kept(recipe: Recipe, folder: Path | None) -> tuple[dict[str, Value], dict[str, str]]:
    """Return what was made by hand and lies beside a recipe, and what is wrong with the rest."""
    values, problems = dict[str, Value](), dict[str, str]()
    for name in manual_inputs(recipe):
        try:
            if folder is not None:
                values[name] = load_one(recipe, folder, name)
        except DarkroomError as error:
            problems[name] = str(error)
    return values, problems


def _choice(declared: RecipeInput) -> LayerChoice:
    choice = LayerChoice(
        lambda layer: taken_as(layer, (declared.kind,)) is not None,
        lambda layer: kind_of(layer) != declared.kind,
    )
    choice.setPlaceholderText(_NO_LAYER)
    return choice


def _undecided(names: list[str]) -> str:
    if not names:
        return ""
    told = ", ".join(plain_words(name) for name in names)
    return f"Made by hand on another image, or missing: {told}. Choose what stands for it."


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label


def _under(field: QWidget, text: str) -> QWidget:
    """Return a field with a small text under it."""
    both = QWidget()
    lines = QVBoxLayout(both)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(2)
    lines.addWidget(field)
    lines.addWidget(_label(text, "hint"))
    return both
