"""Make the fonts of the program: fetch Noto Sans SC and Noto Serif SC, keep the characters the program needs.

Run ``python packaging/fonts.py``; the result in ``resources/fonts`` is committed and the same on every machine.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "resources" / "fonts"
CHARACTERS = ROOT / "packaging" / "characters"
VERSION = "0.4.3"
# Packages of the npm registry, and what their archives must hash to.
PACKAGES = {
    "noto-sans-sc": "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    "noto-serif-sc": "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
}
LICENCES = {"noto-sans-sc": "OFL-NotoSansSC.txt", "noto-serif-sc": "OFL-NotoSerifSC.txt"}
# Latin, punctuation, arrows, mathematics, enclosed numbers, shapes, units, fullwidth forms.
SYMBOLS = (
    (0x20, 0x17F), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x22FF),
    (0x2300, 0x23FF), (0x2460, 0x27BF), (0x3000, 0x303F), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip


def characters(name: str) -> set[str]:
    """Return the characters of one list under ``packaging/characters``."""
    lines = (CHARACTERS / f"{name}.txt").read_text("utf-8").splitlines()
    return {character for line in lines if not line.startswith("#") for character in line}


def symbols() -> set[str]:
    """Return Latin letters, punctuation and signs."""
    return {chr(code) for first, last in SYMBOLS for code in range(first, last + 1)}


def gbk() -> set[str]:
    """Return every character that GBK can write."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return {character for pair in pairs for character in pair.decode("gbk", "ignore") if len(character) == 1}


def standard() -> set[str]:
    """Return the 8,105 characters of 通用规范汉字表, rare name characters and symbols."""
    return characters("tongyong") | characters("names") | symbols()


def everyday() -> set[str]:
    """Return the standard set with all of GBK, so that old files and traditional forms show."""
    return standard() | gbk()


@dataclass(frozen=True)
class Face:
    """One font file of the program: its source in a package and what it keeps."""

    file: str
    package: str
    member: str
    keeps: Callable[[], set[str]]


FACES = (
    Face("NotoSansSC-Regular.ttf", "noto-sans-sc", "400Regular/NotoSansSC_400Regular.ttf", everyday),
    Face("NotoSansSC-Medium.ttf", "noto-sans-sc", "500Medium/NotoSansSC_500Medium.ttf", standard),
    Face("NotoSerifSC-Regular.ttf", "noto-serif-sc", "400Regular/NotoSerifSC_400Regular.ttf", everyday),
    Face("NotoSerifSC-Bold.ttf", "noto-serif-sc", "700Bold/NotoSerifSC_700Bold.ttf", standard),
)


def fetch(package: str, folder: Path) -> Path:
    """Return the archive of a package, fetched into ``folder`` and checked."""
    name = f"@expo-google-fonts/{package}@{VERSION}"
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), name]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    archive = folder / Path(done.stdout.strip()).name
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != PACKAGES[package]:
        raise SystemExit(f"{archive.name}: SHA-256 {found}, expected {PACKAGES[package]}")
    return archive


def member(archive: Path, name: str) -> bytes:
    """Return the bytes of one file in a package's archive."""
    with tarfile.open(archive) as tar:
        content = tar.extractfile(f"package/{name}")
        if content is None:
            raise SystemExit(f"{archive.name} has no {name}")
        return content.read()


def subset(source: Path, target: Path, keep: set[str]) -> None:
    """Write ``source`` with only the glyphs of ``keep``; the same input gives the same bytes."""
    listed = source.with_suffix(".txt")
    listed.write_text("".join(sorted(keep)), "utf-8")
    command = [sys.executable, "-m", "fontTools.subset", str(source), f"--output-file={target}"]
    command += [f"--text-file={listed}", "--layout-features=ccmp,kern,mark", "--no-hinting"]
    command += ["--name-IDs=0,1,2,3,4,5,6,7,13,14,16,17", "--notdef-outline"]
    command += ["--drop-tables+=STAT,BASE,vhea,vmtx"]
    subprocess.run(command, check=True)


def main() -> None:
    """Write all faces and their licences into ``resources/fonts``."""
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archives = {package: fetch(package, folder) for package in PACKAGES}
        for package, licence in LICENCES.items():
            (FONTS / licence).write_bytes(member(archives[package], "LICENSE_FONT"))
        for face in FACES:
            source = folder / "source.ttf"
            source.write_bytes(member(archives[face.package], face.member))
            subset(source, FONTS / face.file, face.keeps())
            print(f"{face.file}: {(FONTS / face.file).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
