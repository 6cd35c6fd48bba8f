"""What works on this machine and what is missing: versions, fonts, the site."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import pylopdf_fonts_zh_cn

from generator import __version__
from generator.make.fonts import ROLES, find_faces

_LIBRARIES = ("click", "jinja2", "markdown", "pyyaml", "livereload", "msgspec", "nh3", "pypinyin", "typst")


class Finding(NamedTuple):
    """One line of the report; `well` is False where something is to be done."""

    subject: str
    text: str
    well: bool = True


def examine(site: Path) -> tuple[Finding, ...]:
    """The findings in the order in which they are told."""
    return (
        Finding("简报程序", __version__),
        Finding("Python", f"{platform.python_version()}（{platform.system()} {platform.release()}）"),
        *(_library(name) for name in _LIBRARIES),
        _encoding(),
        *_fonts(site),
    )


def _library(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "没有安装，请重新安装本程序", well=False)


def _encoding() -> Finding:
    encoding = (sys.stdout.encoding or "").lower()
    return Finding(
        "终端编码", encoding or "未知", well=encoding in {"utf-8", "gbk", "gb18030", "cp936", "cp65001"}
    )


def _fonts(site: Path) -> list[Finding]:
    faces = find_faces(site / "fonts")
    bundle = {pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()}
    findings = []
    for role, name in ROLES.items():
        face = faces.serving(role)
        text = f"{face.family}（{Path(face.path).name}）" if face else "没有专用字体，用正文字体"
        bundled = face is not None and Path(face.path) in bundle
        findings.append(Finding(f"字体：{name}", text + ("，随程序附带的代用字体" if bundled else "")))
    return findings
