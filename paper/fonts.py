"""The Chinese fonts of this machine, for PDF files, which carry their letters with them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SONG = {
    "simsun.ttc": 0,
    "songti.ttc": 6,
    "notoserifcjk-regular.ttc": 2,
    "notoserifcjksc-regular.otf": 0,
    "sourcehanserifsc-regular.otf": 0,
    "sourcehanserifcn-regular.otf": 0,
}
HEI = {
    "simhei.ttf": 0,
    "msyh.ttc": 0,
    "deng.ttf": 0,
    "stheiti light.ttc": 1,
    "hiragino sans gb.ttc": 0,
    "notosanscjk-regular.ttc": 2,
    "notosanscjksc-regular.otf": 0,
    "sourcehansanssc-regular.otf": 0,
    "sourcehansanscn-regular.otf": 0,
    "wqy-microhei.ttc": 0,
    "wqy-zenhei.ttc": 0,
    "droidsansfallbackfull.ttf": 0,
    "droidsansfallback.ttf": 0,
    "arial unicode.ttf": 0,
    "uming.ttc": 0,  # last: its stops stand in the middle of the line
}
"""File names in the order of preference, each with the face within the file that is the simplified Chinese one."""
STRONG = {
    "simhei.ttf": 0,
    "msyhbd.ttc": 0,
    "stheiti medium.ttc": 1,
    "notosanscjk-bold.ttc": 2,
    "notosanscjksc-bold.otf": 0,
    "sourcehansanssc-bold.otf": 0,
    "sourcehansanscn-bold.otf": 0,
}
RARE = ("simsunb.ttf", "dejavusans.ttf", "seguisym.ttf")
"""Fonts for what a Chinese font may lack: rare characters, symbols."""


class NoChineseFont(Exception):
    """No Chinese font lies on this machine, so that a PDF would show boxes for words."""

    def __init__(self) -> None:
        super().__init__(
            "这台机器上没有找到中文字体，不能写 PDF。\n"
            "    → Debian、Ubuntu：sudo apt install fonts-wqy-microhei（或者 fonts-noto-cjk）；Fedora：sudo dnf install wqy-microhei-fonts；\n"
            "      Windows、macOS 自带中文字体，缺了就把 simsun.ttc 之类的字体文件装进系统；或者改写 DOCX（-o 文件名.docx），不需要字体"
        )


def folders() -> tuple[Path, ...]:
    """Where fonts lie on this system, those of the user first."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return (
            local / "Microsoft" / "Windows" / "Fonts",
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
        )
    if sys.platform == "darwin":
        return (home / "Library" / "Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    own = (home / ".local" / "share" / "fonts", home / ".fonts")
    return (*own, Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


@dataclass(frozen=True)
class Face:
    """One font: its file, and which of the fonts in the file it is."""

    file: Path
    number: int = 0


@dataclass(frozen=True)
class Faces:
    """The fonts to write with; `strong` is None where bold type must be made from the running text's font."""

    plain: Face
    strong: Face | None
    rare: tuple[Face, ...]


@cache
def found_faces(places: tuple[Path, ...]) -> Faces:
    """The fonts that lie in some folders; raises NoChineseFont where none is Chinese."""
    present: dict[str, Path] = {}
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else ():
            present.setdefault(file.name.lower(), file)
    running, strong = (
        [Face(present[name], number) for name, number in names.items() if name in present]
        for names in (SONG | HEI, STRONG)
    )
    if not running:
        raise NoChineseFont
    rare = tuple(Face(present[name]) for name in RARE if name in present)
    heavier = [face for face in strong if face != running[0]]
    return Faces(running[0], heavier[0] if heavier else None, rare)
