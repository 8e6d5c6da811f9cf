"""What the operating system must bring: found by trying to load it, installed where the user may, else named."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Shared library -> the Debian and Ubuntu package that brings it. Qt's wheels carry none of these.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Program -> package: a screen in memory with a keyboard, for the tests that press real keys; another reader of the
# age format, for the test that opens a bundle as an outsider would; and a stick's file system without a stick.
TEST_TOOLS = {"Xvfb": "xvfb", "xauth": "xauth", "xdotool": "xdotool", "age": "age"}
TEST_TOOLS |= {"mformat": "mtools", "mkfs.vfat": "dosfstools"}
# Without one of these D-Bus ends the program when a window opens; the package makes one.
MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")


class MachineError(Exception):
    """The machine lacks something that only its owner can install; the text says how."""


def loads(library: str) -> bool:
    """Tell whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_screen() -> bool:
    """Tell whether a window can open here."""
    ways = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(way) for way in ways)


def missing_libraries() -> list[str]:
    """Return the shared libraries that a window needs and this machine lacks."""
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in LIBRARIES if not loads(library)]


def missing_packages() -> list[str]:
    """Return the system packages to install before the program can run."""
    packages = [LIBRARIES[library] for library in missing_libraries()]
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        packages.insert(0, f"python3.{sys.version_info.minor}-venv")
    if sys.platform.startswith("linux") and not any(file.is_file() for file in MACHINE_IDS):
        packages.append("dbus")
    return packages


def prefix() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where this user may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def pasteable(packages: list[str]) -> str:
    """Return the one line a user pastes to install packages."""
    return f"sudo apt-get update && sudo {' '.join(INSTALL)} {' '.join(packages)}"


def install(packages: list[str]) -> None:
    """Install system packages, or raise with the line that does."""
    root = prefix() if shutil.which("apt-get") else None
    if root is None:
        raise MachineError(f"缺少系统软件包，请运行 / please install what is missing:\n{pasteable(packages)}")
    quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*quiet, "apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
    done = subprocess.run([*quiet, *INSTALL, "-qq", *packages], check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise MachineError(f"系统软件包安装失败 / could not install system packages:\n{pasteable(packages)}")
    importlib.invalidate_caches()


def offer_test_tools() -> list[str]:
    """Install what some tests need where this user may; without it those tests are skipped."""
    packages = [package for tool, package in TEST_TOOLS.items() if shutil.which(tool) is None]
    if not packages or not sys.platform.startswith("linux") or not shutil.which("apt-get") or prefix() is None:
        return []
    install(packages)
    return packages


def prepare() -> list[str]:
    """Bring the machine to what the program needs; return the packages that were installed."""
    packages = missing_packages()
    if packages:
        install(packages)
        left = missing_packages()
        if left:
            raise MachineError(f"仍然缺少 / still missing: {' '.join(left)}")
    return packages
