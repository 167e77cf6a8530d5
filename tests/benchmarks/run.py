"""How fast the operations are, side by side with what people use today, in one process.

``tox -e bench`` prints one table: seconds (the best of several runs) of the public call, with
its checks and wrapping, of the same work elsewhere, their ratio, and how far the results
are apart. ``tox -e bench -- --side 512 threshold segment`` takes another size, and families by
name: the modules in the folder ``families``.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from comparison import Case, best, distance, verdict

FAMILIES = sorted(path.stem for path in (Path(__file__).parent / "families").glob("[!_]*.py"))


def cases(families: list[str], side: int) -> Iterator[Case]:
    """Yield the work of some families at `side` × `side` pixels."""
    for family in families:
        yield from importlib.import_module(f"families.{family}").cases(side)


def main(side: int, families: list[str]) -> None:
    """Print the table."""
    # scikit-image tells of each flat object in a volume.
    warnings.filterwarnings("ignore", module="skimage")
    print(f"{side} × {side} pixels where no size is named")
    print(f"{'operation':42}{'ours s':>9}{'other s':>9}{'ratio':>8}{'apart':>11}  other")
    for case in cases(families, side):
        ours, our_result = best(case.ours)
        theirs, their_result = best(case.theirs, 0 if case.slow else 1)
        apart = distance(our_result, their_result)
        name, ratio = f"{case.name} {case.size}".strip(), theirs / ours
        told = f"{case.other}{verdict(ratio, case.at_least)}"
        print(f"{name:42}{ours:9.4f}{theirs:9.4f}{ratio:7.1f}×{apart:>11}  {told}", flush=True)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description="Compare the speed of operations.")
    reader.add_argument("families", nargs="*", help=f"some of {', '.join(FAMILIES)}")
    reader.add_argument("--side", type=int, default=2048, help="pixels along y and x")
    given = reader.parse_args()
    main(given.side, given.families or FAMILIES)
