"""Commands that keep and show the record: sign, log."""

from pathlib import Path

import click

from generator import console
from generator.chinese import did_you_mean
from generator.cli.common import SITE, SITE_OPTION, count, now, survey
from generator.console import Command, complain, say, tell


@click.command(cls=Command)
@click.argument("issue")
@click.option("--by", required=True, metavar="姓名", help="签的人。")
@click.option("--role", metavar="环节", help="审签环节，如 初审；默认最后一个，一般是 签发。")
@SITE_OPTION
def sign(issue: str, by: str, role: str | None, site: Path) -> int:
    """签发 ISSUE（如 2016/05）：记下谁在什么时候签了哪些内容；此后改动就失效。"""
    from generator.desk.signing import UnsignedError  # noqa: PLC0415
    from generator.desk.signing import sign as record  # noqa: PLC0415

    path = issue.replace("\\", "/").removeprefix("content/").strip("/")
    try:
        with console.progress() as progress:
            done = record(site, path, by, role, now(), progress)
    except UnsignedError as error:
        complain(str(error))
        return 1
    tell(done.problems, "text")
    if not done.role:
        say(f"{count(done.problems)}没有签发。")
        return 1
    if not done.files:
        say(f"{by}已经签过，内容没有变，不必再签。")
    else:
        say(f"{by}已签（{done.role}）：{path}，{done.items} 篇，{len(done.files)} 个文件。")
    say(f"{'；'.join(done.lacking) or '签发齐全'}。")
    return 0


@click.command(cls=Command)
@SITE
@click.option("--issue", metavar="2016/05", help="只看一期。")
def log(site: Path, issue: str | None) -> int:
    """列出签发、发布、更正和撤稿的历史，新的在前。"""
    from generator.desk.history import history  # noqa: PLC0415
    from generator.read.folder import SEAL_FILE, SIGNATURES_FILE  # noqa: PLC0415

    read = survey(site)
    if issue is not None and issue not in read.issues:
        complain(f"没有 content/{issue} 这一期。{did_you_mean(issue, read.issues)}")
        return 1
    sources = [source for source in read.sources if issue in {None, source.path}]
    records = tuple(f"/{name}" for name in (SIGNATURES_FILE, SEAL_FILE))
    broken = [p for p in read.problems if p.level == "error" and p.file.endswith(records)]
    tell(broken, "text")
    events = history(sources)
    if events:
        console.table(("时间", "期", "事项", "内容"), events)
    else:
        say("还没有记录。")
    return 1 if broken else 0
