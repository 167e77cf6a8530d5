"""TSV: UTF-8, tabs, one header line."""

from __future__ import annotations

from functools import partial

from napari_darkroom.tables.separated import load_separated, save_separated

save = partial(save_separated, "\t")
load = partial(load_separated, "\t")
