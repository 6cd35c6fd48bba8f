"""Commands that make one PDF: proof, volume."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator import console
from generator.cli.common import COMPLETED, ISSUE, SITE_OPTION, count, today
from generator.console import Command, complain, say, tell
from generator.progress import Progress


@click.command(cls=Command)
@ISSUE
@SITE_OPTION
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="写到哪个文件。"
)
@click.option("--review", is_flag=True, help="印“送审稿”，不印“清样”。")
def proof(issue: str, site: Path, file: Path | None, review: bool) -> int:
    """印出 ISSUE（如 2016/05）的清样 PDF：带行号、文件名和定稿纸，标出与上次清样不同之处。"""
    from generator.desk.proof import WORDS, print_proof  # noqa: PLC0415

    word = WORDS[review]
    path = issue.replace("\\", "/").removeprefix("content/").strip("/")
    target = file or Path(f"{'-'.join(path.split('/')[-2:])}-{word}.pdf")
    return _print(target, lambda progress: print_proof(site, path, target, word, today(), progress))


@click.command(cls=Command)
@click.argument("year", metavar="YEAR", shell_complete=COMPLETED["years"])
@SITE_OPTION
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="写到哪个文件。"
)
def volume(year: str, site: Path, file: Path | None) -> int:
    """印出 YEAR（如 2016）的合订本 PDF；几种刊物时写作 代码/2016。"""
    from generator.desk.proof import print_volume  # noqa: PLC0415
    from generator.plan_print import Year  # noqa: PLC0415

    series, _, number = year.strip("/").rpartition("/")
    if not (number.isascii() and number.isdigit()):
        complain(f"“{year}”不是年份，如 2016。")
        return 2
    target = file or Path(f"{number}-合订本.pdf")
    wanted = Year(series, int(number))
    return _print(target, lambda progress: print_volume(site, wanted, target, today(), progress))


def _print(target: Path, make: Callable[[Progress], Any]) -> int:
    """Have a PDF made, and tell how it went."""
    from generator.desk.proof import NotThereError  # noqa: PLC0415

    try:
        with console.progress() as progress:
            done = make(progress)
    except NotThereError as error:
        complain(str(error))
        return 1
    tell(done.problems, "text")
    say(f"已写入 {target}" if done.written else f"{count(done.problems)}没有写入。")
    return 0 if done.written else 1
