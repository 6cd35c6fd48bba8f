"""The command verify."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import click

from generator import console, urls
from generator.cli.common import COMPLETED, SITE_OPTION, survey
from generator.cli.targets import connected, wanted_target
from generator.console import Command, complain, say
from generator.problems import printable

_SAID = {
    "missing": "缺少",
    "changed": "内容不同",
    "added": "多出",
    "disputed": f"{urls.MANIFEST} 与 {urls.SUMS} 所记不同",
    "unreadable": "读不出",
}


@click.command(cls=Command)
@click.argument("copy", type=click.Path(), required=False)
@click.option(
    "--target", metavar="TARGET", shell_complete=COMPLETED["targets"], help="核对发布目标上读者看到的一份。"
)
@SITE_OPTION
def verify(copy: str | None, target: str | None, site: Path) -> int:
    """核对 COPY（文件夹、光盘、网址，或 package 打的包）与它自带的清单，说明缺少、改动、多出的文件。"""
    from generator.publish.copy import BadListError, NoListError  # noqa: PLC0415
    from generator.publish.copy import verify as compare  # noqa: PLC0415
    from generator.publish.errors import Refused  # noqa: PLC0415

    if (copy is None) == (target is None):
        raise click.UsageError("写明核对哪一份：COPY，或 --target 加发布目标的名称，两者取一。")
    what = copy or f"发布目标 {target}"
    try:
        with ExitStack() as stack:
            opened = stack.enter_context(_opened(copy) if copy is not None else _published(site, target))
            progress = stack.enter_context(console.progress())
            found = compare(opened, lambda done, total: progress.step("核对", done, total))
    except NoListError:
        why = _perhaps(copy) if copy is not None else "是不是还没有发布？"
        complain(f"{what} 里没有 {urls.MANIFEST} 或 {urls.SUMS}，不是本程序生成的副本。{why}")
        return 3
    except BadListError as error:
        complain(f"{what}：{error}，没有核对。")
        return 1
    except Refused as error:
        complain(str(error))
        return 1
    if copy is not None and _scheme(copy):
        complain("服务器不列出文件，清单以外多出的看不到；要查，用 --target。")
    return _told(found)


# --- Where the copy lies --------------------------------------------------------------------------


@contextmanager
def _opened(copy: str) -> Iterator[Any]:
    """The copy behind an address, in a folder, or in a package.

    Raises:
        OSError: it isn't there, or can't be read.
    """
    from generator.publish.copy import FolderCopy, PackageCopy  # noqa: PLC0415

    scheme = _scheme(copy)
    if scheme in {"http", "https"}:
        from generator.publish.far_copies import AddressCopy  # noqa: PLC0415

        with closing(AddressCopy(copy)) as address:
            yield address
        return
    if scheme:
        raise click.UsageError(f"{scheme}:// 的，在 site.yaml 里写成发布目标，用 --target 加它的名称核对。")
    if not Path(copy).is_file():
        yield FolderCopy(Path(copy))
        return
    import zipfile  # noqa: PLC0415 - of a package only

    try:
        with zipfile.ZipFile(copy) as package:
            yield PackageCopy(package)
    except zipfile.BadZipFile as error:
        raise OSError(0, "不是完好的 zip 文件", copy) from error


@contextmanager
def _published(site: Path, name: str | None) -> Iterator[Any]:
    """What readers get of a target."""
    from generator.publish.far_copies import TargetCopy  # noqa: PLC0415
    from generator.publish.standing import shown  # noqa: PLC0415

    wanted = wanted_target(survey(site), name)
    with connected(wanted, site) as there:
        folder = shown(there)
        say(f"核对 {wanted.name}（{there.address}{folder and '/'}{folder}）：")
        yield TargetCopy(there, folder)


def _scheme(copy: str) -> str:
    """`https` of an address, nothing of a path."""
    from generator.publish.targets.connecting import scheme  # noqa: PLC0415

    return scheme(copy)


# --- What is said ---------------------------------------------------------------------------------


def _told(found: Any) -> int:
    for name, kind in found.differences:
        say(f"{printable(name)}：{_SAID[kind]}")
    if found.hidden:
        names = "、".join(printable(name) for name in found.hidden[:3])
        complain(
            f"以点开头的 {len(found.hidden)} 个文件不在核对之列：{names}{'等' * (len(found.hidden) > 3)}。"
        )
    if not found.differences:
        say(f"核对过 {found.files} 个文件，与清单完全相同。")
        return 0
    say(f"清单里有 {found.files} 个文件，{len(found.differences)} 个不同。")
    return 3 if any(kind == "unreadable" for _, kind in found.differences) else 1


def _perhaps(copy: str) -> str:
    if _scheme(copy):
        return ""
    inside = (Path(copy, folder) for folder in ("output", "site"))
    return "".join(f"要核对的是不是 {folder}？" for folder in inside if (folder / urls.MANIFEST).exists())
