"""Commands that write content: a new site, issue or item, and the import of old bulletins."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.cli.common import FORMAT, SITE, SITE_OPTION, count, survey, today
from generator.console import Command, Group, complain, say, tell


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> int:
    """新建一个站点，建好就能生成。"""
    from generator.desk.scaffold import Refused, new_site  # noqa: PLC0415

    try:
        files = new_site(folder)
    except Refused as refused:
        complain(str(refused))
        return 1
    say(f"已在 {folder} 建好站点：{'、'.join(files)}。")
    say(f"下一步：改 site.yaml 里的名称和编发单位，再运行 jianbao new issue {folder}")
    return 0


@click.group(cls=Group)
def new() -> None:
    """新建一期，或一篇。"""


@new.command("issue")
@SITE
@click.option("--kind", type=click.Choice(["正刊", "增刊", "专刊"]), default="正刊", help="类型。")
@click.option("--series", default="", help="刊物代码；只有一种刊物时不写。")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="2016-05-10", help="签发日期，默认今天。"
)
def new_issue(site: Path, kind: str, series: str, day: Any) -> int:
    """新建一期：期号、总期号接着上一期。"""
    from generator.desk.scaffold import next_issue, write_issue  # noqa: PLC0415
    from generator.wording import KINDS  # noqa: PLC0415

    read = survey(site)
    if read.settings.settings is None:
        tell(read.problems, "text")
        return 1
    keys = [one.key for one in read.settings.series]
    if (series or "") not in keys:
        complain(f"--series 要写刊物代码：{'、'.join(keys)}。" if keys != [""] else "这个站点只有一种刊物。")
        return 2
    of_kind = next(key for key, name in KINDS.items() if name == kind)
    issue = next_issue(read.sources, series, of_kind, day.date() if day else today())
    earlier = [s for s in read.sources if s.series == series and s.date is not None]
    latest = max(earlier, key=lambda s: s.date or date.min, default=None)
    with _refusals():
        file = write_issue(site, issue, latest)
        say(f"已新建 {file}")
        say(f"下一步：jianbao new item {issue.folder}{_site_option(site)}")
        return 0
    return 1


@new.command("item")
@click.argument("issue")
@SITE_OPTION
@click.option("--title", default="", help="标题。")
@click.option("--section", default="", help="栏目。")
@click.option("--unit", default="", help="供稿单位。")
def new_item(issue: str, site: Path, title: str, section: str, unit: str) -> int:
    """在 ISSUE（如 2016/05）里新建一篇，序号接着上一篇。"""
    from generator.desk.scaffold import write_item  # noqa: PLC0415

    settings = survey(site).settings.settings
    if settings is None:
        tell(survey(site).problems, "text")
        return 1
    with _refusals():
        say(f"已新建 {write_item(site, issue, title=title, section=section, unit=unit, settings=settings)}")
        return 0
    return 1


@click.command("import", cls=Command)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@SITE_OPTION
@click.option("--issue", metavar="2016/05", help="导入到哪一期；不写则看原文。")
@click.option("--dry-run", is_flag=True, help="只说明会写什么，不写。")
@FORMAT
def import_(files: tuple[Path, ...], site: Path, issue: str | None, dry_run: bool, form: str) -> int:
    """把已有的简报文本转成一期文稿。"""
    from generator.desk.importing import import_files  # noqa: PLC0415

    read = survey(site).settings
    settings = read.settings
    if settings is None:
        tell(read.problems, form)
        return 1
    done = import_files(
        files,
        site,
        sections=[section.name for section in settings.sections],
        units=[name for unit in settings.units for name in unit.names],
        units_file=read.units_file,
        issue=issue,
        dry_run=dry_run,
    )
    tell(done.problems, form)
    if form == "text":
        for line in done.plan:
            say(line)
        say(_imported(done))
    return 1 if done.failed else 0


def _imported(done: Any) -> str:
    if done.failed:
        return "没有写入任何文件。"
    return f"{count(done.problems)}逐条核对后，删去文稿里的“# 待核”，填好【待填】，再运行 jianbao check。"


@contextmanager
def _refusals() -> Iterator[None]:
    from generator.desk.scaffold import Refused  # noqa: PLC0415

    try:
        yield
    except Refused as refused:
        complain(str(refused))


def _site_option(site: Path) -> str:
    return "" if site == Path() else f" --site {site}"
