"""The operations of other packages: loaded one package at a time, so that a bad one harms none."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from napari_darkroom.core.distribution import ENTRY_POINT_GROUP
from napari_darkroom.core.registry import Registry


class PackageWarning(UserWarning):
    """A package with operations cannot be loaded, or is not the one that a recipe names."""


@dataclass(frozen=True)
class Unloaded:
    """A package whose operations are missing, since its module cannot be imported.

    Attributes
    ----------
    package : str
        What pip calls it.
    version : str
        Its version.
    module : str
        The module that it names.
    reason : str
        What went wrong there.
    """

    package: str
    version: str
    module: str
    reason: str

    def __str__(self) -> str:
        return (
            f"The operations of the package {self.package} {self.version} are missing: "
            f"{self.module} cannot be imported ({self.reason}). Mend the package, or uninstall it "
            f"(pip uninstall {self.package})."
        )


def load_foreign(registry: Registry) -> tuple[Unloaded, ...]:
    """Import what installed packages name; return those that cannot be, each told by a warning."""
    found = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda entry: entry.value)
    unloaded = tuple(filter(None, (_load(entry, registry) for entry in found)))
    for one in unloaded:
        warnings.warn(str(one), PackageWarning, stacklevel=2)
    return unloaded


def _load(entry: EntryPoint, registry: Registry) -> Unloaded | None:
    before = set(registry)
    try:
        entry.load()
    except Exception as error:  # noqa: BLE001 - others' code may raise anything; it is told
        # Half of a module is not to be relied on.
        for id_ in set(registry) - before:
            registry.remove(id_)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        name, version = (entry.dist.name, entry.dist.version) if entry.dist else (entry.name, "")
        return Unloaded(name, version, entry.module, reason)
    return None
