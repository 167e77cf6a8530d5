"""CSV: UTF-8, commas, one header line."""

from __future__ import annotations

from functools import partial

from napari_darkroom.tables.separated import load_separated, save_separated

save = partial(save_separated, ",")
load = partial(load_separated, ",")
