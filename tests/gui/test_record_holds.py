"""Whatever is done in whatever order, the viewer shows what the record gives."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.layers import Labels
from napari.layers._layer_actions import _duplicate_layer
from record import check, settle

import napari_darkroom as dr
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.layers import kind_of
from napari_darkroom.plugin.request import Request
from napari_darkroom.plugin.session import Session


class Walk:
    """Random edits of a session."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.viewer = desk, desk.viewer
        self.random = random.Random(seed)  # noqa: S311 - for choices, not secrets
        self.session = Session.of(desk.viewer)
        self.done: list[str] = []
        self.names = 0

    def act(self) -> None:
        """Do one thing; one that is refused changes nothing."""
        acts = [
            self.change, self.change, self.switch, self.remove, self.branch, self.undo, self.undo,
            self.redo, self.paint, self.paint, self.delete_layer, self.duplicate, self.rename,
            self.apply, self.apply, self.show, self.rename_layer, self.move,
        ]  # fmt: skip
        act = self.random.choice(acts)
        try:
            act()
        except DarkroomError as error:
            self.note("refused:", error)

    def note(self, *what: Any) -> None:
        self.done.append(" ".join(map(str, what)))

    def one(self) -> str | None:
        ids = [step.id for step in self.session.history.graph.steps]
        return self.random.choice(ids) if ids else None

    def change(self) -> None:
        ids = [s.id for s in self.session.history.graph.steps if "gaussian" in s.op]
        if ids:
            chosen, sigma = self.random.choice(ids), self.random.choice([0.5, 1, 2, 3])
            self.note("change", chosen, sigma)
            self.session.change(chosen, params={"sigma": sigma}, amend=False)

    def switch(self) -> None:
        if chosen := self.one():
            on = not self.session.history.graph.step(chosen).enabled
            self.note("switch", chosen, on)
            self.session.switch(chosen, on)

    def remove(self) -> None:
        if (chosen := self.one()) and self.random.random() < 0.5:
            if self.random.random() < 0.6:
                self.note("remove", chosen)
                self.session.remove(chosen)
            else:
                self.note("remove with below", chosen)
                self.session.remove_with_below(chosen)

    def branch(self) -> None:
        if (chosen := self.one()) and len(self.session.history.graph.steps) < 15:
            below = self.random.random() < 0.5
            self.note("branch", chosen, below)
            self.session.branch(chosen, below)

    def undo(self) -> None:
        self.note("undo")
        self.session.undo()

    def redo(self) -> None:
        self.note("redo")
        self.session.redo()

    def paint(self) -> None:
        layers = [one for one in self.viewer.layers if isinstance(one, Labels)]
        if not layers:
            return
        layer = self.random.choice(layers)
        mask = layer.metadata.get("darkroom", {}).get("kind") == "mask"
        label = self.random.choice([0, 1] if mask else [0, 1, 2, int(layer.data.max()) + 1])
        layer.brush_size = self.random.choice([3, 8, 20])
        place = [self.random.randrange(n) for n in layer.data.shape]
        self.note(
            "paint", layer.name, place, label, layer.brush_size, self.session.reference(layer)
        )
        layer.paint(tuple(place), label)
        if self.random.random() < 0.5:
            self.note("look")
            self.session.painting.look()

    def layer(self) -> Any:
        layers = list(self.viewer.layers)
        return self.random.choice(layers) if layers else None

    def delete_layer(self) -> None:
        layer = self.layer()
        if layer is not None and layer.name != "dna":
            self.note("delete", layer.name, self.session.reference(layer))
            self.viewer.layers.remove(layer)

    def duplicate(self) -> None:
        layer = self.layer()
        if layer is not None and len(self.viewer.layers) < 12:
            self.note("duplicate", layer.name, self.session.reference(layer))
            self.viewer.layers.selection = {layer}
            _duplicate_layer(self.viewer.layers)

    def rename(self) -> None:
        if chosen := self.one():
            self.names += 1
            self.note("rename", chosen, self.names)
            self.session.rename(chosen, f"called {self.names}")

    def rename_layer(self) -> None:
        layer = self.layer()
        if layer is not None and layer.name != "dna":
            layer.name = self.random.choice(["mask", "x · y", "a" * 300, "objects"])

    def move(self) -> None:
        count = len(self.viewer.layers)
        if count > 1:
            self.viewer.layers.move(self.random.randrange(count), self.random.randrange(count))

    def show(self) -> None:
        if chosen := self.one():
            self.note("show", chosen)
            self.session.show(chosen)

    def apply(self) -> None:
        layer = self.layer()
        if layer is None or len(self.viewer.layers) > 12:
            return
        kind = kind_of(layer)
        names = {
            "image": ["filters.gaussian", "threshold.otsu"],
            "mask": ["segment.connected_components", "morphology.dilate"],
            "labels": ["measure.regions", "labels.remove_small", "labels.clear_border"],
        }[kind]
        name = self.random.choice(names)
        self.note("apply", name, layer.name, self.session.reference(layer))
        if self.random.random() < 0.7:
            dr.apply(self.viewer, name, layer)
        else:
            operation = find(name)
            layers = {one.name: [] for one in operation.inputs}
            layers[operation.inputs[0].name] = [layer]
            self.session.run([Request(operation, layers, operation.canonical({}), keep_both=True)])


@pytest.mark.parametrize("seed", range(4))
def test_random_edits(desk: Desk, blobs: np.ndarray, seed: int) -> None:
    desk.viewer.add_image(blobs, name="dna", scale=(0.5, 0.5), units=("um", "um"))
    if seed % 2:
        own = (blobs > 50).astype(np.uint8)
        desk.viewer.add_labels(own, name="own", scale=(0.5, 0.5), units=("um", "um"))
    walk = Walk(desk, seed)
    walk.apply()
    for number in range(30):
        walk.act()
        if number % 3 == 2:
            session = settle(desk)
            # What was done is read in the report of a failure.
            print("\n".join(walk.done[-5:]))
            check(session)
    assert not [text for text in desk.said if text.startswith("error")]
