"""Make sure that Debian has what a real viewer needs: Xvfb and Qt's libraries.

Run by tox before the tests. Installs what is missing with apt-get where it may; else it
prints the exact command and ends with 1. Does nothing on other systems.
"""

import ctypes
import os
import shutil
import subprocess
import sys

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth"}


def missing() -> list[str]:
    """Return the Debian packages that are not there."""
    packages = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages


def privilege() -> list[str] | None:
    """Return what stands before apt-get, None where it may not be run without a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def main() -> int:
    """Install what is missing, or say how; return the exit code."""
    if not sys.platform.startswith("linux"):
        return 0
    packages = missing()
    if not packages:
        return 0
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    before = privilege()
    if before is None:
        print("The tests open real windows and miss some system packages. Run this, then again:")
        print(f"  sudo apt-get update && sudo {' '.join(install)}")
        return 1
    subprocess.run([*before, "apt-get", "update", "-q"], check=True)
    subprocess.run([*before, *install, "-q"], check=True)
    left = missing()
    if left:
        print(f"Installed, and still missing: {', '.join(left)}")
    return bool(left)


if __name__ == "__main__":
    raise SystemExit(main())
