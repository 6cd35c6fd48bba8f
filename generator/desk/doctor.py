"""What works on this machine and what is missing: versions, fonts, the site."""

import platform
import sys
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from generator import __version__
from generator.make.fonts import ROLES, look
from generator.model import PrintDesign, PublishTarget
from generator.publish.abilities import probe
from generator.publish.errors import Refused
from generator.publish.standing import look as look_at
from generator.publish.targets.connecting import TESTED, connect, scheme
from generator.read.site import SITE_FILE
from generator.survey import Survey, survey

_LIBRARIES = ("click", "jinja2", "markdown", "pyyaml", "livereload", "msgspec", "nh3", "pypinyin", "typst")


class Finding(NamedTuple):
    """One line of the report; `well` is False where something is to be done."""

    subject: str
    text: str
    well: bool = True


def examine(site: Path, today: date) -> tuple[Finding, ...]:
    """The findings in the order in which they are told.

    Raises:
        LockedError, OSError: as in `generator.survey.survey`.
    """
    read = survey(site, site / "output", today) if (site / SITE_FILE).is_file() else None
    return (
        Finding("简报程序", __version__),
        Finding("Python", f"{platform.python_version()}（{platform.system()} {platform.release()}）"),
        *(_library(name) for name in _LIBRARIES),
        _encoding(),
        *_fonts(site, read),
        *_characters(read),
        *_address(read),
        *_targets(site, read),
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


def _fonts(site: Path, read: Survey | None) -> Iterator[Finding]:
    settings = read.settings.settings if read else None
    design = settings.print if settings else PrintDesign()
    found = look(site / "fonts")
    faces = found.serving(design.fonts)
    bundled = {face.path for face in found.bundle}
    families = {face.family.casefold() for face in (*found.site, *found.machine)}
    for role, name in ROLES.items():
        face = faces.serving(role)
        text = f"{face.family}（{Path(face.path).name}）" if face else "没有专用字体，用正文字体"
        yield Finding(
            f"字体：{name}", f"{text}，随程序附带的代用字体" if face and face.path in bundled else text
        )
        for family in design.fonts.get(role, ()):
            if family.casefold() not in families:
                yield Finding(f"字体：{name}", f"没有找到 site.yaml 里写的“{family}”", well=False)


def _characters(read: Survey | None) -> Iterator[Finding]:
    """Each character of the archive that no face has, with the item it stands in."""
    if read is None:
        return
    titles = {item.file: item.title.value for source in read.sources for item in source.items}
    rare = [*read.settings.rare, *(one for source in read.sources for one in source.rare)]
    lacking = set("".join(read.undrawable.values()))
    for one in rare:
        character, place = one.character.value, one.character.place
        if character in lacking:
            where = f"{one.file}:{place.line}:{place.column}"
            title = f"《{titles[one.file]}》" if one.file in titles else ""
            said = f"“{character}”（U+{ord(character):04X}），{where}{title}"
            yield Finding("没有字体的字", said, well=False)


def _address(read: Survey | None) -> Iterator[Finding]:
    """The site's own address, without which the links of its 404 page are right at one depth only."""
    settings = read.settings.settings if read else None
    if settings and settings.targets:
        lacking = "没有写 base_url：没有站点地图；读者输错网址时看到的 404 页没有样式，里面的链接也不对"
        yield Finding("网站的网址", settings.base_url or lacking)


def _targets(site: Path, read: Survey | None) -> Iterator[Finding]:
    """What each target of publishing can do; tried there, under a temporary name."""
    for wanted in read.settings.settings.targets if read and read.settings.settings else ():
        yield _target(site, wanted)


def _target(site: Path, wanted: PublishTarget) -> Finding:
    subject = f"发布目标 {wanted.name}"
    try:
        target = connect(wanted, site)
        try:
            layout = look_at(target).layout
            can = probe(target)
        finally:
            target.close()
    except (OSError, Refused) as error:
        return Finding(subject, str(error), well=False)
    links = layout == "releases" or (layout == "nothing" and can.symlink and wanted.releases)
    words = (
        "能列出",
        "能写入",
        "能改名覆盖" if can.rename else "不能改名覆盖（不能发布）",
        "能建符号链接" if can.symlink else "不能建符号链接",
        "能建硬链接" if can.hard_link else "不能建硬链接",
        "整版切换，可以换回上一版" if links else "逐个更换文件，不能换回上一版",
    )
    warning = (
        "" if scheme(wanted.url) in TESTED else f"；{scheme(wanted.url)}:// 没有经过测试，只当作普通的复制"
    )
    return Finding(subject, f"{'，'.join(words)}{warning}", well=can.rename)
