"""The command serve."""

import webbrowser
from pathlib import Path
from threading import Timer

import click

from generator.cli.common import SITE, count
from generator.console import Command, complain, say, tell

_STARTS = 2.0
"""Seconds after which the server answers."""


@click.command(cls=Command)
@SITE
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", default=5500, show_default=True, help="端口。"
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="只在本机可见；改它会让别的机器看到草稿。"
)
@click.option("--open", "shown", is_flag=True, help="打开浏览器。")
def serve(site: Path, port: int, host: str, shown: bool) -> int:
    """预览：保存文稿，浏览器里的页面随即更新。"""
    from generator.desk.serve import serve as run  # noqa: PLC0415
    from generator.report import Report  # noqa: PLC0415

    def told(done: Report) -> None:
        tell(done.problems, "text")
        say(
            count(done.problems)
            if done.failed
            else f"已更新 {len(done.written)} 个文件，用时 {done.seconds:.2f} 秒。"
        )

    if not (site / "site.yaml").is_file():
        complain(f"{site} 里没有 site.yaml，不是站点文件夹。")
        return 1
    say(f"预览地址：http://{host}:{port}/　按 Ctrl+C 结束。")
    if shown:
        Timer(_STARTS, webbrowser.open, (f"http://{host}:{port}/",)).start()
    run(site, host, port, told)
    return 0
