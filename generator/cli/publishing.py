"""Commands that change a server: publish, rollback."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from generator import console
from generator.cli.common import now, today
from generator.cli.targets import connected, wanted_target
from generator.console import Command, complain, say, tell
from generator.problems import has_errors, printable

_UNSIGNED = "H02"
"""The warning that an issue is left out: whoever publishes must know."""

_SITE = click.argument("site", metavar="[SITE]", required=False)
_TARGET = click.argument("target", metavar="[TARGET]", required=False)


@click.command(cls=Command)
@_SITE
@_TARGET
@click.option("--dry-run", is_flag=True, help="只说明会做什么，不做。")
@click.option("--yes", is_flag=True, help="不再询问，直接发布。")
def publish(site: str | None, target: str | None, dry_run: bool, yes: bool) -> int:
    """把生成好的网站发布到 TARGET（site.yaml 的 publish 里写的目标）：要么全部换新，要么原样不动。"""
    from generator.publish.publish import plan, this_side  # noqa: PLC0415
    from generator.publish.publish import publish as run  # noqa: PLC0415

    folder, name = _places(site, target)
    read = _survey(folder)
    wanted = wanted_target(read, name)
    tell([p for p in read.problems if p.level == "error" or p.code == _UNSIGNED], "text")
    if has_errors(read.problems):
        complain("文稿或设置有错误，没有发布。")
        return 1
    with _failures(), connected(wanted, folder) as there:
        local = this_side(folder, folder / "output", _withdrawn(read))
        if not _let_through(folder):
            return 1
        planned = plan(there, local)
        _show(planned, wanted, there)
        if planned.is_none:
            say("服务器上的已经是这一版，没有要做的。")
            if not dry_run:
                _seal(folder, read, wanted, planned.standing.release)  # a run that was killed may owe it
            return 0
        if dry_run or not _agreed(yes=yes):
            say("没有发布。")
            return 0 if dry_run or sys.stdin.isatty() else 2
        began = time.perf_counter()
        with _seat(folder, wanted) as owner, _told() as told:
            done = run(there, wanted, local, planned, owner, now(), told)
        _seal(folder, read, wanted, done.release)
        say(_published(done, there, time.perf_counter() - began))
        return 0
    return 3


@click.command(cls=Command)
@_SITE
@_TARGET
def rollback(site: str | None, target: str | None) -> int:
    """把 TARGET 换回上一版；里面有已撤稿件的旧版不换回。"""
    from generator.publish.publish import roll_back  # noqa: PLC0415
    from generator.publish.releases import named_time  # noqa: PLC0415

    folder, name = _places(site, target)
    read = _survey(folder)
    wanted = wanted_target(read, name)
    with _failures(), connected(wanted, folder) as there, _seat(folder, wanted) as owner, _told() as told:
        release = roll_back(there, _withdrawn(read), owner, told)
        say(f"{wanted.name} 已换回 {named_time(release)} 的一版。改好文稿后，重新生成并发布。")
        return 0
    return 3


# --- Arguments -----------------------------------------------------------------------------------


def _places(first: str | None, second: str | None) -> tuple[Path, str | None]:
    """The site's folder and the target's name; a single argument that is no site is a target."""
    if second is None and first is not None and not (Path(first) / "site.yaml").is_file():
        return Path(), first
    return Path(first or "."), second


def _survey(site: Path) -> Any:
    from generator.survey import survey  # noqa: PLC0415

    read = survey(site, site / "output", today(), drafts=False)
    if read.settings.settings is None or read.archive is None:
        tell(read.problems, "text")
        raise click.exceptions.Exit(1)
    return read


def _withdrawn(read: Any) -> frozenset[str]:
    items = (item for issue in read.archive.issues for item in issue.items)
    return frozenset(item.path for item in items if item.status == "withdrawn")


def _let_through(site: Path) -> bool:
    """Whether the gate lets the output go; says what it has looked at, or what is wrong."""
    from generator.publish.gate import inspect  # noqa: PLC0415

    with console.progress() as progress:
        gate = inspect(site, site / "output", today(), progress)
    tell(gate.problems, "text")
    for line in gate.report:
        say(line)
    if gate.closed:
        complain("没有发布。")
    return not gate.closed


def _seal(site: Path, read: Any, wanted: Any, release: str) -> None:
    from generator.publish.sealing import seal  # noqa: PLC0415

    files = seal(site, read.shown, now(), wanted.name, release)
    if files:
        say(f"已封存 {len(files)} 期：此后改动要写明更正。")


# --- The way there -------------------------------------------------------------------------------


@contextmanager
def _seat(site: Path, wanted: Any) -> Iterator[Any]:
    """One run at a time from this folder; gives who we are."""
    from generator.publish.lock import Owner, own_name, own_seat  # noqa: PLC0415
    from generator.write.lock import locked  # noqa: PLC0415
    from generator.write.state import FOLDER  # noqa: PLC0415

    folder = site / FOLDER / "publish" / wanted.name
    with locked(folder, lambda: complain("这里的另一个发布正在进行，等它结束……")):
        yield Owner(own_name(), now(), own_seat(folder))


@contextmanager
def _told() -> Iterator[Any]:
    from generator.publish.staging import Told  # noqa: PLC0415

    with console.progress() as progress:
        yield Told(progress.step, complain)


@contextmanager
def _failures() -> Iterator[None]:
    """What went wrong, in a sentence, and the code that goes with it."""
    from generator.files import why  # noqa: PLC0415
    from generator.publish.errors import Refused, ServerError  # noqa: PLC0415
    from generator.write.lock import LockedError  # noqa: PLC0415

    try:
        yield
    except Refused as refused:
        complain(str(refused))
        raise click.exceptions.Exit(1) from None
    except LockedError:
        complain("这里的另一个发布还没有结束，请稍后再试。")
        raise click.exceptions.Exit(3) from None
    except ServerError as error:
        complain(str(error))
        raise click.exceptions.Exit(3) from None
    except OSError as error:
        complain(why(error))
        complain("没有做完。读者看到的仍是完整的网站；排除故障后再运行一次，会接着做完。")
        raise click.exceptions.Exit(3) from None


# --- What is said --------------------------------------------------------------------------------


def _show(planned: Any, wanted: Any, there: Any) -> None:
    from generator.publish.differences import listing, summary  # noqa: PLC0415
    from generator.publish.releases import named_time  # noqa: PLC0415
    from generator.publish.targets.connecting import TESTED, scheme  # noqa: PLC0415

    say(f"发布到 {wanted.name}（{there.address}）：")
    if scheme(wanted.url) not in TESTED:
        complain(f"提醒：{scheme(wanted.url)}:// 没有经过测试，只当作普通的复制。")
    if planned.standing.layout == "nothing":
        say("  第一次发布到这里。")
    if planned.standing.unfinished:
        say("  上次发布在更换文件时中断，先把它做完。")
    if not planned.difference.is_none:
        say(f"{summary(planned.difference)}。")
        for line in listing(planned.difference, planned.titles):
            say(printable(line))
    for release, item in planned.cleared.items():
        say(f"  删去旧版　{named_time(release)}，里面有已撤下的 {item}")
    foreign = planned.standing.foreign
    if foreign:
        more = f" 等 {len(foreign)} 个" if len(foreign) > 3 else ""
        say(f"  不动　{printable('、'.join(foreign[:3]))}{more}，不是本程序写的")


def _agreed(*, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        complain("没有人可以回答；要在脚本里发布，请加 --yes。")
        return False
    answer: str = click.prompt("现在发布吗？（是/否）", default="否", show_default=False)
    return answer.strip().lower() in {"是", "好", "y", "yes"}


def _published(done: Any, there: Any, seconds: float) -> str:
    from generator.publish.differences import size  # noqa: PLC0415

    again = f"（另有 {done.staged.resumed} 个上次已经发到）" if done.staged.resumed else ""
    root = f"{there.address}/current" if done.release else there.address
    return (
        f"已发布：发送 {done.staged.files} 个文件 {size(done.staged.size)}{again}，用时 {seconds:.1f} 秒。"
        f"网站根目录：{root}"
    )
