"""The command new: an issue or an item, with what is known proposed and the rest asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from generator.cli.asking import ask, ask_for, choose, somebody_is_there, yes
from generator.cli.common import COMPLETED, ISSUE, SITE, SITE_OPTION, survey, today
from generator.console import Command, Group, complain, say, tell
from generator.desk.carrying import Left, carry, left_over
from generator.desk.choosing import sections, units
from generator.desk.scaffold import (
    NewIssue,
    NewItem,
    Refused,
    issue_folder,
    next_issue,
    write_issue,
    write_item,
)
from generator.model import Settings
from generator.survey import Survey
from generator.wording import KINDS


@click.group(cls=Group)
def new() -> None:
    """新建一期，或一篇。"""


@new.command("issue", cls=Command)
@SITE
@click.option("--kind", type=click.Choice(["正刊", "增刊", "专刊"]), default="正刊", help="类型。")
@click.option(
    "--series", default="", shell_complete=COMPLETED["series"], help="刊物代码；只有一种刊物时不写。"
)
@click.option("--number", type=click.IntRange(1, 9999), metavar="N", help="期号，默认接着上一期。")
@click.option("--total", type=click.IntRange(1, 999_999), metavar="N", help="总期号，默认接着上一期。")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="2016-05-10", help="签发日期，默认今天。"
)
@click.option(
    "--carry/--no-carry", default=None, help="上一期没有编入的草稿移不移过来；不写则问，没有终端时不移。"
)
def new_issue(
    site: Path, kind: str, series: str, number: int | None, total: int | None, day: Any, carry: bool | None
) -> int:
    """新建一期：期号、总期号接着上一期，报送单位照抄上一期。"""
    read = survey(site)
    if read.settings.settings is None:
        tell(read.problems, "text")
        return 1
    keys = [one.key for one in read.settings.series]
    if series not in keys:
        complain(f"--series 要写刊物代码：{'、'.join(keys)}。" if keys != [""] else "这个站点只有一种刊物。")
        return 2
    issue = _proposed(read, series, kind, day.date() if day else None, number, total)
    with _refusals():
        file = write_issue(site, issue, _latest(read, series))
        running = f"，总第 {issue.total} 期" if issue.total else ""
        by_default = "" if day else "（今天）" if issue.day == today() else ""
        say(f"已新建 {file}")
        say(f"第 {issue.number} 期{running}，日期 {issue.day}{by_default}；要改就改这个文件。")
        if issue.kind != "supplement":
            _carry_over(site, left_over(read.sources, series), issue.folder, carry)
        say(f"下一步：jianbao new item {issue.folder}{_site_option(site)}")
        return 0
    return 1


def _proposed(
    read: Survey, series: str, kind: str, day: date | None, number: int | None, total: int | None
) -> NewIssue:
    """The new issue: what was not given follows what is there, and is confirmed at a terminal."""
    of_kind = next(key for key, name in KINDS.items() if name == kind)
    propose = partial(next_issue, read.sources, series, of_kind)
    if not somebody_is_there():
        return propose(day or today(), number, total)
    day = day or ask_for("签发日期", str(today()), _day, "日期写成 2016-05-10。")
    number = number or ask_for("期号", str(propose(day).number), _number, "期号是数字，如 5。")
    issue = propose(day, number, total)
    if issue.kind == "supplement" or total is not None:
        return issue
    question, following = "总期号（没有就写 0）", str(issue.total or 0)
    return issue._replace(total=ask_for(question, following, _number_or_0, "总期号是数字，如 128。") or None)


def _latest(read: Survey, series: str) -> Any:
    earlier = [s for s in read.sources if s.series == series and s.date is not None]
    return max(earlier, key=lambda s: s.date or date.min, default=None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number_or_0(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _number(text: str) -> int | None:
    return _number_or_0(text) or None


def _carry_over(site: Path, drafts: tuple[Left, ...], folder: str, wanted: bool | None) -> None:
    """Move what the last issue left out, if the editor wants it; say what stays and why."""
    if wanted is False:
        return
    movable = [one for one in drafts if not one.linked]
    for one in drafts:
        because = "；它与别的篇目之间有链接，要移请手工移" if one.linked else ""
        say(f"上一期没有编入的草稿：{one.file}《{one.title}》{because}")
    if not movable:
        return
    if wanted is None and not somebody_is_there():
        say("没有移动。要用在这一期，把文件移过来、改好序号；或在新建时加 --carry。")
    elif wanted or yes(f"把 {len(movable)} 篇移到这一期"):
        for file in carry(site, movable, folder):
            say(f"已移到 {file}")


@new.command("item", cls=Command)
@ISSUE
@SITE_OPTION
@click.option("--title", default="", help="标题。")
@click.option("--section", default="", shell_complete=COMPLETED["sections"], help="栏目。")
@click.option("--unit", default="", shell_complete=COMPLETED["units"], help="供稿单位。")
@click.option("--reprint", default="", help="摘自何处；写了就没有供稿单位。")
def new_item(issue: str, site: Path, title: str, section: str, unit: str, reprint: str) -> int:
    """在 ISSUE（如 2016/05）里新建一篇，序号接着上一篇；没有写的几项，在终端里逐项询问。"""
    read = survey(site)
    settings = read.settings.settings
    if settings is None:
        tell(read.problems, "text")
        return 1
    with _refusals():
        issue_folder(site, issue)
        known = NewItem(title, section, unit, reprint)
        known = _asked(known, settings) if somebody_is_there() else known
        say(f"已新建 {write_item(site, issue, known, settings)}")
        return 0
    return 1


def _asked(known: NewItem, settings: Settings) -> NewItem:
    """What is known of a new item, and what the editor answers; whatever isn't answered stays empty."""
    if not known.title:
        known = known._replace(title=ask("标题（回车则以后再填）"))
    if not known.section:
        say("栏目：")
        known = known._replace(section=choose("序号或名称（回车则以后再填）", sections(settings)))
    if known.unit or known.reprint:
        return known
    say("供稿单位：" if settings.units else "units.yaml 里还没有供稿单位。")
    question = "序号、名称的一部分或拼音首字母；摘自报刊的写“摘自某某报”（回车则以后再填）"
    answer = choose(question, units(settings), free=_REPRINT)
    if answer.startswith(_REPRINT):
        return known._replace(reprint=answer.removeprefix(_REPRINT).strip())
    return known._replace(unit=answer)


_REPRINT = "摘自"


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        complain(str(refused))


def _site_option(site: Path) -> str:
    return "" if site == Path() else f" --site {site}"
