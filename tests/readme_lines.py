"""Print a command of the README: ``python tests/readme_lines.py demo sh``.

The workflow files run what is printed, so that the README's lines are the ones tested.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


def line(name: str, shell: str) -> str:
    """Return the one line under the mark ``<!-- name shell -->``."""
    mark = rf"<!-- {name} {shell} -->\s*```\w+\n(?P<line>[^\n]+)\n```"
    found = re.search(mark, README.read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"The README has no line marked '{name} {shell}'.")
    return found["line"]


if __name__ == "__main__":
    print(line(*sys.argv[1:]))
