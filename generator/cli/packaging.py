"""The command package."""

from pathlib import Path

import click

from generator import console
from generator.cli.common import SITE_OPTION, count, today
from generator.console import Command, complain, say, tell


@click.command(cls=Command)
@click.argument("year", metavar="YEAR")
@SITE_OPTION
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="写到哪个文件。"
)
@click.option("--retention", default="10年", metavar="期限", help="归档目录里的保管期限，默认 10年。")
def package(year: str, site: Path, file: Path | None, retention: str) -> int:
    """把 YEAR（如 2016）已发布的各期打成归档包：网站、文稿、归档目录、校验值；几种刊物时写作 代码/2016。"""
    from generator.plan_print import Year  # noqa: PLC0415
    from generator.publish.package import NothingToPackError  # noqa: PLC0415
    from generator.publish.package import package as pack  # noqa: PLC0415

    series, _, number = year.strip("/").rpartition("/")
    if not (number.isascii() and number.isdigit()):
        complain(f"“{year}”不是年份，如 2016。")
        return 2
    target = file or Path(f"{f'{series}-' * bool(series)}{number}-归档包.zip")
    try:
        with console.progress() as progress:
            done = pack(site, Year(series, int(number)), target, retention, today(), progress)
    except NothingToPackError:
        complain(f"{number} 年没有已发布的简报。")
        return 1
    tell(done.problems, "text")
    if not done.files:
        say(f"{count(done.problems)}没有打包。")
        return 1
    if done.left_out:
        complain(f"还没有发布，没有收入：{'、'.join(done.left_out)}。")
    say(f"{done.issues} 期，{done.files} 个文件，已写入 {target}")
    return 0
