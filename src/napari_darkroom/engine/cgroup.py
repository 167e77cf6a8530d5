"""The memory that Linux leaves to a container or a job of a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_OWN_GROUPS = Path("/proc/self/cgroup")
_MOUNT = Path("/sys/fs/cgroup")
# Names of limit, use and reclaimable cache, of both versions of control groups.
_FILES = {
    "unified": ("memory.max", "memory.current", "inactive_file"),
    "memory": ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
}


def free_bytes(groups: Path = _OWN_GROUPS, mount: Path = _MOUNT) -> int | None:
    """Return the bytes that this process's control groups leave it; None where none is limited.

    The group and all above it count. Cached files are given back when memory is short, and
    count as free.

    Parameters
    ----------
    groups, mount : Path
        Where Linux tells the groups of the process, and where it keeps them.
    """
    found = [
        free
        for version, folder in _folders(groups, mount)
        if (free := _free(folder, *_FILES[version])) is not None
    ]
    return min(found, default=None)


def _folders(groups: Path, mount: Path) -> Iterator[tuple[str, Path]]:
    """Yield version and folder of each group of the process, and of those above it."""
    for line in _read(groups).splitlines():
        _, _, told = line.partition(":")
        controllers, _, path = told.partition(":")
        version = "memory" if "memory" in controllers.split(",") else "unified"
        if controllers and version == "unified":
            continue
        top = mount / "memory" if version == "memory" else mount
        own = top / path.lstrip("/")
        yield from ((version, one) for one in (own, *own.parents) if one.is_relative_to(top))


def _free(folder: Path, limit_file: str, use_file: str, cache: str) -> int | None:
    limit, use = _read(folder / limit_file).strip(), _read(folder / use_file).strip()
    if not (limit.isdecimal() and use.isdecimal()):
        return None
    entries = (line.split() for line in _read(folder / "memory.stat").splitlines())
    cached = next((int(entry[1]) for entry in entries if entry[:1] == [cache]), 0)
    return max(int(limit) - int(use) + cached, 0)


def _read(path: Path) -> str:
    """Return a file of the system; nothing where there is none, as on other systems."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
