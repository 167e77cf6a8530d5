"""The memory that Linux leaves to a container or a job of a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_OWN_GROUPS = Path("/proc/self/cgroup")
_MOUNT = Path("/sys/fs/cgroup")
# Names of limit, use and reclaimable cache, of both versions of control groups.
_FILES = {
    "unified": ("memory.max", "memory.current", "inactive_file"),
    "memory": ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
}

# The first version has a number for no limit: the largest count of pages in bytes.
_UNLIMITED = 2**60


def free_bytes(groups: Path = _OWN_GROUPS, mount: Path = _MOUNT) -> int | None:
    """Return the bytes that this process's control groups leave it; None where none is limited.

    The group and all above it count. Cached files are given back when memory is short, and
    count as free.

    Parameters
    ----------
    groups, mount : Path
        Where Linux tells the groups of the process, and where it keeps them.
    """
    found = [free for group in _groups(_read(groups), mount) if (free := _free(group)) is not None]
    return min(found, default=None)


@dataclass(frozen=True)
class _Group:
    """Where a group tells its limit, its use and how it is used, and the word for the cache."""

    limit: Path
    use: Path
    details: Path
    cache: str


# A process stays in its groups, and paths are slow to build; what the files say is read each time.
@lru_cache(maxsize=8)
def _groups(told: str, mount: Path) -> tuple[_Group, ...]:
    """Return the groups of the process, and those above them."""
    return tuple(
        _Group(folder / limit, folder / use, folder / "memory.stat", cache)
        for version, folder in _folders(told, mount)
        for limit, use, cache in [_FILES[version]]
    )


def _folders(told: str, mount: Path) -> Iterator[tuple[str, Path]]:
    """Yield version and folder of each group of the process, and of those above it."""
    for line in told.splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        version = "memory" if "memory" in controllers.split(",") else "unified"
        if controllers and version == "unified":
            continue
        top = mount / "memory" if version == "memory" else mount
        own = top / path.lstrip("/")
        yield from ((version, one) for one in (own, *own.parents) if one.is_relative_to(top))


def _free(group: _Group) -> int | None:
    limit = _read(group.limit).strip()
    if not limit.isdecimal() or int(limit) >= _UNLIMITED:
        return None
    use = _read(group.use).strip()
    if not use.isdecimal():
        return None
    lines = _read(group.details).splitlines()
    cached = next((line.split()[1] for line in lines if line.startswith(f"{group.cache} ")), "0")
    return max(int(limit) - int(use) + int(cached), 0)


def _read(path: Path) -> str:
    """Return a file of the system; nothing where there is none, as on other systems."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
