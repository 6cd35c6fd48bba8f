"""The command verify."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from generator import console, urls
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
@click.argument("copy", type=click.Path(path_type=Path))
def verify(copy: Path) -> int:
    """核对 COPY（文件夹、光盘，或 package 打的包）与它自带的清单，说明缺少、改动、多出的文件。"""
    from generator.publish.copy import BadListError, NoListError  # noqa: PLC0415
    from generator.publish.copy import verify as compare  # noqa: PLC0415

    try:
        with _opened(copy) as opened, console.progress() as progress:
            found = compare(opened, lambda done, total: progress.step("核对", done, total))
    except NoListError:
        complain(f"{copy} 里没有 {urls.MANIFEST} 或 {urls.SUMS}，不是本程序生成的副本。{_perhaps(copy)}")
        return 3
    except BadListError as error:
        complain(f"{copy}：{printable(str(error))}，没有核对。")
        return 1
    return _told(found)


@contextmanager
def _opened(copy: Path) -> Iterator[Any]:
    """The copy in a folder, or in a package.

    Raises:
        OSError: it isn't there, or can't be read.
    """
    from generator.publish.copy import FolderCopy, PackageCopy  # noqa: PLC0415

    if not copy.is_file():
        yield FolderCopy(copy)
        return
    import zipfile  # noqa: PLC0415 - of a package only

    try:
        with zipfile.ZipFile(copy) as package:
            yield PackageCopy(package)
    except zipfile.BadZipFile as error:
        raise OSError(0, "不是完好的 zip 文件", str(copy)) from error


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


def _perhaps(copy: Path) -> str:
    inside = (folder for folder in ("output", "site") if (copy / folder / urls.MANIFEST).exists())
    return "".join(f"要核对的是不是 {copy / folder}？" for folder in inside)
